"""docs/performance.md, drawn from what was measured last for each part (docs/performance.json)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

from benching.tables import flops_of_text

DOCS = Path(__file__).parents[2] / "docs"
PARTS = {"cpu": "On a CPU", "engines": "Other int8 engines", "files": "Besides the model", "cuda": "On a GPU"}
HOW = {
    "cpu": "make bench",
    "engines": "python scripts/bench.py engines",
    "files": "python scripts/bench.py files",
    "cuda": "python scripts/bench.py cuda",
}
# What a product can do at most, in TFLOP/s: int8 as measured on one core; bf16 as an H100's data sheet says.
LIMIT = {"cpu": (0.85, "that int8 products reach on one core"), "cuda": (989.0, "of bf16 on an H100")}
TOKENS = 30  # a text of W1 has on average, besides the model's own four


def record(part: str, machine: str, lines: Sequence[str], rate: float | None = None) -> None:
    """Keep a part's lines and the best rate in texts a second, and draw the page again."""
    path = DOCS / "performance.json"
    held = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    held[part] = {"date": dt.date.today().isoformat(), "machine": machine, "lines": list(lines), "rate": rate}
    path.write_text(json.dumps(held, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (DOCS / "performance.md").write_text(page(held), encoding="utf-8")


def page(held: dict[str, dict]) -> str:
    """The whole page."""
    text = (Path(__file__).parent / "performance.head.md").read_text(encoding="utf-8")
    for part, title in PARTS.items():
        text += f"\n## {title}\n\n"
        if part in held:
            found = held[part]
            text += f"{found['date']}; {found['machine']}.\n\n" + "\n".join(found["lines"]) + "\n"
        else:
            text += f"Not measured yet: `{HOW[part]}` does it and fills this section.\n"
    rates = [(part, held[part]["rate"]) for part in ("cpu", "cuda") if held.get(part, {}).get("rate")]
    return text + "".join(_growth(part, rate) for part, rate in rates)


def _growth(part: str, rate: float) -> str:
    """From a thousand to a hundred million comments: one rate, so everything here is an extrapolation."""
    flops = flops_of_text(TOKENS + 4)
    limit, whose = LIMIT[part]
    rows = [f"| {n:,} | {_time(n / rate)} |" for n in (10**3, 10**4, 10**5, 10**6, 10**8)]
    about = (
        f"Extrapolated from {rate:,.0f} texts a second as measured above: each text is the same work, so "
        "time grows with their number. What a process does once comes on top (see above)."
    )
    share = (
        f"A text of {TOKENS + 4} tokens takes {flops / 1e9:.2f} GFLOP in the layers of e5-small, so that is "
        f"{rate * flops / 1e12:.3f} TFLOP/s: {rate * flops / 1e12 / limit:.0%} of the {limit:g} {whose}. "
        f"A hundred million texts are {1e8 * flops / 1e15:.0f} PFLOP. "
        "Repeats and what the cache holds come off first: with a share d of repeats it is 1 - d of this."
    )
    table = "\n".join(["| comments | time |", "|---|---|", *rows])
    return f"\n## How the cost grows ({PARTS[part].lower()})\n\n{about}\n\n{table}\n\n{share}\n"


def _time(seconds: float) -> str:
    for name, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.1f} {name}"
    return f"{seconds:.1f} seconds"
