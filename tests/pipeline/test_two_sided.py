"""Mentions with two sides of opposite feelings are parted where the sentiment model reads them so."""

import sys
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cxtext.config import make_config
from cxtext.inference import classify, load_classifier
from cxtext.read_texts import part_two_sided, read_texts
from cxtext.text import split_mentions

SCRIPTS = Path(__file__).parents[2] / "scripts"
DATA = Path(__file__).parents[3] / "shared" / "data"
GOOD, BAD, PLAIN = [0.02, 0.03, 0.95], [0.95, 0.03, 0.02], [0.1, 0.8, 0.1]


def tables(*texts, lang="en"):
    comments = pd.DataFrame({"comment_id": [str(i) for i in range(len(texts))], "text": texts})
    comments = comments.assign(lang=lang, filler=False)
    return split_mentions(comments), comments


def read_by(**feelings):
    """A reader that knows the first of some words."""

    def read(texts):
        return np.array([next((p for word, p in feelings.items() if word in text), PLAIN) for text in texts])

    return read


def parted(text, whole, read):
    mentions, comments = tables(text)
    assert len(mentions) == 1
    return part_two_sided(mentions, comments, np.array([whole]), read)["text"].tolist()


def test_the_place_is_where_the_sides_are_most_opposed():
    # The first pause has praise before it and a complaint after it, .95 x .95; the second praise (the reader
    # goes by its first word) and neither, .95 x .1.
    read = read_by(Kind=GOOD, cold=BAD)
    assert parted("Kind folks there, cold soup, red walls", [0.4, 0.2, 0.4], read) == [
        "Kind folks there,",
        "cold soup, red walls",
    ]


@pytest.mark.parametrize(
    ("whole", "second"),
    [
        ([0.01, 0.01, 0.98], BAD),  # the whole is read as praise beyond doubt: not looked into
        ([0.4, 0.2, 0.4], GOOD),  # both sides praise
        ([0.4, 0.2, 0.4], [0.4, 0.5, 0.1]),  # the second is neutral
    ],
)
def test_one_feeling_stays_whole(whole, second):
    assert parted("Kind folks there, cold soup", whole, read_by(Kind=GOOD, cold=second)) == [
        "Kind folks there, cold soup"
    ]


def test_nothing_is_read_where_nothing_might_part():
    def never(texts):
        raise AssertionError(texts)

    assert parted("Kind slow folks", [0.4, 0.2, 0.4], never) == ["Kind slow folks"]


@pytest.mark.parametrize(
    ("lang", "text", "sides"),
    [
        ("en", "Friendly staff, filthy rooms", ["Friendly staff,", "filthy rooms"]),
        ("en", "Great room but awful food", ["Great room", "but awful food"]),
        ("ko", "맛은 좋은데 너무 비싸요", ["맛은 좋은데", "너무 비싸요"]),
        ("zh-Hans", "味道好，但太贵", ["味道好，", "但太贵"]),
        ("en", "Friendly staff, lovely rooms", ["Friendly staff, lovely rooms"]),
    ],
)
def test_the_shipped_model_tells_two_sides(lang, text, sides):
    mentions, comments = tables(text, lang=lang)
    read = partial(classify, classifier=load_classifier("default", device="cpu", offline=True))
    found = part_two_sided(mentions, comments, read(mentions["text"].tolist()), read)
    assert found["text"].tolist() == sides


def test_sides_are_not_whole():
    mentions, comments = tables("Friendly staff, filthy rooms", "Both floors were lovely and quiet")
    found = read_texts(
        mentions, comments, make_config({"inputs": ["none.csv"], "device": "cpu"}), embed=False
    )
    assert found.mentions["text"].tolist()[:2] == ["Friendly staff,", "filthy rooms"]
    assert found.whole.tolist() == [False, False, True]


@pytest.mark.shared
@pytest.mark.skipif(not DATA.is_dir(), reason="needs the real data sets in ../shared/data")
def test_two_sided_sentences_show_both_polarities(monkeypatch):
    monkeypatch.syspath_prepend(str(SCRIPTS))
    sys.modules.pop("evaluate_sentiment", None)
    from evaluate_sentiment import read, sentences

    mixed, _ = sentences(DATA)
    both, _ = read(mixed, "default")
    assert both.mean() >= 0.64  # .70 is asked for; of 61 sentences 4 more or fewer are chance
