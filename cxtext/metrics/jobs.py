"""What a spec asks for: one metric's columns by role and options, checked and read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from cxtext.errors import ConfigError, nearest
from cxtext.metrics.cell_values import as_day_column, as_numbers_column, as_truth_column, is_blank, require
from cxtext.metrics.recipes import RECIPES
from cxtext.metrics.recipes.recipe import Recipe
from cxtext.stats.base import DEFAULT, Minimums

if TYPE_CHECKING:
    import pandas as pd

COMMON = ("segment", "date", "customer")
OWN = ("metric", "table", "date", "yes_is")
STATISTICS = {
    "csat": "top2", "ces": "mean", "average_handling_time": "mean", "waiting_time": "mean",
    "time_on_site": "mean",
}  # fmt: skip


class Job(NamedTuple):
    """One metric ready to be computed: its rows with columns named by role, and the day of each row."""

    name: str
    statistic: str
    recipe: Recipe
    options: dict[str, Any]
    rows: pd.DataFrame
    day: pd.Series | None


def read_job(
    name: str,
    own: object,
    tables: Mapping[str, pd.DataFrame],
    spec: Mapping[str, Any],
    minimums: Minimums = DEFAULT,
) -> Job:
    """The metric that a spec declares, its keys checked and its columns read."""
    where = f"[metrics.{name}]"
    if not isinstance(own, Mapping):
        raise ConfigError("A metric is a table of columns and options.", where=where, found=own)
    own = {key.replace("-", "_"): value for key, value in own.items()}
    metric = str(own.get("metric", name))
    if metric not in RECIPES:
        raise ConfigError(f"Unknown metric {metric!r}.", where=where, do=nearest(metric, RECIPES))
    recipe = RECIPES[metric]
    known = {*recipe.columns, *recipe.options, *OWN}
    for key in own:
        if key not in known:
            raise ConfigError(f"Unknown key {key!r}.", where=where, do=nearest(key, known))
    needed = (recipe.columns.keys() - recipe.optional) | recipe.required
    if missing := sorted(needed - own.keys()):
        raise ConfigError(f"It needs {', '.join(missing)}.", where=where, found=sorted(own),
                          do=f"Give {missing[0]} = \"...\".")  # fmt: skip
    table_name = str(own.get("table", recipe.table))
    table = tables.get(table_name, next(iter(tables.values())) if len(tables) == 1 else None)
    if table is None:
        raise ConfigError(f"There is no table {table_name!r}.", where=where, do=nearest(table_name, tables))
    options = {key: own[key] for key in recipe.options if key in own}
    rows = _read(table, recipe, own, where)
    day = None
    date = own.get("date", spec.get("date"))
    if date in table.columns:
        day = as_day_column(table[date])
    elif "date" in own:
        require(table, str(date), where)
    customer = spec.get("customer")
    if customer in table.columns and "customer" not in rows:
        rows = rows.assign(customer=table[customer])
    own_segments = [c for c in as_list(spec.get("segment")) if c in table.columns]
    rows = rows.assign(**{f"seg_{column}": table[column] for column in own_segments})
    if recipe.prepare is not None:
        rows, day = recipe.prepare(rows, options, minimums), None
    statistic = str(options.get("statistic", STATISTICS.get(metric, metric)))
    return Job(
        name,
        statistic,
        recipe,
        options,
        rows.reset_index(drop=True),
        None if day is None else day.reset_index(drop=True),
    )


def _read(table: pd.DataFrame, recipe: Recipe, own: Mapping[str, Any], where: str) -> pd.DataFrame:
    import pandas as pd

    columns = {}
    for role, kind in recipe.columns.items():
        if role not in own:
            continue
        cells = require(table, str(own[role]), where)
        if kind == "number":
            columns[role] = as_numbers_column(cells)
        elif kind == "yes":
            columns[role] = as_truth_column(cells, own.get("yes_is"))
        elif kind == "day":
            columns[role] = as_day_column(cells)
        else:
            columns[role] = cells.mask(is_blank(cells))
    return pd.DataFrame(columns, index=table.index)


def parse_metric(text: str) -> tuple[str, dict[str, Any]]:
    """A metric on the command line: ``NAME; key=value; key=value``.

    >>> parse_metric("churn_rate; yes=Churn; yes_is=Yes; table=customers")
    ('churn_rate', {'yes': 'Churn', 'yes_is': 'Yes', 'table': 'customers'})
    """
    name, *pairs = (part.strip() for part in text.split(";"))
    spec: dict[str, Any] = {}
    for pair in filter(None, pairs):
        key, equals, value = (part.strip() for part in pair.partition("="))
        if not equals or not key or not value:
            raise ConfigError("A metric is NAME; key=value; key=value.", where="--metric", found=repr(text),
                              do='For example "nps; score=NPS".')  # fmt: skip
        spec[key] = {"true": True, "false": False}.get(value.lower(), value)
    if not name:
        raise ConfigError("A metric has a name.", where="--metric", found=repr(text))
    return name, spec


def as_list(value: object) -> list[str]:
    """One name or several."""
    return [value] if isinstance(value, str) else list(value or ())  # type: ignore[call-overload]
