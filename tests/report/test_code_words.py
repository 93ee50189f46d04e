"""Every code that the load can report has a name in every language of the report."""

import re
from pathlib import Path

import pytest

import cxtext.load
from cxtext.config import REPORT_LANGUAGES
from cxtext.report.words import load_words

CODES = {
    code
    for path in Path(cxtext.load.__file__).parent.rglob("*.py")
    for code in re.findall(r'"([DENOWC]_[A-Z][A-Z_]+)"', path.read_text(encoding="utf-8"))
}


@pytest.mark.parametrize("lang", REPORT_LANGUAGES)
def test_every_code_has_a_name(lang):
    assert {"D_DUP_ROW", "E_EMPTY_ID", "O_ORPHAN_COMMENT"} <= CODES
    words = load_words(lang)
    assert not sorted(code for code in CODES if f"code.{code}" not in words.entries)
