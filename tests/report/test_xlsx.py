import datetime
import itertools

import openpyxl
import pandas as pd
import pytest
from report_example import example_tables

from cxtext import tables as contracts
from cxtext.errors import RunError
from cxtext.report.scan import Leak, scan_xlsx
from cxtext.report.xlsx import write_workbook
from cxtext.report.xlsx_drivers import driver_rows
from cxtext.report.xlsx_words import id_headers, workbook_words
from cxtext.text.redact import find

LANGS = ("en", "ko", "zh-Hant")
SHEETS = (
    "overview",
    "charts",
    "metrics",
    "topics",
    "trends",
    "trust",
    "drivers",
    "comments",
    "sentiment",
    "mismatches",
    "signals",
    "quality",
    "about",
)
FINDINGS = {
    "title": "Spring survey",
    "created": "2026-07-01T09:00:00+00:00",
    "short": ["NPS is 14.0 points."],
    "counts": {"rows_read": 1500, "kept": 1498, "dropped": 2},
    "run": {"seed": 0, "versions": {"lib": "9.0.43.1"},
            "models": {"encoder": {"sha256": "ab" * 32}}, "made": None},
    "topics": [{"topic_id": "t01", "sentiment": {"negative": {"n": 2}, "positive": {"n": 1}},
                "quotes": {"negative": [{"text": "=late again"}], "positive": [{"text": "fine"}]}}],
}  # fmt: skip
VIEW = pd.DataFrame(
    {
        "response_id": ["007", "008", "009"],
        "NPS": [3, 9, None],
        "=Region": ["@north", "+south", "-1"],
        "When": pd.to_datetime(["2026-01-30 10:30", None, "2026-02-01 00:00"], utc=True),
        "text": ["=cmd|'/c calc'!A1", "늦었어요\n정말", "https://example.com/x"],
        "lang": ["en", "ko", "und"],
        "topics": ["Late delivery; Packaging", None, None],
        "sentiment": ["negative", "negative", "neutral"],
        "polarity": [-0.8, -0.5, 0.0],
    }
)


@pytest.fixture(scope="module")
def tables():
    issues = pd.DataFrame(
        [("scores.csv", 0, "W_ENCODING_GUESS", "warning", None, "cp949", "kept"),
         ("verbatims.csv", 7, "D_DUP_ROW", "note", None, None, "dropped"),
         ("scores.csv", 18, "E_SCORE_RANGE", "error", "nps", "11", "nulled"),
         ("scores.csv", 40, "E_SCORE_RANGE", "error", "nps", "99", "nulled")],
        columns=["file", "row", "code", "severity", "column", "excerpt", "action"],
    )  # fmt: skip
    return example_tables("en", n=600) | {"issues": contracts.check(contracts.ISSUES, issues)}


@pytest.fixture(scope="module", params=LANGS)
def written(request, tables, tmp_path_factory):
    path = tmp_path_factory.mktemp("xlsx") / f"{request.param}.xlsx"
    words = workbook_words(request.param)
    write_workbook(path, tables, FINDINGS, VIEW, words)
    return openpyxl.load_workbook(path), words


def by_title(sheet, words, **wanted):
    """The first row whose cells have these values, as title: cell."""
    titles = [cell.value for cell in sheet[1]]
    keys = {words[f"xlsx.column.{name}"]: value for name, value in wanted.items()}
    for row in sheet.iter_rows(min_row=2):
        cells = dict(zip(titles, row, strict=True))
        if all(cells[title].value == value for title, value in keys.items()):
            return cells
    raise AssertionError(wanted)


def test_every_language_has_every_sheet_in_its_words(written):
    book, words = written
    assert book.sheetnames == [words[f"xlsx.sheet.{name}"] for name in SHEETS]
    assert book.properties.created == datetime.datetime(2026, 7, 1, 9)


def test_the_languages_say_the_same_things():
    english = {key: word for key, word in workbook_words("en").items() if key.startswith("xlsx.")}
    for lang in LANGS[1:]:
        words = workbook_words(lang)
        assert english.keys() == {key for key in words if key.startswith("xlsx.")}
        for key, word in english.items():
            fields = {part.split("}")[0] for part in word.split("{")[1:]}
            assert fields == {part.split("}")[0] for part in words[key].split("{")[1:]}, (lang, key)


def test_tables_have_a_frozen_header_and_a_filter(written):
    book, words = written
    for name in ("metrics", "topics", "drivers", "comments", "quality"):
        sheet = book[words[f"xlsx.sheet.{name}"]]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")


def test_headline_scores_are_numbers_with_interval_unit_and_n(written, tables):
    book, words = written
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    metrics = tables["metrics"]
    nps = metrics[(metrics["metric"] == "nps") & metrics["segment"].isna() & metrics["period"].isna()].iloc[0]
    (row,) = [row for row in rows if row[0] == words["metric.nps"]]
    assert row[2:5] == pytest.approx([nps["value"], nps["low"], nps["high"]], rel=1e-12)
    assert row[5:7] == [words["unit_name.points"], nps["n"]]
    assert any(row[0] == "NPS is 14.0 points." for row in rows)


def test_percentages_stay_percent_and_carry_the_sign_in_their_format(written, tables):
    book, words = written
    row = by_title(book[words["xlsx.sheet.topics"]], words, topic_id="t01")
    topics = tables["topics"].set_index("topic_id")
    assert row[words["xlsx.column.respondents"]].value == topics.at["t01", "n_respondents"]
    said = tables["comments"][~tables["comments"]["filler"]]["response_id"].nunique()
    share = row[words["xlsx.column.share"]]
    assert share.value == pytest.approx(100 * topics.at["t01", "n_respondents"] / said)
    assert share.number_format == '0.0"%"'
    split = [row[words[f"xlsx.column.{tone}"]].value for tone in ("negative", "neutral", "positive")]
    assert sum(split) == pytest.approx(100)
    assert row[words["xlsx.column.quote"]].value == "=late again"


def test_every_driver_row_is_there_with_its_own_unit(written, tables):
    book, words = written
    sheet = book[words["xlsx.sheet.drivers"]]
    assert sheet.max_row - 1 == len(tables["drivers"])
    for metric, unit, form in (
        ("nps", "points", "+0.0;-0.0;0.0"),
        ("csat", "percentage_points", "+0.0;-0.0;0.0"),
        ("ces", "scale_points", "+0.00;-0.00;0.00"),
    ):
        row = by_title(sheet, words, metric=words[f"metric.{metric}"], topic_id="t01")
        assert row[words["xlsx.column.impact"]].number_format == form
        assert row[words["xlsx.column.unit"]].value == words[f"unit_name.{unit}"]
    drivers = tables["drivers"]
    late = drivers[
        (drivers["metric"] == "nps") & (drivers["topic_id"] == "t01") & (drivers["polarity"] == "negative")
    ]
    row = by_title(
        sheet, words, metric=words["metric.nps"], topic_id="t01", polarity=words["polarity.negative"]
    )
    for title, column in (("impact", "impact_adjusted"), ("impact_low", "impact_adjusted_low"), ("q", "q"),
                          ("marginal_high", "impact_marginal_high"), ("odds_ratio", "odds_ratio"),
                          ("prevalence", "prevalence"), ("n_with", "n_with")):  # fmt: skip
        assert row[words[f"xlsx.column.{title}"]].value == pytest.approx(late[column].iloc[0], rel=1e-12)


def test_charts_are_native_and_draw_the_numbers_beside_them(written):
    book, words = written
    sheet = book[words["xlsx.sheet.charts"]]
    kinds = [type(chart).__name__ for chart in sheet._charts]
    assert kinds == ["BarChart", "ScatterChart"] * 3 + ["LineChart"] * 3
    for chart in sheet._charts:
        for series in chart.series:
            assert series.errBars.errValType == "cust"
            values = series.val or series.yVal
            name, cells = values.numRef.f.rsplit("!", 1)
            assert name.strip("'") == sheet.title
            drawn = [cell.value for row in sheet[cells.replace("$", "")] for cell in row]
            cached = {point.idx: float(point.v) for point in values.numRef.numCache.pt}
            assert cached == pytest.approx({i: v for i, v in enumerate(drawn) if v is not None}, rel=1e-12)


def test_error_bars_end_where_the_interval_ends(written, tables):
    book, words = written
    sheet = book[words["xlsx.sheet.charts"]]
    first = driver_rows(tables)[0]
    row = next(
        row for row in sheet.iter_rows(values_only=True) if row[0] and str(row[0]).startswith(first["topic"])
    )
    effect = next(v for v in row[1:5] if v is not None)
    assert effect == pytest.approx(first["effect"])
    assert (effect - row[5], effect + row[6]) == pytest.approx((first["effect_low"], first["effect_high"]))


def test_own_columns_stand_beside_what_was_found(written):
    book, words = written
    sheet = book[words["xlsx.sheet.comments"]]
    titles = [cell.value for cell in sheet[1]]
    own = ["NPS", "=Region", "When"]
    ours = ("text", "lang", "topics", "sentiment", "sentiment_polarity")
    assert titles == [
        words["xlsx.column.response_id"],
        *own,
        *(words[f"xlsx.column.{name}"] for name in ours),
    ]
    first = [cell.value for cell in sheet[2]]
    assert first[:3] == ["007", 3, "@north"]
    assert first[3] == datetime.datetime(2026, 1, 30, 10, 30)
    assert first[5] == words["lang.en"]
    assert first[-1] == -0.8
    assert sheet["B4"].value is None
    assert sheet["D3"].value is None


def test_no_cell_of_the_workbook_is_a_formula_or_a_link(written):
    book, words = written
    for sheet in book:
        assert not sheet._hyperlinks
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    cell = book[words["xlsx.sheet.comments"]]["E2"]
    assert cell.value == "=cmd|'/c calc'!A1"
    assert cell.quotePrefix  # still text after somebody edits it


def test_rows_are_accounted_for_and_issues_counted(written):
    book, words = written
    rows = [row[:6] for row in book[words["xlsx.sheet.quality"]].iter_rows(values_only=True)]
    assert [row[0] for row in rows[1:4]] == ["E_SCORE_RANGE", "W_ENCODING_GUESS", "D_DUP_ROW"]
    assert rows[1][4] == 2
    assert "11" in rows[1][5]
    assert "99" in rows[1][5]
    counts = {row[0]: row[1] for row in rows}
    assert [counts[words[f"count.{key}"]] for key in ("rows_read", "kept", "dropped")] == [1500, 1498, 2]
    about = {row[0]: row[1] for row in book[words["xlsx.sheet.about"]].iter_rows(values_only=True, max_col=2)}
    assert about["seed"] == 0
    assert about["models.encoder.sha256"] == "ab" * 32


@pytest.mark.parametrize("lang", LANGS)
def test_the_same_input_gives_the_same_bytes(lang, tables, tmp_path):
    a, b = (
        write_workbook(tmp_path / f"{name}.xlsx", tables, FINDINGS, VIEW, workbook_words(lang)).read_bytes()
        for name in "ab"
    )
    assert a == b


def test_an_empty_run_still_makes_a_workbook(tmp_path):
    path = write_workbook(tmp_path / "empty.xlsx", {}, {}, VIEW.head(0), workbook_words("en"))
    book = openpyxl.load_workbook(path)
    assert len(book.sheetnames) == len(SHEETS)
    assert book["Charts"]._charts == []


def test_the_scan_reads_comments_but_not_ids(tables, tmp_path):
    words = workbook_words("en")
    path = write_workbook(tmp_path / "x.xlsx", tables, FINDINGS, VIEW, words)
    read = []
    scan_xlsx(path, lambda text: read.append(text) or [], id_headers(words))
    assert "늦었어요\n정말" in read
    assert "007" not in read
    assert "t01" not in read


def test_a_clean_workbook_passes_the_real_scan(tables, tmp_path):
    words = workbook_words("ko")
    path = write_workbook(tmp_path / "x.xlsx", tables, FINDINGS, VIEW, words)
    assert scan_xlsx(path, find, id_headers(words)) == []
    leaking = VIEW.assign(text=["mail a.b@example.com", "010-1234-5678", "fine"], response_id="010-1234-5678")
    path = write_workbook(tmp_path / "y.xlsx", tables, FINDINGS, leaking, words)
    sheet = words["xlsx.sheet.comments"]
    assert scan_xlsx(path, find, id_headers(words)) == [
        Leak("y.xlsx", f"{sheet}!E2", "email"),
        Leak("y.xlsx", f"{sheet}!E3", "phone"),
    ]


def test_drivers_stand_decided_first_and_largest_first(tables):
    rows = [row for row in driver_rows(tables) if row["metric"] == "nps"]
    ranks = [{"worse": 0, "better": 0, "unclear": 1, "few": 2, "untested": 3}[row["side"]] for row in rows]
    assert ranks == sorted(ranks)
    for _, group in itertools.groupby(
        rows, key=lambda row: (row["side"] in ("worse", "better"), row["side"] == "unclear")
    ):
        sizes = [abs(row["effect"] or 0) for row in group if not isinstance(row["segment"], str)]
        assert sizes == sorted(sizes, reverse=True)


def test_a_place_that_cannot_be_written_is_a_sentence(tables, tmp_path):
    with pytest.raises(RunError, match="cannot be written"):
        write_workbook(tmp_path / "none" / "x.xlsx", tables, {}, VIEW, workbook_words("en"))


def test_a_missing_figure_is_blank_and_its_note_says_why(tmp_path):
    row = {"metric": "nps", "statistic": "nps", "segment": "shop=A", "period": None, "value": None,
           "low": None, "high": None, "unit": "points", "n": 4, "n_eff": 4.0,
           "method": "score", "flags": "suppressed"}  # fmt: skip
    tables = {"metrics": contracts.check(contracts.METRICS, pd.DataFrame([row]))}
    words = workbook_words("en")
    path = write_workbook(tmp_path / "x.xlsx", tables, {}, VIEW, words)
    cells = by_title(openpyxl.load_workbook(path)["Metrics"], words, segment="shop=A")
    assert cells["Value"].value is None
    assert cells["n"].value == 4
    assert cells["Note"].value == words["flag.suppressed"]
