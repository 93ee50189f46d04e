"""The report: findings.json first; report.html and report.xlsx are drawings of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def write_report(
    folder: Path,
    tables: dict[str, pd.DataFrame],
    run: dict[str, Any],
    lang: str = "en",
    original: pd.DataFrame | None = None,
) -> dict[str, Path]:
    """Write ``findings.json``, ``report.html`` and ``report.xlsx`` into ``folder``; their paths by name.

    Parameters
    ----------
    folder
        An existing folder.
    tables
        The tables of a run by name, with the text of comments and mentions already redacted;
        ``comment_bias`` may be among them. An absent table counts as empty.
    run
        The run's record: version, made, seed, device, inputs, config, models, versions, counts, times, notes.
    lang
        Language of the report's own words: en, ko or zh-Hant.
    original
        The analyst's own columns with ``response_id``, to stand beside the comments in the workbook. Columns
        that hold the comments themselves are left out: only redacted text reaches a report.
    """
    import json

    from cxtext.report.findings import findings
    from cxtext.report.html import write_html
    from cxtext.report.view import comments_view
    from cxtext.report.xlsx import write_workbook
    from cxtext.report.xlsx_words import workbook_words

    found = findings(tables, run, lang)
    paths = {name: folder / name for name in ("findings.json", "report.html", "report.xlsx")}
    text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    paths["findings.json"].write_text(text + "\n", encoding="utf-8")
    write_html(paths["report.html"], found)
    view = comments_view(tables, original)
    write_workbook(paths["report.xlsx"], tables, found, view, workbook_words(lang))
    return paths
