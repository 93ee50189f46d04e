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


def test_trend_and_segments_add_up_to_the_topic(found):
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


def test_example_worked_row_is_true_of_the_data(tables, found):
    nps = next(d for d in found["drivers"] if d["metric"] == "nps")
    y = outcome(tables["scores"], "nps")
    said = set(tables["comments"].loc[~tables["comments"]["filler"], "response_id"])
    assert nps["worked"]["base"] == pytest.approx(y[y.index.isin(said)].mean())


def test_comment_bias(found):
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


def test_files_by_name_only(found):
    assert [item["path"] for item in found["run"]["inputs"]] == ["scores.csv", "verbatims.csv"]
    assert "/data/in" not in json.dumps(found)


def test_issues_of_a_whole_file_do_not_count_their_examples():
    rows = [("a.csv", 0, "D_DUP_ROW", "note", None, "30 rows repeat another", "dropped"),
            ("a.csv", 4, "D_DUP_ROW", "note", None, None, "dropped"),
            ("a.csv", 9, "E_DUP_ID", "error", "id", "k… (4)", "rejected"),
            ("a.csv", 12, "E_DUP_ID", "error", "id", "m… (4)", "rejected")]  # fmt: skip
    columns = ["file", "row", "code", "severity", "column", "excerpt", "action"]
    issues = contracts.check(contracts.ISSUES, pd.DataFrame(rows, columns=columns))
    found = findings({"issues": issues}, {}, "en")["quality"]["issues"]
    assert [(i["code"], i["n"], i["example"]) for i in found] == [
        ("E_DUP_ID", 2, "k… (4)"), ("D_DUP_ROW", None, "30 rows repeat another"),
    ]  # fmt: skip


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


def test_effects_of_weak_topics_say_so():
    tables = example_tables("en")
    first = findings(tables, example_run(), "en")["drivers"][0]["rows"][0]
    weak = tables["topics"].assign(
        stability=tables["topics"]["stability"].mask(tables["topics"]["topic_id"] == first["topic_id"], 0.4)
    )
    told = " ".join(findings(tables | {"topics": weak}, example_run(), "en")["short"])
    assert f"{first['label']} {first['effect']['text']} (a topic seldom found again)" in told
    firm = tables["topics"].assign(stability=0.9)
    assert "seldom" not in " ".join(findings(tables | {"topics": firm}, example_run(), "en")["short"])
