"""The tables that metrics beside the scores are computed from: the survey, customers, transactions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cxtext.config import Config
from cxtext.errors import JoinError, nearest
from cxtext.load.accounting import account
from cxtext.load.dates import read_dates, split_order
from cxtext.load.issues import Issue, issues_table, summary
from cxtext.load.keys import clean_keys, likely_cause, merged_keys, normalise, shown
from cxtext.load.readers import drop_blank_rows, file_labels, read_file
from cxtext.load.records import Records
from cxtext.load.sources import input_paths

if TYPE_CHECKING:
    import pandas as pd

    from cxtext.load.loading import Loaded


class MetricTables(NamedTuple):
    """``tables``: survey, customers, transactions, whichever there are, the customer column comparable.

    ``customer`` is that column (None: nothing joins), ``counts`` the accounts by file and of both sides of
    each join, ``issues`` what was noticed.
    """

    tables: dict[str, pd.DataFrame]
    customer: str | None
    counts: dict[str, dict[str, Any]]
    issues: pd.DataFrame


def metric_tables(config: Config, loaded: Loaded) -> MetricTables:
    """The survey as it was loaded, and the further files that the config names.

    Cells are text, apart from the dates that ``[metrics]`` names, which are read as the load reads them.

    Raises
    ------
    InputError, JoinError
        A file that cannot be read; a file none of whose customers is among those of the survey.
    """
    survey, customer = _survey(config, loaded)
    tables, issues = {"survey": survey}, []
    files: dict[str, Any] = {}
    labels: dict[str, str] = {}
    paths = {n: p for n in ("customers", "transactions") if (p := getattr(config, n)) is not None}
    before = [*input_paths(config), *([config.comments] if config.comments else []), *config.join]
    names = file_labels([*map(Path, before), *paths.values()])[len(before) :]
    for (name, path), label in zip(paths.items(), names, strict=True):
        records, found = read_file(path, config.encoding, None, label)
        read = len(records.cells)
        records, blank = drop_blank_rows(records)
        issues += [*found, *blank]
        tables[name], labels[name] = records.cells, label
        files |= _account(label, read, records)
    customer = customer if any(customer in table.columns for table in tables.values()) else None
    for name, table in tables.items():
        if customer in table.columns:
            keys = normalise(_one_to_one(table[customer], config.match, labels.get(name, name)), config.match)
            tables[name] = table.assign(**{str(customer): keys.where(keys != "")})
        tables[name], found = _with_dates(tables[name], config, labels.get(name, name))
        issues += found
    joins, found = _joins(tables, customer, labels)
    return MetricTables(tables, customer, {"files": files, "joins": joins}, issues_table(issues + found))


def _survey(config: Config, loaded: Loaded) -> tuple[pd.DataFrame, str | None]:
    """The analyst's own columns, with the segments of joined files and the dates as the load read them."""
    chosen, responses = loaded.plan.config, loaded.responses
    more = {c[4:]: responses[c] for c in responses.columns if c.startswith("seg_")}
    if chosen.date is not None:
        more[chosen.date] = responses["submitted_at"]
    customer = config.customer or config.metrics.get("customer") or chosen.respondent
    if customer is not None and customer == chosen.respondent:
        who = responses["respondent"]
        more[customer] = who.where(who != responses["response_id"], "")
    survey = loaded.original
    return survey.assign(**{name: cells.to_numpy() for name, cells in more.items()}), customer


def _one_to_one(cells: pd.Series, match: str, label: str) -> pd.Series:
    keys = clean_keys(cells.fillna(""))
    merged = merged_keys(keys, match) if match == "float-id" else []
    if merged:
        raise JoinError(
            f"--match {match} makes different customers equal.", where=label,
            found="; ".join(f"{a} and {b}" for a, b in merged[:3]) + f" ({len(merged):,} in all)",
            do="Export the ids again as text and leave --match out.",
        )  # fmt: skip
    return keys


def _account(label: str, read: int, records: Records) -> dict[str, Any]:
    kept = len(records.cells)
    return account({label: read}, {label: kept}, {"D_BLANK_ROW": {label: read - kept}})


def _with_dates(table: pd.DataFrame, config: Config, label: str) -> tuple[pd.DataFrame, list[Issue]]:
    issues = []
    for name in _date_columns(config.metrics):
        base, order = (name, None) if name in table.columns else split_order(name)
        if base not in table.columns or table[base].dtype.kind == "M":
            continue
        dates = read_dates(table[base], base, order, label)
        if n := int(dates.refused.sum()):
            text = f"{n:,} of {len(table):,} dates do not fit {dates.format} and are left out"
            issues.append(summary(label, "E_BAD_DATE", "warning", text, base, "nulled"))
        table = table.assign(**{name: dates.values})
    return table, issues


def _date_columns(metrics: Mapping[str, Any]) -> Iterable[str]:
    own = [spec for spec in metrics.values() if isinstance(spec, Mapping)]
    named = [metrics.get("date"), *(spec.get(key) for spec in own for key in ("date", "day"))]
    return dict.fromkeys(name for name in named if isinstance(name, str))


def _joins(
    tables: dict[str, pd.DataFrame], customer: str | None, labels: dict[str, str]
) -> tuple[dict[str, Any], list[Issue]]:
    """Both sides of every join by customer, counted in customers."""
    import pandas as pd

    joins: dict[str, Any] = {}
    issues: list[Issue] = []
    survey = tables["survey"]
    ours = pd.Index(survey[customer].dropna().unique() if customer in survey.columns else [])
    for name, label in labels.items():
        table = tables[name]
        if customer is None or customer not in table.columns or not len(ours):
            hint = f"; it has no column {customer!r}. {nearest(customer, table.columns)}" if customer else ""
            text = f"{label} stands alone: no column joins it to the survey by customer (--customer){hint}"
            issues.append(summary(label, "N_NO_JOIN", "note", text))
            continue
        keys = table[customer].dropna()
        theirs = pd.Index(keys.unique())
        both = len(theirs.intersection(ours))
        joins[label] = {
            "key": customer,
            "respondents": {"total": len(ours), "matched": both, "unmatched": len(ours) - both},
            "customers": {"total": len(theirs), "matched": both, "unmatched": len(theirs) - both},
            "rows": {"total": len(table), "with_customer": len(keys), "without_key": len(table) - len(keys)},
        }
        if not both:
            raise _nobody(ours.to_series(), theirs.to_series(), label, customer)
        if name == "customers" and len(theirs) < len(keys):
            text = f"{len(keys) - len(theirs):,} rows repeat a customer; every row counts"
            issues.append(summary(label, "W_DUP_CUSTOMER", "warning", text, customer))
    return joins, issues


def _nobody(ours: pd.Series, theirs: pd.Series, label: str, customer: str) -> JoinError:
    ours, theirs = ours.reset_index(drop=True), theirs.reset_index(drop=True)
    cause, do = likely_cause(theirs, ours, label) if len(theirs) else ("every key is blank", None)
    return JoinError(
        f"No customer of {label} is among those of the survey.", where=f"{label}, column {customer!r}",
        found=f"{shown(theirs)} in {label}; {shown(ours)} in the survey. Likely cause: {cause}.",
        do=do or "Name the column that both files share with --customer.",
    )  # fmt: skip
