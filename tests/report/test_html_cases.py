"""report.html where something is missing, too little or too much: a sentence, never a hole."""

import re

import pandas as pd
import pytest
from page_reader import drawn
from report_example import example_run, example_tables

from cxtext import tables as contracts
from cxtext.config import REPORT_LANGUAGES
from cxtext.report.words import load_words
from cxtext.topics import topic_trends
from cxtext.topics.trends import MOST_VALUES


@pytest.fixture(scope="module")
def tables():
    return example_tables("en", n=700)


@pytest.fixture
def undrawn(monkeypatch):
    """Without the Vega charts, which cost most of the time; test_charts.py looks at those."""
    monkeypatch.setattr("cxtext.report.html.driver_chart", lambda *_: "<svg></svg>")
    monkeypatch.setattr("cxtext.report.html.priority_chart", lambda *_: "<svg></svg>")


def only(tables, *names):
    return {
        k: (v if k in names else contracts.empty(contracts.TABLES[k]))
        for k, v in tables.items()
        if k in contracts.TABLES
    }


SCORED = ("responses", "scores", "metrics", "issues")
TEXTUAL = ("responses", "comments", "mentions", "sentiments", "topics", "topic_terms", "mention_topics")


@pytest.mark.usefixtures("undrawn")
def test_too_little_text_for_topics(tables):
    run = example_run() | {"notes": {"topics": "12 comments are too few to find topics in; 30 are needed."}}
    _, tree = drawn(only(tables, *SCORED, "comments"), run)
    assert "No topics: 12 comments are too few to find topics in; 30 are needed." in tree.text
    assert "No topics, so no drivers. The scores above stand on their own." in tree.text
    assert "NPS" in " ".join(tree.text)


@pytest.mark.usefixtures("undrawn")
def test_no_scores(tables):
    _, tree = drawn(only(tables, *TEXTUAL))
    assert load_words("en")("metrics.none") in tree.text
    assert load_words("en")("drivers.no_scores") in tree.text
    assert "Late delivery" in tree.text


@pytest.mark.usefixtures("undrawn")
def test_topics_and_scores_but_no_drivers(tables):
    _, tree = drawn(only(tables, *SCORED, *TEXTUAL))
    assert load_words("en")("drivers.none") in tree.text
    assert load_words("en")("bias.none") in tree.text
    assert load_words("en")("topics.effect_none") in tree.text


@pytest.mark.usefixtures("undrawn")
def test_nothing_at_all():
    _, tree = drawn({}, {})
    assert load_words("en")("topics.none") in tree.text


@pytest.mark.usefixtures("undrawn")
def test_no_dates_no_segments_no_sentiment(tables):
    bare = tables["responses"].drop(columns=["seg_region", "seg_plan", "channel"])
    bare = bare.assign(submitted_at=pd.Series(pd.NaT, index=bare.index, dtype="datetime64[us, UTC]"))
    plain = tables | {
        "responses": bare,
        "sentiments": contracts.empty(contracts.SENTIMENTS),
        "metrics": tables["metrics"][
            tables["metrics"]["segment"].isna() & tables["metrics"]["period"].isna()
        ],
    }
    bare = contracts.check(contracts.RESPONSES, bare)
    _, tree = drawn(plain | {"topic_trends": topic_trends(plain | {"responses": bare})})
    for key in ("trend_none", "segments_none", "sentiment_none", "quotes_none"):
        assert load_words("en")(f"topics.{key}") in tree.text


@pytest.mark.usefixtures("undrawn")
def test_segments_of_too_many_values_are_said_to_be(tables):
    many = tables["responses"].drop(columns=["seg_plan", "channel"])
    many = many.assign(seg_region=[f"r{i % (MOST_VALUES + 1)}" for i in range(len(many))])
    many = contracts.check(contracts.RESPONSES, many)
    _, tree = drawn(tables | {"responses": many, "topic_trends": topic_trends(tables | {"responses": many})})
    assert load_words("en")("topics.segments_none") in tree.text


@pytest.mark.parametrize("lang", REPORT_LANGUAGES)
def test_the_sentence_names_the_number_of_values(lang):
    assert re.findall(r"\d+", load_words(lang)("topics.segments_none")) == ["2", str(MOST_VALUES)]


def test_one_metric_only(tables):
    one = {
        name: tables[name][tables[name]["metric"] == "ces"]
        for name in ("scores", "metrics", "drivers", "comment_bias")
    }
    _, tree = drawn(tables | one)
    assert "What drives high effort (CES)" in tree.text
    assert "What drives detractors (NPS)" not in tree.text


@pytest.mark.usefixtures("undrawn")
def test_a_metric_of_the_users_own(tables):
    own = {
        name: tables[name].assign(metric=tables[name]["metric"].replace({"csat": "delight & joy"}))
        for name in ("scores", "metrics", "drivers")
    }
    _, tree = drawn(tables | own)
    assert "What drives delight & joy" in tree.text


@pytest.mark.usefixtures("undrawn")
def test_nothing_decided(tables):
    quiet = tables["drivers"].assign(verdict="no clear effect", q=0.6, n_needed=None)
    _, tree = drawn(tables | {"drivers": quiet})
    text = " ".join(tree.text)
    assert load_words("en")("drivers.no_down") in text
    assert "No topic has an effect that this data can tell from chance." in text
    assert "drives down" not in text.replace("“Drives down” and “drives up”", "")


def test_no_effect_can_be_drawn(tables):
    impacts = {c: None for c in tables["drivers"].columns if c.startswith("impact")}
    _, tree = drawn(
        tables
        | {
            "drivers": contracts.check(
                contracts.DRIVERS, tables["drivers"].assign(**impacts, verdict="not enough data")
            )
        }
    )
    assert load_words("en")("priority.none") in tree.text


@pytest.mark.usefixtures("undrawn")
def test_suppressed_headline(tables):
    hidden = tables["metrics"].assign(value=None, low=None, high=None, flags="suppressed")
    _, tree = drawn(tables | {"metrics": contracts.check(contracts.METRICS, hidden)})
    assert "too few answers to show" in tree.text


def test_marginal_only(tables):
    marginal = {c: None for c in tables["drivers"].columns if c.startswith("impact_adjusted")}
    rows = contracts.check(contracts.DRIVERS, tables["drivers"].assign(**marginal, flags="marginal_only"))
    _, tree = drawn(tables | {"drivers": rows})
    assert "other topics not held still (too few answers for a model)" in " ".join(tree.text)


def many(tables, n):
    """The example with n topics: the first ones repeated under new ids and very long names."""

    def copies(frame):
        ids = sorted(tables["topics"]["topic_id"])
        parts = [frame[frame["topic_id"] == ids[i % len(ids)]].assign(topic_id=f"u{i:03d}") for i in range(n)]
        return pd.concat(parts, ignore_index=True)

    made = {name: copies(tables[name]) for name in ("topics", "topic_terms", "mention_topics", "drivers")}
    made["topics"]["name"] = [
        f"Topic {i}: " + "a rather long name that goes on and on " * 3 for i in range(n)
    ]
    return tables | made


@pytest.mark.usefixtures("undrawn")
def test_120_topics_with_long_names(tables):
    text, tree = drawn(many(tables, 120))
    assert "95 smaller topics" in tree.text
    assert len([i for i in tree.ids if i.startswith("u")]) == 120
    assert len(text.encode()) < 5_000_000
