"""What a load will do with every column, for people and as a config file."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from cxtext.config import Config, Score
from cxtext.errors import CxtextError


@dataclass(frozen=True)
class ColumnPlan:
    """A column, the role that it plays (``-`` for none) and why."""

    file: str
    column: str
    role: str
    why: str


class Note(NamedTuple):
    """Something assumed, left out or doubtful, about one column."""

    code: str
    column: str
    text: str

    @property
    def severity(self) -> str:
        """``warning`` where a result may be wrong for it, else ``note``."""
        return "warning" if self.code.startswith("W_") else "note"


@dataclass(frozen=True)
class Plan:
    """The config with every role filled in, the columns, what was assumed, and what is still open.

    ``seen`` is what an inspection met while it read the files: rows, encodings, rows that do not count.
    """

    config: Config
    columns: tuple[ColumnPlan, ...] = ()
    language: str | None = None
    notes: tuple[Note, ...] = ()
    questions: tuple[CxtextError, ...] = field(default=(), compare=False)
    seen: tuple[str, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        lines = []
        for file in dict.fromkeys(c.file for c in self.columns):
            mine = [c for c in self.columns if c.file == file]
            width = min(max(len(c.column) for c in mine), 40)
            lines.append(file)
            lines += [f"  {c.column[:40]:<{width}}  {c.role:<10}  {c.why}" for c in mine]
        lines += [f"read: {text}" for text in self.seen]
        lines += [f"note: {note.text}" for note in self.notes]
        lines += [f"open: {question}" for question in self.questions]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """For run.json."""
        return {
            "config": self.config.model_dump(mode="json", by_alias=True),
            "columns": [vars(c) for c in self.columns],
            "language": self.language,
            "notes": [note.text for note in self.notes],
            "open": [str(q) for q in self.questions],
        }

    def to_config_toml(self) -> str:
        """A config that reproduces the run; only what differs from the defaults. Paths are absolute."""
        defaults = Config()
        lines = [f"# open: {line}" for q in self.questions for line in str(q).splitlines()]
        tables = []
        for name, info in Config.model_fields.items():
            value, key = getattr(self.config, name), info.alias or name
            if value == getattr(defaults, name):
                continue
            if isinstance(value, dict):
                tables.append(f"\n[{key}]")
                tables += [f"{_toml(k)} = {_toml(v)}" for k, v in value.items()]
            elif name == "score":
                lines.append(f"{key} = {_toml([flag(score) for score in value])}")
            else:
                lines.append(f"{key} = {_toml(value)}")
        return "\n".join(lines + tables) + "\n"


def flag(score: Score) -> str:
    """The score as ``METRIC=COL@MIN-MAX``.

    >>> flag(Score(metric="nps", column="NPS", scale_min=0, scale_max=10))
    'nps=NPS@0-10'
    """
    scale = "" if score.scale_min is None else f"@{score.scale_min}-{score.scale_max}"
    way = {None: "", True: ":low-is-good", False: ":high-is-good"}[score.low_is_good]
    return f"{score.metric}={score.column}{scale}{way}"


def _toml(value: Any) -> str:
    """A value as TOML; JSON strings are TOML strings, except for the DEL character."""
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(v) for v in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml(k)} = {_toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, Path):
        value = "-" if value == Path("-") else str(value.absolute())
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
