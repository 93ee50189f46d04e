"""What a job costs besides the model: reading, cache, shards, writing; and its memory. No model runs here.

``python scripts/benching/files.py IN OUT`` is one job in a process of its own, so that its peak memory is its
own too; ``measure`` starts such processes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np


class Cost(NamedTuple):
    """One job over a file: CPU seconds of the whole process less its start, and its peak memory."""

    rows: int
    cpu_seconds: float
    peak_mb: float
    computed: int


def measure(rows: int, folder: Path, duplicates: float = 0.0, name: str = "") -> Cost:
    """A job over ``rows`` short texts; the cache stays in ``folder``, so a second call reads it."""
    path = folder / f"{rows} {duplicates}{name}.csv"
    if not path.exists():
        _write(path, rows, duplicates)
    environment = {**os.environ, "CXTEXT_CACHE": str(folder / "cache"), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, __file__, str(path), str(folder / "out.parquet")]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return Cost(rows, **json.loads(done.stdout.splitlines()[-1]))


def _write(path: Path, rows: int, duplicates: float) -> None:
    rng = np.random.default_rng(0)
    distinct = max(1, round(rows * (1 - duplicates)))
    with path.open("w", encoding="utf-8") as file:
        file.write("id,t\n")
        for k in range(rows):
            which = k if k < distinct else int(rng.integers(distinct))
            file.write(f"{k},the parcel number {which} came late and nobody told me anything about it\n")


def _job(path: Path, out: Path) -> None:
    import resource

    from cxtext.engine import Asked, classify_file, fill, readings
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

    readings.logits = lambda model, given: model.logits(given.texts)  # type: ignore[assignment]
    fill.load_classifier = lambda *_, **__: Nothing()  # type: ignore[assignment,return-value]
    began = time.process_time()
    report = classify_file(Asked(path, "t", out, device="cpu", exact=True))
    used = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu_seconds": used, "peak_mb": peak, "computed": report.computed}))


def table(small: int = 100_000, large: int = 2_000_000) -> list[str]:
    """Markdown: memory, and the cost of a row that is computed and of one that the cache has."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        runs = {
            f"{small:,} rows, all new": measure(small, folder),
            f"{small:,} rows, all in the cache": measure(small, folder),
            f"{small:,} rows, 35 % repeats": measure(small, folder, 0.35),
            f"{large:,} rows, all new": measure(large, folder),
        }
    rows = [
        f"| {name} | {cost.cpu_seconds / cost.rows * 1e6:.0f} | {cost.computed:,} | {cost.peak_mb:.0f} |"
        for name, cost in runs.items()
    ]
    return ["| | CPU microseconds a row | texts computed | peak MB |", "|---|---|---|---|", *rows, ""]


if __name__ == "__main__":
    _job(Path(sys.argv[1]), Path(sys.argv[2]))
