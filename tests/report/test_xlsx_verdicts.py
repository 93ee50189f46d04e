"""The verdict column of the drivers sheet in plain words."""

import pandas as pd
import pytest

from cxtext import tables as contracts
from cxtext.report.words import Words
from cxtext.report.xlsx_drivers import driver_rows, plain_verdict
from cxtext.report.xlsx_words import workbook_words


@pytest.mark.parametrize(
    ("metric", "higher", "verdict", "effect", "starts"),
    [
        ("nps", True, "drives down", -6.2, "Goes with a lower NPS: −6.2 points"),
        ("nps", True, "drives up", 4.0, "Goes with a higher NPS: +4.0 points"),
        ("ces", False, "drives up", 0.5, "Goes with a higher, so worse CES: +0.50"),
        ("ces", False, "drives down", -0.5, "Goes with a lower, so better CES: −0.50"),
        ("ces", True, "drives down", -0.5, "Goes with a lower CES: −0.50"),
        (
            "nps",
            True,
            "no clear effect",
            -0.1,
            "No clear effect on NPS: −0.1 points (95% interval −2.1 to 1.9).",
        ),
        ("nps", True, "not enough data", -0.1, "Not enough data to say: takes about 900 respondents."),
        ("nps", True, None, -0.1, "Descriptive, not tested."),
    ],
)
def test_a_verdict_in_plain_words(metric, higher, verdict, effect, starts):
    driver = dict.fromkeys(column.name for column in contracts.DRIVERS.columns)
    driver |= {"metric": metric, "topic_id": "t1", "polarity": "negative", "verdict": verdict,
               "n_with": 9, "n_without": 9, "impact_adjusted": effect, "impact_adjusted_low": effect - 2,
               "impact_adjusted_high": effect + 2,
               "n_needed": 900 if verdict == "not enough data" else None}  # fmt: skip
    scores = pd.DataFrame({"metric": [metric], "higher_is_better": [higher]})
    topics = pd.DataFrame({"topic_id": ["t1"], "name": ["Late"]})
    (row,) = driver_rows({"drivers": pd.DataFrame([driver]), "scores": scores, "topics": topics})
    assert plain_verdict(row, Words("", workbook_words("en"))).startswith(starts)
