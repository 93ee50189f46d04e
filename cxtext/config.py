"""What a run can be asked for. Every key is also a flag of ``cxtext run``; unknown keys are refused."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from cxtext.errors import ConfigError, closest, nearest

REPORT_LANGUAGES = ("en", "ko", "zh-Hant")
# How pydantic's kinds of errors begin, and what to call the kind of value.
_KINDS = {"int": "a whole number", "float": "a number", "finite": "a number", "bool": "true or false"}


class Score(BaseModel):
    """One scored question: ``METRIC=COL[@MIN-MAX][:low-is-good]``.

    >>> Score.parse("ces=How hard? (1=easy)@1-5:low-is-good")
    Score(metric='ces', column='How hard? (1=easy)', scale_min=1, scale_max=5, low_is_good=True)
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    metric: str
    column: str
    scale_min: int | None = None
    scale_max: int | None = None
    low_is_good: bool | None = None

    @classmethod
    def parse(cls, text: str) -> Score:
        """Split at the first ``=``; suffixes are read only at the end."""
        metric, equals, rest = text.partition("=")
        metric = metric.strip().lower()
        if not equals or not metric or not rest.strip():
            raise ConfigError(
                "A score is METRIC=COL[@MIN-MAX][:low-is-good].",
                where="--score", found=repr(text), do="For example --score nps=NPS@0-10",
            )  # fmt: skip
        low_is_good: bool | None = None
        if match := re.search(r":(low|high)-is-good$", rest):
            low_is_good, rest = match[1] == "low", rest[: match.start()]
        scale_min = scale_max = None
        if match := re.search(r"@(-?\d+)-(-?\d+)$", rest):
            scale_min, scale_max, rest = int(match[1]), int(match[2]), rest[: match.start()]
            if scale_min >= scale_max:
                raise ConfigError(
                    "A scale runs from its lowest to its highest code.",
                    where="--score", found=repr(text), do="For example @0-10; :low-is-good says direction.",
                )  # fmt: skip
        return cls(
            metric=metric, column=rest, scale_min=scale_min, scale_max=scale_max, low_is_good=low_is_good
        )


class Config(BaseModel):
    """A whole run. In TOML the keys are the flags' names, with ``-``."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, alias_generator=lambda s: s.replace("_", "-")
    )

    inputs: tuple[Path, ...] = ()  # files, folders, patterns; - is standard input
    sql: str | None = None
    query: Path | None = None
    # columns
    layout: Literal["wide", "long"] | None = None  # one row a response, or one row an answer
    question_col: str | None = None
    value_col: tuple[str, ...] = ()  # of several the first that is filled
    id: str | None = None
    respondent: str | None = None
    score: tuple[Score, ...] = ()
    comment: tuple[str, ...] = ()
    per_question: bool = False
    segment: tuple[str, ...] = ()
    date: str | None = None
    tz: str | None = None
    channel: str | None = None
    weight: str | None = None
    missing: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    labels: dict[str, str | dict[str, int]] = Field(default_factory=dict)
    keep_pii: tuple[str, ...] = ()
    # more files
    comments: Path | None = None
    join: tuple[Path, ...] = ()
    match: Literal["exact", "float-id", "lower", "strip-leading-zeros", "strip-excel-apostrophe"] = "exact"
    on_duplicate: Literal["error", "latest", "first", "most-complete"] = "error"
    identity: Literal["global", "file"] = "global"
    # a comments file: responses that it does not have, rows of it that have no response
    unmatched_left: Literal["report", "error", "drop"] = "report"
    unmatched_right: Literal["report", "error", "drop"] = "report"
    # one response in two files
    conflict: dict[Literal["score", "segment"], Literal["error", "prefer-responses"]] = Field(
        default_factory=dict
    )
    allow_drift: bool = False
    # metrics beside the scores
    customers: Path | None = None
    transactions: Path | None = None
    customer: str | None = None
    metrics: dict[str, Any] = Field(default_factory=dict)
    minimums: dict[str, int] = Field(default_factory=dict)
    # reading
    where: str | None = None
    dialect: str | None = None
    keep_status: tuple[str, ...] = ()
    encoding: str | None = None
    max_rows: int | None = Field(default=None, ge=1)
    # models
    sentiment_model: str = "default"
    embedding_model: str = "default"
    device: Literal["auto", "cpu", "cuda"] = "auto"
    topics: Path | None = None  # an earlier run's folder, or a topics.toml
    refit: bool = False
    codebook: Path | None = None  # topics known beforehand
    topic_method: Literal["centres", "density"] = "centres"
    seed: int = 0
    offline: bool = False
    # report
    report_lang: Literal["en", "ko", "zh-Hant"] = "en"
    redact_tables: bool = False
    glossary: Path | None = None

    @field_validator("score", mode="before")
    @classmethod
    def _scores(cls, value: Any) -> Any:
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list | tuple):
            return value
        return tuple(Score.parse(item) if isinstance(item, str) else item for item in value)

    @field_validator("conflict", mode="before")
    @classmethod
    def _spelling(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {k: v.replace("_", "-") if isinstance(v, str) else v for k, v in value.items()}

    @field_validator("tz")
    @classmethod
    def _zone(cls, value: str | None) -> str | None:
        from zoneinfo import available_timezones

        if value is not None and value not in available_timezones():
            raise ValueError(f"there is no time zone {value}. {nearest(value, available_timezones())[:200]}")
        return value

    @field_validator("metrics")
    @classmethod
    def _in_order(cls, value: dict[str, Any]) -> dict[str, Any]:
        # The order of the keys must not decide the order of the rows: run.json sorts its keys.
        return dict(sorted(value.items()))

    @field_validator(
        "inputs", "join", "comments", "glossary", "customers", "transactions", "query", "topics",
        "codebook",
    )  # fmt: skip
    @classmethod
    def _absolute(cls, value: Any) -> Any:
        # A run must be repeatable from any folder.
        if isinstance(value, tuple):
            return tuple(path if path == Path("-") else path.absolute() for path in value)
        return value.absolute() if value else None

    @model_validator(mode="after")
    def _one_question_a_metric(self) -> Config:
        metrics = [score.metric for score in self.score]
        if twice := {metric for metric in metrics if metrics.count(metric) > 1}:
            raise ValueError(
                f"metric {', '.join(sorted(twice))} is given twice; give each score its own name"
            )
        return self

    @model_validator(mode="after")
    def _columns_of_a_long_table(self) -> Config:
        if self.layout == "wide" and (self.question_col or self.value_col):
            raise ValueError("question-col and value-col belong to layout long: leave them out, or layout")
        return self

    @model_validator(mode="after")
    def _query_of_a_database(self) -> Config:
        if (self.sql is None) != (self.query is None):
            raise ValueError("sql and query go together: a database URL and a file with the query")
        return self

    @model_validator(mode="after")
    def _refit_of_an_earlier_run(self) -> Config:
        if self.refit and self.topics is None:
            raise ConfigError(
                "refit finds the topics of an earlier run anew, and no run is named.", where="--refit",
                do="Give --topics RUN beside it, or leave it out: a run without it finds topics anyway.",
            )  # fmt: skip
        return self

    @field_validator(
        "value_col", "comment", "segment", "inputs", "join", "keep_pii", "keep_status", mode="before"
    )
    @classmethod
    def _lists(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str | Path) else value


def read_config(path: Path, **overrides: Any) -> Config:
    """The config in a TOML file; flags given on the command line win. Paths are relative to the file."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError("The config cannot be read.", where=path, found=error.strerror) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError("The config is not valid TOML.", where=path, found=error) from error
    for key in ("comments", "glossary", "customers", "transactions", "query", "topics", "codebook"):
        if isinstance(data.get(key), str):
            data[key] = path.parent / data[key]
    for key in ("inputs", "join"):
        values = [data[key]] if isinstance(data.get(key), str) else data.get(key)
        if isinstance(values, list):
            data[key] = [path.parent / v if isinstance(v, str) and v != "-" else v for v in values]
    return make_config({**{k.replace("_", "-"): v for k, v in data.items()}, **overrides}, where=path)


def make_config(data: dict[str, Any], where: object = "flags") -> Config:
    """A checked config; pydantic's errors become one sentence that names the key."""
    data = {k.replace("_", "-"): v for k, v in data.items()}
    known = [(f.alias or name) for name, f in Config.model_fields.items()]
    for key in data:
        if key not in known:
            raise ConfigError(f"Unknown config key {key!r}.", where=where, do=nearest(key, known))
    try:
        return Config.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        needed = needs(first)
        what = f"Config key {key!r} needs {needed}." if needed else f"Config key {key!r}: {first['msg']}."
        raise ConfigError(what, where=where, found=repr(first.get("input")), do=_meant(first)) from error


def needs(error: Mapping[str, Any]) -> str | None:
    """What a value should have been, for one of pydantic's errors; None where its own words must do.

    >>> needs({"type": "int_parsing"}), needs({"type": "greater_than_equal", "ctx": {"ge": 1}})
    ('a whole number', '1 or more')
    """
    kind = error["type"]
    if kind == "greater_than_equal":
        return f"{error['ctx']['ge']} or more"
    if kind == "literal_error":
        return str(error["ctx"]["expected"])
    return _KINDS.get(kind.partition("_")[0])


def _meant(error: Mapping[str, Any]) -> str | None:
    if error["type"] != "literal_error":
        return None
    return meant_choice(str(error["input"]), error["ctx"]["expected"])


def meant_choice(given: str, choices: str) -> str | None:
    """A hint where one of the choices, each in quotes, is clearly meant: a gpu is no cpu.

    >>> meant_choice("zh", "'en', 'ko' or 'zh-Hant'"), meant_choice("gpu", "'auto', 'cpu' or 'cuda'")
    ('Did you mean zh-Hant?', None)
    """
    close = closest(given, re.findall(r"'([^']+)'", choices), alike=0.7)
    return f"Did you mean {close}?" if close else None
