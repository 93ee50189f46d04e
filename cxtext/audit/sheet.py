"""The sheet that people fill in: written as XLSX with drop-downs or as CSV, and read back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cxtext.errors import ColumnError, ConfigError, InputError, RunError
from cxtext.tables import LABELS

if TYPE_CHECKING:
    import pandas as pd

YES_NO = ("yes", "no")
# What a person sees and fills in, then what belongs to the computation.
COLUMNS = {
    "unit_id": "which mention", "language": "of its comment", "topic": "as found; blank where none",
    "text": "the mention, redacted", "comment": "the whole comment, redacted",
    "label": "TO FILL IN: negative, neutral or positive", "topic_ok": "TO FILL IN: yes or no",
    "note": "free text", "predicted": "the model's label", "weight": "mentions that this one stands for",
    "stratum": "language | topic | label | near an edge or clear",
}  # fmt: skip
HIDDEN = ("predicted", "weight", "stratum")
_WIDTHS = {"unit_id": 14, "topic": 22, "text": 60, "comment": 60, "note": 30}


def write_sheet(path: Path, sheet: pd.DataFrame) -> None:
    """``.xlsx`` with drop-downs and the model's label hidden, or ``.csv``; whole or not at all."""
    path = path.absolute()
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise ConfigError("A sheet is an XLSX or CSV file.", where="--out", found=path.name)
    draft = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix.lower()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if draft.suffix == ".csv":
            sheet.to_csv(draft, index=False, encoding="utf-8-sig", lineterminator="\n")
        else:
            _write_xlsx(draft, sheet)
        draft.replace(path)
    except OSError as error:
        raise RunError("The sheet cannot be written.", where=path, found=error.strerror) from error
    finally:
        draft.unlink(missing_ok=True)


def _write_xlsx(path: Path, sheet: pd.DataFrame) -> None:
    from xlsxwriter import Workbook

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(str(path), options) as book:
        page = book.add_worksheet("labels")
        head = book.add_format({"bold": True, "bg_color": "#E8EAEE"})
        cell, fill = (book.add_format({"text_wrap": True, "valign": "top"} | more)
                      for more in ({}, {"bg_color": "#FFF8DC"}))  # fmt: skip
        for j, name in enumerate(COLUMNS):
            page.write_string(0, j, name, head)
            page.write_comment(0, j, COLUMNS[name])
            form = fill if name in ("label", "topic_ok") else cell
            page.set_column(j, j, _WIDTHS.get(name, 11), form, {"hidden": name in HIDDEN})
            for i, value in enumerate(sheet[name], 1):
                if name == "weight":
                    page.write_number(i, j, float(value), form)
                else:
                    page.write_string(i, j, str(value)[:32_767], form)
        for name, allowed in (("label", LABELS), ("topic_ok", YES_NO)):
            j = list(COLUMNS).index(name)
            page.data_validation(1, j, max(len(sheet), 1), j, {"validate": "list", "source": list(allowed)})
        page.freeze_panes(1, 0)


def read_sheet(path: Path) -> pd.DataFrame:
    """The sheet as filled in: ``label`` and ``topic_ok`` in small letters or blank, ``weight`` a number.

    Raises InputError for what is no such sheet, or a label that is none, with its row.
    """
    import pandas as pd

    try:
        if path.suffix.lower() == ".csv":
            sheet = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
        else:
            sheet = pd.read_excel(path, dtype="str", keep_default_na=False, engine="calamine")
    except Exception as error:  # each reader has its own errors for a file that is something else
        raise InputError(
            "The sheet cannot be read.", where=path, found=str(error).split("\n")[0],
            do="Give the file that `cxtext audit sample` wrote.",
        ) from error  # fmt: skip
    missing = [name for name in ("unit_id", "language", "topic", "label", "weight") if name not in sheet]
    if missing:
        raise ColumnError("The sheet lacks a column.", where=path, found=f"no {', '.join(missing)}")
    sheet = sheet.reindex(columns=list(COLUMNS), fill_value="").fillna("")
    weight = pd.to_numeric(sheet["weight"], errors="coerce")
    if not (weight > 0).all():
        row = (weight > 0).tolist().index(False)
        raise InputError("A weight is a number above 0.", where=f"{path}, row {row + 2}",
                         found=repr(sheet["weight"][row]))  # fmt: skip
    for name, allowed in (("label", LABELS), ("topic_ok", YES_NO)):
        sheet[name] = sheet[name].str.strip().str.lower()
        wrong = ~sheet[name].isin(["", *allowed])
        if wrong.any():
            row = wrong.tolist().index(True)
            raise InputError(f"A {name} is {', '.join(allowed)} or blank.", where=f"{path}, row {row + 2}",
                             found=repr(sheet[name][row]))  # fmt: skip
    return sheet.assign(weight=weight.astype(float))
