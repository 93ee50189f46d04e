"""Metrics by a declared spec: roles, segments, periods, joins and the change that is tested."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from golden_values import same
from scipy.stats import ttest_ind

from cxtext.metrics import from_tables, net_promoter_score, retention_rate
from cxtext.metrics.change import MeanOf, Net, Share, change
from cxtext.metrics.recipes import RECIPES
from cxtext.stats.proportions import newcombe

SHARED = Path(__file__).parents[3] / "shared" / "data"


def one(table, spec, name="survey"):
    metrics = from_tables({name: table}, spec).metrics
    return metrics[metrics["segment"].isna() & metrics["period"].isna()].iloc[0]


def waves(first, second):
    """Promoters, passives and detractors in January and in February."""
    scores, days = [], []
    for day, counts in (("2026-01-10", first), ("2026-02-10", second)):
        for score, n in zip((10, 8, 2), counts, strict=True):
            scores += [score] * n
            days += [day] * n
    return pd.DataFrame({"NPS": scores, "day": days})


def test_nps_overall_by_segment_and_by_period():
    table = waves((30, 50, 20), (45, 35, 20)).assign(shop=["a", "b"] * 100)
    found = from_tables({"survey": table}, {"segment": "shop", "date": "day", "nps": {"score": "NPS"}})
    assert found.metrics["segment"].dropna().tolist() == ["shop=a", "shop=b"]
    assert found.metrics["period"].dropna().tolist() == ["2026-01", "2026-02"]
    assert found.metrics["value"].iloc[[0, -2, -1]].tolist() == [17.5, 10.0, 25.0]
    part = net_promoter_score(table.loc[table["shop"] == "a", "NPS"])
    assert found.metrics.iloc[1][["value", "low"]].tolist() == [part.value, part.low]


def test_the_change_of_nps_is_movers():
    found = from_tables(
        {"survey": waves((30, 50, 20), (45, 35, 20))}, {"date": "day", "nps": {"score": "NPS"}}
    )
    row = found.changes.iloc[0]
    assert same(row["change"], "npsdiff.diff")
    assert same([row["low"], row["high"]], "npsdiff.mover")
    assert same(row["p"], "npsdiff.mover_p")
    assert row["q"] == row["p"]
    assert (row["before"], row["after"], row["n_before"], row["n_after"]) == ("2026-01", "2026-02", 100, 100)


def test_small_bases_are_not_tested_or_flagged():
    few = from_tables(
        {"survey": waves((3, 3, 3), (6, 3, 6))}, {"date": "day", "nps": {"score": "NPS"}}
    ).changes.iloc[0]
    assert few["flags"] == "suppressed"
    assert pd.isna(few["p"])
    assert pd.isna(few["change"])
    low = from_tables(
        {"survey": waves((6, 3, 3), (2, 3, 7))}, {"date": "day", "nps": {"score": "NPS"}}
    ).changes.iloc[0]
    assert low["flags"] == "low_base"
    assert same(low["p"], "npsdiff_small.mover_p")
    assert same([low["low"], low["high"]], "npsdiff_small.mover")


def test_the_change_of_a_share_is_newcombes():
    found = change(Share(62, 100), Share(70, 100), (62.0, 70.0), (100, 100))
    expected = newcombe((70, 100), (62, 100))
    assert (found.low, found.high, found.p) == (100 * expected.low, 100 * expected.high, expected.p)
    assert same([found.value / 100, found.low / 100, found.high / 100], "newcombe.csat_70_100_62_100")


def test_the_change_of_a_mean_is_welchs():
    rng = np.random.default_rng(1)
    before, after = rng.exponential(200, 60), rng.exponential(260, 45)
    table = pd.DataFrame({"talk": [*before, *after], "day": ["2026-01-01"] * 60 + ["2026-02-01"] * 45})
    row = from_tables(
        {"survey": table}, {"date": "day", "average_handling_time": {"talk": "talk"}}
    ).changes.iloc[0]
    expected = ttest_ind(after, before, equal_var=False)
    limits = expected.confidence_interval()
    assert row["p"] == pytest.approx(expected.pvalue, rel=1e-9)
    assert [row["low"], row["high"]] == pytest.approx([limits.low, limits.high], rel=1e-9)
    assert row["method"] == "welch"


def test_a_mean_score_changes_by_welch_too():
    table = waves((30, 50, 20), (45, 35, 20))
    spec = {"date": "day", "csat": {"score": "NPS", "scale": "0-10", "statistic": "mean"}}
    row = from_tables({"survey": table}, spec).changes.iloc[0]
    expected = ttest_ind(table["NPS"][100:], table["NPS"][:100], equal_var=False)
    assert row["p"] == pytest.approx(expected.pvalue, rel=1e-9)


def test_money_changes_without_a_test():
    found = change(None, None, (10.0, 12.0), None)
    assert found.value == 2.0
    assert math.isnan(found.p)
    assert change(Net(30, 0, 0), Net(30, 0, 0), (100.0, 100.0), (30, 30)).p == 1.0
    assert change(MeanOf(5, 0, 9), MeanOf(5, 0, 9), (5.0, 5.0), (10, 10)).method == "none"


def test_q_is_over_all_tests_of_the_call():
    table = waves((30, 50, 20), (60, 20, 20)).assign(hold=[1.0, 2.0] * 100)
    spec = {"date": "day", "nps": {"score": "NPS"}, "waiting_time": {"wait": "hold"}}
    changes = from_tables({"survey": table}, spec).changes
    assert changes["q"].iloc[0] == pytest.approx(2 * changes["p"].iloc[0])
    assert changes["q"].iloc[1] == pytest.approx(changes["p"].max())


def test_customers_stand_beside_their_score():
    survey = pd.DataFrame(
        {"who": [f"c{k}" for k in range(60)] + ["c0"], "NPS": [2] + [10] * 29 + [3] * 30 + [10],
         "mood": ["bad"] + ["good"] * 29 + ["bad"] * 30 + ["good"],
         "day": ["2026-01-01"] * 60 + ["2026-02-01"]}
    )  # fmt: skip
    customers = pd.DataFrame(
        {"who": [f"c{k}" for k in range(60)], "left": ["no"] * 30 + ["yes"] * 15 + ["no"] * 15}
    )
    orders = pd.DataFrame({"who": ["c0", "c0", *[f"c{k}" for k in range(1, 60)]]})
    tables = {"survey": survey, "customers": customers, "transactions": orders}
    spec = {
        "customer": "who", "segment": ["mood"], "date": "day",
        "churn_rate": {"yes": "left"}, "repeat_rate": {"customer": "who"},
    }  # fmt: skip
    found = from_tables(tables, spec).metrics
    by_mood = found[found["segment"].notna()].set_index(["metric", "segment"])["value"]
    # The first customer's last answer is good, so that 30 are good: their churn is 0, the others' 15 of 30.
    assert by_mood["churn_rate", "mood=good"] == 0.0
    assert by_mood["churn_rate", "mood=bad"] == 50.0
    assert by_mood["repeat_rate", "mood=good"] == pytest.approx(100 / 30)


def test_customer_value_from_transactions():
    rng = np.random.default_rng(5)
    rows = []
    for customer in range(260):
        day, rate = 0.0, rng.gamma(2, 0.02)
        while day < 300:
            rows.append(
                (
                    f"c{customer}",
                    pd.Timestamp("2026-01-01") + pd.Timedelta(days=int(day)),
                    10 + 20 * rng.random(),
                )
            )
            if rng.random() < 0.2:
                break
            day += rng.exponential(1 / rate) + 1
    orders = pd.DataFrame(rows, columns=["who", "on", "paid"])
    spec = {"customer_value": {"customer": "who", "day": "on", "value": "paid", "periods": 26}}
    found = one(orders, spec, "transactions")
    assert found["value"] > 0
    assert found["method"] == "bg/nbd x gamma-gamma"
    assert pd.isna(found["low"])
    few = one(orders.head(50), spec, "transactions")
    assert pd.isna(few["value"])
    assert "fewer_than_200_customers" in few["flags"]


FRAME = pd.DataFrame(
    {
        "score5": [5, 4, 3, 2, 1] * 12, "score10": [10, 8, 3] * 20, "yes": ["yes", "no", None] * 20,
        "n1": [1.0, 2.0, 3.0] * 20, "n2": [4.0, 5.0, 6.0] * 20,
        "label": ["Positive", "negative", "neutral"] * 20,
        "text": ["fine", "", "N/A"] * 20, "who": [f"c{k % 30}" for k in range(60)], "rank": [1, 2, 3] * 20,
        "brands": [3] * 60,
    }
)  # fmt: skip
EXAMPLES = {
    "nps": ({"score": "score10", "respondent": "who"}, 0.0),
    "csat": ({"score": "score5", "weight": "n2"}, 40.0),
    "ces": ({"score": "score5", "version": "1.0", "scale": "1-5", "low-is-good": True}, 3.0),
    "experience_index": (dict.fromkeys(("effort", "empathy", "understanding", "efficiency"), "score5"), 50.0),
    "engagement_index": (
        {"satisfaction": "score5", "loyal": "yes", "nps": "score10", "weights": [1, 1, 1]},
        140 / 3,
    ),
    "net_sentiment": ({"label": "label"}, 0.0),
    "wallet_allocation": ({"rank": "rank", "brands": "brands"}, 1 / 3),
    "churn_rate": ({"yes": "yes"}, 50.0),
    "retention_rate": ({"yes": "yes"}, 50.0),
    "close_rate": ({"yes": "label", "yes_is": "positive"}, 100 / 3),
    "closed_loop_rate": ({"yes": "yes"}, 50.0),
    "response_rate": ({"yes": "yes"}, 50.0),
    "member_redemption_rate": ({"yes": "yes"}, 50.0),
    "comment_rate": ({"text": "text"}, 100 / 3),
    "revenue_churn": ({"start": "n2", "churned": "n1"}, 40.0),
    "gross_revenue_retention": ({"start": "n2", "churned": "n1"}, 60.0),
    "net_revenue_retention": ({"start": "n2", "churned": "n1", "expansion": "n2"}, 160.0),
    "redemption_rate": ({"redeemed": "n1", "issued": "n2"}, 40.0),
    "breakage": ({"redeemed": "n1", "issued": "n2"}, 60.0),
    "acquisition_cost": ({"spend": "n2", "new_customers": "n1"}, 2.5),
    "cost_to_serve": ({"support": "n1", "returns": "n2", "per": "order"}, 7.0),
    "average_handling_time": ({"talk": "n1", "hold": "n2"}, 7.0),
    "waiting_time": ({"wait": "n1", "statistic": "median"}, 2.0),
    "time_on_site": ({"duration": "n1", "visitor": "who", "per": "visitor"}, 4.0),
    "share_of_wallet": ({"brand": "n1", "category": "n2", "statistic": "ratio_of_totals"}, 40.0),
    "survival": ({"duration": "n1", "left": "yes"}, 1.0),
    "time_to_close": ({"wait": "n1", "closed": "label", "yes_is": "negative"}, 2.0),
    "lifetime_value": ({"margin": "n1", "kept": "yes", "timing": "now"}, 4.0),
    "purchase_frequency": ({"customer": "who"}, 2.0),
    "repeat_rate": ({"customer": "who"}, 100.0),
    "customer_value": None,
}


def test_every_metric_has_an_example():
    assert EXAMPLES.keys() == RECIPES.keys()


@pytest.mark.parametrize("name", [name for name, example in EXAMPLES.items() if example])
def test_metric_from_a_table(name):
    spec, expected = EXAMPLES[name]
    before = FRAME.copy()
    found = one(FRAME, {"x": {"metric": name, **spec}})
    pd.testing.assert_frame_equal(FRAME, before)
    assert found["metric"] == "x"
    assert found["value"] == pytest.approx(expected)


def test_text_cells_are_read():
    table = pd.DataFrame({"s": ["10", " 9 ", "N/A", "", "3"], "left": ["예", "아니오", "예", "", "아니오"]})
    assert one(table, {"nps": {"score": "s"}})["n"] == 3
    assert one(table, {"churn_rate": {"yes": "left"}})["n"] == 4
    assert retention_rate(4, 2, 0).value == 50.0


def test_a_small_median_is_not_shown_as_a_change():
    table = pd.DataFrame(
        {"wait": [1.0, 2.0, 3.0, 9.0], "day": ["2026-01-01", "2026-01-02", "2026-02-01", "2026-02-02"]}
    )
    spec = {"date": "day", "waiting_time": {"wait": "wait", "statistic": "median"}}
    row = from_tables({"survey": table}, spec).changes.iloc[0]
    assert pd.isna(row["change"])
    assert row["flags"] == "suppressed"


def test_who_answers_in_both_periods_is_flagged():
    table = waves((30, 50, 20), (45, 35, 20)).assign(who=[f"c{k % 150}" for k in range(200)])
    spec = {"date": "day", "nps": {"score": "NPS", "respondent": "who"}}
    assert from_tables({"survey": table}, spec).changes["flags"].iloc[0] == "same_respondents"


def test_nothing_asked_nothing_computed():
    found = from_tables({"survey": pd.DataFrame({"s": [1]})}, {"segment": []})
    assert (len(found.metrics), len(found.changes)) == (0, 0)


@pytest.mark.shared
def test_churn_of_a_telephone_company():
    path = SHARED / "telco_churn" / "WA_Fn-UseC_-Telco-Customer-Churn.csv"
    if not path.exists():
        pytest.skip("shared data set telco_churn is not here")
    table = pd.read_csv(path)
    spec = {
        "segment": "Contract",
        "churn_rate": {"yes": "Churn"},
        "survival": {"duration": "tenure", "left": "Churn"},
    }
    found = from_tables({"customers": table}, spec).metrics
    assert found["value"].iloc[0] == 100 * 1869 / 7043
    assert found["segment"].tolist()[1:4] == [
        "Contract=Month-to-month",
        "Contract=One year",
        "Contract=Two year",
    ]
    assert found["flags"].iloc[4] == "fewer_than_half_have_left"
