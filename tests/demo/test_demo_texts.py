"""Comments carry their labels at the places that the truth names, in whole and clean sentences."""

import re

import numpy as np
import pytest
from demo.contacts import contact
from demo.model import draw
from demo.phrases import bank, fill
from demo.texts import IMPROVE, REASON, write_texts
from demo.topics import ROLES

LANGUAGES = ("en", "ko", "zh-Hant")


@pytest.fixture(scope="module")
def written():
    rng = np.random.default_rng(11)
    drawn = draw(rng, 1500)
    return drawn, write_texts(drawn, rng)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_at_least_150_different_sentences_a_language(lang):
    sentences = [
        s for topic in ROLES for polarity in ("negative", "positive") for s in bank(topic)[lang][polarity]
    ]
    assert len(sentences) == len(set(sentences)) >= 150
    for topic in ROLES:
        for polarity in ("negative", "positive"):
            assert len(bank(topic)[lang][polarity]) >= 8, (topic, polarity)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_slot_can_be_filled(lang):
    rng = np.random.default_rng(0)
    phrases = [
        s for topic in ROLES for polarity in ("negative", "positive") for s in bank(topic)[lang][polarity]
    ]
    phrases += bank("remarks")[lang]["offtopic"]
    assert not [s for s in phrases if re.search(r"[{}|]", fill(rng, s, lang))]


def test_scripts_are_pure():
    for topic in ROLES:
        for polarity in ("negative", "positive"):
            for sentence in bank(topic)["zh-Hant"][polarity]:
                sentence.encode("big5")  # has no simplified characters
            assert all(re.search("[가-힣]", s) for s in bank(topic)["ko"][polarity])
            assert all(s.isascii() for s in bank(topic)["en"][polarity])


def test_every_label_is_written_once_and_where_the_truth_says(written):
    drawn, texts = written
    said = []
    for comment, entry in zip(texts.verbatims["comment"], texts.spans, strict=True):
        for span in entry["spans"]:
            start = span["start"]
            assert comment[start : start + len(span["text"])] == span["text"]
            said.append((entry["response_id"], span["topic"], span["polarity"]))
        assert comment == comment.strip() or entry["kind"] == "blank"
        assert all(found["text"] in comment for found in entry.get("contacts", []))
    assert sorted(said) == sorted(drawn.labels.itertuples(index=False, name=None))


def test_who_writes_what(written):
    drawn, texts = written
    commenters = set(drawn.responses.loc[drawn.responses["commenter"], "response_id"])
    kinds = {}
    for entry in texts.spans:
        kinds.setdefault(entry["response_id"], []).append(entry["kind"])
    speaking = {who for who, k in kinds.items() if "topics" in k or "remark" in k}
    assert speaking == commenters
    assert {len(k) for k in kinds.values()} == {1, 2}
    assert sum(k == ["topics", "topics"] for k in kinds.values()) > 100
    assert {"topics", "remark", "filler", "blank"} == {k for of in kinds.values() for k in of}
    assert list(texts.verbatims["question"].unique()) == [REASON, IMPROVE]


def test_some_comments_turn_from_one_polarity_to_the_other(written):
    _, texts = written
    turning = [e for e in texts.spans if len({s["polarity"] for s in e["spans"]}) == 2]
    assert len(turning) > 100


def test_comments_vary(written):
    _, texts = written
    long = [c for c, e in zip(texts.verbatims["comment"], texts.spans, strict=True) if e["kind"] == "topics"]
    assert len(set(long)) / len(long) > 0.9


def test_contacts_are_fictitious():
    rng = np.random.default_rng(3)
    for lang, country in (("en", "US"), ("en", "GB"), ("ko", "KR"), ("zh-Hant", "TW")):
        for _ in range(60):
            _, kind, thing = contact(rng, lang, country)
            digits = re.sub(r"\D", "", thing)
            if kind == "email":
                assert re.search(r"@(mail\.)?example\.(com|org|net)$", thing)
            elif kind == "phone":
                form = {"US": r"1?\d{3}55501\d\d", "KR": r"01000\d{6}", "TW": r"0900000\d{3}"}[country]
                assert re.fullmatch(form, digits), thing
            else:
                assert re.fullmatch(r"HZ-\d{6}", thing)
