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

from cxtext.cli.metrics_view import MAIN
from cxtext.errors import ConfigError

if TYPE_CHECKING:
    from cxtext.config import Config
    from cxtext.pipeline import Run

SHOW_AFTER = 2.0  # seconds; quicker work needs no bar
DRIVEN = {"nps": "points", "csat": "percentage points"}


def need_out(given: dict[str, Any]) -> Path:
    """The --out folder; asked for and looked at before anything is read."""
    from cxtext.runfolder import check_free

    if not given.get("out"):
        raise ConfigError("Where should the results go?", where="--out", do="Give --out DIR.")
    out = Path(given["out"])
    check_free(out)
    return out


def keep_decisions(out: Path, config: Config) -> None:
    """ConfigError where the run at ``out`` holds decisions about topics that this one would overwrite."""
    if config.topics is not None and config.topics == out.absolute():
        return
    file = out / "topics.toml"
    if file.exists() and _decided(file.read_text(encoding="utf-8")):
        raise ConfigError(
            "The output folder holds decisions about topics, which a new run would lose.", where=file,
            do=f"Keep them with --topics {out} (and --refit), or give another --out.",
        )  # fmt: skip


def _decided(text: str) -> bool:
    """Whether topics.toml says more than which ids there are; also where it cannot be read."""
    import tomllib

    try:
        return any(set(topic) - {"id", "proposed"} for topic in tomllib.loads(text).get("topic", []))
    except (tomllib.TOMLDecodeError, TypeError):
        return True


@contextlib.contextmanager
def progress_bar(given: dict[str, Any]) -> Iterator[Callable[[str, int, int], None]]:
    """A bar with the time left on standard error, for work that takes longer than two seconds."""
    if given.get("quiet") or given.get("as_json"):
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description:<16}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    bars = Progress(*columns, console=Console(file=sys.stderr), transient=True)
    tasks: dict[str, Any] = {}
    began = time.monotonic()

    def progress(what: str, done: int, total: int) -> None:
        if what not in tasks:
            tasks[what] = bars.add_task(what, total=max(total, 1))
        bars.update(tasks[what], completed=done, total=max(total, 1))
        if bars.console.is_terminal and not bars.live.is_started and time.monotonic() - began > SHOW_AFTER:
            bars.start()

    try:
        yield progress
    finally:
        if bars.live.is_started:
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
    asked = set(run.tables["scores"]["metric"]) if "scores" in run.tables else set()
    for row in figures["metrics"]:
        base = row["metric"].partition(" (")[0]
        if row["value"] is not None and (base not in asked or row["statistic"] == MAIN.get(base, "mean")):
            yield _figure(
                row, row["metric"].replace("_", " ") if base not in asked else row["metric"].upper()
            )
    for metric in dict.fromkeys(row["metric"] for row in figures["drivers"]):
        rows = [row for row in figures["drivers"] if row["metric"] == metric]
        unit = DRIVEN.get(metric, "scale points")
        if all(row["impact_adjusted"] is None for row in rows):
            unit += " (marginal: too few answers to hold the other topics still)"
        yield f"What drives {metric.upper()}, in {unit}:"
        yield from _impacts(rows)
    if "drivers" in run.tables and len(run.tables["topics"]) and not figures["drivers"]:
        yield "No topic drives a score as far as these data can tell."
    yield from figures["notes"]


def _figure(row: dict[str, Any], name: str) -> str:
    digits = 2 if row["unit"] == "scale points" else 1
    interval = "" if row["low"] is None else f" [{row['low']:.{digits}f}, {row['high']:.{digits}f}]"
    statistic = {"top2": ", top two", "mean": ", mean"}.get(row["statistic"], "")
    n = f", n = {row['n']:,}" if row["n"] else ""
    return f"{name}{statistic}: {row['value']:.{digits}f}{interval} {row['unit']}{n}"


def _impacts(rows: list[dict[str, Any]]) -> Iterator[str]:
    """From the worst to the best; adjusted where there is a model, else marginal."""
    found = []
    for row in rows:
        kind = "impact_marginal" if row["impact_adjusted"] is None else "impact_adjusted"
        found.append((row[kind], row[f"{kind}_low"], row[f"{kind}_high"], row["name"], row["polarity"]))
    for value, low, high, name, polarity in sorted(found, key=lambda item: item[0]):
        interval = "" if low is None or high is None else f"[{low:+.2f}, {high:+.2f}]"
        yield f"  {value:+6.2f} {interval:<16}  {name} ({polarity})"
