"""Topics over time and segments: counted by hand, planted, and left alone where nothing happens."""

import numpy as np
import pandas as pd
import pytest
from run_tables import answers, run_tables

from cxtext.stats import Minimums, benjamini_hochberg, share_slope, wilson
from cxtext.tables import TOPIC_TRENDS, check
from cxtext.topics import topic_trends


def dated(mentioned: dict[str, np.ndarray], months, segments=None, respondent=None, **topics):
    """A run in which topic ``t`` is mentioned where ``mentioned[t]``; ``months`` from 0 is January 2026."""
    months = np.asarray(months)
    tables = run_tables(
        {"nps": answers(np.zeros(len(months)))},
        {(topic, "negative"): np.asarray(rows, dtype=int) for topic, rows in mentioned.items()},
        segments=segments, respondent=respondent,
    )  # fmt: skip
    start = pd.Timestamp("2026-01-15", tz="UTC")
    when = [start + pd.DateOffset(months=int(m)) if m >= 0 else pd.NaT for m in months]
    tables["responses"] = tables["responses"].assign(submitted_at=pd.to_datetime(pd.Series(when), utc=True))
    tables["topics"] = tables["topics"].assign(**topics)
    return tables


def whole(trends: pd.DataFrame) -> pd.DataFrame:
    return trends[trends["segment"].isna() & trends["period"].isna()].set_index("topic_id")


def test_counts_shares_and_test_by_hand():
    """Months of 40 people, 4, 8 and 12 mention it: z = 8/sqrt(.16 x 80) = 2.236, p .0253; +20 points."""
    months = np.repeat([0, 1, 2], 40)
    said = np.concatenate([np.arange(40) < n for n in (4, 8, 12)])
    trends = topic_trends(dated({"t01": said}, months))
    assert list(trends["period"].dropna()) == ["2026-01", "2026-02", "2026-03"]
    by_month = trends[trends["period"].notna()]
    assert by_month["n_respondents"].tolist() == [4, 8, 12]
    assert by_month["base"].tolist() == [40, 40, 40]
    assert by_month["share"].tolist() == [10, 20, 30]
    assert by_month["low"].iloc[1] == pytest.approx(100 * wilson(8, 40).low)
    assert by_month["verdict"].isna().all()
    row = whole(trends).loc["t01"]
    assert (row["n_respondents"], row["n_mentions"], row["base"], row["share"]) == (24, 24, 120, 20)
    assert row["p"] == pytest.approx(0.025347, abs=1e-5)
    assert row["q"] == pytest.approx(row["p"])
    assert row["change"] == pytest.approx(20)
    assert row["verdict"] == "emerging"
    backwards = whole(topic_trends(dated({"t01": said[::-1]}, months))).loc["t01"]
    assert (backwards["verdict"], backwards["change"]) == ("fading", pytest.approx(-20))


def test_a_month_without_answers_is_a_gap():
    months = np.repeat([0, 1, 3], 40)
    said = np.concatenate([np.arange(40) < n for n in (4, 8, 12)])
    row = whole(topic_trends(dated({"t01": said}, months))).loc["t01"]
    assert row["p"] == pytest.approx(share_slope(months, said).p)


def test_one_person_counts_once_in_a_month_and_is_one_cluster():
    months = np.repeat([0, 0, 1, 1], 30)
    who = [f"p{i}" for i in [*range(30), *range(30), *range(30), *range(30, 60)]]
    said = np.concatenate([np.arange(30) < n for n in (5, 5, 10, 10)])
    trends = topic_trends(dated({"t01": said}, months, respondent=who))
    by_month = trends[trends["period"].notna()]
    assert by_month["base"].tolist() == [30, 60]
    assert by_month["n_respondents"].tolist() == [5, 20]
    assert by_month["n_mentions"].tolist() == [10, 20]
    row = whole(trends).loc["t01"]
    assert (row["base"], row["n_respondents"], row["flags"]) == (60, 20, "low_base clustered")
    x = np.repeat([0, 1, 1], 30)
    y = np.concatenate([np.arange(30) < n for n in (5, 10, 10)])
    assert row["p"] == pytest.approx(share_slope(x, y, [*range(30), *range(30), *range(30, 60)]).p)


def test_a_parent_counts_each_respondent_once():
    months = np.repeat([0, 1], 50)
    one, two = np.arange(100) % 5 == 0, np.arange(100) % 10 == 0  # all of two are in one
    tables = dated({"t01": np.zeros(100), "t02": one, "t03": two}, months)
    above = pd.Series([None, "t01", "t01"], dtype="str")
    tables["topics"] = tables["topics"].assign(parent_id=above)
    row = whole(topic_trends(tables))
    assert row["n_respondents"].to_dict() == {"t01": 20, "t02": 20, "t03": 10}
    assert row["n_mentions"].to_dict() == {"t01": 30, "t02": 20, "t03": 10}


def test_too_little_is_an_answer():
    said = np.arange(60) % 4 == 0
    undated = whole(topic_trends(dated({"t01": said}, np.full(60, -1)))).loc["t01"]
    assert (undated["verdict"], undated["flags"]) == ("not enough data", "too_few_periods")
    one = whole(topic_trends(dated({"t01": said}, np.zeros(60)))).loc["t01"]
    assert (one["verdict"], one["flags"]) == ("not enough data", "too_few_periods")
    rare = topic_trends(dated({"t01": np.arange(90) < 9}, np.repeat([0, 1], 45)))
    assert whole(rare).loc["t01", ["verdict", "flags"]].tolist() == ["not enough data", "suppressed"]
    allowed = topic_trends(dated({"t01": np.arange(90) < 9}, np.repeat([0, 1], 45)), Minimums(topic=5))
    assert whole(allowed).loc["t01", "verdict"] == "fading"
    assert topic_trends(dated({}, np.zeros(30))).empty


def test_small_months_are_flagged_and_the_smallest_not_shown_nor_tested():
    months = np.repeat([0, 1, 2, 3], [60, 60, 20, 6])
    said = np.concatenate([np.arange(n) < n / 2 for n in (60, 60, 20, 6)])
    trends = topic_trends(dated({"t01": said}, months))
    by_month = trends[trends["period"].notna()].set_index("period")
    assert by_month["flags"].fillna("").tolist() == ["", "", "low_base", "suppressed"]
    assert by_month["share"].isna().tolist() == [False, False, False, True]
    kept = months < 3
    assert whole(trends).loc["t01", "p"] == pytest.approx(share_slope(months[kept], said[kept]).p)


def test_segments_against_the_rest():
    """North 30 of 60, the others 20 of 80: 25 points; the pooled z is 3.055, p = .00225."""
    region = np.repeat(["North", "South", "East"], [60, 60, 20])
    said = np.concatenate([np.arange(n) < k for n, k in ((60, 30), (60, 15), (20, 5))])
    tables = dated({"t01": said}, np.zeros(140), {"region": region})
    trends = topic_trends(tables).set_index("segment")
    north, south, east = (trends.loc[f"region={r}"] for r in ("North", "South", "East"))
    assert (north["n_respondents"], north["base"], north["share"]) == (30, 60, 50)
    assert north["change"] == pytest.approx(25)
    assert north["p"] == pytest.approx(0.002255, abs=1e-5)
    assert north["q"] == pytest.approx(2 * north["p"])  # of two that are tested
    assert (north["verdict"], south["verdict"]) == ("above the rest", "below the rest")
    assert (east["verdict"], east["flags"]) == ("not enough data", "low_base")
    channel = tables["responses"].assign(channel=region).drop(columns="seg_region")
    same = topic_trends(tables | {"responses": channel}).set_index("segment")
    assert same.loc["channel=North", "p"] == pytest.approx(north["p"])


def test_a_small_expected_count_takes_the_mid_p():
    """30 of 300 people, 3 of 12 mentioners among them: 1.2 expected."""
    inside, said = np.arange(300) < 30, np.isin(np.arange(300), [0, 1, 2, *range(30, 39)])
    trends = topic_trends(dated({"t01": said}, np.zeros(300), {"s": np.where(inside, "a", "b")}))
    p = trends.set_index("segment").loc["s=a", "p"]
    from scipy.stats import hypergeom

    pmf = hypergeom(300, 12, 30).pmf(np.arange(13))
    assert p == pytest.approx(pmf[pmf < pmf[3] * (1 - 1e-9)].sum() + pmf[3] / 2)


def test_families_of_topics_that_do_not_change_stay_clean():
    """1,000 families of twelve topics over six months: at most .05 of them name one (+ 2.3 se)."""
    rng = np.random.default_rng(5)
    months, families, named = rng.integers(0, 6, 300), 1000, 0
    for _ in range(families):
        said = rng.random((300, 12)) < rng.uniform(0.04, 0.3, 12)
        q = benjamini_hochberg([share_slope(months, said[:, j]).p for j in range(12)])
        named += (q <= 0.05).any()
    assert named / families <= 0.05 + 2.3 * np.sqrt(0.05 * 0.95 / families)


def test_tables_of_surveys_in_which_nothing_happens_name_nothing():
    """30 surveys of ten topics, six months, three regions: five or more with a find have a chance of .016."""
    rng = np.random.default_rng(6)
    said = rng.random((400, 10)) < rng.uniform(0.04, 0.3, 10)
    tables = dated({f"t{j:02d}": said[:, j] for j in range(10)}, np.arange(400) % 6,
                   {"region": np.array(list("abc"))[np.arange(400) % 3]})  # fmt: skip
    named = {"time": 0, "segments": 0}
    for _ in range(30):
        answers_ = tables["responses"]
        mixed = answers_.assign(
            submitted_at=rng.permutation(answers_["submitted_at"]),
            seg_region=rng.permutation(answers_["seg_region"]),
        )
        verdicts = set(topic_trends(tables | {"responses": mixed})["verdict"].dropna())
        named["time"] += bool(verdicts & {"emerging", "fading"})
        named["segments"] += bool(verdicts & {"above the rest", "below the rest"})
    assert max(named.values()) < 5


def test_a_planted_rise_and_a_planted_segment_are_found_and_nothing_else():
    rng = np.random.default_rng(7)
    months, region = rng.integers(0, 6, 1200), rng.choice(list("abc"), 1200)
    said = rng.random((1200, 8)) < 0.1
    said[:, 0] = rng.random(1200) < 0.06 + 0.03 * months
    said[:, 1] = rng.random(1200) < 0.21 - 0.03 * months
    said[:, 2] = rng.random(1200) < np.where(region == "a", 0.25, 0.08)
    trends = topic_trends(dated({f"t{j}": said[:, j] for j in range(8)}, months, {"region": region}))
    found = whole(trends)["verdict"]
    assert found.to_dict() == {"t0": "emerging", "t1": "fading"} | {
        f"t{j}": "no clear change" for j in range(2, 8)
    }
    above = trends[trends["verdict"] == "above the rest"]
    assert list(zip(above["topic_id"], above["segment"], strict=True)) == [("t2", "region=a")]


def test_order_of_rows_does_not_matter_and_the_table_is_as_declared():
    rng = np.random.default_rng(3)
    tables = dated({f"t{j}": rng.random(300) < 0.2 for j in range(3)}, rng.integers(0, 5, 300),
                   {"region": rng.choice(list("ab"), 300)})  # fmt: skip
    one = topic_trends(tables)
    mixed = {name: frame.sample(frac=1, random_state=1).reset_index(drop=True) if name != "topics" else frame
             for name, frame in tables.items()}  # fmt: skip
    pd.testing.assert_frame_equal(one, topic_trends(mixed))
    pd.testing.assert_frame_equal(check(TOPIC_TRENDS, one), one)
