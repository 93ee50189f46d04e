"""The only place that runs a model: cards, encoder, classifier, cache. Nothing heavy is imported here."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_WHERE = {
    "Encoder": "encoder",
    "load_encoder": "encoder",
    "SequenceClassifier": "classifier",
    "load_classifier": "classifier",
    "probabilities": "classifier",
    "LABELS": "labels",
    "Inferred": "one_pass",
    "classify": "one_pass",
    "embed": "one_pass",
    "infer": "one_pass",
    "cache_folder": "cache",
    "cache_size": "cache",
    "purge_cache": "cache",
    "export_model": "export",
    "load_for_export": "export",
    "long_texts": "batching",
    "list_models": "cards",
    "verify_models": "cards",
}
__all__ = list(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
