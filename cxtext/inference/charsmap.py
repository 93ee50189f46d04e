"""A character table as a step of the ``tokenizers`` library, so that a saved tokenizer needs no code of ours.

``Precompiled`` takes SentencePiece's "precompiled charsmap": the size of a double-array trie, the trie over
the keys' UTF-8 bytes, and the outputs, each ended by a zero byte. A unit of the trie is 32 bits: its label
in bits 0-7, "a key ends here" in bit 8, the offset to its children from bit 10; bit 31 marks a value.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Mapping
from typing import Any

_ENDS_HERE = 1 << 8
_VALUE = 1 << 31
# Control characters are taken out first, so that one can stand between a letter and its mark.
_APART = "\x03"


def text_normalizer(table: Mapping[int, str]) -> Any:
    """``clean`` (see tokens.py) and then ``str.translate(table)``, spaces folded, as one Normalizer.

    Exact for every character and for text in any script. It loses a mark only where marks follow what no
    language puts them on (two after a format character; a Burmese vowel sign on a fraction).

    >>> ascii(text_normalizer({0xFF21: "A", 0xFF5E: "~"}).normalize_str(" \\uff21\\u0301\\x07 \\t b\\uff5e"))
    "'A\\\\u0301 b~'"
    """
    from tokenizers import Regex, normalizers

    gone = [code for code, out in table.items() if not out and code > 0x9F]
    spaces = [code for code, out in table.items() if out == " " and code > 0x9F]
    kept = {chr(code): out for code, out in table.items() if out.strip(" ") and out != chr(code)}
    steps: list[Any] = [
        normalizers.Replace(Regex("[\t-\r]+"), " "),
        normalizers.Replace(Regex("[\x01-\x08\x0e-\x1f\x7f-\x9f]+"), ""),
        normalizers.Replace("\0", ""),
    ]
    for codes, output in ((spaces, " "), (gone, "")):
        if codes:
            steps.append(normalizers.Replace(Regex(_any_of(codes)), output))
    if kept:
        # Precompiled looks a whole grapheme up, finds its first character and loses the marks after it. So
        # letters and marks are parted before and joined again after; marks that open a text get a letter.
        steps += [
            normalizers.Prepend("a"),
            normalizers.Precompiled(charsmap({mark: _APART + mark for mark in _marks()})),
            normalizers.Precompiled(charsmap(kept)),
            normalizers.Replace(_APART, ""),
            normalizers.Replace(Regex("^a"), ""),
        ]
    folded = "[ \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"
    return normalizers.Sequence([*steps, normalizers.Replace(Regex(folded), " "), normalizers.Strip()])


def charsmap(table: Mapping[str, str]) -> bytes:
    """The table in SentencePiece's form. Keys are not empty and hold no zero character."""
    outputs, places = bytearray(), {}
    for output in sorted(set(table.values())):
        places[output] = len(outputs)
        outputs += output.encode() + b"\0"
    root: dict[int, Any] = {}
    for key, output in sorted(table.items()):
        node = root
        for byte in key.encode():
            node = node.setdefault(byte, {})
        node[0] = places[output]
    units = _units(root)
    return struct.pack(f"<I{len(units)}I", 4 * len(units), *units) + bytes(outputs)


def _units(root: dict[int, Any]) -> list[int]:
    """The double array: a node's child under label c lies at ``base ^ c``, its own value at ``base``."""
    units = {0: 0}
    bases = {0}  # two nodes with one base would take each other's children for theirs
    free, top = 1, 0
    waiting = [(root, 0)]
    while waiting:
        node, at = waiting.pop()
        if len(node) > 1:  # a block of its own
            base = (top // 256 + 1) * 256
        else:  # a hole that others left
            (label,) = node
            while free in units or free ^ label in bases:
                free += 1
            base = free ^ label
        bases.add(base)
        units[at] |= (at ^ base) << 10 | (_ENDS_HERE if 0 in node else 0)
        for label, child in node.items():
            units[base ^ label] = label if label else child | _VALUE
            top = max(top, base ^ label)
            if label:
                waiting.append((child, base ^ label))
    size = (max(*bases, top) // 256 + 1) * 256  # any byte after any base stays inside
    return [units.get(at, 0) for at in range(size)]


def _marks() -> list[str]:
    """What joins the character before and is short enough to share its look-up."""
    return [c for c in map(chr, range(0x300, 0x10000)) if unicodedata.category(c) in ("Mn", "Me")]


def _any_of(codes: list[int]) -> str:
    return "[" + "".join(map(chr, sorted(codes))) + "]+"
