"""Exported models: plain transformers reads the same tokens and gives the same logits."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.errors import ModelError
from cxtext.inference import export_model, load_classifier, load_encoder, load_for_export
from cxtext.inference.cards import own_cards
from cxtext.inference.charsmap import charsmap, text_normalizer
from cxtext.inference.classifier import SequenceClassifier
from cxtext.inference.e5_file import read_e5_file, tokenizer
from cxtext.inference.export import plain_tokenizer
from cxtext.inference.tokens import clean, make_tokens
from cxtext.inference.transformer import Transformer

TEXTS = [
    "The parcel was late again.", "배송이 너무 늦어요ㅠㅠ", "服務很好，但是太貴了！", "质量不错，送货很快。",
    "対応が悪くて二度と使いません。", "Très bon accueil, mais l'attente…", "ｶﾞｿﾘﾝ ＡＢＣ １２３ ½ ㎏ ㈜ ™ ①",
    "한글 자모 ㄱㄴㄷ 한글", "cafe\u0301 Ａ\u0301 ½\u200d", "～〜~ 🈻", "tab\tline\nfeed\x0b\x0c\r\nend",
    "nel\x85 bell\x07 nul\x00 c1\x9f", "", "   ", "\u3000全角\u00a0空白\u2003", "👍🏽👨‍👩‍👧 ❤️ ™️",
    "▁▁ under", "مرحبا بالعالم",
    "नमस्ते दुनिया", "สวัสดีครับ", "ᚠᚢᚦ 𐎀", "\ufeffBOM \u200b zero", "x" * 300, "가" * 700, "ﬁ ﷺ ǅ",
]  # fmt: skip


@pytest.fixture(scope="module")
def tuned():
    """A classifier over the embedded tokenizer with random weights and a narrow body."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    file = read_e5_file(own_cards()[0].path())
    tokens = make_tokens(tokenizer(file), "query: ", file.positions, file.normalisation)
    config = BertConfig(
        vocab_size=file.vocabulary, hidden_size=8, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=16, max_position_embeddings=512, initializer_range=0.5, num_labels=3,
        pad_token_id=1,
    )  # fmt: skip
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model = BertForSequenceClassification(config).eval().requires_grad_(False)
    labels = ("negative", "neutral", "positive")
    return SequenceClassifier(Transformer(model, tokens, Path(), "tuned"), labels)


@pytest.fixture(scope="module")
def exported(tuned, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported")
    export_model(tuned, folder)
    return folder


@pytest.fixture(scope="module")
def plain(exported):
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(exported, local_files_only=True)


def whole(tokens, texts):
    return [[*tokens.before, *ids, *tokens.after] for ids in tokens.ids(texts)]


def test_the_same_tokens_without_our_code(tuned, plain):
    assert plain(TEXTS)["input_ids"] == whole(tuned.tokens, TEXTS)
    assert plain.decode(plain("good")["input_ids"]) == "<s> query: good</s>"
    long = plain("가" * 3000, truncation=True)["input_ids"]
    assert len(long) == 512
    assert long[: len(tuned.tokens.before)] == list(tuned.tokens.before)
    assert long[-1:] == list(tuned.tokens.after)


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "M", "Cf"]), max_size=40))
def test_any_text_is_read_the_same(tuned, plain, text):
    assert plain(text)["input_ids"] == whole(tuned.tokens, [text])[0]


def test_every_character_is_normalised_the_same(tuned):
    table = tuned.tokens.normalisation
    step = text_normalizer(table)
    codes = [*table, *range(0x3000), *range(0xAC00, 0xAD00), *range(0xE0000, 0xE0200)]
    for code in codes:
        text = f"a{chr(code)}b"
        assert step.normalize_str(text) == " ".join(clean(text).translate(table).split()), hex(code)


def test_charsmap_is_found_by_the_library():
    from tokenizers import normalizers

    step = normalizers.Precompiled(charsmap({"a": "bb", "é": "e", "漢": "汉", "\U0001f600": ":)"}))
    assert step.normalize_str("xaé漢字😀") == "xbbe汉字:)"


def test_the_same_logits_and_labels(tuned, exported, plain):
    import torch
    from transformers import AutoModelForSequenceClassification, pipeline

    texts = [text for text in TEXTS if len(text) < 500]
    model = AutoModelForSequenceClassification.from_pretrained(exported, local_files_only=True)
    with torch.inference_mode():
        logits = [model(**plain(text, return_tensors="pt")).logits[0].numpy() for text in texts]
    np.testing.assert_allclose(logits, tuned.logits(texts), atol=1e-5)
    found = pipeline("text-classification", model=str(exported), device="cpu")(texts[0])[0]
    assert found["label"] == ("negative", "neutral", "positive")[int(np.argmax(logits[0]))]


def test_read_back_the_prefix_comes_once(tuned, exported):
    again = load_classifier(f"folder:{exported}", device="cpu", offline=True)
    assert again.tokens.before == tuned.tokens.before
    assert again.tokens.room == tuned.tokens.room
    assert whole(again.tokens, TEXTS) == whole(tuned.tokens, TEXTS)
    np.testing.assert_allclose(again.logits(TEXTS), tuned.logits(TEXTS), atol=1e-5)


def test_an_encoder_pools_as_here(tiny, tmp_path, recwarn):
    from sentence_transformers import SentenceTransformer

    here = load_for_export(str(tiny(None, prefix="query: ", pooling="mean", role="embedding") / "card.toml"))
    export_model(here, tmp_path)
    there = SentenceTransformer(str(tmp_path), device="cpu", local_files_only=True)
    texts = ["the parcel was late", "good"]
    np.testing.assert_allclose(there.encode(texts), here.encode(texts), atol=1e-5)
    recwarn.clear()
    again = load_encoder(f"folder:{tmp_path}")
    assert again.pooling == "mean"
    np.testing.assert_allclose(again.encode(texts), here.encode(texts), atol=1e-6)


def test_a_folder_is_what_its_config_says(tiny):
    folder = tiny(["POSITIVE", "NEGATIVE"])
    assert load_for_export(f"folder:{folder}").labels == ("positive", "negative")


def test_a_slow_tokenizer_is_refused(tuned):
    slow = tuned.tokens._replace(tokenizer=SimpleNamespace())
    with pytest.raises(ModelError, match="no fast form"):
        plain_tokenizer(slow)
