"""What a job over a file costs besides the model, what repeats and the cache save, and its memory.

``python scripts/benching/files.py IN OUT`` is one job in a process of its own with a stand-in for the model
that takes no time: it says what everything else costs, and its peak memory. With the real model
``cxtext classify`` itself is started and timed from its start to its end.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

SMALL, LARGE, WITH_MODEL, FEW = 100_000, 2_000_000, 160_000, 4_000  # rows
ROUNDS = 5


class Cost(NamedTuple):
    """One job: CPU seconds from the first row to the result."""

    rows: int
    cpu_seconds: float
    peak_mb: float
    computed: int
    known_seconds: float  # of them: which texts are equal, which the cache holds, keeping new ones


def job(rows: int, path: Path, cache: Path) -> Cost:
    """One job with the stand-in in a process of its own, on one core."""
    environment = {**os.environ, "CXTEXT_CACHE": str(cache), "OMP_NUM_THREADS": "1"}
    out = path.with_suffix(".parquet")
    command = [sys.executable, __file__, str(path), str(out)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Cost(rows, **json.loads(done.stdout.splitlines()[-1]))


def table(small: int = SMALL, large: int = LARGE, with_model: int = WITH_MODEL) -> list[str]:
    """Markdown: memory, the cost of a row, and what repeats and the cache save with the real model."""
    with tempfile.TemporaryDirectory() as name:
        saved, each = _saved(with_model, Path(name))
        return [*saved, *_besides(small, large, Path(name), each)]


class Whole(NamedTuple):
    """A command from its start to its end."""

    computed: int
    cpu_seconds: float  # of all its threads
    seconds: float


def command(path: Path, cache: Path) -> Whole:
    """``cxtext classify`` with the default model, as anybody types it, on all cores."""
    environment = {**os.environ, "CXTEXT_CACHE": str(cache)}
    given = ["classify", path, "--text", "t", "--out", path.with_suffix(".parquet"), "--json"]
    began = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "cxtext", *map(str, given)], env=environment, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout
        told = child.stdout.read()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(told.decode())
    cpu = used.ru_utime + used.ru_stime
    return Whole(json.loads(told)["computed"], cpu, time.monotonic() - began)


def _saved(rows: int, folder: Path) -> tuple[list[str], float]:
    """Lines, and CPU seconds of a row that is computed: the default model in int8 on W1.

    Each command is a process; the cache is empty at first.
    """
    from benching.corpus import corpus, with_repeats
    from benching.models import models
    from benching.tables import count_tokens

    count = count_tokens(models("cpu")[0])
    new = corpus(rows, count)
    held = set(new)
    later = [text for text in corpus(rows // 10, count, seed=1) if text not in held][: rows // 20]
    few = min(FEW, rows)
    texts = {
        "first": new[:64],  # what is compiled and judged once on a machine
        "one": [*new[:63], "One more."],
        "new": new,
        "later": [*new[: rows - len(later)], *later],
        "few": new[:few],
        "repeated": with_repeats(new[:few], 0.35),
    }
    paths = {name: _written(folder / f"{name}.csv", some) for name, some in texts.items()}
    command(paths["first"], folder / "z")

    def run(name: str, cache: str) -> Whole:
        """In a cache that holds the verdict on this machine; texts only where one more is to be computed."""
        if not (folder / cache).exists():
            texts = None if name == "one" else shutil.ignore_patterns("v*")
            shutil.copytree(folder / "z", folder / cache, ignore=texts)
        found = command(paths[name], folder / cache)
        print(f"{name}: {found}", file=sys.stderr, flush=True)
        return found

    def middle(found: list[Whole]) -> Whole:
        return sorted(found, key=lambda one: one.cpu_seconds)[len(found) // 2]

    start = middle([run("one", f"one-{turn}") for turn in range(5)])
    known = middle([run("one", "one-0") for _ in range(5)])
    pairs = [(run("few", f"few-{turn}"), run("repeated", f"repeated-{turn}")) for turn in range(ROUNDS)]
    fresh = run("new", "new")
    again = middle([run("new", "new") for _ in range(3)])
    some = run("later", "new")
    lines = [
        f"`cxtext classify` with the default model in int8 on {rows:,} comments of W1: the whole process",
        "from its start to its end (imports, model, quality gate), all cores. CPU time is that of all",
        "threads; the wall clock depends on who else uses the machine.",
        "",
        "| | texts computed | CPU s | times less | wall s | times as fast |",
        "|---|---|---|---|---|---|",
    ]
    for name, one in {
        "all new": fresh,
        "the same again, all in the cache (median of 3)": again,
        f"the same with {len(later):,} new (5 %)": some,
    }.items():
        ratios = fresh.cpu_seconds / one.cpu_seconds, fresh.seconds / one.seconds
        lines.append(
            f"| {name} | {one.computed:,} | {one.cpu_seconds:.1f} | {ratios[0]:.1f} | {one.seconds:.1f} "
            f"| {ratios[1]:.1f} |"
        )
    lines += ["", _without_start(fresh, some, start)]
    base = start.cpu_seconds
    gains = sorted((some.cpu_seconds - base) / (fewer.cpu_seconds - base) for some, fewer in pairs)
    few_new, repeated = (middle([pair[k] for pair in pairs]) for k in (0, 1))
    lines += [
        "",
        f"What does not grow with the file, in CPU seconds: {known.cpu_seconds:.1f} where nothing has to be",
        f"computed, {start.cpu_seconds:.1f} where one text has to be (torch, transformers and the model are",
        "loaded).",
        "",
        f"Repeats: {few:,} rows without any took {few_new.cpu_seconds:.1f} CPU seconds, with 35 % of them,",
        f"evenly over lengths, {repeated.cpu_seconds:.1f} ({repeated.computed:,} texts computed); less the",
        f"start {gains[len(gains) // 2]:.2f} times as fast (median of {len(gains)} rounds in turn, "
        f"{gains[0]:.2f} to {gains[-1]:.2f};",
        "1.54 would be all).",
        "",
    ]
    return lines, (fresh.cpu_seconds - start.cpu_seconds) / rows


def _without_start(fresh: Whole, some: Whole, start: Whole) -> str:
    """What the ratio with a few new texts goes to as the file grows: loading the model is then nothing."""
    gain = (fresh.cpu_seconds - start.cpu_seconds) / (some.cpu_seconds - start.cpu_seconds)
    return (
        f"Of the run with new texts {start.cpu_seconds:.1f} CPU seconds load the model, whatever the size of "
        f"the file; less that in both, it is {gain:.1f} times as fast."
    )


def _besides(small: int, large: int, folder: Path, each: float) -> list[str]:
    """A stand-in for the model, in blocks as they are; ``each`` is what a row costs with the real one."""
    paths = {n: _written(folder / f"{n}.csv", _remarks(n)) for n in (small, large)}
    runs = {
        f"{small:,} rows, all new": job(small, paths[small], folder / "d"),
        f"{small:,} rows, all in the cache": job(small, paths[small], folder / "d"),
        f"{large:,} rows, all new": job(large, paths[large], folder / "e"),
    }
    new, _, many = runs.values()
    rows = [
        f"| {name} | {cost.cpu_seconds / cost.rows * 1e6:.0f} | {cost.peak_mb:.0f} |"
        for name, cost in runs.items()
    ]
    share = new.known_seconds / new.rows / each
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
        f"Finding out what repeats or is known, and keeping what is new, is {share:.2%} of a row's cost with",
        "the model.",
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


def _run(path: Path, out: Path) -> None:
    from cxtext.engine import Asked, classify_file, fill, readings

    _stand_in(fill, readings)
    # What a process does once is no part of a row's cost.
    with tempfile.TemporaryDirectory() as name:
        first = _written(Path(name) / "first.csv", ["The parcel came late."])
        classify_file(Asked(first, "t", first.with_suffix(".parquet"), device="cpu", cache=False, exact=True))
    known: list[float] = []
    for name in ("read_rows", "write_rows"):
        setattr(readings, name, _timed(getattr(readings, name), known))
    began = time.process_time()
    report = classify_file(Asked(path, "t", out, device="cpu", exact=True))
    told = {
        "cpu_seconds": time.process_time() - began,
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
    _run(Path(sys.argv[1]), Path(sys.argv[2]))
