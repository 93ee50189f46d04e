"""The report's own words in one language, and numbers written the way that language's readers expect."""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from cxtext.config import REPORT_LANGUAGES
from cxtext.errors import ConfigError, nearest

MINUS = "\N{MINUS SIGN}"
DIGITS = {"points": 1, "percent": 1, "percentage_points": 1, "scale_points": 2, "count": 0}


class Words:
    """Sentences by key (``section.name``) with placeholders filled, and the formats of numbers.

    >>> words = load_words("en")
    >>> words("number.n", n="12")
    'n = 12'
    >>> words.amount(-12.34, "points", signed=True)
    '−12.3 points'
    """

    def __init__(self, lang: str, entries: dict[str, str]) -> None:
        self.lang, self.entries = lang, entries

    def __call__(self, key: str, /, **values: object) -> str:
        return self.entries[key].format(**values)

    def get(self, key: str, default: str) -> str:
        """The entry, or ``default`` where a name is the user's own."""
        return self.entries.get(key, default)

    def name(self, kind: str, code: object) -> str:
        """What a code is called (``kind`` is a section such as ``flag``); unknown codes lose underscores."""
        return self.entries.get(f"{kind}.{str(code).replace(' ', '_')}", str(code).replace("_", " "))

    def statistic(self, statistic: object) -> str:
        """What a statistic is called; a metric that has only one is named like it.

        >>> load_words("en").statistic("churn_rate"), load_words("en").statistic("top2")
        ('Churn rate', 'share of the two best answers')
        """
        known = self.entries.get(f"statistic.{statistic}") or self.entries.get(f"metric.{statistic}")
        return known or self.name("statistic", statistic)

    def metric(self, metric: object) -> str:
        """The name of a metric; the user's own names, and a question in brackets, stay as they are.

        >>> load_words("en").metric("nps (Q1)"), load_words("en").metric("loyalty")
        ('NPS (Q1)', 'loyalty')
        """
        base, bracket, question = str(metric).partition(" (")
        return self.entries.get(f"metric.{base}", base) + bracket + question

    def listed(self, items: list[str]) -> str:
        """Items in a row, parted as the language parts them."""
        return self("page.comma").join(items)

    def number(self, value: float | None, digits: int = 1, signed: bool = False) -> str:
        """A number with a true minus sign and grouped thousands; a dash where it is missing.

        >>> load_words("en").number(13612, 0), load_words("en").number(float("nan"))
        ('13,612', '–')
        """
        if value is None or not math.isfinite(value):
            return "–"
        text = f"{value:{'+' if signed else ''},.{digits}f}"
        if float(text.replace(",", "")) == 0:
            text = text.lstrip("+-")
        return text.replace("-", MINUS)

    def amount(self, value: float | None, unit: str, signed: bool = False) -> str:
        """A number with its unit; the dash alone where it is missing."""
        unit = unit.replace(" ", "_")
        text = self.number(value, DIGITS.get(unit, 2), signed)
        known = self.entries.get(f"unit.{unit}", "{x} " + unit.replace("_", " ").replace("{", "{{"))
        return text if text == "–" else known.format(x=text)

    def span(self, low: float | None, high: float | None, unit: str, key: str = "number.interval") -> str:
        """An interval in words; the dash where it is missing. ``key`` may be ``number.range``."""
        if low is None or high is None:
            return "–"
        unit = unit.replace(" ", "_")
        digits = DIGITS.get(unit, 2)
        ends = {"low": self.number(low, digits), "high": self.number(high, digits)}
        if unit == "percent":
            ends = {k: self("unit.percent", x=v) for k, v in ends.items()}
        return self(key, **ends)

    def share(self, value: float | None) -> str:
        """A percentage of 0 to 100."""
        return self.amount(value, "percent")

    def chance(self, value: float | None, key: str = "number.q") -> str:
        """A p or q value to three digits.

        >>> load_words("en").chance(0.0004), load_words("en").chance(0.0312)
        ('q < 0.001', 'q = 0.031')
        """
        if value is None:
            return "–"
        return self(key, **{key.split(".")[1]: "< 0.001" if value < 0.001 else f"= {value:.3f}"})


@cache
def load_words(lang: str) -> Words:
    """The words of a report language. Raises ConfigError for a language that has none."""
    if lang not in REPORT_LANGUAGES:
        raise ConfigError(
            f"There is no report in {lang!r}.", where="--report-lang", do=nearest(lang, REPORT_LANGUAGES)
        )
    text = resources.files("cxtext.report").joinpath(f"words/{lang}.toml").read_text(encoding="utf-8")
    return Words(lang, flat(tomllib.loads(text)))


def flat(nested: dict[str, Any]) -> dict[str, str]:
    """``{"a": {"b": "c"}}`` as ``{"a.b": "c"}``."""
    return {f"{section}.{key}": value for section, keys in nested.items() for key, value in keys.items()}
