"""report.xlsx: the findings as a workbook that an analyst can sort, filter and paste from."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxtext.report.words import Words
from cxtext.report.xlsx_charts import charts_sheet
from cxtext.report.xlsx_drivers import drivers_sheet
from cxtext.report.xlsx_metrics import metrics_sheet, overview_sheet
from cxtext.report.xlsx_rows import about_sheet, comments_sheets, quality_sheet
from cxtext.report.xlsx_sentiment import mismatch_sheet, sentiment_sheet
from cxtext.report.xlsx_sheet import Book
from cxtext.report.xlsx_signals import signals_sheet
from cxtext.report.xlsx_topics import topics_sheet
from cxtext.report.xlsx_trends import trends_sheet, trust_sheet

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter import Workbook

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NO_DATE = datetime.datetime(2000, 1, 1)


def write_workbook(
    path: Path,
    tables: dict[str, pd.DataFrame],
    findings: dict[str, Any],
    comments_view: pd.DataFrame,
    words: dict[str, str],
) -> Path:
    """Write the workbook; the same input gives the same bytes.

    Parameters
    ----------
    path
        Where to write.
    tables
        The tables of a run by name, as in ``cxtext.tables``; one that is absent counts as empty.
    findings
        The content of findings.json. Read are ``title``, ``created`` (ISO 8601, the file's date), ``short``,
        ``topics`` (for quotes and coherence), ``topic_trust``, ``coverage``, ``counts`` or ``quality``,
        ``notes`` and ``run``; each may be missing.
    comments_view
        One row a comment: the analyst's own columns beside the redacted ``text``, ``lang``, ``topics``,
        ``sentiment`` and ``polarity``. Numbers stay numbers, all else is text. Past 1,048,575 rows it goes on
        on a further sheet.
    words
        From ``workbook_words``.

    Raises
    ------
    RunError
        If the file cannot be written, or a comment has more columns than a sheet can hold.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    from cxtext import tables as contracts
    from cxtext.errors import RunError

    full = {
        name: tables[name] if name in tables else contracts.empty(table)
        for name, table in contracts.TABLES.items()
    }
    # Rows pass through temporary files; in a folder of our own none is left behind when something fails.
    with tempfile.TemporaryDirectory() as folder:
        workbook = Workbook(str(path), _OPTIONS | {"tmpdir": folder})
        try:
            _fill(workbook, full, findings, comments_view, Words("", words))
            workbook.close()
        except (FileCreateError, OSError) as error:
            raise RunError("The workbook cannot be written.", where=path, found=error) from error
        finally:
            for sheet in workbook.worksheets():
                sheet.row_data_fh.close()
    return path


def _fill(
    workbook: Workbook,
    tables: dict[str, pd.DataFrame],
    findings: dict[str, Any],
    view: pd.DataFrame,
    words: Words,
) -> None:
    title = findings.get("title") or words("xlsx.title.report")
    workbook.set_properties({"title": title, "created": _created(findings)})
    book = Book(workbook, words("xlsx.text.cut"))
    overview_sheet(book, tables, findings, words)
    charts_sheet(book, tables, words)
    metrics_sheet(book, tables, words)
    topics_sheet(book, tables, findings, words)
    trends_sheet(book, tables, words)
    trust_sheet(book, tables, findings, words)
    drivers_sheet(book, tables, words)
    comments_sheets(book, view, words)
    sentiment_sheet(book, tables, words)
    mismatch_sheet(book, tables, words)
    signals_sheet(book, tables, words)
    quality_sheet(book, tables, findings, words)
    about_sheet(book, findings, words)


def _created(findings: dict[str, Any]) -> datetime.datetime:
    made = findings.get("created") or (findings.get("run") or {}).get("made")
    try:
        return datetime.datetime.fromisoformat(str(made)).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return _NO_DATE
