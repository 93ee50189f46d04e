"""The metrics table of a run."""

import time

import numpy as np
import pandas as pd
import pytest

from cxtext.metrics import customer_satisfaction, net_promoter_score, summarise
from cxtext.metrics.summarise import period_codes
from cxtext.scales import groups
from cxtext.tables import METRICS, RESPONSES, SCORES, check, empty


def responses(n, **columns):
    ids = [f"r{k}" for k in range(n)]
    base = {
        "response_id": ids, "source": "survey.csv", "respondent": ids, "submitted_at": None, "channel": None,
        "language": None, "status": None, "weight": 1.0,
    }  # fmt: skip
    return check(RESPONSES, pd.DataFrame(base | columns))


def scores(values, metric="nps", scale=(0, 10), better=True, question=None, ids=None):
    return check(
        SCORES,
        pd.DataFrame(
            {
                "response_id": ids or [f"r{k}" for k in range(len(values))],
                "question_id": question or metric.upper(), "metric": metric, "value": np.array(values, float),
                "raw": [str(v) for v in values], "scale_min": scale[0], "scale_max": scale[1],
                "higher_is_better": better, "group": groups(metric, values, *scale, better),
            }
        ),
    )  # fmt: skip


def row(table, statistic, segment=None, period=None, metric=None):
    found = table[table["statistic"] == statistic]
    found = found[found["metric"] == metric] if metric else found
    for column, wanted in (("segment", segment), ("period", period)):
        found = found[found[column].isna()] if wanted is None else found[found[column] == wanted]
    assert len(found) == 1
    return found.iloc[0]


def test_nps_overall_and_by_segment():
    given = [10] * 30 + [8] * 50 + [3] * 20
    table = summarise(responses(100, seg_store=["a"] * 60 + ["b"] * 35 + ["c"] * 5), scores(given))
    one, whole = row(table, "nps"), net_promoter_score(given)
    assert (one["value"], one["low"], one["high"], one["n"]) == (10.0, whole.low, whole.high, 100)
    assert [row(table, s)["value"] for s in ("promoters", "passives", "detractors")] == [30.0, 50.0, 20.0]
    assert row(table, "mean")["value"] == pytest.approx(7.6)
    part = net_promoter_score(given[:60])
    assert row(table, "nps", "store=a")[["value", "low", "high"]].tolist() == pytest.approx(
        [part.value, part.low, part.high]
    )
    few = row(table, "nps", "store=c")
    assert (few["n"], few["flags"]) == (5, "suppressed")
    assert pd.isna(few["value"])
    assert pd.isna(few["low"])


def test_csat_ces_and_a_metric_of_ones_own():
    given = [1, 2, 3, 4, 5] * 8
    both = pd.concat(
        [scores(given, "csat", (1, 5)), scores(given, "ces", (1, 5), False), scores(given, "taste", (1, 5))]
    )
    table = summarise(responses(40), both)
    assert row(table, "top2", metric="csat")["value"] == 40.0
    assert row(table, "net", metric="csat")["value"] == 0.0
    assert row(table, "mean", metric="csat")["high"] == customer_satisfaction(given, statistic="mean").high
    assert row(table, "easy", metric="ces")["value"] == 40.0
    assert set(table[table["metric"] == "taste"]["statistic"]) == {"mean", "top2"}


def test_periods():
    days = pd.to_datetime(["2026-01-15", "2026-02-15", None, "2026-03-31"] * 10, utc=True)
    table = summarise(responses(40, submitted_at=days), scores([10, 9, 0, 3] * 10))
    months = table[(table["statistic"] == "nps") & table["period"].notna()]
    assert months["period"].tolist() == ["2026-01", "2026-02", "2026-03"]
    assert months["value"].tolist() == [100.0, 100.0, -100.0]
    late = days.map(lambda day: day + pd.Timedelta(days=200) if day.month == 3 else day)
    assert period_codes(pd.Series(late))[1] == ["2026-Q1", "2026-Q4"]


def test_repeat_answers_widen_the_interval_and_are_flagged():
    given = [10, 10, 0, 0] * 20
    people = [f"p{k // 2}" for k in range(80)]
    once = row(summarise(responses(80), scores(given)), "nps")
    table = summarise(responses(80, respondent=people), scores(given))
    again = row(table, "nps")
    assert again["flags"] == "clustered"
    assert again["value"] == once["value"] == 0.0
    assert again["high"] - again["low"] > 1.3 * (once["high"] - once["low"])
    assert again["n_eff"] == pytest.approx(40, rel=0.05)
    assert row(table, "mean")["flags"] == "clustered"


def test_weights():
    given, weight = [10] * 20 + [0] * 20, [3.0] * 20 + [1.0] * 20
    found = row(summarise(responses(40, weight=weight), scores(given)), "nps")
    assert (found["value"], found["flags"]) == (50.0, "weighted")
    assert found["n_eff"] == pytest.approx(80**2 / (20 * 9 + 20))


def test_several_questions_of_one_metric_are_kept_apart():
    both = pd.concat(
        [scores([5] * 30, "csat", (1, 5), question="Q1"), scores([1] * 30, "csat", (1, 5), question="Q2")]
    )
    table = summarise(responses(30), both)
    assert row(table, "top2", metric="csat (Q1)")["value"] == 100.0
    assert row(table, "top2", metric="csat (Q2)")["value"] == 0.0


def test_scores_in_another_order_and_without_some_responses():
    given = scores([10, 0, 10, 0] * 10)
    people = responses(50, seg_x=["even", "odd"] * 25)
    shuffled = given.sample(frac=1, random_state=1).reset_index(drop=True)
    pd.testing.assert_frame_equal(summarise(people, given), summarise(people, shuffled))
    assert row(summarise(people, given), "nps", "x=even")["value"] == 100.0


def test_variants_are_flagged_and_inputs_untouched():
    people, given = responses(40), scores([10] * 40, scale=(1, 10))
    before = people.copy(), given.copy()
    assert row(summarise(people, given), "nps")["flags"] == "variant"
    pd.testing.assert_frame_equal(people, before[0])
    pd.testing.assert_frame_equal(given, before[1])


def test_nothing_to_summarise():
    assert len(summarise(responses(3), empty(SCORES))) == 0
    assert list(summarise(responses(3), empty(SCORES)).columns) == [c.name for c in METRICS.columns]


def test_a_large_table_by_a_hundred_segments_costs_about_what_pandas_does():
    n, rng = 300_000, np.random.default_rng(0)
    people = responses(1).loc[[0] * n].reset_index(drop=True)
    ids = pd.Series(np.arange(n).astype(str), dtype="str")
    people = people.assign(
        response_id=ids, respondent=ids, seg_store=pd.Series(rng.integers(0, 100, n)).astype("str")
    )
    given = scores([0.0]).loc[[0] * n].reset_index(drop=True)
    given = given.assign(response_id=ids, value=rng.integers(0, 11, n).astype(float))

    def plain():
        joined = given.merge(people[["response_id", "seg_store"]], on="response_id")
        sign = (joined["value"] >= 9).astype(int) - (joined["value"] <= 6).astype(int)
        return sign.mean(), sign.groupby(joined["seg_store"]).agg(["mean", "std", "size"])

    def seconds(function):
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            function()
            best = min(best, time.perf_counter() - start)
        return best

    summarise(people.head(100), given.head(100))
    assert seconds(lambda: summarise(people, given)) < 3 * seconds(plain) + 0.1
