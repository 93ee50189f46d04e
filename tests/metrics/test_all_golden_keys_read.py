"""Every reference number is named by some test, found by reading the tests' sources.

It says the same whichever tests run, alone or in parallel. A key counts as read where a test names it, or
builds it in an f-string: f"nps.{name}.score" names every key of that shape.
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
    """The strings of a source, and its f-strings as patterns."""
    plain, shapes = set(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            plain.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(part.value) if isinstance(part, ast.Constant) else r"[^.].*" for part in node.values
            ]
            fixed = "".join(part.value for part in node.values if isinstance(part, ast.Constant))
            if re.match(r"[a-z]+\w*\.", fixed):
                shapes.add("".join(parts))
    return plain, shapes


def read_keys():
    found = set()
    for path in TESTS.rglob("test_*.py"):
        source = path.read_text(encoding="utf-8")
        if "golden_values" not in source or path.resolve() == HERE or path.name == "test_zz_golden.py":
            continue
        plain, shapes = names_in(source)
        found |= plain & VALUES.keys()
        found |= {key for key in VALUES for shape in shapes if re.fullmatch(shape, key)}
    return found


def test_no_reference_number_is_left_unread():
    assert sorted(VALUES.keys() - read_keys() - NOT_READ.keys()) == []


def test_exceptions_are_real_and_give_their_reason():
    assert NOT_READ.keys() <= VALUES.keys()
    assert not NOT_READ.keys() & read_keys()
    assert all(NOT_READ.values())


def test_the_scan_reads_plain_and_built_names():
    plain, shapes = names_in('golden("a.b"); same(x, f"nps.{name}.score")')
    assert "a.b" in plain
    assert any(re.fullmatch(shape, "nps.seed.score") for shape in shapes)
    assert not any(re.fullmatch(shape, "csat.seed.score") for shape in shapes)
