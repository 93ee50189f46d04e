"""Classifiers: label names, agreement with transformers, and no confidence about nothing."""

from __future__ import annotations

import numpy as np
import pytest

from cxtext.errors import ModelError
from cxtext.inference import infer, load_classifier, load_encoder, probabilities
from cxtext.inference.classifier import PRIOR
from cxtext.inference.labels import regroup


@pytest.fixture(scope="module")
def default():
    return load_classifier("default", device="cpu", offline=True)


def test_label_names_decide_the_order(tiny):
    texts = ["the parcel was late", "good", "bad a good the", "late late parcel"]
    one = load_classifier(f"folder:{tiny(['negative', 'neutral', 'positive'])}").logits(texts)
    other = load_classifier(f"folder:{tiny(['POSITIVE', 'NEUTRAL', 'NEGATIVE'])}").logits(texts)
    # Same weights, labels named the other way round.
    np.testing.assert_array_equal(one, other[:, ::-1])


def test_logits_are_those_of_transformers(tiny):
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    folder = tiny(["negative", "neutral", "positive"])
    texts = ["the parcel was late", "good"]
    model = AutoModelForSequenceClassification.from_pretrained(folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    with torch.inference_mode():
        expected = [model(**tokenizer(text, return_tensors="pt")).logits[0].numpy() for text in texts]
    np.testing.assert_allclose(load_classifier(f"folder:{folder}").logits(texts), expected, atol=1e-5)


def test_labels_without_meaning_are_refused_and_a_card_mends_it(tiny):
    with pytest.raises(ModelError) as caught:
        load_classifier(f"folder:{tiny(None)}")
    assert "LABEL_0, LABEL_1, LABEL_2" in str(caught.value)
    assert "Make a card" in str(caught.value)
    mended = load_classifier(f"folder:{tiny(None, labels=['positive', 'neutral', 'negative'])}")
    assert mended.labels == ("positive", "neutral", "negative")
    with pytest.raises(ModelError, match="another number of labels"):
        load_classifier(f"folder:{tiny(None, labels=['positive', 'negative'])}")


def test_stars_and_two_classes_are_regrouped():
    # softmax of log(1..5) is 1/15..5/15; stars 1-2 together 3/15, 3 alone 3/15, 4-5 together 9/15.
    stars = np.log(np.arange(1.0, 6))[None]
    grouped = regroup(stars, ["negative", "negative", "neutral", "positive", "positive"])
    np.testing.assert_allclose(np.exp(grouped[0]) / np.exp(grouped[0]).sum(), [0.2, 0.2, 0.6], atol=1e-6)
    pair = regroup(np.zeros((1, 2)), ["positive", "negative"])
    assert pair[0, 0] == pair[0, 2]
    assert np.exp(pair[0, 1]) < 1e-20
    assert np.isfinite(pair).all()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The delivery was two weeks late and nobody answers my mails.", 0),
        ("Lovely staff, quick and easy, I recommend it.", 2),
        ("배송도 빠르고 상품도 아주 마음에 들어요", 2),
        ("고객센터 연결이 안 되고 환불도 안 해 줘요. 최악입니다.", 0),
        ("客服態度很差，等了三天都沒有回覆", 0),
        ("质量很好，送货也快，非常满意", 2),
        ("Personnel très aimable et magasin agréable", 2),
        ("対応が悪くて二度と使いたくないです", 0),
        ("❤️👍", 2),
        ("😡", 0),
        ("I ordered it on Monday.", 1),
    ],
)
def test_plain_cases(default, text, label):
    p = probabilities(default, [text], default.logits([text]))
    assert p.argmax() == label


def test_nothing_to_judge_is_never_confident(default):
    texts = ["???", "...", "12345", "-", "ᚠᚢᚦᚨᚱᚲ ᚷᚹ", "\ud83d", "   ", "𐎀𐎁𐎂", "(1)", "\x00"]
    p = probabilities(default, texts, default.logits(texts))
    np.testing.assert_allclose(p, np.tile(PRIOR, (len(texts), 1)))


def test_one_pass_gives_what_two_would_and_the_cache_the_same(default, tmp_path):
    encoder = load_encoder(device="cpu", offline=True)
    texts = ["Parcel late again", "좋아요", "Parcel late again", "…", "Where is my invoice?"]
    seen: list[tuple[int, int]] = []
    first = infer(texts, encoder, default, tmp_path, lambda *p: seen.append(p))
    assert seen
    seen.clear()
    second = infer(texts, encoder, default, tmp_path, lambda *p: seen.append(p))
    assert not seen  # nothing was computed
    for a, b in zip(first, second, strict=True):
        np.testing.assert_array_equal(a, b)
    np.testing.assert_allclose(first.vectors, encoder.encode(texts), atol=1e-6)
    expected = probabilities(default, texts, default.logits(texts))
    np.testing.assert_allclose(first.probabilities, expected, atol=1e-5)
    np.testing.assert_allclose(first.probabilities.sum(1), 1, atol=1e-12)
    assert first.n_windows.tolist() == [1] * 5


def test_a_tuned_model_shares_the_weights_of_its_encoder_and_of_no_other(tiny):
    encoder = load_encoder(device="cpu", offline=True)
    words = "bert.embeddings.word_embeddings.weight"
    shared = load_classifier("default", encoder=encoder).transformer.model.state_dict()[words]
    assert shared.data_ptr() == encoder.transformer.model.embeddings.word_embeddings.weight.data_ptr()
    # Another encoder is no error for the caller: the model brings its own.
    other = load_classifier("default", encoder=load_encoder(f"folder:{tiny(['negative', 'positive'])}"))
    assert other.branch.encoder == encoder.identity
