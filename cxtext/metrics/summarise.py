"""The metrics table of a run: every scored question overall, by segment and by period."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from cxtext.metrics.cells import Cells, count_cells
from cxtext.metrics.estimates import About
from cxtext.metrics.inputs import ACCOUNT
from cxtext.metrics.scored import code_numbers, group_signs
from cxtext.stats.base import DEFAULT, Minimums, apply_ladder

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from cxtext.stats.estimate import Estimate

QUARTERS_FROM_DAYS = 124  # data that span more than about four months are shown by quarter


class Split(NamedTuple):
    """One way to divide the answers: the groups' names and the group of every answer (-1: none)."""

    segments: list[str | None]
    periods: list[str | None]
    group: NDArray[np.int64] | None


class Question(NamedTuple):
    """One scored question: how its rows are named, its scale, and where its answers stand in scores."""

    name: str
    metric: str
    scale: tuple[int, int]
    higher_is_better: bool
    rows: slice | NDArray[np.int64]


class People(NamedTuple):
    """Who gave each response, and its weight; None where nobody answers twice, where all weigh the same."""

    respondent: NDArray[np.int64] | None
    weight: NDArray[np.float64] | None


def summarise(
    responses: pd.DataFrame,
    scores: pd.DataFrame,
    minimums: Minimums = DEFAULT,
) -> pd.DataFrame:
    """Every metric with its statistics, overall, by segment value and by period.

    ``nps``: nps, promoters, passives, detractors, mean. ``csat``: top2, mean, net. ``ces``: mean, easy. A
    metric of the user's own: mean, top2. Shares are in percent; ``easy`` is the share on the easy side.

    Segments are written ``column=value``, periods ``2026-Q1`` where the data span more than about four months
    and ``2026-03`` otherwise. Rows below the minimum base keep their counts but lose their value, flagged
    ``suppressed``. Respondents who answer more than once are taken as clusters (flag ``clustered``), sampling
    weights as given (flag ``weighted``). Where several questions share a metric, each is a row of its own,
    named ``metric (question)``.

    Parameters
    ----------
    responses, scores
        As declared in ``cxtext.tables``. They are not changed.
    minimums
        How many answers a figure needs.

    Returns
    -------
    The metrics table of ``cxtext.tables``.
    """
    import pandas as pd

    from cxtext.tables import METRICS, check, empty

    if not len(scores):
        return empty(METRICS)
    people = _people(responses)
    at = _rows_of(responses["response_id"], scores["response_id"])
    value = scores["value"].to_numpy(float)
    if (at < 0).any():
        raise ValueError("scores without their response")  # a mistake of ours: load joins them
    splits = list(_splits(responses))
    records: list[dict[str, object]] = []
    for question in questions(scores):
        codes = (value[question.rows] - question.scale[0]).astype("int64")
        records += _question_records(question, codes, at[question.rows], people, splits, minimums)
    return check(METRICS, pd.DataFrame.from_records(records))


def _question_records(
    question: Question,
    codes: NDArray[np.int64],
    at: NDArray[np.int64],
    people: People,
    splits: list[Split],
    minimums: Minimums,
) -> Iterator[dict[str, object]]:
    """Rows of one question: codes counted from the scale's lowest, ``at`` saying whose they are."""
    import numpy as np

    n_codes = question.scale[1] - question.scale[0] + 1
    for split in splits:
        group = np.zeros(len(codes), dtype=np.int64) if split.group is None else split.group[at]
        inside = slice(None) if group.min() >= 0 else group >= 0
        cells = count_cells(
            codes[inside], n_codes, group=group[inside], n_groups=len(split.segments),
            weight=None if people.weight is None else people.weight[at][inside],
            cluster=None if people.respondent is None else people.respondent[at][inside],
        )  # fmt: skip
        found = statistics(
            question.metric, question.scale, question.higher_is_better, cells, minimums=minimums
        )
        for statistic, estimates in found:
            for g, estimate in enumerate(estimates):
                if estimate.n:
                    yield metrics_record(
                        question.name, statistic, split.segments[g], split.periods[g], estimate, minimums
                    )


def statistics(
    metric: str,
    scale: tuple[int, int],
    higher_is_better: bool,
    cells: Cells,
    level: float = 0.95,
    minimums: Minimums = DEFAULT,
) -> Iterator[tuple[str, list[Estimate]]]:
    """The statistics of one metric: name and one estimate per group of ``cells``."""
    from cxtext.metrics.estimates import mean_estimates, net_estimates, share_estimates

    variant = ("variant",) if metric == "nps" and scale != (0, 10) else ()
    about = About(level, flags=variant, minimums=minimums)
    sign, numbers = group_signs(metric, scale, higher_is_better), code_numbers(scale)
    if metric == "nps":
        yield "nps", net_estimates(cells, sign, about)
        for name, s in (("promoters", 1), ("passives", 0), ("detractors", -1)):
            yield name, share_estimates(cells, sign == s, about)
        yield "mean", mean_estimates(cells, numbers, about)
        return
    top = f"top{(sign == 1).sum()}" if metric != "ces" else "easy"
    yield "mean", mean_estimates(cells, numbers, about)
    yield top, share_estimates(cells, sign == 1, about)
    if metric == "csat":
        yield "net", net_estimates(cells, sign, about)


def _rows_of(response_id: pd.Series, wanted: pd.Series) -> NDArray[np.int64]:
    """Where in responses each score's response stands."""
    import numpy as np
    import pandas as pd

    if len(response_id) == len(wanted) and response_id.array.equals(wanted.array):
        return np.arange(len(wanted))
    return pd.Index(response_id).get_indexer(pd.Index(wanted))


def _people(responses: pd.DataFrame) -> People:
    import pandas as pd

    respondent = responses["respondent"]
    once = respondent.array.equals(responses["response_id"].array) or respondent.is_unique
    weight = responses["weight"].to_numpy(float)
    return People(
        None if once else pd.factorize(respondent)[0].astype("int64"),
        None if (weight == weight[:1]).all() else weight,
    )


def questions(scores: pd.DataFrame) -> list[Question]:
    """The scored questions, named as in the metrics table."""
    import numpy as np

    columns = ["metric", "question_id", "scale_min", "scale_max", "higher_is_better"]
    first = scores.iloc[0]
    rows: list[slice | NDArray[np.int64]] = [slice(None)]
    keys = [tuple(first[columns])]
    if not all((scores[column] == first[column]).all() for column in columns):
        grouped = scores.groupby(columns, sort=False, observed=True)
        number = grouped.ngroup().to_numpy()
        keys = scores[columns].drop_duplicates().to_records(index=False).tolist()
        rows = [np.flatnonzero(number == code) for code in range(len(keys))]
    found = []
    for (metric, question, low, high, better), own in zip(keys, rows, strict=True):
        same_metric = [key for key in keys if key[0] == metric]
        name = str(metric)
        if len(same_metric) > 1:
            again = sum(key[1] == question for key in same_metric) > 1
            name = f"{metric} ({question}{f', {int(low)}-{int(high)}' if again else ''})"
        found.append(Question(name, str(metric), (int(low), int(high)), bool(better), own))
    return found


def _splits(responses: pd.DataFrame) -> Iterator[Split]:
    import pandas as pd

    yield Split([None], [None], None)
    for column in responses.columns:
        if str(column).startswith("seg_"):
            codes, values = pd.factorize(responses[column], sort=True)
            names: list[str | None] = [f"{str(column)[4:]}={value}" for value in values]
            if names:
                yield Split(names, [None] * len(names), codes)
    when = responses["submitted_at"]
    if when.notna().any():
        codes, periods = period_codes(when)
        yield Split([None] * len(periods), list(periods), codes)


def period_codes(when: pd.Series) -> tuple[NDArray[np.int64], list[str]]:
    """The calendar period of every date (-1: no date) and the periods' names in order.

    >>> import pandas as pd
    >>> period_codes(pd.to_datetime(pd.Series(["2026-03-31", None, "2026-04-01"])))[1]
    ['2026-03', '2026-04']
    """
    import numpy as np
    import pandas as pd

    quarterly = (when.max() - when.min()).days > QUARTERS_FROM_DAYS
    per_year = 4 if quarterly else 12
    part = when.dt.quarter if quarterly else when.dt.month
    number = (when.dt.year * per_year + part - 1).to_numpy(float)
    codes, found = pd.factorize(np.where(np.isnan(number), -1, number).astype(np.int64), sort=True)
    if len(found) and found[0] == -1:
        codes, found = codes - 1, found[1:]
    form = "{}-Q{}" if quarterly else "{}-{:02d}"
    return codes, [form.format(n // per_year, n % per_year + 1) for n in found.tolist()]


def metrics_record(
    metric: str,
    statistic: str,
    segment: str | None,
    period: str | None,
    estimate: Estimate,
    minimums: Minimums = DEFAULT,
) -> dict[str, object]:
    """One row of the metrics table, the ladder of minimum bases applied; a reason becomes a flag."""
    # An account (money, points) is no sample of answers, and has no base to be too small.
    shown = estimate
    if estimate.method != ACCOUNT:
        shown = apply_ladder(_without_house_rule(estimate, minimums), minimums)
    flags = list(shown.flags)
    if "suppressed" in flags:
        flags = [flag for flag in flags if flag != "low_base"]
    elif shown.value is None:
        flags.append(re.sub(r"\W+", "_", shown.reason or "no value"))
    return {
        "metric": metric, "statistic": statistic, "segment": segment, "period": period,
        "value": shown.value, "low": shown.low, "high": shown.high, "unit": shown.unit, "n": shown.n,
        "n_eff": shown.n_eff, "method": shown.method, "flags": " ".join(flags) or None,
    }  # fmt: skip


def _without_house_rule(estimate: Estimate, minimums: Minimums) -> Estimate:
    """The metric functions flag a low base by the default rule; another rule takes its place."""
    if minimums == DEFAULT or estimate.value is None or estimate.method.startswith("kaplan-meier"):
        return estimate
    return replace(estimate, flags=tuple(flag for flag in estimate.flags if flag != "low_base"))
