"""report.html: one closed file that says what was found, whatever was found."""

import html
import json

import pytest
from page_reader import SECTIONS, drawn
from report_example import example_run, example_tables

from cxtext.report import write_report
from cxtext.report.findings import findings
from cxtext.report.html import render
from cxtext.report.view import comments_view
from cxtext.report.words import load_words


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
