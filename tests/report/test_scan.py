from pathlib import Path
from typing import NamedTuple

import pytest
import xlsxwriter

from cxtext.errors import RedactionError
from cxtext.report.scan import Leak, check_report, scan_html, scan_xlsx


class Hit(NamedTuple):
    kind: str


def find(text):
    """Stands in for the text stage: one hit for every SECRET."""
    return [Hit("phone")] * text.count("SECRET")


def page(tmp_path: Path, body: str) -> Path:
    path = tmp_path / "report.html"
    path.write_text(
        f"<!doctype html><html><head><title>t</title></head><body>\n{body}\n</body></html>", encoding="utf-8"
    )
    return path


def test_a_text_node_is_read_and_its_place_named(tmp_path):
    path = page(
        tmp_path, '<section id="topic-t03">\n<p class="verbatim">call SECRET <b>now</b></p></section>'
    )
    assert scan_html(path, find) == [Leak("report.html", "line 3 in <p class=verbatim>", "phone")]


@pytest.mark.parametrize(
    "body",
    [
        "<script>SECRET</script>",
        "<style>.SECRET{}</style>",
        '<p id="SECRET" class="SECRET" data-x="SECRET">fine</p>',
        "<!-- SECRET -->",
        "<dd><code>SECRET</code></dd>",
        "<div data-noscan><p>SECRET</p></div>",
        '<svg><g aria-label="SECRET"><text>12</text></g></svg>',
    ],
)
def test_ids_markup_and_scripts_are_not_read(tmp_path, body):
    assert scan_html(page(tmp_path, body), find) == []


@pytest.mark.parametrize(
    "body",
    [
        "<p>SEC<mark>RET</mark></p>",
        "<p>SE&#67;RET</p>",
        "<blockquote lang=ko>SECRET</blockquote>",
        "<svg><text>SECRET</text></svg>",
        "<table><tr><td>SECRET<td>x</table>",
        '<img src=x alt="SECRET">',
        "<div data-noscan>x</div><p>SECRET",
        "<br data-noscan><p>SECRET",
    ],
)
def test_what_people_see_is_read(tmp_path, body):
    assert [leak.kind for leak in scan_html(page(tmp_path, body), find)] == ["phone"]


def test_neighbouring_blocks_are_not_read_as_one(tmp_path):
    assert scan_html(page(tmp_path, "<p>SEC</p><p>RET</p><span>SEC</span><span>RET</span>"), find) == []


def test_chart_numbers_are_not_read_but_its_words_are(tmp_path):
    def numbers(text):
        return [Hit("phone")] if "555" in text else []

    body = "<svg><text>555</text><text>555,000.5 %</text><text>call 555</text></svg><p>555</p>"
    assert len(scan_html(page(tmp_path, body), numbers)) == 2


def book(tmp_path: Path, rows: list[list[object]]) -> Path:
    path = tmp_path / "report.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        workbook.add_worksheet("First").write(0, 0, "fine")
        sheet = workbook.add_worksheet("Comments")
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                sheet.write(i, j, value)
    return path


def test_text_cells_are_read_but_ids_and_numbers_are_not(tmp_path):
    def numbers(text):
        return [Hit("phone")] if "555" in str(text) else []

    path = book(tmp_path, [["Response id", "Comment", "NPS"], ["555", "fine", 555], ["555", "call 555", 9]])
    assert scan_xlsx(path, numbers, {"Response id"}) == [Leak("report.xlsx", "Comments!B3", "phone")]
    assert [leak.place for leak in scan_xlsx(path, numbers)] == ["Comments!A2", "Comments!A3", "Comments!B3"]


def test_a_comment_that_equals_an_id_title_hides_nothing(tmp_path):
    path = book(tmp_path, [["Response id", "Comment"], ["1", "Response id"], ["2", "SECRET"]])
    assert [leak.place for leak in scan_xlsx(path, find, {"Response id"})] == ["Comments!B3"]


def test_cells_are_found_past_column_z(tmp_path):
    path = book(tmp_path, [["x"] * 27 + ["SECRET"]])
    assert scan_xlsx(path, find)[0].place == "Comments!AB1"


def test_a_leak_stops_the_report_and_is_not_repeated(tmp_path):
    files = [page(tmp_path, "<p>fine</p>"), book(tmp_path, [["SECRET"]])]
    with pytest.raises(RedactionError) as stopped:
        check_report(files, find)
    assert stopped.value.where == "report.xlsx, Comments!A1"
    assert stopped.value.found == "phone"
    assert "SECRET" not in str(stopped.value)


def test_a_clean_report_passes(tmp_path):
    check_report([page(tmp_path, "<p>fine</p>"), book(tmp_path, [["fine"]])], find)
