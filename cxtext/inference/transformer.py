"""Loads a transformers model with its tokenizer, from a package, a folder or the hub."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cxtext.errors import ModelError
from cxtext.inference.cards import Card, checked_path, sha256
from cxtext.inference.ordered import order_weights
from cxtext.inference.tokens import Tokens, make_tokens

if TYPE_CHECKING:
    import torch

_FILES = ("config.json", "*.safetensors", "*.json", "*.txt", "*.model", "1_Pooling/*", "card.toml")


class Transformer(NamedTuple):
    """A loaded model. ``identity`` names weights, tokenizer and prefix: what results depend on."""

    model: Any  # a PreTrainedModel, or what says the same sooner (quick.py)
    tokens: Tokens
    folder: Path  # where its files are
    identity: str


def load_transformer(card: Card, kind: str, device: str, offline: bool) -> Transformer:
    """``kind`` is AutoModel or AutoModelForSequenceClassification; weights are float32.

    Raises ModelError when the model is missing, damaged, or would need a network that is forbidden.
    """
    if card.kind == "package":
        model, tokens, path, version = *_packaged(card), card.sha256
    elif card.kind in ("folder", "hub"):
        path = model_folder(card, offline)
        version = path.name if card.kind == "hub" else sha256(_weights_and_config(path))
        model, tokens = _from_folder(path, card, kind)
    else:
        raise ModelError(
            f"A card of kind {card.kind!r} is no transformer by itself.", where=card.name,
            do="`cxtext models` lists the models; those of role sentiment and embedding can be exported.",
        )  # fmt: skip
    place = pick_device(device)
    return Transformer(order_weights(model.to(place)), tokens, path, identity_of(card, version))


def identity_of(card: Card, version: str | None) -> str:
    """What float32 states depend on besides the text: weights, tokenizer, prefix, precision."""
    return f"{card.name}@{version} prefix={card.prefix!r} fp32"


def model_folder(card: Card, offline: bool) -> Path:
    """Where the files of a folder or hub model lie; a hub model's are fetched if they may be."""
    return _snapshot(card, offline) if card.kind == "hub" else card.path()


def pick_device(device: str) -> torch.device:
    """``auto`` is the GPU when there is one. On the CPU every core that we may use gets a thread."""
    import torch

    if device == "cuda" and not torch.cuda.is_available():
        raise ModelError("There is no usable GPU.", where="--device", found="cuda", do="Give --device cpu.")
    if device != "cpu" and torch.cuda.is_available():
        return torch.device("cuda")
    if "OMP_NUM_THREADS" not in os.environ:
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        torch.set_num_threads(cores)
    return torch.device("cpu")


def _packaged(card: Card) -> tuple[Any, Tokens, Path]:
    from cxtext.inference.e5_file import bert_model, read_e5_file, tokenizer

    path = checked_path(card)
    file = read_e5_file(path)
    tokens = make_tokens(tokenizer(file), card.prefix, card.max_tokens or file.positions, file.normalisation)
    return bert_model(file), tokens, path


def _from_folder(folder: Path, card: Card, kind: str) -> tuple[Any, Tokens]:
    import torch
    import transformers

    try:
        with quiet():
            tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
            model = getattr(transformers, kind).from_pretrained(
                folder, local_files_only=True, use_safetensors=True, dtype=torch.float32
            )
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        raise ModelError(
            "The model cannot be loaded.", where=folder, found=_first_line(error),
            do="It needs config.json, a tokenizer and *.safetensors of a transformers model.",
        ) from error  # fmt: skip
    limits = [
        card.max_tokens,
        tokenizer.model_max_length,
        getattr(model.config, "max_position_embeddings", 0),
    ]
    # RoBERTa numbers its positions from padding_idx + 1, so two of its position embeddings are never used.
    if "roberta" in model.config.model_type and limits[2]:
        limits[2] -= model.config.pad_token_id + 1
    max_tokens = min((limit for limit in limits if limit), default=512)
    return model.eval().requires_grad_(False), make_tokens(tokenizer, card.prefix, int(max_tokens))


@contextmanager
def quiet() -> Iterator[None]:
    """Without transformers' bars and its list of layers that the task does not use."""
    from transformers.utils import logging

    level, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()


def _snapshot(card: Card, offline: bool) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    def fetch(local: bool) -> Path:
        return Path(
            snapshot_download(
                str(card.repository), revision=card.revision, allow_patterns=list(_FILES),
                local_files_only=local,
            )
        )  # fmt: skip

    try:
        # A pinned model that is in the local cache needs no network.
        return _or_none(lambda: fetch(True), LocalEntryNotFoundError) or fetch(offline)
    except (LocalEntryNotFoundError, HfHubHTTPError, HFValidationError, OSError, ValueError) as error:
        raise ModelError(
            "The hub model is not in the local cache and may not be fetched."
            if offline
            else "The hub model cannot be fetched.",
            where=f"hub:{card.repository}" + (f"@{card.revision}" if card.revision else ""),
            found=None if offline else _first_line(error),
            do="Run once without --offline, or give folder:PATH."
            if offline
            else "Check name, revision and network, or give folder:PATH.",
        ) from error


def _or_none(call: Callable[[], Path], missing: type[Exception]) -> Path | None:
    try:
        return call()
    except missing:
        return None


def _weights_and_config(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.suffix in (".safetensors", ".json", ".model", ".txt"))


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
