"""The flags, declared once; each command picks the ones that it needs."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from cxtext.config import Config, make_config, read_config
from cxtext.errors import ConfigError

FILES = "CSV, TSV, XLSX, Parquet or JSON Lines."
READ, COLUMNS, MODELS, OUTPUT = "Reading", "Columns", "Models", "Output"


def _flag(kind: Any, name: str, group: str, help_: str, default: Any = None, **more: Any) -> tuple[Any, Any]:
    option = typer.Option(f"--{name}", help=help_, rich_help_panel=group, show_default=False, **more)
    return Annotated[kind, option], default


FLAGS: dict[str, tuple[Any, Any]] = {
    "inputs": (Annotated[list[Path] | None, typer.Argument(help=FILES, show_default=False)], None),
    "out": _flag(Path, "out", OUTPUT, "Folder for the results; an earlier run there is replaced."),
    "config": _flag(Path, "config", READ, "TOML file that says everything the flags can say; flags win."),
    "id": _flag(str, "id", COLUMNS, "Response id. Without it ids are file name and row number."),
    "respondent": _flag(str, "respondent", COLUMNS, "Who answered, where one person answers more than once."),
    "score": _flag(
        list[str], "score", COLUMNS,
        "METRIC=COL[@MIN-MAX][:low-is-good], METRIC is nps, csat, ces or a name of yours. Repeatable.",
    ),
    "comment": _flag(list[str], "comment", COLUMNS, "Column of an open answer. Repeatable."),
    "per_question": _flag(bool, "per-question", COLUMNS, "Keep each question's topics apart.", False),
    "segment": _flag(list[str], "segment", COLUMNS, "Column to compare groups by. Repeatable."),
    "date": _flag(str, "date", COLUMNS, "When the answer was given."),
    "channel": _flag(str, "channel", COLUMNS, "How the answer was given."),
    "weight": _flag(str, "weight", COLUMNS, "Sampling weight."),
    "missing": _flag(list[str], "missing", COLUMNS, "COL=V,V: values that mean no answer. Repeatable."),
    "keep_pii": _flag(list[str], "keep-pii", COLUMNS, "Keep a column that looks personal. Repeatable."),
    "comments": _flag(Path, "comments", READ, "File with the comments, several a response, joined by --id."),
    "join": _flag(list[Path], "join", READ, "File with attributes, one row a key. Repeatable."),
    "match": _flag(
        str, "match", READ,
        "How keys compare: exact, float-id, lower, strip-leading-zeros, strip-excel-apostrophe.",
    ),
    "on_duplicate": _flag(str, "on-duplicate", READ, "Rows that share an id: error, latest or first."),
    "where": _flag(str, "where", READ, "Keep the rows for which this holds, e.g. \"country == 'KR'\"."),
    "encoding": _flag(str, "encoding", READ, "utf-8, utf-16, cp949, big5, latin-1 ..."),
    "max_rows": _flag(int, "max-rows", READ, "Read no more rows than this."),
    "sentiment_model": _flag(str, "sentiment-model", MODELS, "default, folder:PATH or hub:NAME@REVISION."),
    "embedding_model": _flag(str, "embedding-model", MODELS, "default, folder:PATH or hub:NAME@REVISION."),
    "device": _flag(str, "device", MODELS, "auto, cpu or cuda."),
    "seed": _flag(int, "seed", MODELS, "Seed of everything random."),
    "offline": _flag(bool, "offline", MODELS, "Never fetch a model.", False),
    "glossary": _flag(Path, "glossary", READ, "TOML file with brands, synonyms and stop words."),
    "report_lang": _flag(str, "report-lang", OUTPUT, "en, ko or zh-Hant."),
    "redact_tables": _flag(bool, "redact-tables", OUTPUT, "Mask personal data in the tables too.", False),
    "quiet": _flag(bool, "quiet", OUTPUT, "Print nothing but errors.", False),
    "as_json": _flag(bool, "json", OUTPUT, "Print the summary as JSON.", False),
}  # fmt: skip

READING = ("config", "where", "encoding", "max_rows", "comments", "join", "match", "on_duplicate")
TEXT_COLUMNS = ("id", "respondent", "comment", "segment", "date", "channel", "missing")
SCORE_COLUMNS = ("score", "weight")
COLUMN_FLAGS = (
    "id", "respondent", "score", "comment", "per_question", "segment", "date", "channel", "weight", "missing",
    "keep_pii",
)  # fmt: skip
MODEL = ("device", "seed", "offline")
PRINTING = ("quiet", "as_json")
OUTPUT_FLAGS = ("report_lang", "redact_tables", *PRINTING)


def flags(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the named flags; it receives them as keyword arguments."""

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        parameters = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
            for name, (kind, default) in ((name, FLAGS[name]) for name in names)
        ]
        function.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        function.__annotations__ = {p.name: p.annotation for p in parameters}
        return function

    return decorate


def config_of(given: dict[str, Any]) -> Config:
    """The config that flags and ``--config`` ask for; what the command handles itself is left out."""
    data = {
        name.replace("_", "-"): value
        for name, value in given.items()
        if name not in ("out", "config", "quiet", "as_json") and value not in (None, False, [], ())
    }
    if "missing" in data:
        data["missing"] = _missing(data["missing"])
    return read_config(given["config"], **data) if given.get("config") else make_config(data)


def _missing(items: list[str]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for item in items:
        column, equals, rest = item.partition("=")
        if not equals or not column:
            raise ConfigError("--missing is COL=V,V.", found=repr(item), do="For example --missing q1=99,98")
        values.setdefault(column, []).extend(rest.split(","))
    return values
