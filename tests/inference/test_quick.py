"""The project's classifier without transformers: the same ids, the same logits, and only after a verdict."""

from __future__ import annotations

import json

import numpy as np
import pytest

from cxtext.errors import ModelError
from cxtext.inference.cards import models_folder
from cxtext.inference.classifier import load_classifier
from cxtext.inference.precision import in_fast_precision
from cxtext.inference.quality_gate import Verdict, _path
from cxtext.inference.quick import quick_classifier
from cxtext.inference.reading import WHOLE, Windows, windowed

TEXTS = [
    "The parcel came late and nobody told me.", "배송이 늦었어요 정말 실망입니다",
    "客服很好，下次還會再來。", "", "</s> <s> <pad> <unk> <mask>", "ＡＢＣ　ｶﾞ ①②③", "😀👍 ok",
    "ꙮ 𐍈", " \t a \x07b\x00 ", "late " * 700,
    "....!!", "42",
]  # fmt: skip


@pytest.fixture(scope="module")
def full():
    """The long way: what ``fastest`` gives once the gate has passed it."""
    return in_fast_precision(load_classifier("default", "cpu", offline=True))


def keep_verdict(folder, name: str, passed: bool = True) -> Verdict:
    verdict = Verdict(passed, 64, 0.001, 0, 0)
    _path(name, folder).write_text(json.dumps({"name": name, "verdict": verdict._asdict()}))
    return verdict


def test_ids_and_logits_are_those_of_the_long_way_to_the_bit(full, tmp_path):
    verdict = keep_verdict(tmp_path, full.identity)
    found = quick_classifier("default", "cpu", WHOLE, tmp_path)
    assert found
    quick, said = found
    assert (quick.identity, quick.names, said) == (full.identity, full.names, verdict)
    assert quick.tokens[1:] == full.tokens[1:]
    assert quick.tokens.ids(TEXTS) == full.tokens.ids(TEXTS)
    assert quick.tokens.tokenizer.convert_ids_to_tokens([0, 3, 250_036]) == (
        full.tokens.tokenizer.convert_ids_to_tokens([0, 3, 250_036])
    )
    np.testing.assert_array_equal(quick.logits(TEXTS), full.logits(TEXTS))


def test_windows_are_part_of_what_was_judged(full, tmp_path):
    windows = Windows(64, truncate=True)
    keep_verdict(tmp_path, full.identity)
    assert quick_classifier("default", "cpu", windows, tmp_path) is None
    asked = in_fast_precision(windowed(load_classifier("default", "cpu", offline=True), windows))
    keep_verdict(tmp_path, asked.identity)
    found = quick_classifier("default", "cpu", windows, tmp_path)
    assert found
    assert (found[0].identity, found[0].tokens.room) == (asked.identity, asked.tokens.room)


@pytest.mark.parametrize("content", ["", "{", '{"name": "another model", "verdict": {}}', "[]"])
def test_no_verdict_or_half_of_one_is_none(full, tmp_path, content):
    _path(full.identity, tmp_path).write_text(content)
    assert quick_classifier("default", "cpu", WHOLE, tmp_path) is None


def test_what_has_not_passed_goes_the_long_way(full, tmp_path):
    keep_verdict(tmp_path, full.identity, passed=False)
    assert quick_classifier("default", "cpu", WHOLE, tmp_path) is None


def test_other_models_go_the_long_way(tiny, tmp_path):
    folder = tiny(["neg", "neu", "pos"])
    assert quick_classifier(f"folder:{folder}", "cpu", WHOLE, tmp_path) is None


def test_a_damaged_file_is_refused(full, tmp_path):
    keep_verdict(tmp_path, full.identity)
    whole = models_folder() / "sentiment-e5-small"
    (tmp_path / "card.toml").write_text((whole / "card.toml").read_text())
    content = bytearray((whole / "upper.safetensors").read_bytes())
    content[-1] ^= 1
    (tmp_path / "upper.safetensors").write_bytes(content)
    with pytest.raises(ModelError, match="not the one that its card describes"):
        quick_classifier(str(tmp_path / "card.toml"), "cpu", WHOLE, tmp_path)
