"""Speed as ratios to plain peers in one run: ``make bench``, or ``python scripts/bench.py nps cpu files``.

``cpu``, ``engines`` (where they are installed), ``files`` and ``cuda`` (where there is a GPU) race inference
and draw docs/performance.md.

A bench returns two functions, ours and the peer's, that compute the same from the same data, and the most
that the ratio may be. Rounds alternate, so that a busy moment of the machine hits both; the median of the
rounds' ratios counts. What the two return is compared before anything is timed.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

ROUNDS = 9


class Bench(NamedTuple):
    """Two ways to the same table, and how many times the peer's time ours may take."""

    about: str
    ours: Callable[[], pd.DataFrame]
    peer: Callable[[], pd.DataFrame]
    at_most: float


def nps() -> Bench:
    """A million answers as they lie in memory: overall and by 100 segments, each with its interval.

    The peer counts in pandas and takes the same limits of those counts.
    """
    from cxtext.metrics import net_promoter_score, net_promoter_score_by
    from cxtext.stats.nps import score_limits

    rng = np.random.default_rng(0)
    scores = pd.Series(rng.choice(11, 1_000_000, p=np.array([2, 1, 2, 2, 3, 6, 9, 15, 22, 20, 18]) / 100))
    shops = pd.Series(rng.integers(0, 100, len(scores)))
    frame = pd.DataFrame({"score": scores, "shop": shops})

    def ours() -> pd.DataFrame:
        found = {"all": net_promoter_score(frame["score"])}
        found |= net_promoter_score_by(frame["score"], frame["shop"])
        rows = {name: (e.value, e.low, e.high, e.n) for name, e in found.items()}
        return pd.DataFrame.from_dict(rows, orient="index", columns=["nps", "low", "high", "n"])

    def peer() -> pd.DataFrame:
        sign = (frame["score"] >= 9).astype(int) - (frame["score"] <= 6).astype(int)
        counts = sign.groupby(frame["shop"]).value_counts().unstack(fill_value=0)
        counts = pd.concat([sign.value_counts().to_frame("all").T, counts])
        n = counts.sum(axis=1)
        low, high = score_limits(counts[1].to_numpy(), counts[0].to_numpy(), counts[-1].to_numpy())
        return pd.DataFrame({"nps": 100 * (counts[1] - counts[-1]) / n, "low": low, "high": high, "n": n})

    return Bench("NPS of 1,000,000 answers, overall and by 100 segments, against plain pandas", ours, peer, 3)


def cpu() -> None:
    """Sentiment and embeddings against transformers and sentence-transformers."""
    from benching.page import record
    from benching.tables import cpu_tables, lines, machine

    tables = cpu_tables()
    print("\n".join(lines(tables)))
    record("cpu", machine(), lines(tables), tables[0].laps[-1].rate)


def engines() -> None:
    """int8 vectors against other engines, where they are installed."""
    from benching.engines import PACKAGES, engine_table, missing
    from benching.page import record
    from benching.tables import lines, machine

    if lacking := missing():
        told = f"pip install {' '.join(PACKAGES)}"
        print(f"engines: not raced, {', '.join(lacking)} missing. In a venv of its own: {told}")
        return
    tables = [engine_table()]
    print("\n".join(lines(tables)))
    record("engines", machine(), lines(tables))


def cuda() -> None:
    """Sentiment on a GPU."""
    import torch
    from benching.page import record
    from benching.tables import gpu_tables, lines, machine

    if not torch.cuda.is_available():
        print("cuda: not raced, there is no usable GPU.")
        return
    tables = gpu_tables()
    print("\n".join(lines(tables)))
    record("cuda", machine(), lines(tables), tables[0].laps[-1].rate)


def files() -> None:
    """Reading, cache, shards and memory; no model runs."""
    from benching.files import table
    from benching.page import record
    from benching.tables import machine

    lines = table()
    print("\n".join(lines))
    record("files", machine(), lines)


BENCHES: dict[str, Callable[[], Bench]] = {"nps": nps}
DRAWN: dict[str, Callable[[], None]] = {"cpu": cpu, "engines": engines, "files": files, "cuda": cuda}


def compare(bench: Bench) -> None:
    """Both give the same rows, in whatever order, to 9 digits; else AssertionError."""
    mine, theirs = bench.ours(), bench.peer()
    pd.testing.assert_frame_equal(mine, theirs.reindex(mine.index), check_dtype=False, rtol=1e-9, atol=1e-9)


def measure(bench: Bench, rounds: int = ROUNDS) -> tuple[float, float, float]:
    """The median ratio, and both medians in seconds."""
    times = [(_seconds(bench.ours), _seconds(bench.peer)) for _ in range(rounds)]
    ours, peer = (statistics.median(column) for column in zip(*times, strict=True))
    return statistics.median(mine / theirs for mine, theirs in times), ours, peer


def _seconds(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def main(names: list[str]) -> int:
    """Run the named benches, or all; 1 where one is over its limit."""
    if unknown := [name for name in names if name not in BENCHES and name not in DRAWN]:
        print(f"There is no bench {', '.join(unknown)}. Known: {', '.join([*BENCHES, *DRAWN])}.")
        return 2
    names = names or [*BENCHES, "cpu", "engines", "files"]
    for name in [name for name in names if name in DRAWN]:
        DRAWN[name]()
    over = 0
    for name in [name for name in names if name in BENCHES]:
        bench = BENCHES[name]()
        compare(bench)
        ratio, ours, peer = measure(bench)
        verdict = "ok" if ratio <= bench.at_most else "TOO SLOW"
        over += ratio > bench.at_most
        print(f"{name}: {bench.about}")
        print(f"  outputs equal; {ours:.3f} s against {peer:.3f} s, median of {ROUNDS} interleaved rounds")
        print(f"  ratio {ratio:.2f}, at most {bench.at_most:g}: {verdict}")
    return 1 if over else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
