"""All metrics of a run in one table: the scored questions and what ``[metrics]`` declares beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cxtext.errors import ConfigError
from cxtext.metrics.from_table import FromTables, from_tables, with_q
from cxtext.metrics.jobs import COMMON
from cxtext.metrics.summarise import summarise
from cxtext.stats.base import DEFAULT, Minimums

if TYPE_CHECKING:
    import pandas as pd

    from cxtext.metrics.summarise import Question


def metrics_of_run(
    responses: pd.DataFrame,
    scores: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    spec: Mapping[str, Any],
    minimums: Minimums = DEFAULT,
) -> FromTables:
    """The metrics table and the changes between the last two periods, q over all of them together.

    Parameters
    ----------
    responses, scores
        As declared in ``cxtext.tables``: what ``summarise`` takes.
    tables, spec
        What ``from_tables`` takes.
    minimums
        How many answers a figure needs.

    Raises
    ------
    ConfigError
        A declared metric that is named like a score; and what ``from_tables`` raises.
    """
    import pandas as pd

    from cxtext.tables import METRIC_CHANGES, METRICS, check, empty

    scored = summarise(responses, scores, minimums)
    taken = {*scored["metric"], *scores["metric"]}
    for name in spec:
        if name in taken and name not in COMMON:
            raise ConfigError(
                f"{name!r} is the name of a score and of a declared metric.", where=f"[metrics.{name}]",
                do=f'Name the metric otherwise and say what it is, for example [metrics.{name}_2] with '
                f'metric = "{name}"; or leave it out.',
            )  # fmt: skip
    declared = from_tables(tables, spec, minimums)
    asked = _score_changes(responses, scores, minimums)
    frames = [frame for frame in (scored, declared.metrics) if len(frame)]
    changes = [frame for frame in (asked, declared.changes) if len(frame)]
    return FromTables(
        check(METRICS, pd.concat(frames, ignore_index=True)) if frames else empty(METRICS),
        check(METRIC_CHANGES, with_q(pd.concat(changes, ignore_index=True)))
        if changes
        else empty(METRIC_CHANGES),
    )


def _score_changes(responses: pd.DataFrame, scores: pd.DataFrame, minimums: Minimums) -> pd.DataFrame:
    """The change of every scored question's main statistic."""
    import pandas as pd

    from cxtext.metrics.summarise import questions

    tables: dict[str, pd.DataFrame] = {}
    spec: dict[str, Any] = {"date": "submitted_at"}
    statistic: dict[str, str] = {}
    people = responses.set_index("response_id")[["respondent", "weight", "submitted_at"]]
    people = people.assign(respondent=pd.factorize(people["respondent"])[0])
    dated = len(scores) and people["submitted_at"].notna().any()
    for question in questions(scores) if dated else ():
        answers = scores.iloc[question.rows][["response_id", "value"]]
        tables[question.name] = answers.join(people, on="response_id")
        spec[question.name], statistic[question.name] = _as_metric(question)
    changes = from_tables(tables, spec, minimums).changes
    return changes.assign(statistic=changes["metric"].map(statistic))


def _as_metric(question: Question) -> tuple[dict[str, Any], str]:
    """A scored question in the words of a spec, and its main statistic as the metrics table calls it."""
    columns = {"score": "value", "weight": "weight", "respondent": "respondent", "table": question.name}
    low, high = question.scale
    if question.metric == "nps":
        return {"metric": "nps", "scale": f"{low}-{high}", **columns}, "nps"
    name = ("top2" if high - low >= 3 else "top1") if question.metric == "csat" else "mean"
    return {
        "metric": "csat", "statistic": "mean" if name == "mean" else "top2", "scale": f"{low}-{high}",
        "low_is_good": not question.higher_is_better, **columns,
    }, name  # fmt: skip
