"""The metrics of a run as a terminal shows them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    import pandas as pd

    from cxtext.pipeline import Run

USUAL = 80  # columns of a terminal
WIDEST = 20  # columns that a group's name gets on a narrow terminal
MAIN = {"nps": "nps", "csat": "top2", "ces": "mean"}


def show(run: Run, paths: dict[str, Path], *, as_json: bool) -> None:
    """The accounts, the table of metrics, the changes, and where the results are."""
    from cxtext.load import counts_text

    metrics, changes = run.tables["metrics"], run.tables["metric_changes"]
    if as_json:
        told = {
            "counts": run.info["counts"], "metrics": _records(metrics), "changes": _records(changes),
            "notes": run.info["plan"]["notes"], "paths": {name: str(path) for name, path in paths.items()},
        }  # fmt: skip
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    typer.echo(counts_text(run.info["counts"]))
    from rich.console import Console

    console = Console(file=sys.stdout, highlight=False)
    wide = console.width >= USUAL
    console.print(_metrics_table(_worth_showing(metrics), wide=wide))
    if len(changes):
        console.print(_changes_table(changes, wide=wide))
    for note in run.info["notes"]:
        typer.echo(note)
    for name, path in paths.items():
        if name != "run":
            typer.echo(f"{name.capitalize()}: {path}")


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    # double_precision cuts at 15 digits; the table itself has them all
    return json.loads(frame.to_json(orient="records", force_ascii=False, double_precision=15))


def _worth_showing(metrics: pd.DataFrame) -> pd.DataFrame:
    """Every statistic overall; by segment and period the main one, the rest is in the file."""
    base = metrics["metric"].str.partition(" (")[0]
    first = metrics.groupby("metric", sort=False)["statistic"].transform("first")
    main = metrics["statistic"] == base.map(MAIN).fillna(first)
    overall = metrics["segment"].isna() & metrics["period"].isna()
    return metrics[overall | main]


def _metrics_table(metrics: pd.DataFrame, *, wide: bool) -> Any:
    table = _table("Metrics", ("Metric", "Of"), ("Value", "95% interval", "n"), metrics["segment"], wide=wide)
    told: tuple[str, str] | None = None
    for row in metrics.to_dict("records"):
        if told and told[0] != row["metric"]:
            table.add_section()
        key = row["metric"], row["statistic"]
        of = next((part for part in (row["segment"], row["period"]) if isinstance(part, str)), "all")
        # Figures that are added up count nobody.
        n = f"{row['n']:,}" if row["n"] or row["method"] != "account" else "-"
        name = "" if key == told else _name(row)
        _add(table, name, of, _number(row["value"]), _interval(row), n, _flags(row))
        told = key
    return table


def _changes_table(changes: pd.DataFrame, *, wide: bool) -> Any:
    spans = changes["before"] + "–" + changes["after"]
    table = _table("Change between the last two periods", ("Metric", "Periods"),
                   ("Change", "95% interval", "q"), spans, wide=wide)  # fmt: skip
    for row, span in zip(changes.to_dict("records"), spans, strict=True):
        q = "-" if row["q"] != row["q"] else "<0.001" if row["q"] < 0.001 else f"{row['q']:.3f}"
        change = _number(row["change"], signed=True)
        _add(table, _name(row), span, change, _interval(row), q, _flags(row))
    return table


def _table(
    title: str, names: tuple[str, str], numbers: tuple[str, ...], groups: pd.Series, *, wide: bool
) -> Any:
    """Numbers keep their line; names and flags wrap where the terminal is narrow."""
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    longest = max((len(group) for group in groups.dropna()), default=0)
    table.add_column(names[0], overflow="fold")
    table.add_column(names[1], overflow="fold", no_wrap=wide and longest <= WIDEST)
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("Flags", overflow="fold")
    return table


def _name(row: dict[Any, Any]) -> str:
    """``csat top2, percent``."""
    name = row["metric"] if row["metric"] == row["statistic"] else f"{row['metric']} {row['statistic']}"
    return f"{name.replace('_', ' ')}, {row['unit']}"


def _add(table: Any, *cells: str) -> None:
    from rich.text import Text

    table.add_row(*(Text(cell) for cell in cells))  # a bracket in a name is no markup


def _interval(row: dict[Any, Any]) -> str:
    return "-" if row["low"] != row["low"] else f"{_number(row['low'])} to {_number(row['high'])}"


def _number(value: float, *, signed: bool = False) -> str:
    if value != value:
        return "-"
    digits = 3 if abs(value) < 1 else 2 if abs(value) < 10 else 1
    return f"{value:{'+' if signed else ''},.{digits}f}"


def _flags(row: dict[Any, Any]) -> str:
    return row["flags"].replace(" ", ", ").replace("_", " ") if isinstance(row["flags"], str) else ""
