"""The terms of the demo's topics hold no stop words, particles or fillers, by our lists and by spaCy's."""

from __future__ import annotations

import importlib

from cxtext.text.chinese_scripts import to_simplified
from cxtext.text.terms import stop_words, tells_mood, word_list

TOP = 10


def empty(word: str, lang: str) -> bool:
    base = lang.split("-")[0]
    word = word.translate(to_simplified()) if base == "zh" else word
    # spaCy's Chinese list holds words of content too: 方便, 小, 近
    listed = importlib.import_module(f"spacy.lang.{base}.stop_words").STOP_WORDS
    content = word_list(base, "keep") | word_list(base, "single")
    return word in stop_words(base) or tells_mood(word, lang) or (word in listed and word not in content)


def test_the_check_itself() -> None:
    bad = [
        ("the", "en"),
        ("felt", "en"),
        ("good", "en"),
        ("때문", "ko"),
        ("就是", "zh-Hans"),
        ("這個", "zh-Hant"),
    ]
    assert all(empty(*pair) for pair in bad)
    good = [("parcel", "en"), ("배송", "ko"), ("客服", "zh-Hant"), ("方便", "zh-Hans")]
    assert not any(empty(*pair) for pair in good)


def test_no_term_is_empty(demo) -> None:
    tables = demo.tables()
    terms = tables["topic_terms"]
    top = terms[terms["rank"] <= TOP]
    assert len(top) > 200
    words = [(word, row.lang) for row in top.itertuples() for word in row.term.split()]
    assert [pair for pair in words if empty(*pair)] == []
    assert [word for word, _ in words if word.isdigit()] == []
    assert not tables["topics"]["name"].str.fullmatch(r"[\d\W]+").any()
