"""report.html: one closed file that says what was found, whatever was found."""

import html
import json
import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from report_example import example_run, example_tables

from cxtext import tables as contracts
from cxtext.report import write_report
from cxtext.report.findings import findings
from cxtext.report.html import render
from cxtext.report.view import comments_view
from cxtext.report.words import load_words

SECTIONS = ["metrics", "drivers", "priority", "topics", "bias", "quality", "reading", "run"]
VOID = {"meta", "link", "br", "hr", "img", "input"}


class Tree(HTMLParser):
    """Fails on tags that do not nest; keeps ids, texts and the verbatim ones."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.text, self.verbatim, self.links = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.ids += [attrs["id"]] if "id" in attrs else []
        self.links += [attrs[k] for k in ("href", "src", "xlink:href") if k in attrs]
        if tag not in VOID:
            self.open.append((tag, "verbatim" in (attrs.get("class") or "").split(), attrs.get("lang")))

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if data.strip() and not any(tag == "style" for tag, *_ in self.open):
            self.text.append(data.strip())
            if any(verbatim for _, verbatim, _ in self.open):
                self.verbatim.append(
                    (data.strip(), next((lang for _, _, lang in reversed(self.open) if lang), None))
                )


def read(page):
    tree = Tree()
    tree.feed(page)
    tree.close()
    assert tree.open == []
    return tree


def drawn(tables, run=None, lang="en"):
    page = render(findings(tables, run or example_run(lang), lang))
    tree = read(page)
    assert [i for i in tree.ids if i in SECTIONS] == SECTIONS
    assert not re.search(r"\bnan\b|\bNone\b|\{[a-z_]+\}", " ".join(tree.text)), "a hole in a sentence"
    return page, tree


@pytest.fixture(scope="module")
def tables():
    return example_tables("en", n=700)


@pytest.fixture
def undrawn(monkeypatch):
    """Without the Vega charts, which cost most of the time; test_charts.py looks at those."""
    monkeypatch.setattr("cxtext.report.html.driver_chart", lambda *_: "<svg></svg>")
    monkeypatch.setattr("cxtext.report.html.priority_chart", lambda *_: "<svg></svg>")


@pytest.fixture(scope="module", params=["en", "ko", "zh-Hant"])
def page(request):
    return request.param, *drawn(example_tables(request.param, n=700), lang=request.param)


def test_says_everything_in_its_language(page):
    lang, text, tree = page
    words = load_words(lang)
    assert f'<html lang="{lang}">' in text
    for name in SECTIONS:
        assert words(f"section.{name}") in tree.text
    assert words("reading.association") in " ".join(tree.text)
    if lang != "en":
        english = {v for k, v in load_words("en").entries.items() if len(v.split()) > 4 and "{" not in v}
        assert not english & set(tree.text)


def test_nothing_leaves_the_page(page):
    _, text, tree = page
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in html.unescape(text)
    assert all(link.startswith(("#", "data:")) for link in tree.links)
    assert "<script" not in text
    assert "@import" not in text
    assert "url(" not in text
    assert len(text.encode()) < 5_000_000


def test_ids_are_unique_and_the_contents_lead_somewhere(page):
    _, _, tree = page
    assert len(set(tree.ids)) == len(tree.ids)
    assert {link[1:] for link in tree.links if link.startswith("#")} <= set(tree.ids)


def test_customers_words_are_marked_with_their_language(page):
    lang, _, tree = page
    said = set(example_tables(lang, n=700)["comments"]["text"])
    quoted = [(text, own) for text, own in tree.verbatim if text in said]
    assert {own for _, own in quoted} == {"en", "ko", "zh-Hant"}
    assert not said & (set(tree.text) - {text for text, _ in tree.verbatim})


@pytest.mark.usefixtures("undrawn")
def test_customers_words_cannot_become_markup(tables):
    bad = tables["comments"].assign(text='<b>x</b><script>alert("1")</script> & co, the parcel was late')
    names = tables["topics"].assign(name='"><img src=x onerror=alert(1)>{{ 7*7 }}')
    text, tree = drawn(tables | {"comments": bad, "topics": names})
    assert "<script" not in text
    assert "<img" not in text
    assert any("{{ 7*7 }}" in t for t in tree.text)


@pytest.mark.usefixtures("undrawn")
def test_same_findings_same_page(tables):
    found = findings(tables, example_run(), "en")
    assert render(found) == render(json.loads(json.dumps(found)))


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
    bare = tables["responses"].drop(columns=["seg_region", "seg_plan"])
    bare = bare.assign(submitted_at=pd.Series(pd.NaT, index=bare.index, dtype="datetime64[us, UTC]"))
    plain = tables | {
        "responses": bare,
        "sentiments": contracts.empty(contracts.SENTIMENTS),
        "metrics": tables["metrics"][
            tables["metrics"]["segment"].isna() & tables["metrics"]["period"].isna()
        ],
    }
    _, tree = drawn(plain)
    for key in ("trend_none", "segments_none", "sentiment_none", "quotes_none"):
        assert load_words("en")(f"topics.{key}") in tree.text


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


def test_write_report_makes_three_files(tables, tmp_path):
    paths = write_report(
        tmp_path, tables, example_run(), "en", tables["responses"][["response_id", "seg_plan"]]
    )
    assert (
        {p.name for p in paths.values()}
        == {"findings.json", "report.html", "report.xlsx"}
        == {p.name for p in tmp_path.iterdir()}
    )
    assert json.loads(paths["findings.json"].read_text(encoding="utf-8")) == findings(
        tables, example_run(), "en"
    )


def test_comments_view_puts_findings_beside_own_columns(tables):
    original = tables["responses"][["response_id"]].assign(
        why="raw text", text="mine", order=range(len(tables["responses"]))
    )
    view = comments_view(tables, original)
    assert list(view.columns) == [
        "response_id",
        "text (as read)",
        "order",
        "comment_id",
        "question_id",
        "text",
        "lang",
        "topics",
        "sentiment",
        "polarity",
    ]
    assert len(view) == len(tables["comments"])
    assert "raw text" not in view.to_string()
    row = view[view["topics"].fillna("").str.contains("; ")].iloc[0]
    said = tables["mentions"][tables["mentions"]["comment_id"] == row["comment_id"]].sort_values("start")[
        "mention_id"
    ]
    ids = tables["mention_topics"].set_index("mention_id").loc[said, "topic_id"]
    assert row["topics"] == "; ".join(tables["topics"].set_index("topic_id").loc[ids, "name"])
    assert row["order"] == int(row["response_id"][1:])


def test_comments_view_without_anything():
    assert list(comments_view({}).columns) == [
        "response_id",
        "comment_id",
        "question_id",
        "text",
        "lang",
        "topics",
        "sentiment",
        "polarity",
    ]
