"""What the commands print: progress while they work, a summary when they are done."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from cxtext.errors import ConfigError

if TYPE_CHECKING:
    from cxtext.pipeline import Run

SHOW_AFTER = 2.0  # seconds; quicker work needs no bar


def need_out(given: dict[str, Any]) -> Path:
    """The --out folder; asked for before anything is read."""
    if not given.get("out"):
        raise ConfigError("Where should the results go?", do="Give --out DIR.")
    return Path(given["out"])


@contextlib.contextmanager
def progress_bar(given: dict[str, Any]) -> Iterator[Callable[[str, int, int], None]]:
    """A bar with the time left on standard error, for work that takes longer than two seconds."""
    if given.get("quiet") or given.get("as_json"):
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description:<10}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    bars = Progress(*columns, console=Console(file=sys.stderr), transient=True)
    tasks: dict[str, Any] = {}
    began = time.monotonic()

    def progress(what: str, done: int, total: int) -> None:
        if what not in tasks:
            tasks[what] = bars.add_task(what, total=max(total, 1))
        bars.update(tasks[what], completed=done, total=max(total, 1))
        if not bars.live.is_started and time.monotonic() - began > SHOW_AFTER and sys.stderr.isatty():
            bars.start()

    try:
        yield progress
    finally:
        bars.stop()


def done(given: dict[str, Any], run: Run, paths: dict[str, Path]) -> None:
    """The summary: what was counted, the headline figures, where things are."""
    if given.get("quiet"):
        return
    if given.get("as_json"):
        typer.echo(json.dumps(summary(run, paths), ensure_ascii=False, indent=2))
        return
    for line in lines(run):
        typer.echo(line)
    for name in ("report", "workbook", "tables"):
        if name in paths:
            typer.echo(f"{name.capitalize()}: {paths[name]}")


def summary(run: Run, paths: dict[str, Path]) -> dict[str, Any]:
    """The run in a few numbers, as ``--json`` prints it."""
    headline = []
    if "metrics" in run.tables:
        overall = run.tables["metrics"]
        overall = overall[overall["segment"].isna() & overall["period"].isna()]
        headline = json.loads(overall.to_json(orient="records", force_ascii=False))
    decided: list[dict[str, Any]] = []
    if "drivers" in run.tables:
        rows = run.tables["drivers"]
        rows = rows[rows["verdict"].isin(["drives down", "drives up"])]
        rows = rows.merge(run.tables["topics"][["topic_id", "name"]], on="topic_id")
        decided = json.loads(rows.to_json(orient="records", force_ascii=False))
    return {
        "counts": run.info["counts"],
        "rows": run.info.get("rows", {}),
        "metrics": headline,
        "drivers": decided,
        "notes": run.info.get("notes", []),
        "paths": {name: str(path) for name, path in paths.items()},
    }


def lines(run: Run) -> Iterator[str]:
    """The same for people."""
    from cxtext.load import counts_text

    figures = summary(run, {})
    yield counts_text(run.info["counts"])
    for row in figures["metrics"]:
        if row["statistic"] in ("nps", "top2", "mean") and row["value"] is not None:
            interval = "" if row["low"] is None else f" [{row['low']:.1f}, {row['high']:.1f}]"
            name = f"{row['metric'].upper()} {row['statistic']}"
            yield f"{name}: {row['value']:.1f}{interval} {row['unit']}, n = {row['n']}"
    for row in sorted(figures["drivers"], key=lambda r: (r["metric"], r["impact_adjusted"] or 0)):
        impact = row["impact_adjusted"] if row["impact_adjusted"] is not None else row["impact_marginal"]
        yield f"{row['metric'].upper()} {row['verdict']}: {row['name']} ({row['polarity']}), {impact:+.1f}"
    if "drivers" in run.tables and not figures["drivers"]:
        yield "No topic drives a score as far as these data can tell."
    yield from figures["notes"]
