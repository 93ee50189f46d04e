"""The flags, declared once; each command picks the ones that it needs."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from cxtext.config import Config, make_config, read_config
from cxtext.errors import ConfigError

FILES = "CSV, TSV, XLSX, Parquet or JSON Lines: files, folders, patterns, or - for standard input."
MODEL_NAMES = "default, folder:PATH, hub:OWNER/NAME[@REVISION] or a card, PATH.toml."
READ, COLUMNS, MODELS, OUTPUT = "Reading", "Columns", "Models", "Output"


def _flag(
    kind: Any, name: str, group: str, metavar: str, help_: str, least: int | None = None
) -> tuple[Any, Any]:
    option = typer.Option(
        f"--{name}", metavar=metavar, rich_help_panel=group, show_default=False, min=least,
        help=help_.replace("[", "\\["),  # a bracket would open a tag of rich's
    )  # fmt: skip
    return Annotated[kind | None, option], None


def _switch(name: str, group: str, help_: str) -> tuple[Any, Any]:
    return _flag(bool, name, group, "", help_)[0], False


def _choice(name: str, group: str, metavar: str, help_: str) -> tuple[Any, Any]:
    allowed = Config.model_fields[name.replace("-", "_")].annotation
    return _flag(allowed, name, group, metavar, help_)


FLAGS: dict[str, tuple[Any, Any]] = {
    "inputs": (Annotated[list[Path] | None, typer.Argument(help=FILES, metavar="INPUT")], None),
    "out": _flag(Path, "out", OUTPUT, "DIR", "Folder for the results; an earlier run there is replaced."),
    "out_file": _flag(
        Path, "out", OUTPUT, "DIR|FILE", "Folder for the results, or NAME.parquet, .csv, .xlsx for the table."
    ),
    "classified": _flag(
        Path, "out", OUTPUT, "DIR|FILE", "Folder for a run's tables; with --text a .csv, .parquet or .jsonl."
    ),
    "config": _flag(Path, "config", READ, "FILE.toml", "Everything that the flags can say; flags win."),
    "layout": _choice("layout", READ, "HOW", "wide (a row is a response) or long (a row is an answer)."),
    "question_col": _flag(str, "question-col", COLUMNS, "COL", "In a long table: the question."),
    "value_col": _flag(list[str], "value-col", COLUMNS, "COL", "In a long table: the answer. Repeatable."),
    "id": _flag(str, "id", COLUMNS, "COL", "Response id. Without it ids are file name and row number."),
    "respondent": _flag(str, "respondent", COLUMNS, "COL", "Who answered, if people answer more than once."),
    "score": _flag(
        list[str], "score", COLUMNS, "METRIC=COL",
        "METRIC=COL[@MIN-MAX][:low-is-good]; METRIC is nps, csat, ces or a name of yours. Repeatable.",
    ),
    "comment": _flag(list[str], "comment", COLUMNS, "COL", "An open answer. Repeatable."),
    "per_question": _switch("per-question", COLUMNS, "Keep each question's topics apart."),
    "segment": _flag(list[str], "segment", COLUMNS, "COL", "Groups to compare. Repeatable."),
    "date": _flag(str, "date", COLUMNS, "COL", "When the answer was given."),
    "tz": _flag(str, "tz", COLUMNS, "ZONE", "Zone of dates that state none: Asia/Seoul, UTC (default) ..."),
    "channel": _flag(str, "channel", COLUMNS, "COL", "How the answer was given."),
    "weight": _flag(str, "weight", COLUMNS, "COL", "Sampling weight."),
    "missing": _flag(list[str], "missing", COLUMNS, "COL=V,V", "Values that mean no answer. Repeatable."),
    "labels": _flag(
        list[str], "labels", COLUMNS, "COL=SET", "Label set of a score in words: en-satisfaction-5-very ..."
    ),
    "keep_pii": _flag(list[str], "keep-pii", COLUMNS, "COL", "Keep this personal column. Repeatable."),
    "comments": _flag(Path, "comments", READ, "FILE", "The comments, several a response, joined by --id."),
    "join": _flag(list[Path], "join", READ, "FILE", "Attributes, one row a key. Repeatable."),
    "metric": _flag(
        list[str], "metric", COLUMNS, "NAME; KEY=VALUE",
        "A further metric: \"churn_rate; yes=Left; table=customers\". Repeatable; see docs/metrics.md.",
    ),
    "customers": _flag(Path, "customers", READ, "FILE", "Customers, one row each, for --metric."),
    "transactions": _flag(Path, "transactions", READ, "FILE", "Purchases, one row each, for --metric."),
    "customer": _flag(str, "customer", COLUMNS, "COL", "Customer id in these files; else --respondent."),
    "match": _choice(
        "match", READ, "HOW",
        "How keys compare: exact (default), float-id, lower, strip-leading-zeros or strip-excel-apostrophe.",
    ),
    "on_duplicate": _choice(
        "on-duplicate", READ, "WHAT", "Rows sharing an id: error (default), latest, first, most-complete.",
    ),
    "identity": _choice(
        "identity", READ, "WHAT", "An id in two inputs is one response (global, the default) or two (file).",
    ),
    "unmatched_left": _choice(
        "unmatched-left", READ, "WHAT", "Responses not in --comments: report (default), error or drop.",
    ),
    "unmatched_right": _choice(
        "unmatched-right", READ, "WHAT", "Rows of --comments without response: report, error or drop.",
    ),
    "conflict": _flag(
        list[str], "conflict", READ, "WHAT=HOW",
        "Where two files differ: score=error, segment=prefer-responses (the defaults), or the other way.",
    ),
    "allow_drift": _switch("allow-drift", READ, "Inputs may differ in their columns; what differs is named."),
    "sql": _flag(str, "sql", READ, "URL", "A database, such as sqlite:///feedback.db; with --query."),
    "query": _flag(Path, "query", READ, "FILE.sql", "The query whose rows are the responses."),
    "where": _flag(str, "where", READ, "EXPR", "Keep the rows for which this holds: \"country == 'KR'\"."),
    "dialect": _flag(
        str, "dialect", READ, "NAME", "What wrote the file: qualtrics3, surveymonkey, generic ...",
    ),
    "keep_status": _flag(
        list[str], "keep-status", READ, "STATUS",
        "Keep rows that are left out: preview, test, spam, excluded, in_progress, unrated. Repeatable.",
    ),
    "encoding": _flag(str, "encoding", READ, "NAME", "utf-8, utf-16, cp949, big5, latin-1 ..."),
    "max_rows": _flag(int, "max-rows", READ, "N", "Read the first N rows only.", 1),
    "glossary": _flag(Path, "glossary", READ, "FILE.toml", "Brands, synonyms and stop words."),
    "sentiment_model": _flag(str, "sentiment-model", MODELS, "MODEL", MODEL_NAMES),
    "embedding_model": _flag(str, "embedding-model", MODELS, "MODEL", MODEL_NAMES),
    "device": _choice("device", MODELS, "DEVICE", "auto (default), cpu or cuda."),
    "text": _flag(str, "text", COLUMNS, "COL", "The column of texts: one row out for each row in."),
    "keep": _flag(list[str], "keep", COLUMNS, "COL", "With --text: copy this column only. Repeatable."),
    "max_tokens": _flag(int, "max-tokens", MODELS, "N", "With --text: read in windows of N tokens.", 1),
    "truncate": _switch("truncate", MODELS, "With --text: read the first window only, and say so."),
    "exact": _switch("exact", MODELS, "With --text: float32, never int8 or bfloat16."),
    "no_cache": _switch("no-cache", MODELS, "With --text: neither read nor keep results on disk."),
    "topics": _flag(
        Path, "topics", READ, "RUN|FILE", "Give the topics of an earlier run, or a topics.toml with seeds."
    ),
    "codebook": _flag(
        Path, "codebook", READ, "FILE", "Topics that you know: names, example phrases; TOML, CSV or XLSX."
    ),
    "refit": _switch("refit", READ, "With --topics: find topics anew, keep ids and decisions."),
    "topic_method": _choice("topic-method", MODELS, "HOW", "centres (default) or density (UMAP, HDBSCAN)."),
    "seed": _flag(int, "seed", MODELS, "N", "Seed of everything random (default 0)."),
    "offline": _switch("offline", MODELS, "Never fetch a model."),
    "report_lang": _choice("report-lang", OUTPUT, "LANG", "en (default), ko or zh-Hant."),
    "redact_tables": _switch("redact-tables", OUTPUT, "Mask personal data in the tables too."),
    "quiet": _switch("quiet", OUTPUT, "Print nothing but errors."),
    "as_json": _switch("json", OUTPUT, "Print the summary as JSON."),
    "write_mapping": _flag(Path, "write-mapping", OUTPUT, "FILE.toml", "The mapping to write (cxtext.toml)."),
}  # fmt: skip

READING = (
    "config", "where", "dialect", "layout", "question_col", "value_col", "keep_status", "encoding",
    "max_rows", "comments", "join", "match",
    "on_duplicate", "identity", "unmatched_left", "unmatched_right", "conflict", "allow_drift", "sql",
    "query",
)  # fmt: skip
TEXT_COLUMNS = ("id", "respondent", "comment", "segment", "date", "tz", "channel", "missing")
SCORE_COLUMNS = ("score", "labels", "weight")
BESIDE = ("metric", "customers", "transactions", "customer")
COLUMN_FLAGS = (
    "id", "respondent", "score", "comment", "per_question", "segment", "date", "tz", "channel", "weight",
    "missing",
    "labels", "keep_pii",
)  # fmt: skip
TOPICS = ("glossary", "codebook", "topics", "refit", "topic_method")
MODELS_USED = ("sentiment_model", "embedding_model")
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
        if name not in ("out", "config", "quiet", "as_json") and not _left_out(value)
    }
    if "missing" in data:
        data["missing"] = _missing(data["missing"])
    if "labels" in data:
        data["labels"] = _label_sets(data["labels"])
    if "conflict" in data:
        data["conflict"] = _policies(data["conflict"])
    if "metric" in data:
        data["metrics"] = _metrics(data.pop("metric"))
    return read_config(given["config"], **data) if given.get("config") else make_config(data)


def _left_out(value: Any) -> bool:
    return value is None or value is False or value == []  # 0 is a value


def _metrics(items: list[str]) -> dict[str, dict[str, Any]]:
    from cxtext.metrics.jobs import parse_metric

    named = [parse_metric(item) for item in items]
    for name, _ in named:
        if [other for other, _ in named].count(name) > 1:
            raise ConfigError(
                f"The metric {name!r} is given twice.", where="--metric",
                do=f'Give one a name of its own: "{name}_2; metric={name}; ...".',
            )  # fmt: skip
    return dict(named)


def _label_sets(items: list[str]) -> dict[str, str]:
    found = {}
    for item in items:
        column, equals, name = item.rpartition("=")
        if not equals or not column or not name:
            raise ConfigError(
                "--labels is COL=SET.", found=repr(item), do="--labels Q1=en-satisfaction-5-very"
            )
        found[column] = name
    return found


def _policies(items: list[str]) -> dict[str, str]:
    found = dict(item.split("=", 1) for item in items if "=" in item)
    if len(found) < len(items):
        raise ConfigError(
            "--conflict is WHAT=HOW.", found=repr(items), do="--conflict score=prefer-responses"
        )
    return found


def _missing(items: list[str]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for item in items:
        column, equals, rest = item.partition("=")
        if not equals or not column:
            raise ConfigError("--missing is COL=V,V.", found=repr(item), do="For example --missing q1=99,98")
        values.setdefault(column, []).extend(rest.split(","))
    return values
