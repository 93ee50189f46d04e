"""Any metric from the rows of a table: overall, by segment, by period, and the last change tested."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from cxtext.errors import ConfigError, nearest
from cxtext.metrics.cell_values import as_day_column
from cxtext.metrics.change import change
from cxtext.metrics.inputs import ACCOUNT
from cxtext.metrics.jobs import COMMON, Job, as_list, read_job
from cxtext.metrics.recipes.recipe import Figure
from cxtext.metrics.summarise import metrics_record, period_codes
from cxtext.stats.base import DEFAULT, Minimums
from cxtext.stats.estimate import Estimate

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


class FromTables(NamedTuple):
    """The metrics table of ``cxtext.tables``, and one row per tested change.

    ``changes``: metric, statistic, before, after (the last two periods), change (later minus earlier), low,
    high, p, q (Benjamini-Hochberg over all tests here), unit, n_before, n_after, method, flags.
    """

    metrics: pd.DataFrame
    changes: pd.DataFrame


def from_tables(
    tables: Mapping[str, pd.DataFrame], spec: Mapping[str, Any], minimums: Minimums = DEFAULT
) -> FromTables:
    """The metrics that ``spec`` declares.

    Parameters
    ----------
    tables
        ``survey``, ``customers``, ``transactions``: whichever the metrics need. Not changed.
    spec
        What ``[metrics]`` holds in TOML. ``segment``: columns to divide by. ``date``: column that gives the
        period. ``customer``: column that joins the tables; a segment that a metric's own table lacks is taken
        from the customer's last row in another. Every other key names a metric: a table of its columns by
        role, its options, and where needed ``metric`` (which one, if the key is a name of your own),
        ``table``, ``date`` and ``yes_is`` (the cell that means yes).

    minimums
        How many answers a figure, a test and a purchase model need.

    Raises
    ------
    ConfigError
        An unknown metric, role or option, or one that is missing.
    ColumnError
        A column that is not there or holds something else.

    >>> import pandas as pd
    >>> survey = pd.DataFrame({"score": [10] * 30 + [8] * 50 + [3] * 20})
    >>> from_tables({"survey": survey}, {"nps": {"score": "score"}}).metrics["value"].tolist()
    [10.0]
    """
    import pandas as pd

    from cxtext.tables import METRICS, check, empty

    records: list[dict[str, object]] = []
    changes: list[dict[str, object]] = []
    for name, own in spec.items():
        if name in COMMON:
            continue
        job = read_job(name, own, tables, spec, minimums)
        record = partial(metrics_record, name, job.statistic, minimums=minimums)
        overall = _figure(job, slice(None))
        records.append(record(None, None, overall.estimate))
        for segment, rows in _segments(job, tables, spec):
            records.append(record(segment, None, _figure(job, rows).estimate))
        if job.day is not None and job.day.notna().any():
            codes, names = period_codes(job.day)
            figures = [_figure(job, codes == k) for k in range(len(names))]
            records += [
                record(None, period, figure.estimate) for period, figure in zip(names, figures, strict=True)
            ]
            if len(names) > 1:
                changes.append(_change_record(job, names[-2:], figures[-2:], minimums))
    metrics = check(METRICS, pd.DataFrame.from_records(records)) if records else empty(METRICS)
    return FromTables(metrics, _changes(changes))


def _figure(job: Job, rows: slice | NDArray[np.bool_] | NDArray[np.int64]) -> Figure:
    return job.recipe.compute(job.rows.iloc[rows], job.options)


def _segments(
    job: Job, tables: Mapping[str, pd.DataFrame], spec: Mapping[str, Any]
) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """Each segment value with the rows that have it."""
    import numpy as np
    import pandas as pd

    for column in as_list(spec.get("segment")):
        if f"seg_{column}" in job.rows:
            values: pd.Series | None = job.rows[f"seg_{column}"]
        else:
            values = _looked_up(column, job, tables, spec)
        if values is None:
            continue
        # one sort instead of a comparison of all rows with every value
        codes, found = pd.factorize(values)
        rows = np.split(np.argsort(codes, kind="stable"), np.cumsum(np.bincount(codes + 1, minlength=1)))
        named = sorted((str(value), code) for code, value in enumerate(found))
        yield from ((f"{column}={value}", rows[code + 1]) for value, code in named)


def _looked_up(
    column: str, job: Job, tables: Mapping[str, pd.DataFrame], spec: Mapping[str, Any]
) -> pd.Series | None:
    """The segment from the customer's last row in whichever table has it."""
    customer = spec.get("customer")
    holders = [t for t in tables.values() if column in t.columns]
    if not holders:
        known = {str(c) for t in tables.values() for c in t.columns}
        raise ConfigError(f"No table has the segment {column!r}.", where="segment", do=nearest(column, known))
    for table in holders:
        if customer in table.columns and "customer" in job.rows:
            date = spec.get("date")
            ordered = table
            if date in table.columns:
                ordered = table.iloc[as_day_column(table[date]).argsort(kind="stable")]
            last = ordered[ordered[customer].notna()].drop_duplicates(customer, keep="last")
            return job.rows["customer"].map(last.set_index(customer)[column])
    return None


def _change_record(
    job: Job, names: list[str], figures: list[Figure], minimums: Minimums
) -> dict[str, object]:
    before, after = (figure.estimate for figure in figures)
    values = tuple(math.nan if e.value is None else e.value for e in (before, after))
    bases = None if ACCOUNT in (before.method, after.method) else (_base(before), _base(after))
    found = change(figures[0].sample, figures[1].sample, (values[0], values[1]), bases, minimums=minimums)
    flags = list(found.flags)
    if not math.isnan(found.p) and _overlap(job, names):
        # taken as independent, which makes the interval too wide where a customer's answers go together
        flags.append("same_respondents")
    return {
        "metric": job.name, "statistic": job.statistic, "before": names[0], "after": names[1],
        "change": found.value, "low": found.low, "high": found.high, "p": found.p,
        "unit": "percentage points" if after.unit == "percent" else after.unit,
        "n_before": before.n, "n_after": after.n, "method": found.method,
        "flags": " ".join(flags) or None,
    }  # fmt: skip


def _base(estimate: Estimate) -> float:
    return float(estimate.n if estimate.n_eff is None else min(estimate.n, estimate.n_eff))


def _overlap(job: Job, names: list[str]) -> bool:
    """True where someone answered in both periods."""
    who = next((role for role in ("respondent", "customer") if role in job.rows), None)
    if who is None or job.day is None:
        return False
    codes, periods = period_codes(job.day)
    first, second = (set(job.rows.loc[codes == periods.index(name), who].dropna()) for name in names)
    return not first.isdisjoint(second)


def _changes(changes: list[dict[str, object]]) -> pd.DataFrame:
    import pandas as pd

    columns = ["metric", "statistic", "before", "after", "change", "low", "high", "p", "q", "unit",
               "n_before", "n_after", "method", "flags"]  # fmt: skip
    frame = pd.DataFrame.from_records(changes)
    return with_q(frame).reindex(columns=columns)


def with_q(changes: pd.DataFrame) -> pd.DataFrame:
    """The changes with q: Benjamini-Hochberg over all of them that were tested."""
    from cxtext.stats.multiplicity import benjamini_hochberg

    return changes.assign(q=benjamini_hochberg(changes["p"].to_numpy(float))) if len(changes) else changes
