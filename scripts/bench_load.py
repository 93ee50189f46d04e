"""Size: millions of rows read, mapped and joined one-to-many. ``python scripts/bench_load.py [ROWS]``.

Two files are generated, responses (two fifths of the rows) and comments (three fifths, any number a
response), and loaded in a process of its own, pinned to two cores. The peer is what an analyst would type:
``pandas.read_csv`` of both and ``merge``; it guesses types, checks nothing and reports nothing. The rounds
alternate; the limits are for 5 million rows.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

ROWS = 5_000_000
ROUNDS = 3
SECONDS, GIGABYTES, RATIO = 90.0, 2.5, 6.0
TEXTS = [
    "Fast, friendly and clean", "배송이 빨라요, 좋아요", 'They said "tomorrow" and never came', "too slow",
    "", "送貨太慢了，店員的態度也不好", "Nothing to add,\nreally", "n/a",
]  # fmt: skip
MEASURE = """
import resource, time
started = time.perf_counter()
{work}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
print(time.perf_counter() - started, time.process_time(), peak, rows)
"""
OURS = """
from cxtext.config import make_config
from cxtext.load import load
found = load(make_config({{"inputs": [r"{a}"], "comments": r"{b}", "id": "id", "score": ["nps=nps@0-10"],
    "comment": ["comment"], "segment": ["store"], "date": "date", "respondent": "customer"}}))
side = found.counts["joins"]["comments.csv"]
assert side["rows"] == side["attached"] + side["orphans"] + side["without_key"]
rows = sum(file["rows_read"] for file in found.counts["files"].values())
"""
PEER = """
import pandas as pd
a, b = pd.read_csv(r"{a}"), pd.read_csv(r"{b}")
merged = a.merge(b, on="id", how="left")
rows = len(a) + len(b)
"""


def generate(folder: Path, rows: int) -> tuple[Path, Path]:
    """The two files, always the same for the same number of rows."""
    import pyarrow as pa
    import pyarrow.csv as csv

    rng = np.random.default_rng(0)
    n, m = rows * 2 // 5, rows - rows * 2 // 5
    a, b = folder / "responses.csv", folder / "comments.csv"
    ids = np.char.add("R_", np.char.zfill(np.arange(n).astype(str), 8))
    days = np.datetime64("2026-01-01") + rng.integers(0, 300, n)
    responses = {
        "id": ids, "nps": rng.integers(0, 11, n), "store": rng.choice(["Seoul", "台北", "Lyon"], n),
        "date": np.datetime_as_string(days), "customer": rng.integers(10**6, 10**6 + n // 2, n),
    }  # fmt: skip
    csv.write_csv(pa.table(responses), a)
    owner, text = rng.integers(0, n, m), rng.integers(0, len(TEXTS), m)
    csv.write_csv(pa.table({"id": ids[owner], "comment": np.array(TEXTS)[text]}), b)
    return a, b


def run(work: str) -> tuple[float, float]:
    """Seconds (imports included) and the largest resident memory in GiB, of a process of its own."""
    code = MEASURE.format(work=work)
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    seconds, cpu, peak, rows = done.stdout.split()
    about = f"{float(seconds):6.1f} s ({float(cpu):.1f} s of CPU), {float(peak):.2f} GiB"
    print(f"    {about}, {int(rows):,} rows", flush=True)
    return float(seconds), float(peak)


def main(arguments: list[str]) -> int:
    """Prints seconds, memory and the ratio; 1 where one is over its limit."""
    rows = int(arguments[0]) if arguments else ROWS
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
    with tempfile.TemporaryDirectory() as folder:
        a, b = generate(Path(folder), rows)
        rounds = []
        print(
            f"load: {rows:,} rows read, mapped and joined one-to-many, against pandas.read_csv and merge",
            flush=True,
        )
        for _ in range(ROUNDS if rows >= ROWS else 1):
            rounds.append((run(OURS.format(a=a, b=b)), run(PEER.format(a=a, b=b))))
    seconds = sorted(mine[0] for mine, _ in rounds)[len(rounds) // 2]
    ratio = sorted(mine[0] / theirs[0] for mine, theirs in rounds)[len(rounds) // 2]
    memory = max(mine[1] for mine, _ in rounds)
    figures = ((seconds, SECONDS, "s"), (memory, GIGABYTES, "GiB"), (ratio, RATIO, "times the peer"))
    for value, limit, unit in figures:
        print(f"  {value:.2f} {unit}, at most {limit:g}: {'ok' if value <= limit else 'OVER'}")
    return int(any(value > limit for value, limit, _ in figures))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
