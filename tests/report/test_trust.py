"""Topics over time, and whether they are any good: what the page and the workbook say of both."""

import openpyxl
import pandas as pd
import pytest
from report_example import example_run, example_tables

from cxtext import tables as contracts
from cxtext.report import write_report
from cxtext.report.findings import findings
from cxtext.report.trend_facts import moved_sentences, trend_facts
from cxtext.report.trust_facts import coherence_of, trust_facts
from cxtext.report.words import load_words
from cxtext.report.xlsx_words import workbook_words

EN = load_words("en")


def row(segment=None, period=None, share=20.0, change=None, q=None, verdict=None, flags=None, topic="t01"):
    return {
        "topic_id": topic, "segment": segment, "period": period, "n_mentions": 9, "n_respondents": 8,
        "base": 40, "share": share, "low": 10.0, "high": 35.0, "change": change,
        "change_low": None if change is None else change - 5,
        "change_high": None if change is None else change + 5,
        "p": q, "q": q, "verdict": verdict, "flags": flags,
    }  # fmt: skip


def facts(*rows):
    return trend_facts(contracts.check(contracts.TOPIC_TRENDS, pd.DataFrame(rows)), EN)


def test_what_is_told_of_a_topic_over_time():
    found = facts(
        row(change=12.0, q=0.004, verdict="emerging"), row(period="2026-01"),
        row(period="2026-02", flags="low_base"), row(period="2026-03", share=None, flags="suppressed"),
    )["t01"]  # fmt: skip
    assert found["change"]["verdict_text"] == "emerging"
    told = "+12.0 pp from the first period to the last (95% interval 7.0 to 17.0; q = 0.004)"
    assert found["change"]["detail"] == told
    assert [(p["period"], p["quiet"]) for p in found["trend"]] == [("2026-01", False), ("2026-02", True)]
    assert found["trend"][0]["n_with"] == 8


def test_why_there_is_no_verdict():
    undated = facts(row(verdict="not enough data", flags="too_few_periods"), row(period="2026"))["t01"]
    assert undated["change"]["detail"] == "no dates, or fewer than two periods"
    assert undated["trend"] == []


def test_segments_that_differ_come_first_and_low_bases_last():
    found = facts(
        row(change=1.0, q=0.9, verdict="no clear change"),
        row("region=a", change=2.0, q=0.5, verdict="no clear difference"),
        row("region=b", change=-9.0, q=0.01, verdict="below the rest"),
        row("region=c", verdict="not enough data", flags="low_base"),
        row("region=d=e", change=3.0, q=0.4, verdict="no clear difference"),
    )["t01"]["segments"]
    assert [s["segment"] for s in found] == ["region: b", "region: d=e", "region: a", "region: c"]
    assert found[0]["note"] == "below the rest: −9.0 pp (95% interval −14.0 to −4.0; q = 0.010)"
    assert [s["note"] for s in found[1:]] == ["", "", ""]


def test_sentences_name_the_largest_changes():
    topics = [
        {"name": name, "change": {"verdict": verdict, "value": value}}
        for name, verdict, value in (
            ("A", "emerging", 4.0), ("B", "emerging", 9.0), ("C", "no clear change", 20.0),
            ("D", "fading", -3.0),
        )
    ]  # fmt: skip
    assert moved_sentences([*topics, {"name": "E", "change": None}], EN) == [
        "Talked about more and more: B +9.0 pp, A +4.0 pp.", "Talked about less and less: D −3.0 pp.",
    ]  # fmt: skip


def test_why_so_many_topics():
    run = example_run()
    found = findings(example_tables("en", n=200), run, "en")["topic_trust"]
    assert [s["groups"] for s in found["sizes"] if s["chosen"]] == [12]
    assert found["why"].startswith("10 topics, from 12 groups: the least number")
    assert "Agreement here 0.815, the best 0.820, standard error of the difference 0.007" in found["why"]
    run["topics"]["groups"] = 15
    best = findings(example_tables("en", n=200), run, "en")["topic_trust"]["why"]
    assert best.startswith("10 topics, from 15 groups: the number on which")
    assert "Agreement 0.820; 1" in best
    assert found["coherence"] == pytest.approx(0.4 - 0.05 * 4.5)
    assert found["grades"] == {"firm": 5, "fair": 3, "weak": 1}
    assigned = trust_facts([{"coherence": None, "grade": "unknown"}], {"topics": {"method": "assigned"}}, EN)
    assert assigned["why"].startswith("The topics are those of an earlier run")
    assert trust_facts([], {}, EN)["why"] == ""


def test_a_topic_of_one_question_has_the_coherence_of_the_whole():
    run = {"topics": {"coherence": {"t01": 0.3}}}
    assert [coherence_of(t, run) for t in ("t01", "t01@why", "t02")] == [0.3, 0.3, None]


@pytest.mark.parametrize("lang", ["en", "ko", "zh-Hant"])
def test_page_and_workbook_show_both(tmp_path, lang):
    tables = example_tables(lang, n=700)
    write_report(tmp_path, tables, example_run(lang), lang)
    words = workbook_words(lang)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert words["trust.title"] in page
    assert f'<span class="tag moved">{words["trend.emerging"]}</span>' in page
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    sheet = book[words["xlsx.sheet.trends"]]
    titles = [cell.value for cell in sheet[1]]
    cells = [dict(zip(titles, line, strict=True)) for line in sheet.iter_rows(min_row=2, values_only=True)]
    verdict = words["xlsx.column.verdict"]
    named = {c[words["xlsx.column.topic_id"]] for c in cells if c[verdict] == words["trend.emerging"]}
    assert named == {"t06"}
    assert len([c for c in cells if c[words["xlsx.column.base"]]]) == len(tables["topic_trends"])
    trust = [line for line in book[words["xlsx.sheet.trust"]].iter_rows(values_only=True) if line[0]]
    sizes = [line[0] for line in trust if isinstance(line[0], int)]
    assert sizes == [5, 8, 12, 15, 20, 40]
    assert [line[0] for line in trust if line[4] == words["trust.chosen"]][-1:] == [12]
