"""Charts: what is drawn is what was found; labels keep off each other."""

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_example import example_run, example_tables

from cxtext.report.charts import COLOURS, driver_chart, shown_rows
from cxtext.report.findings import findings
from cxtext.report.labels import POINT, Box, fitted, place_labels, room
from cxtext.report.priority import priority_chart
from cxtext.report.sketches import at, score_domain, shared_domain, trend_shape
from cxtext.report.words import load_words


@pytest.fixture(scope="module")
def found():
    return findings(example_tables("ko"), example_run("ko"), "ko")


@pytest.fixture(scope="module")
def bars(found):
    return driver_chart(found["drivers"][0], load_words("ko"))


def test_driver_chart_draws_every_row_with_its_colour_and_words(found, bars):
    root = ET.fromstring(bars)
    rows = shown_rows(found["drivers"][0])
    texts = [t.text for t in root.iter("{http://www.w3.org/2000/svg}text")]
    assert root.get("role") == "img"
    assert "배송 지연 (부정)" in root.get("aria-label")
    for row in rows:
        assert row["label"] in texts
        assert row["verdict_text"] in texts
    fills = re.findall(r"role-mark.*?</g>", bars, re.S)
    drawn = re.findall(r'<path aria-[^>]*fill="(#[0-9a-f]{6})"|fill="(#[0-9a-f]{6})"', "".join(fills))
    assert {COLOURS["worse"], COLOURS["better"], COLOURS["unclear"]} <= {a or b for a, b in drawn}


def test_driver_chart_orders_from_worst_to_best(found):
    nps = [r["effect"]["value"] for r in shown_rows(found["drivers"][0])]
    ces = [r["effect"]["value"] for r in shown_rows(found["drivers"][2])]
    assert nps == sorted(nps)
    assert ces == sorted(ces, reverse=True)  # low effort is good


def test_charts_ask_for_nothing(bars):
    assert "http" not in bars.replace("http://www.w3.org/", "")
    assert "<script" not in bars
    assert "<image" not in bars


def test_true_minus_on_the_axis(bars):
    assert "−10" in bars
    assert not re.search(r">-\d", bars)


def test_priority_chart_labels_the_decided_ones(found):
    svg = priority_chart(found["drivers"][0], load_words("ko"))
    texts = [t.text for t in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    decided = [r["label"] for r in found["drivers"][0]["rows"] if r["side"] in ("worse", "better")]
    assert len(decided) >= 4
    assert set(decided) <= set(texts)


points = st.lists(st.tuples(st.floats(0, 600), st.floats(0, 360)), min_size=1, max_size=12)


@given(points, st.lists(st.text(alphabet="abc 배송지연", min_size=1, max_size=14), max_size=12))
def test_labels_cover_neither_each_other_nor_points(places, texts):
    placed = [box for box in place_labels(texts, places, [], (600, 360)) if box]
    marks = [Box(x - POINT, y - POINT, x + POINT, y + POINT) for x, y in places]
    for i, box in enumerate(placed):
        assert box.left >= 0
        assert box.top >= 0
        assert box.bottom <= 360
        assert not any(box.overlap(other) for other in placed[:i] + marks)


def test_a_label_avoids_the_error_bars_where_it_can():
    crossing = [Box(300, 90, 420, 92)]  # right above the point, where the label would go first
    plain, moved = (
        place_labels(["label"], [(300, 100)], [], (600, 360)),
        place_labels(["label"], [(300, 100)], crossing, (600, 360)),
    )
    assert plain[0].overlap(crossing[0]) > 0
    assert moved[0].overlap(crossing[0]) == 0


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_positions_stay_on_the_line(value, low, length):
    assert 0 <= at(value, (low, low + length), 200) <= 200


def test_domains():
    assert score_domain({"main": {"unit": "points"}, "scale": None}) == (-100, 100)
    assert score_domain({"main": {"unit": "percent"}, "scale": None}) == (0, 100)
    assert score_domain({"main": {"unit": "scale_points"}, "scale": {"min": 1, "max": 7}}) == (1, 7)
    low, high = shared_domain(
        [{"value": 10, "low": 5, "high": 20}, {"value": None, "low": None, "high": None}], zero=True
    )
    assert low < 0 < 20 < high


def test_trend_starts_at_zero_and_keeps_the_band_around_the_line():
    shape = trend_shape(
        [point(p, v, quiet=v == 15) for p, v in (("2026-01", 10), ("2026-02", 20), ("2026-03", 15))],
        width=100,
        height=50,
    )
    assert shape["top"] == 25
    assert shape["dots"] == [
        (0.0, 30.0, False),
        (50.0, 10.0, False),
        (100.0, 20.0, True),
    ]  # 50 - 50 * value / 25
    assert shape["lines"] == ["0.0,30.0 50.0,10.0 100.0,20.0"]
    assert shape["bands"] == ["0.0,20.0 50.0,0.0 100.0,10.0 100.0,30.0 50.0,20.0 0.0,40.0"]


@pytest.mark.parametrize(
    ("names", "xs"),
    [
        (["2014", "2015", "2017", "2024"], [0, 10, 30, 100]),  # of ten years
        (["2025-Q3", "2025-Q4", "2026-Q1", "2028-Q1"], [0, 10, 20, 100]),  # of ten quarters
        (["2025-11", "2025-12", "2026-01", "2026-09"], [0, 10, 20, 100]),  # of ten months
    ],
)
def test_trend_is_drawn_by_calendar_time(names, xs):
    shape = trend_shape([point(name, 10) for name in names], width=100, height=50)
    assert [x for x, *_ in shape["dots"]] == xs


def test_a_trend_breaks_where_periods_are_missing():
    names = ["2014", "2015", "2017", "2023", "2024"]
    shape = trend_shape([point(name, 10) for name in names], width=100, height=30)
    assert shape["lines"] == ["0.0,10.0 10.0,10.0", "90.0,10.0 100.0,10.0"]  # 30 - 30 * 10 / 15
    assert shape["bands"] == [
        "0.0,0.0 10.0,0.0 10.0,20.0 0.0,20.0",
        "28.0,0.0 32.0,0.0 32.0,20.0 28.0,20.0",  # 2017 stands alone
        "90.0,0.0 100.0,0.0 100.0,20.0 90.0,20.0",
    ]
    assert len(shape["dots"]) == 5


def point(period, value, quiet=False):
    return {"period": period, "value": value, "low": value - 5, "high": value + 5, "quiet": quiet}


def test_long_names_are_cut_in_the_chart(found):
    rows = [
        r | {"label": "A rather long name that goes on and on and on and on (negative)"}
        for r in found["drivers"][0]["rows"]
    ]
    svg = driver_chart(found["drivers"][0] | {"rows": rows}, load_words("en"))
    assert float(ET.fromstring(svg).get("viewBox").split()[2]) < 1000
    assert "…" in svg


def test_the_strongest_of_both_sides_are_drawn(found):
    """18 complaints between -0.1 and -1.8 and a piece of praise of +6: with 14 bars, the praise is there."""
    row = found["drivers"][0]["rows"][0]
    worse = [row | {"side": "worse", "effect": row["effect"] | {"value": -0.1 * k}} for k in range(18, 0, -1)]
    better = [row | {"side": "better", "effect": row["effect"] | {"value": 6.0}}]
    shown = [r["effect"]["value"] for r in shown_rows(found["drivers"][0] | {"rows": [*worse, *better]})]
    assert shown == [pytest.approx(-0.1 * k) for k in range(18, 5, -1)] + [6.0]


@pytest.mark.parametrize(("kind", "name"), [("adjusted", "Adjusted impact"), ("marginal", "Marginal impact")])
def test_charts_say_which_impact_they_draw(found, kind, name):
    metric = found["drivers"][0] | {"effect_kind": kind}
    for chart in (driver_chart, priority_chart):
        svg = chart(metric, load_words("en"))
        assert f"{name} on " in svg
        other = {"Adjusted impact", "Marginal impact"} - {name}
        assert not any(text in svg for text in other)


def test_a_metric_without_a_model_draws_marginal_impacts():
    tables = example_tables("en")
    drivers = tables["drivers"]
    drivers.loc[drivers["metric"] == "nps", ["impact_adjusted", "impact_adjusted_low"]] = float("nan")
    kinds = {m["metric"]: m["effect_kind"] for m in findings(tables, example_run("en"), "en")["drivers"]}
    assert kinds.pop("nps") == "marginal"
    assert set(kinds.values()) == {"adjusted"}


def test_chinese_names_have_room_whatever_the_fonts(found):
    """11 characters and 2 dots of 11.5 pixels, 4 spaces of half that; 8 to the bars, 8 to the edge."""
    label = "服务员 · 热情 · 顾客（負面）"
    svg = driver_chart(relabelled(found, label), load_words("zh-Hant"))
    left = float(re.search(r"translate\(([\d.]+),", svg)[1])
    assert room([label, "NPS"]) == 13 * 11.5 + 4 * 5.75 == 172.5
    assert left == pytest.approx(8 + 8 + 172.5, abs=0.5)
    assert label in svg


def test_long_chinese_names_are_cut_before_they_are_measured(found):
    svg = driver_chart(relabelled(found, "務" * 30), load_words("zh-Hant"))
    drawn = [t.text for t in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert "務" * 19 + "…" in drawn  # 40 columns, 230 pixels
    assert "務" * 30 not in drawn
    assert fitted("務" * 20) == "務" * 20


def test_latin_names_are_measured_where_the_chart_is_drawn():
    name = "template · easy · collaboration (negative)"
    assert room([name]) == 0
    assert fitted(name) == name


def relabelled(found, label):
    metric = found["drivers"][0]
    return metric | {"rows": [row | {"label": label} for row in metric["rows"]]}
