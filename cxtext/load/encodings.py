"""Which encoding a text file is in: proven where possible, else declared, else a guess that is reported."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import NamedTuple

from cxtext.errors import InputError, nearest

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ["cp949", "big5", "cp932", "gb18030", "cp1252", "latin_1"]
_KNOWN = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252", "cp949", "euc-kr", "big5",
          "cp950", "cp932", "shift_jis", "gb18030", "gbk")  # fmt: skip
_BLOCK = 1 << 20
MAX_LINE = 1 << 27  # bytes; no answer is that long, and a parser holds a line several times over


class Encoding(NamedTuple):
    """A codec's name and how sure it is: ``proven``, ``declared`` or ``guessed``."""

    name: str
    how: str


def check_encoding(name: str | None) -> None:
    """Refuses an encoding that does not exist, whatever the files hold."""
    if name is None:
        return
    try:
        is_text = codecs.lookup(name)._is_text_encoding
    except (LookupError, ValueError):
        is_text = False
    if not is_text:
        raise InputError(
            f"There is no text encoding {name!r}.", where="--encoding",
            do=f"{nearest(name, _KNOWN)} Or leave --encoding out.",
        )  # fmt: skip


def find_encoding(path: Path, declared: str | None = None) -> Encoding:
    """BOM, then strict UTF-8, then UTF-16 by its NUL bytes, then the declared one, then a guess.

    The whole file is decoded before an answer is given, in blocks, so reading it later cannot fail.
    """
    _refuse_long_line(path)
    with path.open("rb") as file:
        head = file.read(_BLOCK)
    for bom, name in _BOMS:
        if head.startswith(bom):
            _must_decode(path, name)
            return Encoding(name, "proven")
    if utf16 := _utf16(head):
        _must_decode(path, utf16)
        return Encoding(utf16, "proven")
    _refuse_nul(path)
    if _first_bad_byte(path, "utf-8") is None:
        return Encoding("utf-8", "proven")
    if declared is not None:
        _must_decode(path, declared)
        return Encoding(declared, "declared")
    return Encoding(_guess(path, head), "guessed")


def _utf16(head: bytes) -> str | None:
    """UTF-16 without a BOM: NULs on one side of the byte pairs only, and line ends among the pairs."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > even * 10 and odd > 0.02 * len(head):
        name = "utf-16-le"
    elif even > odd * 10 and even > 0.02 * len(head):
        name = "utf-16-be"
    else:
        return None
    text = head[: len(head) // 2 * 2].decode(name, "ignore")
    return name if "\n" in text or "\r" in text else None


def _refuse_long_line(path: Path) -> None:
    """Bytes are enough: what looks like a line end inside a UTF-16 character only makes lines shorter."""
    run, line = 0, 1
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            last = max(block.rfind(b"\n"), block.rfind(b"\r"))
            run = len(block) - 1 - last if last >= 0 else run + len(block)
            line += block.count(b"\n")
            if run > MAX_LINE:
                raise InputError(
                    f"A line is longer than {MAX_LINE:,} bytes.", where=f"{path}, line {line}",
                    do="This is no file of answers, or its line ends are lost: export it again.",
                )  # fmt: skip


def _refuse_nul(path: Path) -> None:
    with path.open("rb") as file:
        line = 1
        while block := file.read(_BLOCK):
            if (at := block.find(b"\0")) >= 0:
                line += block.count(b"\n", 0, at)
                raise InputError(
                    "The file holds NUL bytes: it is not text, or it was damaged.",
                    where=f"{path}, line {line}",
                    do="Export it again as CSV, XLSX, Parquet or JSON Lines.",
                )  # fmt: skip
            line += block.count(b"\n")


def _first_bad_byte(path: Path, name: str) -> tuple[int, bytes] | None:
    """Line and bytes of the first place that is not valid in the encoding."""
    decoder = codecs.getincrementaldecoder(name)("strict")
    line = 1
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                before = error.object[: error.start].count(b"\n")
                return line + before, error.object[error.start : error.end]
            line += text.count("\n")
            if not block:
                return None


def _must_decode(path: Path, name: str) -> None:
    if bad := _first_bad_byte(path, name):
        raise InputError(
            f"The file is not valid {name}.", where=f"{path}, line {bad[0]}",
            found=f"bytes {bad[1].hex(' ')}",
            do="Give the encoding that it was saved in, e.g. --encoding cp949, or leave --encoding out.",
        )  # fmt: skip


def _guess(path: Path, head: bytes) -> str:
    from charset_normalizer import from_bytes

    able = [name for name in _CANDIDATES if _first_bad_byte(path, name) is None]
    if "cp932" in able and not any("\u3041" <= c <= "\u30fe" for c in head.decode("cp932", "ignore")):
        able.remove("cp932")  # Japanese without one kana is Chinese read wrongly
    matches = from_bytes(head, cp_isolation=able)
    best = matches.best()
    name = best.encoding if best is not None and best.encoding in able else able[-1]
    # latin-1 is cp1252 with control characters in place of curly quotes and the euro sign.
    return "cp1252" if name == "latin_1" and "cp1252" in able else name
