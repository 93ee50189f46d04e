"""The inference part of the bench: what is raced, what it must reach, and docs/performance.md."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benching.corpus import Count, corpus
from benching.models import models, plain
from benching.speed import Lap, Racer, Read, Say, against, pick_clock, pipeline, race, sorted_loop
from cxtext.inference.classifier import SequenceClassifier
from cxtext.inference.encoder import Encoder
from cxtext.inference.precision import in_bfloat16, in_fast_precision, lowered
from cxtext.inference.tokens import Tokens, clean


class Table(NamedTuple):
    """One race as it is printed: laps, and what was found when outputs were compared."""

    title: str
    laps: list[Lap]
    notes: list[str]


def count_tokens(classifier: SequenceClassifier) -> Count:
    """How many tokens each piece has, for the corpus."""
    return lambda pieces: [len(ids) for ids in classifier.tokens.ids(pieces)]


def cpu_tables(texts: int = 256, compared: int = 1024, rounds: int = 5) -> list[Table]:
    """Sentiment and embeddings on the CPU."""
    from dataclasses import replace

    classifier, encoder = models("cpu")
    given = corpus(compared, count_tokens(classifier))
    about, clock = pick_clock()
    fast = in_fast_precision(classifier)
    small_encoder = replace(encoder, transformer=lowered(encoder.transformer, fine=False))
    read = reader(classifier.tokens)
    model, tokenizer = plain(classifier.transformer.model), classifier.tokens.tokenizer
    racers = [
        Racer("transformers.pipeline, one at a time", pipeline(model, tokenizer, read, 1, "cpu"), texts // 4),
        Racer("transformers.pipeline, batch 8", pipeline(model, tokenizer, read, 8, "cpu"), texts // 2),
        Racer("transformers.pipeline, batch 32", pipeline(model, tokenizer, read, 32, "cpu"), texts // 2),
        Racer("cxtext, float32", probabilities_of(classifier), texts),
        Racer("cxtext, int8", probabilities_of(fast), texts),
    ]
    exact, quick = (racer.run(given) for racer in racers[3:])
    peer = racers[0].run(given[: texts // 4])
    order = np.argsort([model.config.id2label[k] for k in range(exact.shape[1])])
    worst = np.abs(peer - exact[: texts // 4][:, order]).max()
    agree = (exact.argmax(1) == quick.argmax(1)).mean()
    notes = [
        f"float32 against the pipeline: largest difference of a probability {worst:.1e}",
        f"int8 against float32: {agree:.1%} of the labels of {compared:,} texts agree, "
        f"mean difference of a probability {np.abs(exact - quick).mean():.4f}",
    ]
    laps = race(racers, given, rounds, clock)
    ours = ", ".join(f"{lap.name.split()[-1]} {against(lap, laps[2]):.2f}" for lap in laps[3:])
    notes.append(f"Ratio to the pipeline with batch 32: {ours}")
    tables = [Table(f"Sentiment, {about}", laps, notes)]
    racers = [
        Racer("sentence-transformers, default", encoded(encoder), texts // 2),
        Racer("cxtext, float32", encoder.encode, texts),
        Racer("cxtext, int8", small_encoder.encode, texts),
    ]
    slow, exact, quick = (racer.run(given[:texts]) for racer in racers)
    notes = [
        f"cosine to sentence-transformers: float32 {cosine(slow, exact):.5f}, int8 {cosine(slow, quick):.5f}"
    ]
    return [*tables, Table(f"Embeddings, {about}", race(racers, given, rounds, clock), notes)]


def probabilities_of(classifier: SequenceClassifier) -> Say:
    """Softmax of the classifier's logits."""
    from cxtext.inference.reading import softmax

    return lambda texts: softmax(classifier.logits(texts))


def sentence_transformer(encoder: Encoder) -> Any:
    """The peer on the same weights: SentenceTransformer with the modules that its documentation uses."""
    import tempfile

    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, Pooling, Transformer

    with tempfile.TemporaryDirectory() as folder:
        plain(encoder.transformer.model).save_pretrained(folder)
        encoder.transformer.tokens.tokenizer.save_pretrained(folder)
        body = Transformer(folder, max_seq_length=512)
    return SentenceTransformer(modules=[body, Pooling(encoder.width, "mean"), Normalize()], device="cpu")


def encoded(encoder: Encoder) -> Say:
    """What it gives with its own settings."""
    made, read = sentence_transformer(encoder), reader(encoder.transformer.tokens)
    return lambda texts: made.encode([read(text) for text in texts], show_progress_bar=False)


def reader(tokens: Tokens) -> Read:
    """What the tokenizer file of the embedded model leaves to its caller: normalisation and prefix."""
    return lambda text: "query: " + " ".join(clean(text).translate(tokens.normalisation).split())


def cosine(one: np.ndarray, other: np.ndarray) -> float:
    """The mean over rows of length 1."""
    return float((one * other).sum(1).mean())


def gpu_tables(texts: int = 20_000, rounds: int = 5, device: str = "cuda") -> list[Table]:
    """Sentiment on a GPU. A few texts on the CPU say only that it runs."""
    from dataclasses import replace

    import torch

    classifier, _ = models(device)
    given = corpus(texts, count_tokens(classifier))
    read = reader(classifier.tokens)
    model, tokenizer = plain(classifier.transformer.model), classifier.tokens.tokenizer
    fast = replace(classifier, transformer=in_bfloat16(classifier.transformer), branch=None)
    copy = in_bfloat16(classifier.transformer).model
    few = min(texts, 500)
    racers = [
        Racer("transformers.pipeline, one at a time", pipeline(model, tokenizer, read, 1, device), few),
        Racer("sorted bfloat16 loop, batch 256",
              sorted_loop(copy, tokenizer, read, 256, device, torch.bfloat16), texts),
        Racer("cxtext, bfloat16", probabilities_of(fast), texts),
    ]  # fmt: skip
    exact, quick = probabilities_of(classifier)(given), racers[2].run(given)
    agree = (exact.argmax(1) == quick.argmax(1)).mean()
    tokens = np.mean([len(ids) for ids in classifier.tokens.ids(given)])
    laps = race(racers, given, rounds, time.perf_counter)  # a GPU's work takes no CPU time
    flops = flops_of_text(float(tokens) + 4)
    notes = [
        f"{agree:.2%} of labels agree with float32",
        f"Ratio to the sorted loop: {against(laps[2], laps[1]):.2f}",
        f"{laps[-1].rate * flops / 1e12:.1f} TFLOP/s at {tokens + 4:.0f} tokens a text",
    ]
    name = torch.cuda.get_device_name() if device == "cuda" else device
    return [Table(f"Sentiment on {name}", laps, notes)]


def flops_of_text(tokens: float, wide: int = 384, inner: int = 1536, layers: int = 12) -> float:
    """2 (4 h^2 + 2 h f) L for each token, and 4 S h L for attention.

    >>> round(flops_of_text(32) / 1e9, 2)
    1.38
    """
    return tokens * (2 * (4 * wide**2 + 2 * wide * inner) * layers + 4 * tokens * wide * layers)


def machine() -> str:
    """Processor, cores, load and versions, for the page."""
    from importlib import metadata

    about = Path("/proc/cpuinfo")
    known = about.read_text(encoding="utf-8").splitlines() if about.exists() else []
    names = [line.split(":")[1].strip() for line in known if "model name" in line] or [platform.processor()]
    versions = ", ".join(
        f"{name} {metadata.version(name)}" for name in ("torch", "transformers", "sentence-transformers")
    )
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{names[0]}, {cores} cores, load {os.getloadavg()[0]:.1f}; {versions}"


def lines(tables: Sequence[Table]) -> list[str]:
    """Markdown."""
    out = []
    for table in tables:
        out += [
            f"### {table.title}",
            "",
            "| | texts/s | ratio | lowest to highest round |",
            "|---|---|---|---|",
        ]
        out += [
            f"| {lap.name} | {lap.rate:,.1f} | {lap.ratio:.2f} | {lap.low:.2f} to {lap.high:.2f} |"
            for lap in table.laps
        ]
        out += ["", *(f"{note}." for note in table.notes), ""]
    return out
