"""What a filled-in sheet says of the model: precision, recall and kappa, over all, by language and topic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxtext.audit.sheet import LABELS
from cxtext.errors import InputError
from cxtext.stats.agreement import kappa
from cxtext.stats.base import DEFAULT, Minimums
from cxtext.stats.means import kish
from cxtext.stats.proportions import wilson

if TYPE_CHECKING:
    import pandas as pd


def score_sheet(
    sheet: pd.DataFrame, predicted: dict[str, str] | None = None, minimums: Minimums = DEFAULT
) -> pd.DataFrame:
    """One row a (by, group, statistic, label): ``value``, ``low``, ``high``, ``n`` and ``text``.

    Parameters
    ----------
    sheet
        From read_sheet; rows without a label are not counted.
    predicted
        Labels by unit_id, of another run than the one that was sampled; else the sheet's own.
    minimums
        ``estimate`` for a share, ``agreement_units`` for kappa; below, ``value`` is missing and ``text`` says
        so in words.

    Every mention counts with its weight, so that the figures speak of all mentions of the run. ``precision``
    of a label: of the mentions that the model gave it, the share to which people gave it too; ``recall``: the
    same the other way round; Wilson intervals on Kish's effective number. ``weighted_kappa``: Cohen's with
    quadratic weights on the weighted table, scaled to the effective number. ``topic_precision``: the share of
    mentions whose topic people found right.
    """
    import pandas as pd

    given = sheet[sheet["label"] != ""]
    if predicted is not None:
        given = given.assign(predicted=given["unit_id"].map(predicted))
    given = given[given["predicted"].isin(LABELS)]
    if not len(given) and not (sheet["topic_ok"] != "").any():
        raise InputError(
            "Nobody has labelled anything in this sheet, or the run has none of its mentions.",
            do="Fill in the column label with negative, neutral or positive.",
        )  # fmt: skip
    rows: list[dict[str, Any]] = []
    for by, column in (("all", None), ("language", "language"), ("topic", "topic")):
        names = [""] if column is None else sorted(set(given[column]) | set(sheet[column]) - {""})
        for name in names:
            mine = given if column is None else given[given[column] == name]
            checked = sheet if column is None else sheet[sheet[column] == name]
            found = [*_labels(mine, minimums), *_topics(checked[checked["topic_ok"] != ""], minimums)]
            rows += [{"by": by, "group": name} | row for row in found]
    return pd.DataFrame(rows)


def _labels(rows: pd.DataFrame, minimums: Minimums) -> list[dict[str, Any]]:
    found = []
    for label in LABELS:
        for statistic, base, other in (
            ("precision", "predicted", "label"), ("recall", "label", "predicted"),
        ):  # fmt: skip
            mine = rows[rows[base] == label]
            right = (mine[other] == label).to_numpy()
            found.append({"statistic": statistic, "label": label} | _share(mine["weight"], right, minimums))
    return [*found, {"statistic": "weighted_kappa", "label": ""} | _kappa(rows, minimums)]


def _topics(rows: pd.DataFrame, minimums: Minimums) -> list[dict[str, Any]]:
    if not len(rows):
        return []
    right = (rows["topic_ok"] == "yes").to_numpy()
    return [{"statistic": "topic_precision", "label": ""} | _share(rows["weight"], right, minimums)]


def _share(weight: pd.Series, right: Any, minimums: Minimums) -> dict[str, Any]:
    n = len(weight)
    if n < minimums.estimate:
        return _few(n, minimums.estimate)
    effective, _ = kish(weight.to_numpy())
    share = float(weight[right].sum() / weight.sum())
    low, high = wilson(share * effective, effective)
    return _known(100 * share, 100 * low, 100 * high, n, "{:.0f}%")


def _kappa(rows: pd.DataFrame, minimums: Minimums) -> dict[str, Any]:
    n = len(rows)
    if n < minimums.agreement_units:
        return _few(n, minimums.agreement_units)
    table = rows.pivot_table(index="label", columns="predicted", values="weight", aggfunc="sum", fill_value=0)
    counts = table.reindex(index=list(LABELS), columns=list(LABELS), fill_value=0).to_numpy(float)
    effective, _ = kish(rows["weight"].to_numpy())
    found = kappa(counts * (effective / counts.sum()), weights="quadratic")
    if found.value != found.value:
        return {"value": None, "low": None, "high": None, "n": n, "text": "undefined: one label only"}
    return _known(found.value, found.low, found.high, n, "{:.2f}")


def _known(value: float, low: float, high: float, n: int, form: str) -> dict[str, Any]:
    text = f"{form.format(value)} ({form.format(low)} to {form.format(high)})"
    return {"value": value, "low": low, "high": high, "n": n, "text": text}


def _few(n: int, needed: int) -> dict[str, Any]:
    text = f"not enough labels: {n}, needs {needed}"
    return {"value": None, "low": None, "high": None, "n": n, "text": text}
