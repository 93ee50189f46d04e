"""A model in use as a plain transformers folder, for programs that know nothing of this project."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxtext.errors import ModelError
from cxtext.inference.cards import Card, Role, own_cards, read_card
from cxtext.inference.charsmap import text_normalizer
from cxtext.inference.classifier import SequenceClassifier, load_classifier
from cxtext.inference.encoder import Encoder, load_encoder
from cxtext.inference.labels import LABELS
from cxtext.inference.tokens import Tokens
from cxtext.inference.transformer import model_folder, quiet

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase


def load_for_export(name: str, offline: bool = False) -> Encoder | SequenceClassifier:
    """The model of a role (sentiment, embedding), of a card's name, or as ``--sentiment-model`` names one.

    A folder or hub model is a classifier where its config says so, else an encoder.
    """
    if name in ("sentiment", "embedding"):
        card, role = "default", name
    else:
        own = {card.name: str(card.folder / "card.toml") for card in own_cards() if card.folder}
        card = own.get(name, name)
        declared = read_card(card, "embedding")
        role = declared.role or _role(declared, offline)
    if role == "sentiment":
        return load_classifier(card, "cpu", offline)
    return load_encoder(card, "cpu", offline)


def _role(card: Card, offline: bool) -> Role:
    config = json.loads((model_folder(card, offline) / "config.json").read_text(encoding="utf-8"))
    names = config.get("architectures") or [""]
    return "sentiment" if names[0].endswith("ForSequenceClassification") else "embedding"


def export_model(model: Encoder | SequenceClassifier, folder: Path) -> None:
    """Config, safetensors and tokenizer in ``folder``, which exists; for an encoder how it pools, too.

    The tokenizer puts the prefix before the text and normalises as this project does, so the tokens and the
    logits are the same. What this project does after the logits is not in it: a text without words gets
    probabilities from the model here, a long one is cut where the caller says.
    """
    transformer = model.transformer
    with quiet():
        transformer.model.save_pretrained(folder)
    _patch(folder / "config.json", _labels(model))
    plain_tokenizer(transformer.tokens).save_pretrained(folder)
    if isinstance(model, Encoder):
        _write_pooling(folder, model)


def plain_tokenizer(tokens: Tokens) -> PreTrainedTokenizerBase:
    """A tokenizer that gives ``(*before, *ids, *after)`` by itself."""
    from tokenizers import normalizers, processors
    from transformers import PreTrainedTokenizerFast

    asked = tokens.tokenizer
    core = getattr(asked, "backend_tokenizer", None)
    if core is None:
        raise ModelError("The model's tokenizer has no fast form.", found=type(asked).__name__)
    core = copy.deepcopy(core)
    if tokens.normalisation:
        mine = text_normalizer(tokens.normalisation)
        core.normalizer = normalizers.Sequence([mine, core.normalizer]) if core.normalizer else mine
    around = {i: f"<{i}>" for i in (*tokens.before, *tokens.after)}  # names within the template
    before, after = (" ".join(around[i] for i in ids) for ids in (tokens.before, tokens.after))
    if around:
        core.post_processor = processors.TemplateProcessing(
            single=f"{before} $A {after}",
            pair=f"{before} $A {after} {before} $B:1 {after}",
            special_tokens=[
                {"id": name, "ids": [i], "tokens": [asked.convert_ids_to_tokens(i)]}
                for i, name in around.items()
            ],
        )
    core.no_padding()
    core.no_truncation()
    return PreTrainedTokenizerFast(
        tokenizer_object=core,
        model_max_length=tokens.room + len(tokens.before) + len(tokens.after),
        model_input_names=["input_ids", "attention_mask"],
        **{name: token for name, token in asked.special_tokens_map.items() if isinstance(token, str)},
    )


def _labels(model: Encoder | SequenceClassifier) -> dict[str, Any]:
    """What each output means, in the config's words; the model's own names where several mean the same."""
    labels = getattr(model, "labels", None)
    if labels is None or sorted(labels) != sorted(LABELS):
        return {}
    return {
        "id2label": {str(k): label for k, label in enumerate(labels)},
        "label2id": {label: k for k, label in enumerate(labels)},
        "problem_type": "single_label_classification",
    }


def _write_pooling(folder: Path, encoder: Encoder) -> None:
    """The three files by which sentence-transformers pools and scales as this project does."""
    kinds = ("", "1_Pooling", "2_Normalize")
    names = ("Transformer", "Pooling", "Normalize")
    modules = [
        {"idx": k, "name": str(k), "path": path, "type": f"sentence_transformers.models.{name}"}
        for k, (path, name) in enumerate(zip(kinds, names, strict=True))
    ]
    pooling = {
        "word_embedding_dimension": encoder.width,
        "pooling_mode_cls_token": encoder.pooling == "cls",
        "pooling_mode_mean_tokens": encoder.pooling == "mean",
        "include_prompt": True,
    }
    room = encoder.transformer.tokens
    longest = room.room + len(room.before) + len(room.after)
    for kind in kinds[1:]:
        (folder / kind).mkdir()
    _write(folder / "modules.json", modules)
    _write(folder / "1_Pooling" / "config.json", pooling)
    _write(folder / "sentence_bert_config.json", {"max_seq_length": longest, "do_lower_case": False})


def _patch(path: Path, more: dict[str, Any]) -> None:
    _write(path, json.loads(path.read_text(encoding="utf-8")) | more)


def _write(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
