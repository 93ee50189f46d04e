"""A term, and the word lists of ``words.toml``: what every language's analyser shares."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Term(NamedTuple):
    """A content word in its dictionary form, and the characters of the text that it stands for."""

    word: str
    start: int
    end: int


@cache
def word_list(lang: str, key: str) -> frozenset[str]:
    """A word list of a language; empty where there is none.

    >>> "慢" in word_list("zh", "single"), word_list("zh", "nothing")
    (True, frozenset())
    """
    data = tomllib.loads((files("cxtext.text") / "words.toml").read_text(encoding="utf-8"))
    return frozenset(data.get(lang, {}).get(key, ()))


@cache
def stop_words(lang: str) -> frozenset[str]:
    """spaCy's stop words of a language and ours.

    >>> "the" in stop_words("en"), "les" in stop_words("fr")
    (True, True)
    """
    import importlib

    ours = word_list(lang, "stop")
    if lang in ("ko", "ja", "zh", "xx"):  # their analysers drop function words by tag
        return ours
    try:
        module = importlib.import_module(f"spacy.lang.{'nb' if lang == 'no' else lang}.stop_words")
    except ImportError:
        return ours
    return frozenset(module.STOP_WORDS) - word_list(lang, "keep") | ours
