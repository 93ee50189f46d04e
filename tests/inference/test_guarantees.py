"""Whatever the text: finite probabilities that sum to 1, the label their argmax, no sure guess on nothing."""

from __future__ import annotations

import numpy as np
import pytest

from cxtext.inference import classify, load_classifier
from cxtext.sentiment import to_sentiments
from cxtext.sentiment.polarity import LABELS

# What says nothing that a model could read.
NOTHING = [
    "???", "…", "12345", "(1)", "—", "\ud83d", "\udfff\udfff", "\x00\x01", "ᚠᚢᚦᚨᚱᚲ", "𐎀𐎁𐎂", "𓀀𓀁",
    "\u200b\u200d",
    "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ", "ߒߞߏ ߞߊ߲", "", " ", "\u3000\n",
    "２０２６", "////", "%%%", "\ufffd",
]  # fmt: skip
# Strange, yet it says something.
ODD = [
    "👍", "😡😡", "🤷", "👨‍👩‍👧", "❤️ bad 좋아요 很差", "배송 was 很慢 でした", "a" * 5000, "late\ud83d again",
    "<script>x</script>",
    "</s><s>", "<mask> <pad>", "\u202egnorw", "Ａ１ ½", "nul\x00l", "ok", ".good.", "مرحبا",
    "សេវាកម្មយឺតណាស់", "አገልግሎቱ በጣም ዘገምተኛ ነው", "ᠮᠣᠩᠭᠣᠯ",
    "नमस्ते", "ไม่ดีเลย", "Привет",
    "ㅋㅋㅋㅋ", "ㅠㅠ", "orz", "http://x.y/z?q=1", "A" * 3 + "\n" * 50 + "b", "나쁘지 않아요", "not bad",
    "e\u0301" * 40,
]  # fmt: skip


@pytest.fixture(scope="module")
def model():
    return load_classifier("default", device="cpu", offline=True)


@pytest.fixture(scope="module")
def found(model):
    texts = NOTHING + ODD
    return texts, classify(texts, model)


def test_three_finite_probabilities_that_sum_to_one(found):
    texts, p = found
    assert p.shape == (len(texts), 3)
    assert np.isfinite(p).all()
    assert (p >= 0).all()
    np.testing.assert_allclose(p.sum(axis=1), 1, atol=1e-12)


def test_the_label_is_the_most_probable(found):
    texts, p = found
    table = to_sentiments([str(i) for i in range(len(texts))], "comment", p)
    assert table["label"].tolist() == [LABELS[k] for k in p.argmax(axis=1)]
    assert set(table["label"]) <= set(LABELS)  # und is a language, never a sentiment


def test_nothing_readable_is_uncertain(found):
    texts, p = found
    for text, row in zip(texts, p[: len(NOTHING)], strict=False):
        assert row.max() <= 0.5, ascii(text)
        assert abs(row[2] - row[0]) < 0.05, ascii(text)


def test_a_text_alone_or_among_others_is_read_the_same(model, found):
    _, p = found
    np.testing.assert_allclose(classify(ODD[:3], model), p[len(NOTHING) :][:3], atol=1e-5)
