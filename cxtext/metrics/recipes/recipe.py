"""What a recipe is: the columns and options a metric takes from a table, and how it is computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from cxtext.errors import ConfigError
from cxtext.metrics.change import MeanOf, Sample
from cxtext.stats.base import Minimums
from cxtext.stats.estimate import Estimate

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike

Options = Mapping[str, Any]


class Figure(NamedTuple):
    """An estimate and, where its change can be tested, the sample for the test."""

    estimate: Estimate
    sample: Sample | None = None


class Recipe(NamedTuple):
    """How one metric comes out of a table.

    ``columns`` names each column's role and kind: number, yes, text, day. ``compute`` gets the rows of one
    group with their columns named by role. ``prepare`` may first turn all rows into rows of another unit,
    such as purchases into customers; it keeps the column ``customer``.
    """

    compute: Callable[[pd.DataFrame, Options], Figure]
    columns: dict[str, str]
    optional: frozenset[str] = frozenset()
    options: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    table: str = "survey"
    prepare: Callable[[pd.DataFrame, Options, Minimums], pd.DataFrame] | None = None


def mean_sample(values: ArrayLike) -> MeanOf | None:
    """The mean with its standard error; None for fewer than two values."""
    from cxtext.stats.means import mean_interval

    mean = mean_interval(values)
    return MeanOf(mean.value, mean.se, mean.df) if mean.df > 0 else None


def number_option(options: Options, name: str, default: float | None = None) -> float | None:
    """An option that is a number; on the command line it comes as text."""
    value = options.get(name, default)
    try:
        return None if value is None else float(value)
    except (TypeError, ValueError) as error:
        raise ConfigError("It must be a number.", where=name, found=repr(value)) from error


def flag_option(options: Options, name: str, default: bool) -> bool:
    """An option that is true or false."""
    value = options.get(name, default)
    if not isinstance(value, bool):
        raise ConfigError("It must be true or false.", where=name, found=repr(value))
    return value


def weights_option(options: Options, default: tuple[float, ...]) -> Any:
    """Numbers as a list, or as text with commas."""
    value = options.get("weights", default)
    parts = value.split(",") if isinstance(value, str) else value
    try:
        return tuple(float(part) for part in parts)
    except (TypeError, ValueError) as error:
        raise ConfigError("Weights are numbers.", where="weights", found=repr(value), do="1,1,1") from error


def parse_scale(text: object, default: tuple[int, int] | None = None) -> tuple[int, int]:
    """``0-10`` as (0, 10).

    >>> parse_scale("1-7")
    (1, 7)
    """
    if text is None and default is not None:
        return default
    low, dash, high = str(text).strip().partition("-")
    if not dash or not low.isdigit() or not high.isdigit():
        raise ConfigError(
            "A scale is written LOWEST-HIGHEST.", where="scale", found=text, do="For example 0-10."
        )
    return int(low), int(high)
