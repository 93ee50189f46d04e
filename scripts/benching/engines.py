"""int8 vectors by other engines, each inside sentence-transformers: its batching, pooling and scaling.

sentence-transformers' own int8 backends (``backend="onnx"`` and ``"openvino"``) need Optimum, which does not
go with this project's transformers; so the models that they would make are made here and put in their place:
ONNX Runtime with dynamic int8, OpenVINO with static int8 by NNCF.
"""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from benching.corpus import corpus
from benching.models import models, plain
from benching.speed import Racer, Say, against, pick_clock, race
from benching.tables import Table, cosine, count_tokens, reader, sentence_transformer
from cxtext.inference.encoder import Encoder
from cxtext.inference.precision import lowered

PACKAGES = ("onnx", "onnxruntime", "onnxscript", "openvino", "nncf")
BATCHES = (1, 4, 8, 16, 32, 64)
States = Callable[[np.ndarray, np.ndarray], np.ndarray]  # ids and mask (n, longest) to states (n, longest, d)


def missing() -> list[str]:
    """The packages of the other engines that are not installed."""
    return [name for name in PACKAGES if find_spec(name) is None]


def versions() -> str:
    """Of the other engines, for the page."""
    return ", ".join(f"{name} {metadata.version(name)}" for name in ("onnxruntime", "openvino", "nncf"))


def engine_table(texts: int = 256, rounds: int = 5) -> Table:
    """Vectors in int8: ours, with one number for each value, and each engine at 32 and at its best batch."""
    import torch

    classifier, encoder = models("cpu")
    count = count_tokens(classifier)
    given = corpus(texts, count)
    learnt_from = corpus(100, count, seed=2)  # what static int8 is calibrated on
    about, clock = pick_clock()
    ours = replace(encoder, transformer=lowered(encoder.transformer, fine=False))
    exact = encoder.encode(given)
    racers = [Racer("cxtext, int8", ours.encode, texts)]
    notes = [f"{racers[0].name}: {_close(exact, racers[0].run(given))}"]
    for name, states in engines(encoder, learnt_from, torch.get_num_threads()).items():
        best = min(BATCHES, key=lambda size: _once(_inside(encoder, states, size), given[:128], clock))
        for size in sorted({32, best}):
            racers.append(Racer(f"{name}, batch {size}", _inside(encoder, states, size), texts))
        notes.append(f"{name}: {_close(exact, racers[-1].run(given))}, fastest with batches of {best}")
    laps = race(racers, given, rounds, clock)
    peer = max(laps[1:], key=lambda lap: lap.rate)
    notes.append(f"Ratio to the fastest of them ({peer.name}): {against(laps[0], peer):.2f}")
    notes.append(versions())
    return Table(f"Vectors in int8 against other engines in sentence-transformers, {about}", laps, notes)


def engines(encoder: Encoder, learnt_from: Sequence[str], threads: int) -> dict[str, States]:
    """Each engine's encoder, before pooling."""
    import torch

    model = copy.deepcopy(plain(encoder.transformer.model))
    model.config._attn_implementation = "eager"

    class States(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            return self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state

    example = torch.randint(5, 1000, (2, 16)), torch.ones(2, 16, dtype=torch.long)
    with torch.inference_mode():
        return {
            "ONNX Runtime, dynamic int8": _onnx(States().eval(), example, threads),
            "OpenVINO, static int8": _openvino(States().eval(), example, threads, _ids(encoder, learnt_from)),
        }


def _onnx(module: Any, example: Any, threads: int) -> States:
    import onnxruntime
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    names = ["input_ids", "attention_mask"]
    with tempfile.TemporaryDirectory() as folder:
        plain_path, path = Path(folder) / "plain.onnx", Path(folder) / "int8.onnx"
        axes = {name: {0: "n", 1: "longest"} for name in (*names, "states")}
        torch.onnx.export(
            module, example, plain_path, input_names=names, output_names=["states"], dynamic_axes=axes,
            dynamo=False, opset_version=17,
        )  # fmt: skip
        quantize_dynamic(
            plain_path, path, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"]
        )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return lambda ids, mask: session.run(None, {"input_ids": ids, "attention_mask": mask})[0]


def _openvino(module: Any, example: Any, threads: int, learnt_from: Sequence[Sequence[int]]) -> States:
    import nncf
    import openvino

    given = [(np.array([ids]), np.ones((1, len(ids)), np.int64)) for ids in learnt_from]
    model = nncf.quantize(
        openvino.convert_model(module, example_input=example), nncf.Dataset(given),
        model_type=nncf.ModelType.TRANSFORMER, subset_size=len(given),
    )  # fmt: skip
    options = {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY"}
    request = openvino.Core().compile_model(model, "CPU", options).create_infer_request()
    return lambda ids, mask: request.infer([ids, mask])[0]


def _ids(encoder: Encoder, texts: Sequence[str]) -> list[list[int]]:
    tokens = encoder.transformer.tokens
    return [[*tokens.before, *ids, *tokens.after] for ids in tokens.ids(texts)]


def _inside(encoder: Encoder, states: States, batch: int) -> Say:
    """sentence-transformers with the engine in the place of its model."""
    import torch

    made = sentence_transformer(encoder)

    def forward(features: dict[str, Any], **_: Any) -> dict[str, Any]:
        found = states(features["input_ids"].numpy(), features["attention_mask"].numpy())
        return features | {"token_embeddings": torch.from_numpy(found)}

    made[0].forward = forward
    read = reader(encoder.transformer.tokens)
    return lambda texts: made.encode(
        [read(text) for text in texts], batch_size=batch, show_progress_bar=False
    )


def _once(run: Say, texts: Sequence[str], clock: Callable[[], float]) -> float:
    run(texts[:8])
    began = clock()
    run(texts)
    return clock() - began


def _close(exact: np.ndarray, found: np.ndarray) -> str:
    cosines = (exact * found).sum(1)
    return f"cosine to float32 {cosine(exact, found):.4f} on average, {cosines.min():.4f} at least"
