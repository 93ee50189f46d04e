"""``cxtext classify``: sentiment as a stage over a run's tables, or of every row of a file of any size."""

from __future__ import annotations

import atexit
import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from cxtext.cli.flags import MODEL, PRINTING, READING, TEXT_COLUMNS, flags
from cxtext.cli.stages import over_files
from cxtext.errors import ConfigError

if TYPE_CHECKING:
    from cxtext.engine import Report, Step

BULK = ("text", "keep", "max_tokens", "truncate", "exact", "no_cache")
_TAKEN = ("inputs", "out", "sentiment_model", "device", "offline", "encoding", "quiet", "as_json", *BULK)


@flags(
    "inputs", "classified", *BULK, *TEXT_COLUMNS, *READING, "sentiment_model", *MODEL, "redact_tables",
    *PRINTING,
)  # fmt: skip
def classify(**given: Any) -> None:
    """Sentiment of comments, or of every row of a big file.

    With --comment COL --out DIR the folder of a run is written, sentiments alone.

    With --text COL --out FILE a file of any size is streamed: one row out for each row in, in its order,
    with label, p_negative, p_neutral, p_positive, polarity, lang, n_tokens and truncated. Killed at any
    moment, the same command goes on where it was. FILE ends in .csv, .parquet or .jsonl.
    On a CPU it computes in int8 where that says the same as float32 on up to 64 texts of the first file that
    a model reads on a machine; the summary says what was found, and --exact switches it off.
    """
    given["out"] = given.pop("classified")
    if given.get("text") is None:
        if asked := [name for name in BULK if given.get(name)]:
            raise ConfigError(
                f"--{asked[0].replace('_', '-')} goes with --text.",
                do="Give --text COL --out FILE for one row out per row in.",
            )  # fmt: skip
        over_files({k: v for k, v in given.items() if k not in BULK}, {"sentiments"})
        return
    _bulk(given)


def _bulk(given: dict[str, Any]) -> None:
    if other := [name for name, value in given.items() if value and name not in _TAKEN and name != "seed"]:
        raise ConfigError(
            f"--{other[0].replace('_', '-')} does not go with --text.",
            do="Give --comment COL --out DIR instead of --text for a run's tables.",
        )  # fmt: skip
    inputs = given.get("inputs") or []
    if len(inputs) != 1 or not given.get("out"):
        raise ConfigError(
            "One file goes in and one comes out.", found=f"{len(inputs)} input files",
            do="cxtext classify FILE --text COL --out FILE",
        )  # fmt: skip
    from cxtext.engine import Asked, classify_file
    from cxtext.inference.reading import Windows

    asked = Asked(
        inputs[0], given["text"], Path(given["out"]), tuple(given["keep"]) if given.get("keep") else None,
        given.get("sentiment_model") or "default", given.get("device") or "auto", given["offline"],
        given.get("encoding"), Windows(given.get("max_tokens"), given["truncate"]), not given["no_cache"],
        given["exact"],
    )  # fmt: skip
    # a model's millions of objects stay: they are searched for garbage seldom, and not at the end
    gc.set_threshold(100_000, 20, 100)
    atexit.register(gc.freeze)
    with _bar(given) as progress:
        report = classify_file(asked, progress)
    if given.get("as_json"):
        import json

        verdict = report.verdict and report.verdict._asdict()
        found = {**report._asdict(), "verdict": verdict, "out": str(asked.out)}
        del found["numbers"]
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    elif not given.get("quiet"):
        typer.echo(told(report))
        typer.echo(arithmetic(report, asked.exact))
        if report.numbers:
            typer.echo(f"The first texts of the column {asked.text!r} are all numbers: is it the text?")
        typer.echo(f"Result: {asked.out}")


def told(report: Report) -> str:
    """What was done, in a line."""
    rate = (report.rows - report.earlier) / max(report.seconds, 1e-9)
    earlier = f", {report.earlier:,} of them by the run before" if report.earlier else ""
    return f"{report.rows:,} rows{earlier}; {report.computed:,} texts computed, {rate:,.0f} rows/s"


def arithmetic(report: Report, exact: bool) -> str:
    """What was computed in, and how it was judged."""
    if exact:
        return "In float32, as --exact asks."
    if report.verdict is None:
        return "In float32: only models built like BERT run faster."
    judged = f"{report.verdict.labels_changed} of {report.verdict.texts} labels"
    if not report.verdict.passed:
        return f"In float32: the faster arithmetic changed {judged}."
    return (
        f"In {report.precision}: against float32 it changed {judged} of the first file on this machine, and "
        f"probabilities by {report.verdict.mean_difference:.4f} on average; --exact computes in float32."
    )


@contextmanager
def _bar(given: dict[str, Any]) -> Iterator[Callable[[Step], None]]:
    """Rows done, rows a second and the time left; on a terminal a bar, elsewhere a line a minute."""
    if given.get("quiet") or given.get("as_json"):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    console = Console(file=sys.stderr)
    columns = TextColumn("Classify"), BarColumn(), TaskProgressColumn(), TextColumn("{task.description}")
    bars = Progress(*columns, console=console, transient=True)
    task = bars.add_task("")
    began = last = time.monotonic()

    def progress(step: Step) -> None:
        nonlocal last
        now = time.monotonic()
        words = pace(step, now - began)
        bars.update(task, completed=step.done, total=step.total, description=words)
        if not console.is_terminal and now - last >= 60:
            last = now
            typer.echo(f"{step.done:,} of {step.total:,} rows, {words}", err=True)

    if console.is_terminal:
        with bars:
            yield progress
    else:
        yield progress


def pace(step: Step, seconds: float) -> str:
    """Rows a second and the time left; what an earlier run did says nothing about this one's speed."""
    rate = (step.done - step.earlier) / max(seconds, 1e-9)
    if not rate:
        return ""
    left = round((step.total - step.done) / rate)
    return f"{rate:,.0f} rows/s, {left // 3600}:{left // 60 % 60:02d}:{left % 60:02d} left"
