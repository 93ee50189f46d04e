"""What the terminal says of drivers."""

import pandas as pd
import pytest

from cxtext.cli.show import lines
from cxtext.pipeline import Run


def run_with(adjusted: list[float | None]) -> Run:
    """Two drivers of NPS; adjusted impacts as given, marginal ones of -5 and -6 points."""
    drivers = pd.DataFrame({
        "metric": "nps", "topic_id": ["t01", "t02"], "polarity": "negative", "verdict": "drives down",
        "impact_marginal": [-5.0, -6.0], "impact_marginal_low": [-7.0, -8.0],
        "impact_marginal_high": [-3.0, -4.0], "impact_adjusted": adjusted,
        "impact_adjusted_low": adjusted, "impact_adjusted_high": adjusted,
    })  # fmt: skip
    topics = pd.DataFrame({"topic_id": ["t01", "t02"], "name": ["late", "broken"]})
    counts = {"files": {}, "joins": {}, "responses": 9, "respondents": 9, "comments": 9, "scores": 9,
              "responses_with_comment": 9, "responses_without_comment": 0}  # fmt: skip
    return Run({"drivers": drivers, "topics": topics}, {"counts": counts, "notes": []})


@pytest.mark.parametrize(
    ("adjusted", "head", "worst"),
    [
        ([-4.0, -3.0], "in points:", "-4.0"),
        ([None, None], "in points (marginal: too few answers to hold the other topics still):", "-6.0"),
    ],
)
def test_impacts_without_a_model_are_called_marginal(adjusted, head, worst):
    told = list(lines(run_with(adjusted)))
    where = told.index(f"What drives NPS, {head}")
    assert told[where + 1].split()[0].startswith(worst)
