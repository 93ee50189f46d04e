"""Every reference number is named by some test, found by reading the tests' sources.

It says the same whichever tests run, alone or in parallel. A key counts as read where a test names it, or
puts it together, as f"nps.{name}.score" or "nps." + name, of words and numbers that the tests hold.
"""

import ast
import re
from pathlib import Path

from golden_values import VALUES

TESTS = Path(__file__).parents[1]
HERE = Path(__file__).resolve()
NOT_READ = {
    "kappa.degenerate_note": "a sentence, not a number",
}


def names_in(source):
    """The words of a source, and the shapes of keys that it puts together."""
    words, shapes = set(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | int):
            words.add(str(node.value))
            if re.fullmatch(r"[\w.]+\.", str(node.value)):
                shapes.add(re.escape(node.value) + "(.+)")
        elif isinstance(node, ast.JoinedStr):
            parts = [re.escape(p.value) if isinstance(p, ast.Constant) else "(.+)" for p in node.values]
            shapes.add("".join(parts))
    return words, shapes


def is_read(key, words, shapes, anywhere=frozenset()):
    """True where a word is the key, or a shape becomes the key by words of the tests."""
    known = words | anywhere
    for shape in shapes:
        match = re.fullmatch(shape, key)
        if match and all(gap in known or known.issuperset(gap.split("_")) for gap in match.groups()):
            return True
    return key in words


def read_keys():
    sources = {path: path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py")}
    parts = {path: names_in(source) for path, source in sources.items() if path.resolve() != HERE}
    anywhere = frozenset().union(*(words for words, _ in parts.values()))
    readers = [path for path in parts if "golden_values" in sources[path] and path.name.startswith("test_")]
    return {
        key
        for path in readers
        for key in VALUES
        if path.name != "test_zz_golden.py" and is_read(key, *parts[path], anywhere)
    }


def test_no_reference_number_is_left_unread():
    assert sorted(VALUES.keys() - read_keys() - NOT_READ.keys()) == []


def test_exceptions_are_real_and_give_their_reason():
    assert NOT_READ.keys() <= VALUES.keys()
    assert not NOT_READ.keys() & read_keys()
    assert all(NOT_READ.values())


def test_the_scan_reads_plain_and_built_names():
    words, shapes = names_in('golden("a.b"); [same(x, f"nps.{name}.score") for name in ["seed", "one"]]')
    assert [is_read(key, words, shapes) for key in ("a.b", "nps.seed.score")] == [True, True]
    assert not is_read("nps.tiny.score", words, shapes)
    words, shapes = names_in('same(x, "newcombe." + "_".join([9, 10]))')
    assert is_read("newcombe.9_10", words, shapes)
    assert not is_read("newcombe.9_11", words, shapes)
