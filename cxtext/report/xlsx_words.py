"""The workbook's words: those of the report plus the workbook's own, by key."""

from __future__ import annotations

import tomllib
from importlib import resources

from cxtext.report.words import load_words


def workbook_words(lang: str) -> dict[str, str]:
    """All words of a report language by dotted key, such as ``xlsx.sheet.drivers`` or ``metric.nps``.

    Raises ConfigError for a language that has none.

    >>> workbook_words("en")["xlsx.sheet.drivers"]
    'Drivers'
    """
    entries = dict(load_words(lang).entries)
    text = resources.files("cxtext.report").joinpath(f"words/xlsx.{lang}.toml").read_text(encoding="utf-8")
    for section, keys in tomllib.loads(text)["xlsx"].items():
        entries |= {f"xlsx.{section}.{key}": word for key, word in keys.items()}
    return entries


def id_headers(words: dict[str, str]) -> set[str]:
    """Titles of the columns that hold ids: what the scan for personal data does not read."""
    return {words[f"xlsx.column.{name}"] for name in ("response_id", "comment_id", "respondent", "topic_id")}
