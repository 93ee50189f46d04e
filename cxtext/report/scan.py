"""The finished report, read again for personal data before anybody sees it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple, Protocol

from cxtext.errors import RedactionError


class Leak(NamedTuple):
    """Personal data in a finished file: where and of what kind, never what."""

    file: str
    place: str
    kind: str


class Found(Protocol):
    """What ``find`` returns: anything with a kind."""

    @property
    def kind(self) -> str: ...


Find = Callable[[str], Iterable[Found]]


def check_report(paths: Iterable[Path], find: Find, ids: Collection[str] = ()) -> None:
    """Raise RedactionError if any report holds personal data; it names file, place and kind, never the value.

    Parameters
    ----------
    paths
        Finished ``.html`` and ``.xlsx`` files.
    find
        Personal data in a text, such as ``cxtext.text.redact.find``.
    ids
        Titles of workbook columns that hold ids; they are not read.
    """
    leaks = [
        leak
        for path in paths
        for leak in (scan_html(path, find) if path.suffix == ".html" else scan_xlsx(path, find, ids))
    ]
    if leaks:
        kinds = ", ".join(sorted({leak.kind for leak in leaks}))
        places = f"{len(leaks)} place{'s' * (len(leaks) > 1)}"
        raise RedactionError(
            f"The finished report holds personal data ({kinds}) in {places}.",
            where="; ".join(f"{leak.file}, {leak.place}" for leak in leaks[:5]),
            found=", ".join(dict.fromkeys(leak.kind for leak in leaks[:5])),
            do="Leave the column that holds it out (not --segment, not --keep-pii), or mask it in the input.",
        )


def scan_html(path: Path, find: Find) -> list[Leak]:
    """Personal data in the text nodes of a page, and in the words of ``alt``, ``title`` and ``aria-label``.

    Scripts, styles, code and the numbers of charts are not read, nor is anything inside ``data-noscan``. Text
    that is only marked up (``<b>``, ``<mark>`` ...) is read as one.
    """
    reader = _TextNodes()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    reader.flush()
    return [Leak(path.name, place, hit.kind) for place, text in reader.texts for hit in find(text)]


def scan_xlsx(path: Path, find: Find, ids: Collection[str] = ()) -> list[Leak]:
    """Personal data in the text cells of a workbook.

    Number cells are not read, nor are columns whose title in the first row is one of ``ids``.
    """
    return [
        Leak(path.name, place, hit.kind) for place, text in _text_cells(path, set(ids)) for hit in find(text)
    ]


def _text_cells(path: Path, ids: set[str]) -> Iterator[tuple[str, str]]:
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_path(str(path))
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        skipped: set[int] = set()
        for i, row in enumerate(sheet.to_python(skip_empty_area=False), 1):
            for j, value in enumerate(row):
                if not isinstance(value, str) or not value or j in skipped:
                    continue
                if i == 1 and value in ids:
                    skipped.add(j)
                yield f"{name}!{_letters(j)}{i}", value


def _letters(column: int) -> str:
    """The name of a column: 0 is A, 26 is AA.

    >>> _letters(0), _letters(27)
    ('A', 'AB')
    """
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_UNREAD = frozenset(("script", "style", "code", "template"))
_MARKUP = frozenset(
    (
        "a",
        "abbr",
        "b",
        "bdi",
        "cite",
        "em",
        "i",
        "mark",
        "q",
        "s",
        "small",
        "strong",
        "sub",
        "sup",
        "u",
        "wbr",
    )
)
_SPOKEN = frozenset(("alt", "title", "aria-label"))
_ONLY_NUMBER = re.compile(r"[\d\s.,:%()/+−–-]*")


class _TextNodes(HTMLParser):
    """Collects ``(place, text)``: a place is a line and the nearest element with an id or a class."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[tuple[str, str]] = []
        self._open: list[tuple[str, str, bool]] = []  # tag, name for people, unread
        self._run: list[str] = []
        self._place = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _MARKUP:
            self.flush()
        values = dict(attrs)
        unread = tag in _UNREAD or "data-noscan" in values or any(entry[2] for entry in self._open)
        name = _named(tag, values)
        if tag not in _VOID:
            self._open.append((tag, name, unread))
        if not unread and not self._in_svg():
            for key in sorted(_SPOKEN & values.keys()):
                self.texts.append((f"{self._where()} @{key}", values[key] or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _MARKUP:
            self.flush()
        depth = max((i for i, entry in enumerate(self._open) if entry[0] == tag), default=None)
        if depth is not None:
            del self._open[depth:]

    def handle_data(self, data: str) -> None:
        if any(entry[2] for entry in self._open):
            return
        if not self._run:
            self._place = self._where()
        self._run.append(data)

    def flush(self) -> None:
        """Keep the text run that has come to its end."""
        text = "".join(self._run)
        self._run = []
        if text.strip() and not (self._in_svg() and _ONLY_NUMBER.fullmatch(text)):
            self.texts.append((self._place, text))

    def _in_svg(self) -> bool:
        return any(entry[0] == "svg" for entry in self._open)

    def _where(self) -> str:
        named = [entry[1] for entry in self._open if entry[1]]
        return f"line {self.getpos()[0]}{f' in {named[-1]}' if named else ''}"


def _named(tag: str, values: dict[str, str | None]) -> str:
    if values.get("id"):
        return f"<{tag} id={values['id']}>"
    return f"<{tag} class={values['class']}>" if values.get("class") else ""
