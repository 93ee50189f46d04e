"""The drivers table: what each topic costs or earns each score, with intervals and a verdict.

Two impacts in the metric's own points (NPS points, CSAT percentage points, scale points otherwise). Marginal:
the score minus the score without those who mentioned the topic. Adjusted: least squares on all topics by
polarity at once, coefficient x prevalence, so that a bystander is not blamed. Association, never cause.

The declared family of tests is the negative and the positive rows over all respondents of the run, of every
metric together; ``any`` and segment rows are descriptive and carry no verdict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cxtext.drivers.mentioned import Mentioned, mentioned
from cxtext.drivers.outcomes import Outcome, outcome
from cxtext.drivers.twins import merge_twins
from cxtext.drivers.verdicts import FAMILY, judge
from cxtext.stats.base import DEFAULT, Minimums, topic_base
from cxtext.stats.impact import Impacts, adjusted_impact, marginal_impact
from cxtext.stats.odds import NAN, Ratio, odds_ratio
from cxtext.tables import DRIVERS, check, empty

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


class Base(NamedTuple):
    """The commenters with a valid score of one metric; arrays aligned by row."""

    outcome: Outcome
    y: np.ndarray
    bad: np.ndarray
    event: np.ndarray
    x: np.ndarray
    neutral: np.ndarray  # neutral mentions, a column a topic
    respondent: np.ndarray
    weight: np.ndarray
    post_weight: np.ndarray  # makes the commenters' score groups as frequent as all respondents'
    response_id: np.ndarray


def find_drivers(tables: dict[str, pd.DataFrame], minimums: Minimums = DEFAULT) -> pd.DataFrame:
    """The drivers table of a run.

    Parameters
    ----------
    tables
        responses, scores, comments, mentions, mention_topics, sentiments and topics, as in `cxtext.tables`.
    minimums
        How many respondents a figure, a rank and a model need.

    Returns
    -------
    DataFrame
        One row a (metric, topic, polarity) over all commenters, then the same a segment (marginal only).
        Empty without topics or scores.
    """
    import pandas as pd

    names = ("responses", "comments", "mentions", "mention_topics", "sentiments", "topics")
    who = mentioned(*(tables[name] for name in names))
    frames = []
    for metric in sorted(set(tables["scores"]["metric"])):
        base = _base(outcome(metric, tables["scores"]), who, tables["responses"])
        if len(base.y) < 2 or not who.columns:
            continue
        frames.append(_overall(base, who.columns, minimums))
        frames.extend(_by_segment(base, who.columns, tables["responses"], minimums))
    if not frames:
        return empty(DRIVERS)
    return check(DRIVERS, judge(pd.concat(frames, ignore_index=True), minimums))


def _base(found: Outcome, who: Mentioned, responses: pd.DataFrame) -> Base:
    import numpy as np
    import pandas as pd

    at = pd.Index(who.response_id).get_indexer(found.response_id)
    keep = at >= 0
    weights = responses.set_index("response_id")["weight"]
    everyone = weights.reindex(found.response_id).to_numpy(dtype=float)
    mine = everyone[keep]
    all_groups = pd.Series(everyone).groupby(found.group).sum()
    my_groups = pd.Series(mine).groupby(found.group[keep]).sum()
    ratio = (all_groups / my_groups).reindex(found.group[keep]).to_numpy(dtype=float)
    # A score group in which nobody commented cannot be made up for: no post-stratified figure then.
    complete = set(all_groups.index) == set(my_groups.index)
    return Base(
        found,
        found.y[keep],
        found.bad[keep],
        found.event[keep],
        who.x[at[keep]],
        who.neutral[at[keep]],
        who.respondent[at[keep]],
        mine,
        mine * ratio if complete else np.full(keep.sum(), np.nan),
        found.response_id[keep],
    )


def _overall(base: Base, columns: list[tuple[str, str]], minimums: Minimums) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    frame, marginal = _marginal(base, columns, minimums)
    shown = (frame["base_flag"] != "suppressed").to_numpy()
    polarity = frame["polarity"].to_numpy()
    adjusted: dict[str, np.ndarray] = {}
    flags = [[] if pd.isna(f) else [f] for f in frame["base_flag"]]
    # Neutral mentions stand beside negative and positive ones: without them, whoever made one would count
    # as having said nothing, and the level that the others are measured from would be off.
    besides = base.neutral[:, np.isin(base.neutral.sum(axis=0), range(minimums.topic, len(base.y)))]
    for family, extra in ((np.isin(polarity, FAMILY), besides), (polarity == "any", besides[:, :0])):
        chosen = np.flatnonzero(family & shown)
        result, notes = _adjusted(base, chosen, columns, extra, minimums)
        for name, values in result.items():
            adjusted.setdefault(name, np.full(len(columns), np.nan))[chosen] = values
        for j, note in zip(chosen, notes, strict=True):
            flags[j] += [note] if note else []
    only_marginal = np.array(["marginal_only" in f for f in flags])
    odds = _odds(base, shown)
    p = np.where(only_marginal, np.where(shown, marginal.p, np.nan), adjusted["p"])
    # Where no model is fitted, the interval that p belongs to is the marginal one, already in the frame.
    return frame.assign(
        prevalence_all=_share(base, base.post_weight),
        impact_adjusted=adjusted["impact"],
        impact_adjusted_low=adjusted["low"],
        impact_adjusted_high=adjusted["high"],
        impact_all=adjusted["all"],
        odds_ratio=[o.value for o in odds],
        odds_ratio_low=[o.low for o in odds],
        odds_ratio_high=[o.high for o in odds],
        p=p,
        se=np.where(only_marginal, marginal.se, adjusted["se"]),
        flags=pd.Series([" ".join(f) or None for f in flags], dtype="str"),
    )


def _marginal(base: Base, columns: list[tuple[str, str]], minimums: Minimums) -> tuple[pd.DataFrame, Impacts]:
    import numpy as np
    import pandas as pd

    x = base.x.astype(float)
    marginal = marginal_impact(base.y, x, clusters=base.respondent, weights=base.weight)
    n_with = base.x.sum(axis=0).astype(int)
    n_without = len(base.y) - n_with
    flag = pd.Series([topic_base(*n, minimums) for n in zip(n_with, n_without, strict=True)], dtype="str")
    hidden = (flag == "suppressed").to_numpy()
    frame = pd.DataFrame(
        {
            "metric": base.outcome.metric,
            "topic_id": [topic for topic, _ in columns],
            "polarity": [polarity for _, polarity in columns],
            "segment": pd.Series(None, index=range(len(columns)), dtype="str"),
            "base": "commenters",
            "prevalence": 100 * marginal.prevalence,
            "impact_marginal": marginal.impact,
            "impact_marginal_low": marginal.low,
            "impact_marginal_high": marginal.high,
            "n_with": n_with,
            "n_without": n_without,
            "base_flag": flag,
        }
    )
    frame.loc[hidden, ["impact_marginal", "impact_marginal_low", "impact_marginal_high"]] = np.nan
    return frame, marginal


def _odds(base: Base, shown: np.ndarray) -> list[Ratio]:
    """Odds of a bad score with against without each column's mention; unweighted counts of responses."""
    bad = base.bad.astype(int)
    a, b = bad @ base.x, (1 - bad) @ base.x
    c, d = bad.sum() - a, (1 - bad).sum() - b
    nothing = Ratio(NAN, NAN, NAN, NAN, "none")
    return [odds_ratio(a[j], b[j], c[j], d[j]) if shown[j] else nothing for j in range(base.x.shape[1])]


def _share(base: Base, weight: np.ndarray) -> np.ndarray:
    return 100 * (weight @ base.x) / weight.sum()


def _adjusted(
    base: Base,
    chosen: np.ndarray,
    columns: list[tuple[str, str]],
    besides: np.ndarray,
    minimums: Minimums,
) -> tuple[dict[str, np.ndarray], list[str | None]]:
    """The adjusted impacts of the chosen columns, and a note on each: marginal_only or merged_with.

    ``besides`` (n, m) are further 0/1 columns that take part in the model and are not reported.
    """
    import numpy as np

    empty = {name: np.full(len(chosen), np.nan) for name in ("impact", "low", "high", "p", "se", "all")}
    events = min(int(base.event.sum()), int((~base.event).sum()))
    twins = merge_twins(base.x[:, chosen])
    if not len(chosen):
        return empty, []
    if events < minimums.events_per_topic * twins.x.shape[1]:
        return empty, ["marginal_only"] * len(chosen)
    x = np.hstack([twins.x, besides]).astype(float)
    fit = adjusted_impact(base.y, x, clusters=base.respondent, weights=base.weight)
    everyone = np.full(x.shape[1], np.nan)
    if not np.isnan(base.post_weight).any():
        everyone = adjusted_impact(base.y, x, clusters=base.respondent, weights=base.post_weight).impact
    result = {
        "impact": fit.impact,
        "low": fit.low,
        "high": fit.high,
        "p": fit.p,
        "se": fit.se,
        "all": everyone,
    }
    notes = [
        "merged_with:" + ",".join(":".join(columns[chosen[other]]) for other in others) if others else None
        for others in twins.others
    ]
    return {name: values[twins.of] for name, values in result.items()}, notes


def _by_segment(
    base: Base, columns: list[tuple[str, str]], responses: pd.DataFrame, minimums: Minimums
) -> list[pd.DataFrame]:
    """Marginal impacts within every segment on a clean base; they describe and carry no test."""
    frames = []
    by_id = responses.set_index("response_id")
    for column in [c for c in responses.columns if c.startswith("seg_")]:
        values = by_id[column].reindex(base.response_id)
        for value, n in values.value_counts(sort=False).sort_index().items():
            if n < minimums.clean:
                continue
            inside = (values == value).to_numpy()
            part = base._replace(
                **{name: getattr(base, name)[inside] for name in Base._fields if name != "outcome"}
            )
            frame, _ = _marginal(part, columns, minimums)
            flags = ("marginal_only " + frame["base_flag"].fillna("")).str.strip()
            frames.append(frame.assign(segment=f"{column[4:]}={value}", flags=flags))
    return frames
