"""Races of ours against peers on W1: rounds interleaved, outputs compared, medians of per-round ratios."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

Say = Callable[[Sequence[str]], np.ndarray]
Read = Callable[[str], str]  # a text as the model was trained to see it: normalised, with its prefix


class Racer(NamedTuple):
    """One way to the numbers, and how many texts it is given a round: slow ones fewer."""

    name: str
    run: Say
    texts: int


class Lap(NamedTuple):
    """Texts a second: the median over rounds and the spread of the ratio to the first racer."""

    name: str
    rate: float
    ratio: float
    low: float
    high: float
    rounds: list[float]  # texts a second, round by round


def race(racers: Sequence[Racer], texts: Sequence[str], rounds: int, clock: Callable[[], float]) -> list[Lap]:
    """Each round lets every racer run once; the first is what the others are compared with."""
    for racer in racers:
        racer.run(texts[:4])  # whatever is done once only
    rates: list[list[float]] = []
    for _ in range(rounds):
        here = []
        for racer in racers:
            began = clock()
            racer.run(texts[: racer.texts])
            here.append(racer.texts / (clock() - began))
        rates.append(here)
    laps = []
    for k, racer in enumerate(racers):
        ratios = [here[k] / here[0] for here in rates]
        middle = statistics.median(here[k] for here in rates)
        each = [here[k] for here in rates]
        laps.append(Lap(racer.name, middle, statistics.median(ratios), min(ratios), max(ratios), each))
    return laps


def against(lap: Lap, other: Lap) -> float:
    """The median over rounds of the ratio to another racer."""
    return statistics.median(one / two for one, two in zip(lap.rounds, other.rounds, strict=True))


def pick_clock() -> tuple[str, Callable[[], float]]:
    """Wall time of all cores; CPU time of one where the machine is busy with other work.

    Of one, because threads that wait for each other on a busy machine burn CPU time, a peer's most of all.
    """
    if os.getloadavg()[0] > 1:
        import torch

        torch.set_num_threads(1)
        return "CPU time of one core (the machine was busy)", time.process_time
    return "wall time", time.perf_counter


def pipeline(model: Any, tokenizer: Any, read: Read, batch: int, device: str) -> Say:
    """transformers' own pipeline on the same weights: what most people write."""
    from transformers import TextClassificationPipeline

    made = TextClassificationPipeline(model=model, tokenizer=tokenizer, device=device, top_k=None)

    def say(texts: Sequence[str]) -> np.ndarray:
        given = [read(text) for text in texts]
        found = [made(text)[0] for text in given] if batch == 1 else made(given, batch_size=batch)
        names = sorted(row["label"] for row in found[0])
        return np.array([[{r["label"]: r["score"] for r in row}[name] for name in names] for row in found])

    return say


def sorted_loop(model: Any, tokenizer: Any, read: Read, batch: int, device: str, dtype: Any) -> Say:
    """A careful hand-written loop: sorted by length, batches of a fixed number of texts."""
    import torch

    model = model.to(dtype)

    @torch.inference_mode()
    def say(texts: Sequence[str]) -> np.ndarray:
        order = sorted(range(len(texts)), key=lambda k: -len(texts[k]))
        out = np.empty((len(texts), model.config.num_labels))
        for start in range(0, len(order), batch):
            here = order[start : start + batch]
            given = [read(texts[k]) for k in here]
            inputs = tokenizer(given, padding=True, truncation=True, return_tensors="pt").to(device)
            inputs.pop("token_type_ids", None)
            out[here] = model(**inputs).logits.float().softmax(-1).cpu().numpy()
        return out

    return say
