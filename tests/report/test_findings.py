"""findings.json: right numbers, right order, missing where missing."""

import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_example import TOPICS, example_run, example_tables, outcome

from cxtext import tables as contracts
from cxtext.report.driver_facts import driver_facts, family_facts
from cxtext.report.findings import findings, plain
from cxtext.report.quotes import LONGEST, SHORTEST, most_diverse, width
from cxtext.report.words import load_words

WORDS = load_words("en")


@pytest.fixture(scope="module")
def tables():
    return example_tables("en")


@pytest.fixture(scope="module")
def found(tables):
    return findings(tables, example_run(), "en")


def driver_row(**values):
    row = {
        "metric": "nps", "topic_id": "t1", "polarity": "negative", "segment": None, "base": "commenters",
        "prevalence": 27.1, "prevalence_all": 23.5, "impact_marginal": -22.4, "impact_marginal_low": -27.6,
        "impact_marginal_high": -17.2, "impact_adjusted": -21.35, "impact_adjusted_low": -26.4,
        "impact_adjusted_high": -16.3, "impact_all": -18.5, "odds_ratio": 8.9, "odds_ratio_low": 5.6,
        "odds_ratio_high": 14.0, "p": 0.0001, "q": 0.0002, "n_with": 130, "n_without": 350,
        "verdict": "drives down", "n_needed": None, "flags": None,
    }  # fmt: skip
    return row | values


def drivers_of(rows, bias=(), higher=True):
    frame = contracts.check(contracts.DRIVERS, pd.DataFrame(rows))
    topics = pd.DataFrame(
        {"topic_id": ["t1", "t2", "t3", "t4"], "name": ["Delivery", "Price", "Staff", "App"]}
    )
    metrics = [{"metric": "nps", "higher_is_better": higher}]
    return driver_facts({"drivers": frame, "topics": topics}, metrics, list(bias), WORDS)


def test_it_is_json_and_repeats_itself(tables, found):
    text = json.dumps(found, allow_nan=False, sort_keys=True)
    assert json.dumps(findings(tables, example_run(), "en"), allow_nan=False, sort_keys=True) == text
    assert json.loads(text) == found


def test_inputs_are_left_alone():
    tables = example_tables("en", n=200)
    before = {name: frame.copy(deep=True) for name, frame in tables.items()}
    findings(tables, example_run(), "en")
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_headline_is_the_metrics_row_unrounded(tables, found):
    nps = found["metrics"][0]
    y = outcome(tables["scores"], "nps")
    assert nps["metric"] == "nps"
    assert nps["main"]["value"] == pytest.approx(y.mean(), abs=1e-12)
    assert nps["main"]["n"] == len(y)
    assert [g["n"] for g in nps["groups"]] == [int((y == v).sum()) for v in (-100, 0, 100)]
    assert sum(g["share"] for g in nps["groups"]) == pytest.approx(100)
    assert [p["period"] for p in nps["periods"]] == ["2026-Q1", "2026-Q2"]


def test_topic_shares_count_each_respondent_once(tables, found):
    links = (
        tables["mention_topics"]
        .merge(tables["mentions"], on="mention_id")
        .merge(tables["comments"], on="comment_id")
    )
    said = tables["comments"].loc[~tables["comments"]["filler"], "response_id"].nunique()
    for topic in found["topics"]:
        n = links.loc[links["topic_id"] == topic["topic_id"], "response_id"].nunique()
        assert topic["share"]["value"] == pytest.approx(100 * n / said)
        assert topic["share"]["n"] == said == found["base"]["commenters"]


def test_one_respondent_with_many_mentions_counts_once():
    tables = example_tables("en", n=300)
    again = tables["mention_topics"].copy()
    extra = tables["mentions"].assign(mention_id=tables["mentions"]["mention_id"] + "x")
    doubled = tables | {
        "mentions": pd.concat([tables["mentions"], extra]),
        "mention_topics": pd.concat([again, again.assign(mention_id=again["mention_id"] + "x")]),
    }
    one, two = (findings(t, example_run(), "en")["topics"] for t in (tables, doubled))
    assert [t["share"] for t in one] == [t["share"] for t in two]
    assert [t["trend"] for t in one] == [t["trend"] for t in two]
    assert [t["segments"] for t in one] == [t["segments"] for t in two]


def test_trend_and_segments_add_up_to_the_topic(tables, found):
    late = next(t for t in found["topics"] if t["topic_id"] == "t01")
    assert [p["period"] for p in late["trend"]] == [f"2026-0{m}" for m in range(1, 7)]
    assert sum(p["n"] for p in late["trend"]) == late["share"]["n"]
    assert sum(p["n_with"] for p in late["trend"]) == late["share"]["n_with"]
    plans = [s for s in late["segments"] if s["segment"].startswith("plan")]
    assert sum(s["n_with"] for s in plans) == late["share"]["n_with"]


def test_wilson_interval_against_the_reference():
    from cxtext.report.figures import share_figure

    fact = share_figure(WORDS, 130, 480)  # metrics.md, section 12: 27.08333333 [23.30141377, 31.2291466]
    assert (fact["value"], fact["low"], fact["high"]) == pytest.approx(
        (27.08333333, 23.30141377, 31.2291466), rel=1e-8
    )
    nobody = share_figure(WORDS, 0, 0)
    assert nobody["value"] is None
    assert nobody["low"] is None


def test_sentiment_split(tables, found):
    tone = tables["sentiments"].set_index("unit_id")["label"]
    for topic in found["topics"]:
        own = tables["mention_topics"].loc[
            tables["mention_topics"]["topic_id"] == topic["topic_id"], "mention_id"
        ]
        counts = tone.loc[own].value_counts()
        assert topic["sentiment"]["n"] == len(own)
        assert {k: topic["sentiment"][k]["n"] for k in counts.index} == counts.to_dict()


def test_coverage_adds_up(found, tables):
    coverage = found["coverage"]
    assert coverage["n"] == len(tables["mentions"])
    assert sum(coverage[k]["n"] for k in ("assigned", "reassigned", "curated", "unassigned")) == coverage["n"]
    assert sum(
        coverage[k]["share"] for k in ("assigned", "reassigned", "curated", "unassigned")
    ) == pytest.approx(100)


def test_drivers_are_ranked_decided_first_then_by_size():
    rows = [
        driver_row(
            topic_id="t1", polarity="positive", impact_adjusted=1.0, verdict="no clear effect", n_needed=900.0
        ),
        driver_row(topic_id="t2", impact_adjusted=-3.0),
        driver_row(topic_id="t3", impact_adjusted=-9.0),
        driver_row(
            topic_id="t4", impact_adjusted=None, q=None, p=None, verdict="not enough data", n_needed=4200.0
        ),
        driver_row(topic_id="t3", polarity="positive", impact_adjusted=12.0, verdict="drives up"),
    ]
    ranked = drivers_of(rows)[0]["rows"]
    assert [(r["topic_id"], r["side"]) for r in ranked] == [
        ("t3", "worse"), ("t2", "worse"), ("t3", "better"), ("t1", "unclear"), ("t4", "few"),
    ]  # fmt: skip


def test_any_and_segment_rows_are_not_drivers():
    rows = [
        driver_row(),
        driver_row(polarity="any", q=None, verdict=None),
        driver_row(segment="plan=Plus", q=None, verdict=None),
    ]
    facts = drivers_of(rows)
    assert len(facts[0]["rows"]) == 1
    family = family_facts(contracts.check(contracts.DRIVERS, pd.DataFrame(rows)), WORDS)
    assert family["n"] == 1
    assert family["text"].startswith("1 tests were declared")


@pytest.mark.parametrize(
    ("verdict", "impact", "higher", "side"),
    [
        ("drives down", -4.0, True, "worse"),
        ("drives up", 4.0, True, "better"),
        ("drives up", 0.4, False, "worse"),  # a low score is good: up is worse
        ("drives down", -0.4, False, "better"),
        ("no clear effect", -4.0, True, "unclear"),
    ],
)
def test_which_end_is_worse_follows_the_scale(verdict, impact, higher, side):
    row = drivers_of([driver_row(verdict=verdict, impact_adjusted=impact)], higher=higher)[0]["rows"][0]
    assert row["side"] == side


def test_sentences_say_effect_interval_and_q():
    sentence = drivers_of([driver_row()])[0]["rows"][0]["sentence"]
    assert sentence == (
        "“Delivery”, mentioned negatively by 27.1% of commenters (n = 130), goes with −21.4 points on NPS"
        " (95% interval −26.4 to −16.3; q < 0.001). Unadjusted: −22.4 points."
    )


def test_too_little_data_says_how_much_is_needed():
    row = driver_row(
        impact_adjusted=None,
        impact_marginal=None,
        q=None,
        p=None,
        n_with=12,
        verdict="not enough data",
        n_needed=4187.0,
    )
    fact = drivers_of([row])[0]["rows"][0]
    assert fact["verdict_text"] == "not enough data (needs about 4,187)"
    assert fact["effect"]["value"] is None
    assert "needs about 4,187 respondents" in fact["sentence"]
    assert "cause" not in fact["sentence"]


def test_marginal_only_shows_the_marginal_impact_and_says_so():
    fact = drivers_of([driver_row(impact_adjusted=None, flags="marginal_only")])[0]["rows"][0]
    assert fact["effect_kind"] == "marginal"
    assert fact["effect"]["value"] == -22.4
    assert "other topics are not held still" in fact["sentence"]


def test_worked_row_is_the_identity():
    bias = {
        "metric": "nps",
        "groups": [{"group": "commenters", "value": 14.16666667, "n": 480, "unit": "points", "text": "x"}],
    }
    worked = drivers_of([driver_row(impact_marginal=-22.4047619)], [bias])[0]["worked"]
    assert worked["without"] == pytest.approx(36.57142857)  # metrics.md, section 12: NPS without delivery
    assert "14.2 − 36.6 = −22.4 points" in worked["text"]
    negative = drivers_of(
        [driver_row(impact_marginal=5.0)], [bias | {"groups": [bias["groups"][0] | {"value": -3.0}]}]
    )
    assert "−3.0 − (−8.0) = +5.0 points" in negative[0]["worked"]["text"]


def test_worked_row_needs_the_same_base():
    bias = {
        "metric": "nps",
        "groups": [{"group": "commenters", "value": 14.2, "n": 479, "unit": "points", "text": "x"}],
    }
    assert drivers_of([driver_row()], [bias])[0]["worked"] is None


def test_example_worked_row_is_true_of_the_data(tables, found):
    nps = next(d for d in found["drivers"] if d["metric"] == "nps")
    y = outcome(tables["scores"], "nps")
    said = set(tables["comments"].loc[~tables["comments"]["filler"], "response_id"])
    assert nps["worked"]["base"] == pytest.approx(y[y.index.isin(said)].mean())


def test_comment_bias(found, tables):
    nps = found["comment_bias"][0]
    values = {g["group"]: g["value"] for g in nps["groups"]}
    assert nps["difference"]["value"] == pytest.approx(values["commenters"] - values["silent"])
    assert nps["differs"] is True
    csat = next(b for b in found["comment_bias"] if b["metric"] == "csat")
    assert csat["difference"]["unit"] == "percentage_points"


def test_quotes_come_from_both_sides_and_differ(found):
    late = next(t for t in found["topics"] if t["topic_id"] == "t01")
    assert {q["lang"] for q in late["quotes"]["negative"]} == {"en", "ko", "zh-Hant"}
    assert {q["sentiment"] for q in late["quotes"]["positive"]} == {"positive"}
    for topic in found["topics"]:
        texts = [q["text"] for side in topic["quotes"].values() for q in side]
        assert len(set(texts)) == len(texts)
        assert all(SHORTEST <= width(t) <= LONGEST for t in texts)


def test_a_mention_that_redaction_changed_is_not_quoted():
    tables = example_tables("en", n=400)
    long = " ".join(["The rest of this comment is about something else entirely."] * 8)
    masked = tables["comments"].assign(text="[masked] " + long)
    quotes = [
        q
        for t in findings(tables | {"comments": masked}, example_run(), "en")["topics"]
        for s in t["quotes"].values()
        for q in s
    ]
    assert quotes == []


@given(
    st.lists(
        st.tuples(st.text(max_size=12), st.sampled_from("ab"), st.integers(0, 5), st.floats(0, 1)),
        max_size=12,
    ),
    st.integers(0, 4),
)
def test_diverse_choice_is_a_subset_without_repeats(items, k):
    candidates = [
        {"text": t, "lang": lang, "group": None, "respondent": r, "clarity": c} for t, lang, r, c in items
    ]
    chosen = most_diverse(candidates, k)
    assert len(chosen) <= k
    assert all(c["text"] in {i["text"] for i in candidates} for c in chosen)
    if candidates and k:
        assert chosen[0]["text"] == max(candidates, key=lambda c: c["clarity"])["text"]


def test_suppressed_value_carries_its_reason():
    tables = example_tables("en", n=200)
    first = tables["metrics"].index[0]
    metrics = tables["metrics"].copy()
    metrics.loc[first, ["value", "low", "high"]] = np.nan
    metrics.loc[first, "flags"] = "suppressed"
    nps = findings(tables | {"metrics": metrics}, example_run(), "en")
    assert nps["metrics"][0]["main"]["value"] is None
    assert nps["metrics"][0]["main"]["note"] == "too few answers to show"
    assert nps["short"][0].startswith("NPS is not shown: too few answers to show.")


def test_two_questions_of_one_metric():
    tables = example_tables("en", n=300)
    metrics = pd.concat(
        [
            tables["metrics"][tables["metrics"]["metric"] == "nps"].assign(metric=f"nps ({q})")
            for q in ("nps", "Q2")
        ]
    )
    found = findings(tables | {"metrics": metrics}, example_run(), "en")
    assert [m["label"] for m in found["metrics"]] == ["NPS (nps)", "NPS (Q2)"]
    assert [d["metric"] for d in found["drivers"]] == ["nps", "csat", "ces"]
    assert sum("Goes with a lower score" in line for line in found["short"] if line.startswith("NPS")) <= 1


def test_flags_in_words():
    fact = drivers_of([driver_row(flags="low_base merged_with:t2:negative,t3:positive")])[0]["rows"][0]
    assert fact["note"] == "low base: read with care, counted together with a near-identical topic"


def test_files_by_name_only(found):
    assert [item["path"] for item in found["run"]["inputs"]] == ["scores.csv", "verbatims.csv"]
    assert "/data/in" not in json.dumps(found)


def test_rows_are_accounted_for(found):
    row = found["quality"]["files"][0]
    assert row["read"] == row["kept"] + row["dropped"] + row["rejected"] == 1523
    assert row["reasons"] == "same row again 21, empty id 2"


def test_topics_of_the_example_keep_their_names():
    for lang in ("ko", "zh-Hant"):
        found = findings(example_tables(lang, n=200), example_run(lang), lang)
        assert {t["name"] for t in found["topics"]} == {names[lang] for names, *_ in TOPICS.values()}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda x: st.lists(x, max_size=3) | st.dictionaries(st.text(max_size=3), x, max_size=3),
        max_leaves=8,
    )
)
def test_plain_is_always_json(value):
    json.dumps(plain(value), allow_nan=False)


def test_plain_knows_numpy_and_pandas():
    assert plain({"a": np.float64(math.nan), "b": np.int64(3), "c": pd.NaT, "d": np.bool_(True)}) == {
        "a": None,
        "b": 3,
        "c": None,
        "d": True,
    }
