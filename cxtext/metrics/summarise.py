"""The metrics table of a run: every scored question overall, by segment and by period."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cxtext.metrics.cells import Cells, count_cells
from cxtext.metrics.estimates import About
from cxtext.metrics.inputs import ACCOUNT
from cxtext.metrics.scored import code_numbers, group_signs
from cxtext.stats.base import apply_ladder

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from cxtext.config import Config
    from cxtext.stats.estimate import Estimate

QUARTERS_FROM_DAYS = 124  # data that span more than about four months are shown by quarter


class Split(NamedTuple):
    """One way to divide the answers: the groups' names and the group of every answer (-1: none)."""

    segments: list[str | None]
    periods: list[str | None]
    group: NDArray[np.int64]


def summarise(responses: pd.DataFrame, scores: pd.DataFrame, config: Config | None = None) -> pd.DataFrame:  # noqa: ARG001 - every stage is called alike
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
    config
        Not needed so far.

    Returns
    -------
    The metrics table of ``cxtext.tables``.
    """
    import numpy as np
    import pandas as pd

    from cxtext.tables import METRICS, check, empty

    if not len(scores):
        return empty(METRICS)
    at = _rows_of(responses["response_id"], scores["response_id"])
    questions = ["metric", "question_id", "scale_min", "scale_max", "higher_is_better"]
    keys = scores[questions].drop_duplicates()
    splits = list(_splits(responses))
    respondent = None
    if not responses["respondent"].is_unique:
        respondent = pd.factorize(responses["respondent"])[0]
    weight = responses["weight"].to_numpy(float)
    value = scores["value"].to_numpy(float)
    question_code = _codes(scores, questions, keys)
    records: list[dict[str, object]] = []
    for code, key in enumerate(keys.to_records(index=False)):
        rows = np.flatnonzero(question_code == code) if len(keys) > 1 else slice(None)
        scale = (int(key.scale_min), int(key.scale_max))
        answer, person = (value[rows] - scale[0]).astype(np.int64), at[rows]
        name = str(key.metric)
        if (keys["metric"] == key.metric).sum() > 1:
            name = _name(keys, key)
        cluster = None if respondent is None else respondent[person]
        for split in splits:
            group = split.group[person] if len(split.group) else np.zeros(len(answer), dtype=np.int64)
            inside = slice(None) if not len(group) or group.min() >= 0 else group >= 0
            cells = count_cells(
                answer[inside], scale[1] - scale[0] + 1,
                group=group[inside], n_groups=len(split.segments), weight=weight[person][inside],
                cluster=None if cluster is None else cluster[inside],
            )  # fmt: skip
            for statistic, estimates in statistics(str(key.metric), scale, bool(key.higher_is_better), cells):
                records += [
                    metrics_record(name, statistic, split.segments[g], split.periods[g], estimate)
                    for g, estimate in enumerate(estimates) if estimate.n
                ]  # fmt: skip
    return check(METRICS, pd.DataFrame.from_records(records))


def statistics(
    metric: str, scale: tuple[int, int], higher_is_better: bool, cells: Cells, level: float = 0.95
) -> Iterator[tuple[str, list[Estimate]]]:
    """The statistics of one metric: name and one estimate per group of ``cells``."""
    from cxtext.metrics.estimates import mean_estimates, net_estimates, share_estimates

    about = About(level, flags=("variant",) if metric == "nps" and scale != (0, 10) else ())
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


def _codes(scores: pd.DataFrame, columns: list[str], keys: pd.DataFrame) -> NDArray[np.int64]:
    import numpy as np

    if len(keys) == 1:
        return np.zeros(len(scores), dtype=np.int64)
    return scores.groupby(columns, sort=False, observed=True).ngroup().to_numpy(np.int64)


def _name(keys: pd.DataFrame, key: tuple[object, ...]) -> str:
    """The metric with its question, and its scale where one question was asked on several."""
    same = keys[(keys["metric"] == key[0]) & (keys["question_id"] == key[1])]
    scale = f", {int(key[2])}-{int(key[3])}" if len(same) > 1 else ""  # type: ignore[call-overload]
    return f"{key[0]} ({key[1]}{scale})"


def _splits(responses: pd.DataFrame) -> Iterator[Split]:
    import numpy as np
    import pandas as pd

    yield Split([None], [None], np.zeros(0, dtype=np.int64))
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
    metric: str, statistic: str, segment: str | None, period: str | None, estimate: Estimate
) -> dict[str, object]:
    """One row of the metrics table, the ladder of minimum bases applied; a reason becomes a flag."""
    # An account (money, points) is no sample of answers, and has no base to be too small.
    shown = estimate if estimate.method == ACCOUNT else apply_ladder(estimate)
    flags = list(shown.flags)
    if shown.value is None and "suppressed" not in flags:
        flags.append(re.sub(r"\W+", "_", shown.reason or "no value"))
    return {
        "metric": metric, "statistic": statistic, "segment": segment, "period": period,
        "value": shown.value, "low": shown.low, "high": shown.high, "unit": shown.unit, "n": shown.n,
        "n_eff": shown.n_eff, "method": shown.method, "flags": " ".join(flags) or None,
    }  # fmt: skip
