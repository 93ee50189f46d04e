"""Traditional or Simplified: the characters that only one of the two uses (OpenCC's tables, Apache-2.0)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files


def _pairs(name: str) -> Iterator[tuple[str, list[str]]]:
    text = (files("opencc") / "dictionary" / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        char, _, others = line.partition("\t")
        if len(char) == 1 and others:
            yield char, others.split(" ")


@cache
def to_simplified() -> dict[int, str]:
    """A table for ``str.translate`` that maps one character to one character, so that offsets stay true.

    >>> "訂閱取消很麻煩".translate(to_simplified())
    '订阅取消很麻烦'
    """
    return {ord(char): others[0] for char, others in _pairs("TSCharacters.txt") if len(others[0]) == 1}


@cache
def only_traditional() -> frozenset[str]:
    """Characters that Simplified text writes differently."""
    return frozenset(char for char, others in _pairs("TSCharacters.txt") if char not in others)


@cache
def only_simplified() -> frozenset[str]:
    """Characters that Traditional text writes differently."""
    return frozenset(char for char, others in _pairs("STCharacters.txt") if char not in others)


def japanese_only(char: str) -> bool:
    """Whether a Han character is written so in Japanese alone: in its encoding and in neither Chinese one.

    >>> [c for c in "対応不満価格" if japanese_only(c)]
    ['対', '応', '満', '価']
    """
    return _fits(char, "cp932") and not _fits(char, "gb2312") and not _fits(char, "big5")


def _fits(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
