"""Specs that cannot be followed, and specs written as flags."""

import pandas as pd
import pytest

from cxtext.errors import ColumnError, ConfigError, StatisticError
from cxtext.metrics import from_tables
from cxtext.metrics.jobs import parse_metric


@pytest.mark.parametrize(
    ("spec", "error", "said"),
    [
        ({"npss": {"score": "s"}}, ConfigError, "Did you mean nps?"),
        ({"nps": {"scor": "s"}}, ConfigError, "Did you mean score?"),
        ({"nps": {}}, ConfigError, "It needs score"),
        ({"nps": "s"}, ConfigError, "columns and options"),
        ({"ces": {"score": "s", "version": "2.0"}}, ConfigError, "low_is_good, scale"),
        ({"nps": {"score": "score"}}, ColumnError, "no column"),
        ({"nps": {"score": "words"}}, ColumnError, "not numbers"),
        ({"nps": {"score": "s", "scale": "ten"}}, ConfigError, "LOWEST-HIGHEST"),
        ({"churn_rate": {"yes": "words"}}, ColumnError, "not yes or no"),
        ({"nps": {"score": "s", "date": "words"}}, ColumnError, "not dates"),
        ({"nps": {"score": "s"}, "segment": "shop"}, ConfigError, "No table has"),
        ({"csat": {"score": "s", "low_is_good": "no"}}, ConfigError, "true or false"),
        ({"csat": {"score": "s", "on_invalid": "skip"}}, StatisticError, "error or drop"),
        ({"survival": {"duration": "s", "left": "no", "at": "soon"}}, ConfigError, "must be a number"),
        ({"net_sentiment": {"label": "words"}}, ColumnError, "positive, neutral or negative"),
    ],
)
def test_a_spec_that_cannot_be_followed(spec, error, said):
    table = pd.DataFrame({"s": [10, 9], "words": ["many", "few"], "no": ["no", "no"]})
    with pytest.raises(error) as raised:
        from_tables({"survey": table}, spec)
    assert said in str(raised.value)


def test_a_table_that_is_not_there():
    frame = pd.DataFrame({"s": [1]})
    with pytest.raises(ConfigError, match="customers"):
        from_tables({"survey": frame, "transactions": frame}, {"churn_rate": {"yes": "s"}})


def test_metrics_as_flags():
    assert parse_metric("nps; score=How likely?; scale=0-10") == (
        "nps",
        {"score": "How likely?", "scale": "0-10"},
    )
    assert parse_metric("ces; low_is_good=true")[1] == {"low_is_good": True}
    name, options = parse_metric("cxi; metric=experience_index; weights=2,1,1,0; low_is_good=false")
    roles = dict.fromkeys(("effort", "empathy", "understanding", "efficiency"), "s")
    found = from_tables({"survey": pd.DataFrame({"s": [1, 2, 3, 4, 5] * 8})}, {name: {**options, **roles}})
    assert found.metrics["value"].tolist() == pytest.approx([50.0])
    for wrong in ("nps; score", "; score=x", "nps; =x"):
        with pytest.raises(ConfigError):
            parse_metric(wrong)
