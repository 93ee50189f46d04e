"""What a job over a file costs besides the model, what repeats and the cache save, and its memory.

``python scripts/benching/files.py IN OUT CACHE [model]`` is one job in a process of its own, so that its peak
memory is its own too; ``table`` starts such processes, each with the cache that it names. Without ``model`` a
stand-in that takes no time says what everything else costs.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

SMALL, LARGE, WITH_MODEL = 100_000, 2_000_000, 2000  # rows


class Cost(NamedTuple):
    """One job: CPU seconds from the first row to the result."""

    rows: int
    cpu_seconds: float
    peak_mb: float
    computed: int
    known_seconds: float  # of them: which texts are equal, which the cache holds, keeping new ones


def job(rows: int, path: Path, cache: Path, model: bool = False) -> Cost:
    """One job in a process of its own, on one core."""
    environment = {**os.environ, "CXTEXT_CACHE": str(cache), "OMP_NUM_THREADS": "1"}
    out = path.with_suffix(".parquet")
    command = [sys.executable, __file__, str(path), str(out), *(["model"] if model else [])]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Cost(rows, **json.loads(done.stdout.splitlines()[-1]))


def table(small: int = SMALL, large: int = LARGE, with_model: int = WITH_MODEL) -> list[str]:
    """Markdown: memory, the cost of a row, and what repeats and the cache save with the real model."""
    with tempfile.TemporaryDirectory() as name:
        return [*_saved(with_model, Path(name)), *_besides(small, large, Path(name))]


def _saved(rows: int, folder: Path) -> list[str]:
    """The default model in int8 on W1; the verdict of its gate is remembered before the first job."""
    from benching.corpus import corpus
    from benching.models import models
    from benching.tables import count_tokens

    count = count_tokens(models("cpu")[0])
    new = corpus(rows, count)
    later = corpus(rows // 20, count, seed=1)
    repeated = corpus(rows, count, duplicates=0.35)
    paths = {
        name: _written(folder / f"{name}.csv", texts)
        for name, texts in (
            ("new", new),
            ("later", [*new[: rows - len(later)], *later]),
            ("repeated", repeated),
        )
    }
    first, second = folder / "first", folder / "second"
    fresh = job(rows, paths["new"], first, model=True)
    again = job(rows, paths["new"], first, model=True)
    some = job(rows, paths["later"], first, model=True)
    repeats = job(rows, paths["repeated"], second, model=True)
    lines = [
        f"With the default model in int8, {rows:,} comments of W1: CPU time of one core, without its start.",
        "Left out is what a process does once, whatever the size: loading the model, judging int8.",
        "",
        "| | texts computed | seconds | times as fast |",
        "|---|---|---|---|",
    ]
    for name, cost in {
        "all new": fresh,
        "35 % repeats": repeats,
        "the same again, all in the cache": again,
        "the same with 5 % new": some,
    }.items():
        times = fresh.cpu_seconds / cost.cpu_seconds
        lines.append(f"| {name} | {cost.computed:,} | {cost.cpu_seconds:.2f} | {times:.2f} |")
    share = fresh.known_seconds / fresh.cpu_seconds
    told = f"Where nothing repeats, finding that out and keeping what is new took {share:.2%} of the time."
    return [*lines, "", told, ""]


def _besides(small: int, large: int, folder: Path) -> list[str]:
    """A stand-in for the model, in blocks as they are."""
    paths = {n: _written(folder / f"{n}.csv", _remarks(n)) for n in (small, large)}
    runs = {
        f"{small:,} rows, all new": job(small, paths[small], folder / "a"),
        f"{small:,} rows, all in the cache": job(small, paths[small], folder / "a"),
        f"{large:,} rows, all new": job(large, paths[large], folder / "b"),
    }
    new, _, many = runs.values()
    rows = [
        f"| {name} | {cost.cpu_seconds / cost.rows * 1e6:.0f} | {cost.peak_mb:.0f} |"
        for name, cost in runs.items()
    ]
    told = f"From {small:,} to {large:,} rows the peak grew by {many.peak_mb / new.peak_mb - 1:.1%}."
    return [
        "With a stand-in for model and tokenizer: reading, languages, cache, parts, result.",
        "",
        "| | CPU microseconds a row | peak MB |",
        "|---|---|---|",
        *rows,
        "",
        told,
        "",
    ]


def _remarks(n: int) -> Sequence[str]:
    return [f"the parcel number {k} came late and nobody told me anything about it" for k in range(n)]


def _written(path: Path, texts: Sequence[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "t"])
        writer.writerows(enumerate(texts))
    return path


def _run(path: Path, out: Path, model: bool) -> None:
    from cxtext.engine import Asked, bulk, classify_file, fill, readings

    if not model:
        _stand_in(fill, readings)
    # What a process does once is no part of a row's cost.
    with tempfile.TemporaryDirectory() as name:
        first = _written(Path(name) / "first.csv", ["The parcel came late."])
        out_first = Path(name) / "first.parquet"
        classify_file(Asked(first, "t", out_first, device="cpu", offline=True, cache=False, exact=not model))
    known: list[float] = []
    for name in ("read_rows", "write_rows"):
        setattr(readings, name, _timed(getattr(readings, name), known))
    began: list[float] = []
    load = bulk.load

    def loaded(*given: Any) -> Any:
        found = load(*given)
        known.clear()
        began.append(time.process_time())
        return found

    bulk.load = loaded
    report = classify_file(Asked(path, "t", out, device="cpu", offline=True, exact=not model))
    used = time.process_time() - began[0]
    told = {
        "cpu_seconds": used,
        "peak_mb": _peak_mb(),
        "computed": report.computed,
        "known_seconds": sum(known),
    }
    print(json.dumps(told))


def _peak_mb() -> float:
    """Of this program alone: what getrusage says begins with the memory of the process that started it."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    (peak,) = (line.split()[1] for line in lines if line.startswith("VmHWM:"))
    return int(peak) / 1024


def _timed(function: Callable[..., Any], seconds: list[float]) -> Callable[..., Any]:
    def call(*given: Any) -> Any:
        began = time.thread_time()
        found = function(*given)
        seconds.append(time.thread_time() - began)
        return found

    return call


def _stand_in(fill: Any, readings: Any) -> None:
    """No model: logits from a text's length."""
    from cxtext.inference.tokens import Tokens

    class Words:
        unk_token_id = 0

        def __call__(self, texts: list[str], **_: object) -> dict[str, list[list[int]]]:
            return {"input_ids": [[1 + len(word) for word in text.split()] for text in texts]}

        def convert_ids_to_tokens(self, ids: list[int]) -> list[str]:
            return ["a"] * len(ids)

    class Nothing:
        identity = "no model"
        names = ("negative", "neutral", "positive")
        tokens = Tokens(Words(), {}, (), (), 512)  # type: ignore[arg-type]

        def logits(self, texts: list[str]) -> np.ndarray:
            return np.array([[len(text), 0.0, 1.0] for text in texts], np.float32)

    readings.logits = lambda model, given: model.logits(given.texts)
    fill.load_classifier = lambda *_, **__: Nothing()


if __name__ == "__main__":
    _run(Path(sys.argv[1]), Path(sys.argv[2]), "model" in sys.argv[3:])
