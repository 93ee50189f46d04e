"""A term, and the word lists of ``words.toml``: what every language's analyser shares."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

MOODS = ("en", "fr", "ja", "ko", "zh")


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


def tells_mood(word: str, lang: str) -> bool:
    """Whether a word says how somebody feels and nothing about what: good, 좋다, 不錯.

    Topics say what. Words in ``und`` are looked up in every list.

    >>> [tells_mood(*pair) for pair in (("good", "en"), ("좋다", "ko"), ("滿意", "zh-Hant"), ("slow", "en"))]
    [True, True, True, False]
    """
    from cxtext.text.chinese_scripts import to_simplified

    base = lang.split("-")[0]
    if base == "zh":
        word = word.translate(to_simplified())
    return any(word in word_list(name, "mood") for name in (MOODS if base == "und" else (base,)))


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
    listed = frozenset(module.STOP_WORDS) | ours
    return listed - word_list(lang, "keep") | _irregular(lang, listed)


def _irregular(lang: str, listed: frozenset[str]) -> frozenset[str]:
    """Irregular English forms of listed verbs: felt, taken. The lemmatiser leaves what is a word itself."""
    if lang != "en":
        return frozenset()
    from cxtext.text.lemmas import irregular_verbs

    return frozenset(form for form, verbs in irregular_verbs(lang).items() if listed & set(verbs))
