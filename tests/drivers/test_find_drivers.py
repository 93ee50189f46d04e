"""The drivers table against the reference's worked example and against data with a known answer."""

import numpy as np
import pandas as pd
import pytest
from driver_example import TOPICS, drivers
from run_tables import answers, run_tables

from cxtext.drivers import find_drivers

# metrics.md section 12, 480 answers: R's lm with HC3 for the coefficients, the formulas there for the rest.
MARGINAL = {"delivery": -22.4047619, "price": -12.77777778, "staff": 12.65151515}
ADJUSTED = {"delivery": -21.3524173, "price": -11.42080153, "staff": 12.84828244}
ADJUSTED_LOW = {"delivery": -26.36354858, "price": -15.49909099, "staff": 8.491282779}
ODDS = {"delivery": 8.877073906, "price": 3.007083825, "staff": 0.4770168856}


def worked(**more: object) -> dict[str, pd.DataFrame]:
    y, x = drivers()
    said = {(topic, "negative"): x[:, j] for j, topic in enumerate(TOPICS)}
    return run_tables({"nps": answers(y)}, said, **more)


def row(table: pd.DataFrame, topic: str, polarity: str = "negative", segment: str | None = None) -> pd.Series:
    found = table[(table["topic_id"] == topic) & (table["polarity"] == polarity)]
    found = found[found["segment"].isna() if segment is None else found["segment"] == segment]
    assert len(found) == 1
    return found.iloc[0]


@pytest.mark.parametrize("topic", TOPICS)
def test_worked_example(topic: str) -> None:
    got = row(find_drivers(worked()), topic)
    assert got["impact_marginal"] == pytest.approx(MARGINAL[topic], rel=1e-9)
    assert got["impact_adjusted"] == pytest.approx(ADJUSTED[topic], rel=1e-9)
    # The reference's limits rest on HC3; ours on the influence function, which leaves leverage out.
    assert got["impact_adjusted_low"] == pytest.approx(ADJUSTED_LOW[topic], abs=0.15)
    assert got["odds_ratio"] == pytest.approx(ODDS[topic], rel=1e-9)
    assert (got["n_with"] + got["n_without"], got["base"]) == (480, "commenters")


def test_verdicts_of_the_worked_example() -> None:
    table = find_drivers(worked())
    assert [row(table, t)["verdict"] for t in TOPICS] == ["drives down", "drives down", "drives up"]
    # Nobody mentions anything with pleasure: the rows stay, undecided, and say so.
    assert row(table, "price", "positive")["verdict"] == "not enough data"
    assert row(table, "price", "positive")["n_with"] == 0


def test_any_and_segment_rows_describe_only() -> None:
    table = find_drivers(worked(segments={"country": np.array(["KR", "TW"] * 240)}))
    describing = table[(table["polarity"] == "any") | table["segment"].notna()]
    assert describing["verdict"].isna().all()
    assert describing["q"].isna().all()
    part = row(table, "delivery", "negative", "country=KR")
    assert part["n_with"] + part["n_without"] == 240
    assert pd.isna(part["impact_adjusted"])


def test_silent_responses_are_not_in_the_base() -> None:
    spoke = np.arange(480) % 2 == 0
    got = row(find_drivers(worked(commented=spoke)), "delivery")
    assert got["n_with"] + got["n_without"] == 240


def test_bystander_is_not_blamed() -> None:
    rng = np.random.default_rng(7)
    n = 4000
    late = (rng.random(n) < 0.2).astype(float)
    voucher = np.where(late == 1, rng.random(n) < 0.5, rng.random(n) < 0.05).astype(float)
    y = np.where(rng.random(n) < np.where(late == 1, 0.6, 0.2), -100.0, 100.0)
    table = find_drivers(
        run_tables({"nps": answers(y)}, {("late", "negative"): late, ("voucher", "negative"): voucher})
    )
    # Detractors 60 % against 20 %: NPS 80 points lower where late, times a prevalence of 20 %.
    assert row(table, "late")["impact_adjusted"] == pytest.approx(-80 * late.mean(), abs=2.5)
    bystander = row(table, "voucher")
    assert bystander["impact_marginal"] < -3
    assert abs(bystander["impact_adjusted"]) < 1
    assert bystander["verdict"] == "no clear effect"


def test_one_respondent_many_responses_is_not_many_respondents() -> None:
    y, x = drivers()
    said = {(topic, "negative"): np.repeat(x[:, j], 4) for j, topic in enumerate(TOPICS)}
    people = [f"p{i // 4}" for i in range(4 * len(y))]
    alone = row(find_drivers(worked()), "delivery")
    copied = row(
        find_drivers(run_tables({"nps": answers(np.repeat(y, 4))}, said, respondent=people)), "delivery"
    )
    width = copied["impact_adjusted_high"] - copied["impact_adjusted_low"]
    assert width == pytest.approx(alone["impact_adjusted_high"] - alone["impact_adjusted_low"], rel=1e-3)


def test_topics_said_by_the_same_people_are_merged_not_dropped() -> None:
    y, x = drivers()
    said = {("a", "negative"): x[:, 0], ("b", "negative"): x[:, 0], ("c", "negative"): x[:, 1]}
    table = find_drivers(run_tables({"nps": answers(y)}, said))
    a, b = row(table, "a"), row(table, "b")
    assert a["impact_adjusted"] == b["impact_adjusted"]
    assert (a["flags"], b["flags"]) == ("merged_with:b:negative", "merged_with:a:negative")


def test_too_few_detractors_for_a_model_leaves_the_marginal() -> None:
    rng = np.random.default_rng(1)
    y = np.where(np.arange(400) < 25, -100.0, 100.0)
    said = {(t, "negative"): (rng.random(400) < 0.3).astype(float) for t in "abc"}
    got = row(find_drivers(run_tables({"nps": answers(y)}, said)), "a")
    # 25 detractors, 3 topics: fewer than the 10 events a topic that a model needs
    assert got["flags"] == "marginal_only"
    assert pd.isna(got["impact_adjusted"])
    assert 0 <= got["p"] <= got["q"] <= 1


def test_a_rare_topic_is_not_enough_data_and_says_how_much_is() -> None:
    y, x = drivers()
    rare = np.zeros(480)
    rare[:15] = 1
    table = find_drivers(
        run_tables({"nps": answers(y)}, {("d", "negative"): x[:, 0], ("r", "negative"): rare})
    )
    got = row(table, "r")
    assert (got["verdict"], got["flags"]) == ("not enough data", "low_base")
    assert got["n_needed"] == 480 * 30 / 15


def test_post_stratified_figures_are_over_all_respondents() -> None:
    # metrics.md 12.1: commenters 60/40/100 promoters/passives/detractors of 200/150/150; the topic is
    # mentioned by 6/8/45 of them: 29.5 % of commenters, 23.5 % of all.
    groups = np.repeat([100.0, 0.0, -100.0], [200, 150, 150])
    commented = np.concatenate([np.arange(m) < k for m, k in ((200, 60), (150, 40), (150, 100))])
    topic = np.concatenate([np.arange(m) < k for m, k in ((200, 6), (150, 8), (150, 45))]).astype(float)
    got = row(
        find_drivers(run_tables({"nps": answers(groups)}, {("t", "negative"): topic}, commented=commented)),
        "t",
    )
    assert got["prevalence"] == pytest.approx(29.5)
    assert got["prevalence_all"] == pytest.approx(23.5)


def test_nothing_to_find_in_noise() -> None:
    rng = np.random.default_rng(3)
    reports = 0
    for _ in range(40):
        said = {(f"t{j}", "negative"): (rng.random(600) < 0.15).astype(float) for j in range(12)}
        y = rng.choice([-100.0, 0.0, 100.0], 600)
        table = find_drivers(run_tables({"nps": answers(y)}, said))
        reports += table["verdict"].isin(["drives down", "drives up"]).any()
    # 5 % of reports expected; P(more than 7 of 40) < 0.001
    assert reports <= 7


def test_no_topics_and_no_scores_give_an_empty_table() -> None:
    tables = worked()
    assert find_drivers(tables | {"topics": tables["topics"].iloc[:0]}).empty
    assert find_drivers(tables | {"scores": tables["scores"].iloc[:0]}).empty


def test_input_tables_stay_as_they_were() -> None:
    tables = worked()
    before = {name: frame.copy(deep=True) for name, frame in tables.items()}
    find_drivers(tables)
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(frame, before[name])
