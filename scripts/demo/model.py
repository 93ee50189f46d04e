"""The score model: probabilities that are linear in the mentions, so that every coefficient is known exactly.

A commenter brings up a *bundle* of at most three different topics. Bundles are few (about 1,200), so that
their probabilities and the score distributions given a bundle are plain tables, and a draw is a look-up.
Given the bundle, responses are independent of each other, also those of one customer.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtr
from scipy.stats import betabinom

from demo.topics import (
    BYSTANDER,
    COMMENT_RATE,
    COMMENTERS,
    COMPANION,
    METRICS,
    N_TOPICS,
    ROWS,
    SILENT,
    WITH_COMPANION,
    WITHOUT_COMPANION,
    beta,
)  # fmt: skip

if TYPE_CHECKING:
    import pandas as pd

# How a group spreads over its codes: what people give within "detractor", "passive", "promoter" and so on.
DETRACTOR = np.array([0.10, 0.04, 0.07, 0.11, 0.12, 0.27, 0.29])
PASSIVE = np.array([0.42, 0.58])
PROMOTER = np.array([0.46, 0.54])
LOW_CSAT = np.array([0.22, 0.28, 0.50])
TOP_CSAT = np.array([0.52, 0.48])
CES_SPREAD = 7.0  # concentration of the beta-binomial
SAME_MOOD = 0.6  # correlation between a respondent's three scores, on the normal scale
BLANK = {"nps": 0.03, "csat": 0.10, "ces": 0.14}


class Population(NamedTuple):
    """All bundles: ``members`` (bundles x rows, bool), ``chance`` (quarters x bundles), score tables.

    ``cdf[metric]`` has one line a bundle, and a last one for silent respondents.
    """

    members: np.ndarray
    chance: np.ndarray
    cdf: dict[str, np.ndarray]


class Draw(NamedTuple):
    """``responses``: one row each, scores with blanks as NaN, ``commenter``, ``language``.
    ``labels``: response_id, topic, polarity of every mention."""

    responses: pd.DataFrame
    labels: pd.DataFrame


@cache
def population() -> Population:
    """The bundles with their chances per quarter and their score distributions."""
    bundles: list[tuple[int, ...]] = [
        rows
        for size in range(len(N_TOPICS))
        for rows in combinations(range(len(ROWS)), size)
        if len({ROWS[r].topic for r in rows}) == size
    ]
    members = np.zeros((len(bundles), len(ROWS)), dtype=bool)
    for number, rows in enumerate(bundles):
        members[number, list(rows)] = True
    size = members.sum(axis=1)
    chance = np.array([[_weight(rows, quarter) for rows in bundles] for quarter in (0, 1)])
    for k, share in enumerate(N_TOPICS):
        chance[:, size == k] *= share / chance[:, size == k].sum(axis=1, keepdims=True)
    return Population(members, chance, _score_tables(members))


def _weight(rows: tuple[int, ...], quarter: int) -> float:
    weight = float(np.prod([ROWS[r].weights[quarter] for r in rows]))
    if any(ROWS[r].topic == BYSTANDER for r in rows):
        accompanied = any((ROWS[r].topic, ROWS[r].polarity) == COMPANION for r in rows)
        weight *= WITH_COMPANION if accompanied else WITHOUT_COMPANION
    return weight


def _score_tables(members: np.ndarray) -> dict[str, np.ndarray]:
    def linear(name: str) -> np.ndarray:
        commenters = getattr(COMMENTERS, name) + members @ np.array([getattr(row, name) for row in ROWS])
        return np.append(commenters, getattr(SILENT, name))[:, None]

    promoter, detractor, top2 = linear("promoter"), linear("detractor"), linear("top2")
    ease = (linear("ces") - 1) / 6
    nps = np.hstack([detractor * DETRACTOR, (1 - promoter - detractor) * PASSIVE, promoter * PROMOTER])
    csat = np.hstack([(1 - top2) * LOW_CSAT, top2 * TOP_CSAT])
    ces = betabinom.pmf(np.arange(7), 6, CES_SPREAD * ease, CES_SPREAD * (1 - ease))
    return {name: np.cumsum(pmf, axis=1) for name, pmf in (("nps", nps), ("csat", csat), ("ces", ces))}


def true_impacts() -> pd.DataFrame:
    """metric, topic, polarity, beta, prevalence (share of commenters), impact = beta x prevalence.

    Quarters weigh the same. The impact is in points of the metric's statistic.
    """
    import pandas as pd

    members, chance, _ = population()
    prevalence = chance.mean(axis=0) @ members
    return pd.DataFrame(
        [
            (metric, row.topic, row.polarity, beta(row, metric), share, beta(row, metric) * share)
            for metric in METRICS
            for row, share in zip(ROWS, prevalence.tolist(), strict=True)
        ],
        columns=["metric", "topic", "polarity", "beta", "prevalence", "impact"],
    )


def draw(rng: np.random.Generator, n: int) -> Draw:
    """``n`` responses with their scores and the topics that they mention; no text."""
    import pandas as pd

    from demo.people import people

    members, chance, cdf = population()
    responses = people(rng, n)
    commenter = rng.random(n) < COMMENT_RATE
    bundle = np.full(n, len(members))
    luck = rng.random(n)
    for quarter in (0, 1):
        chosen = commenter & (responses["quarter"].to_numpy() == quarter + 1)
        bundle[chosen] = np.searchsorted(np.cumsum(chance[quarter]), luck[chosen]).clip(max=len(members) - 1)
    mood = rng.standard_normal((n, 1))
    noise = rng.standard_normal((n, len(METRICS)))
    rank = ndtr(np.sqrt(SAME_MOOD) * mood + np.sqrt(1 - SAME_MOOD) * noise)
    for column, metric in enumerate(METRICS):
        score = (rank[:, [column]] > cdf[metric][bundle, :-1]).sum(axis=1) + (metric != "nps")
        responses[metric] = np.where(rng.random(n) < BLANK[metric], np.nan, score)
    responses["commenter"] = commenter
    who, what = np.nonzero(np.vstack([members, np.zeros(len(ROWS), dtype=bool)])[bundle])
    labels = pd.DataFrame(
        {
            "response_id": responses["response_id"].to_numpy()[who],
            "topic": pd.Categorical([row.topic for row in ROWS])[what],
            "polarity": pd.Categorical([row.polarity for row in ROWS])[what],
        }
    )
    return Draw(responses, labels)
