"""The fastest arithmetic that says the same: int8 on the CPU, bfloat16 on a GPU, else float32."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cxtext.inference.classifier import SequenceClassifier
from cxtext.inference.int8 import has_int8, identity_in, in_int8
from cxtext.inference.quality_gate import Verdict, gate
from cxtext.inference.reading import WHOLE, logits, to_probabilities, tokenised
from cxtext.inference.transformer import Transformer

if TYPE_CHECKING:
    import numpy as np


def fastest(
    classifier: SequenceClassifier, texts: Sequence[str], folder: Path | None
) -> tuple[SequenceClassifier, Verdict | None]:
    """The classifier in this device's fast precision, or itself where the quality gate says no.

    ``texts`` are the user's own; at most 64 of them are compared (see quality_gate.py), unless ``folder``
    remembers a verdict. There is none on a model whose layers int8 does not know.
    """
    if classifier.transformer.model.device.type == "cpu" and not has_int8(classifier.transformer):
        return classifier, None
    fast = in_fast_precision(classifier)
    verdict = gate(
        fast.identity, texts, lambda some: _say(classifier, some), lambda some: _say(fast, some), folder
    )
    return (fast if verdict.passed else classifier), verdict


def in_fast_precision(classifier: SequenceClassifier) -> SequenceClassifier:
    """int8 on the CPU, bfloat16 on a GPU; its identity says so."""
    # The upper layers alone, behind an encoder in float32, would be another model.
    return replace(classifier, transformer=lowered(classifier.transformer), branch=None)


def precision_of(identity: str) -> str:
    """What a model with this identity computes in.

    >>> precision_of(identity_in("m@1 fp32", "int8x2")), precision_of("m@1 fp32")
    ('int8', 'float32')
    """
    known = {"int8x1": "int8", "int8x2": "int8", "bf16": "bfloat16"}
    return next((known[word] for word in identity.split() if word in known), "float32")


def lowered(transformer: Transformer, fine: bool = True) -> Transformer:
    """A model in this device's fast precision, whatever its task; ``fine`` as in int8.py."""
    return in_bfloat16(transformer) if transformer.model.device.type == "cuda" else in_int8(transformer, fine)


def in_bfloat16(transformer: Transformer) -> Transformer:
    """A copy with weights and arithmetic in bfloat16."""
    model = copy.deepcopy(transformer.model).bfloat16()
    return transformer._replace(model=model, identity=identity_in(transformer.identity, "bf16"))


def _say(classifier: SequenceClassifier, texts: Sequence[str]) -> np.ndarray:
    given = tokenised(classifier, texts, WHOLE)
    return to_probabilities(classifier.names, logits(classifier, given), given.evidence)
