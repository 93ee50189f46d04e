"""Does what people wrote fit what they scored? Agreement, calibration, and the list of those that differ.

The scores judge nothing here and correct nothing: a label stays as the model gave it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.sentiment.effort import effort_check
from cxtext.sentiment.mismatches import find_mismatches
from cxtext.sentiment.polarity import LABELS
from cxtext.stats.agreement import confusion, kappa
from cxtext.stats.base import DEFAULT, Minimums
from cxtext.stats.calibration import calibration
from cxtext.tables import SENTIMENT_CHECKS, SENTIMENT_MISMATCHES, check, empty

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

# The bad end, the middle and the good end of a scale (scores.group), in the words of a sentiment.
SAYS = {
    "detractor": "negative", "passive": "neutral", "promoter": "positive",
    "low": "negative", "middle": "neutral", "top": "positive",
}  # fmt: skip
BINS = 10
RESAMPLES = 400


def against_scores(
    tables: dict[str, pd.DataFrame], minimums: Minimums = DEFAULT, seed: int = 0
) -> dict[str, pd.DataFrame]:
    """The tables sentiment_checks and sentiment_mismatches.

    Parameters
    ----------
    tables
        responses, scores, comments, mentions, sentiments.
    minimums
        ``agreement_units`` for kappa, ``calibration_bin`` for each bin of the calibration error.
    seed
        Of the bootstrap.

    A response's probabilities are the mean over its comments; a respondent with several responses counts
    with the first. For every metric, over all and in each language:

    - ``kappa``: Cohen's, quadratic weights, of the label against the score's end of its scale, with its
      asymptotic interval;
    - ``ece``: the expected calibration error of ``p_positive / (p_positive + p_negative)`` against the good
      end, the middle of the scale left out, equal-mass bins, with a percentile bootstrap interval;
    - ``effort_auc``, for CES alone: how well effort in the text tells the bad end (see effort.py).

    Where the base is too small the value is missing and ``flags`` is ``low_base``.
    """
    import pandas as pd

    rows = scored_texts(tables)
    if not len(rows):
        return {
            "sentiment_checks": empty(SENTIMENT_CHECKS),
            "sentiment_mismatches": empty(SENTIMENT_MISMATCHES),
        }
    found = []
    for metric, mine in rows.groupby("metric", sort=True):
        parts = [(None, mine), *((lang, part) for lang, part in mine.groupby("lang", sort=True))]
        for lang, part in parts:
            statistics = (_kappa, _ece, effort_check) if metric == "ces" else (_kappa, _ece)
            for statistic in statistics:
                found.append({"metric": metric, "lang": lang} | statistic(part, minimums, seed))
    checks = check(SENTIMENT_CHECKS, pd.DataFrame(found))
    return {"sentiment_checks": checks, "sentiment_mismatches": find_mismatches(rows, tables)}


def scored_texts(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """One row a (response, question) with text: the score, what it says, the text's probabilities and label.

    ``lang`` is the language of the response's longest comment.
    """
    comments, tone = tables["comments"], tables["sentiments"]
    p = [f"p_{label}" for label in LABELS]
    read = [*p, "effort_score"]
    said = (
        comments[~comments["filler"].astype(bool)]
        .merge(
            tone.loc[tone["level"] == "comment", ["unit_id", *read]], left_on="comment_id", right_on="unit_id"
        )
        .sort_values(["response_id", "n_chars", "comment_id"], ascending=[True, False, True], kind="stable")
    )
    texts = said.groupby("response_id", sort=True)[read].mean()
    texts["lang"] = said.groupby("response_id")["lang"].first()
    texts["polarity"] = texts["p_positive"] - texts["p_negative"]
    texts["label"] = [LABELS[k] for k in texts[p].to_numpy().argmax(axis=1)]
    scores = tables["scores"].assign(says=tables["scores"]["group"].map(SAYS)).dropna(subset=["says"])
    rows = scores.merge(texts.reset_index(), on="response_id")
    rows = rows.merge(tables["responses"][["response_id", "respondent"]], on="response_id")
    once = ["metric", "question_id", "respondent"]
    return (
        rows.sort_values([*once, "response_id"], kind="stable").drop_duplicates(once).reset_index(drop=True)
    )


def _kappa(rows: pd.DataFrame, minimums: Minimums, _seed: int) -> dict[str, object]:
    row = {"statistic": "kappa", "n": len(rows), "method": "quadratic weights, asymptotic"}
    if len(rows) < minimums.agreement_units:
        return row | {"flags": "low_base"}
    found = kappa(confusion(rows["says"].tolist(), rows["label"].tolist(), LABELS), weights="quadratic")
    return row | {"value": found.value, "low": found.low, "high": found.high}


def _ece(rows: pd.DataFrame, minimums: Minimums, seed: int) -> dict[str, object]:
    import numpy as np

    rows = rows[rows["says"] != "neutral"]
    bins = min(BINS, len(rows) // minimums.calibration_bin)
    row = {
        "statistic": "ece",
        "n": len(rows),
        "method": f"{max(bins, 0)} equal-mass bins, percentile bootstrap",
    }
    good = (rows["says"] == "positive").to_numpy()
    if bins < 2 or good.all() or not good.any():
        return row | {"method": "none", "flags": "low_base"}
    sided = rows["p_positive"] + rows["p_negative"]
    share = (rows["p_positive"] / sided.where(sided > 0)).fillna(0.5).to_numpy()
    rng = np.random.default_rng(seed)
    draws = [rng.integers(0, len(share), len(share)) for _ in range(RESAMPLES)]
    spread = np.quantile([_error(share[d], good[d], bins) for d in draws], [0.025, 0.975])
    return row | {"value": _error(share, good, bins), "low": spread[0], "high": spread[1]}


def _error(share: np.ndarray, good: np.ndarray, bins: int) -> float:
    return calibration(share, good, bins=bins).ece
