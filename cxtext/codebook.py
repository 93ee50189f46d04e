"""A codebook: the topics that a team already knows, from TOML, a spreadsheet or a Text iQ export."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cxtext.errors import InputError, nearest
from cxtext.topics import CodedTopic

if TYPE_CHECKING:
    import pandas as pd

NAME = ("topic", "name", "code", "label", "theme")
PARENT = ("parent", "parent topic", "group")
SENTENCES = ("phrases", "phrase", "examples", "example", "description", "definition")
WORDS = ("keywords", "keyword", "terms")
QUERY = ("query", "topic query")
LEVEL = re.compile(r"(?:topic hierarchy )?level (\d)")
COLUMNS = (*NAME, *PARENT, *SENTENCES, *WORDS, *QUERY)
_CUT = {"sentence": re.compile(r"[;|\n]"), "word": re.compile(r"[;|\n,、，]")}


class _Row(NamedTuple):
    where: str
    name: str
    parent: str | None
    phrases: tuple[str, ...]
    repeats: bool = False  # whether a further row may hold a further phrase


def read_codebook(path: Path) -> tuple[CodedTopic, ...]:
    """The codebook's topics, headings that only stand above others last.

    TOML has ``[[topic]]`` with ``name`` and, if wanted, ``parent`` (a name) and ``phrases`` (a list, in any
    languages). A table has a column topic (or name, code, label, theme) and may have parent and phrases (or
    examples, description; several in a cell are cut at ``;``, ``|`` and line ends) or keywords (cut at commas
    too): a row a topic, or a row a phrase. Columns Level 1, Level 2 ... and Query are read as Qualtrics' Text
    iQ exports are described; no such file was at hand, so this is on trial. The name counts as a phrase; a
    topic without others stands by it alone.

    Raises InputError with the line or row for an unknown key or column, an empty name, a name given twice, a
    circle of parents, or no topic at all.
    """
    rows = _toml(path) if path.suffix.lower() == ".toml" else _table(path)
    if not rows:
        raise InputError("The codebook has no topics.", where=path, do='[[topic]] with name = "Delivery".')
    found: dict[str, _Row] = {}
    for row in rows:
        if not row.name:
            raise InputError("A topic of the codebook has no name.", where=row.where, do="Give it one.")
        found[row.name.casefold()] = _added(found.get(row.name.casefold()), row)
    _no_circle(found)
    headings = {
        row.parent.casefold(): row.parent
        for row in found.values()
        if row.parent and row.parent.casefold() not in found
    }
    languages = _languages([phrase for row in found.values() for phrase in (row.name, *row.phrases)])
    return (
        *(CodedTopic(row.name, row.parent, _by_language(row, languages)) for row in found.values()),
        *(CodedTopic(name, None, {}) for name in headings.values()),
    )


def _added(before: _Row | None, row: _Row) -> _Row:
    """A topic's rows together; they must be its phrases, one a row."""
    if before is None:
        return row
    new = len(row.phrases) == 1 and row.phrases[0] not in before.phrases
    one_each = row.repeats and new and len(before.phrases) > 0
    if not one_each:
        raise InputError(
            f"The codebook has the topic {row.name!r} twice.", where=row.where,
            found=f"first: {before.where}",
            do="Give each topic once; in a table also one row a phrase, each phrase once.",
        )  # fmt: skip
    if row.parent and before.parent and row.parent.casefold() != before.parent.casefold():
        raise InputError(
            f"The topic {row.name!r} has two parents.",
            where=row.where,
            found=f"{before.parent}, {row.parent}",
            do="Give it one.",
        )
    return before._replace(phrases=(*before.phrases, *row.phrases), parent=before.parent or row.parent)


def _no_circle(found: dict[str, _Row]) -> None:
    for row in found.values():
        path, above = [row.name.casefold()], row.parent
        while above and above.casefold() in found:
            if above.casefold() in path:
                raise InputError(
                    "Topics of the codebook stand above one another in a circle.", where=row.where,
                    found=" > ".join([*path, above.casefold()]), do="Take one parent out of the circle.",
                )  # fmt: skip
            path.append(above.casefold())
            above = found[above.casefold()].parent


def _languages(phrases: list[str]) -> dict[str, str]:
    from cxtext.text.language import identify

    return dict(zip(phrases, (found.code for found in identify(phrases)), strict=True))


def _by_language(row: _Row, languages: dict[str, str]) -> dict[str, tuple[str, ...]]:
    said: dict[str, list[str]] = {}
    for phrase in dict.fromkeys((row.name, *row.phrases)):
        said.setdefault(languages[phrase], []).append(phrase)
    return {lang: tuple(mine) for lang, mine in said.items()}


def _toml(path: Path) -> list[_Row]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except OSError as error:
        raise InputError(
            "The codebook cannot be read.", where=path, found=error.strerror,
            do="Check the path and its permissions.",
        ) from error  # fmt: skip
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            "The codebook is not valid TOML.", where=path, found=error,
            do='Mend that place; a topic is [[topic]] with name = "Delivery".',
        ) from error  # fmt: skip
    heads = [i for i, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*topic\s*\]\]", line)]
    if strange := sorted(set(data) - {"topic"}):
        raise InputError(
            f"Unknown codebook key {strange[0]!r}.", where=path, do=nearest(strange[0], ["topic"])
        )
    entries = data.get("topic", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InputError(
            "Topics of a codebook are written as [[topic]].", where=path,
            do='Write [[topic]] and below it name = "Delivery", once a topic.',
        )  # fmt: skip
    lines = heads if len(heads) == len(entries) else [1] * len(entries)
    return [_entry(entry, f"{path}, line {line}") for entry, line in zip(entries, lines, strict=True)]


def _entry(entry: dict[str, Any], where: str) -> _Row:
    keys = ("name", "parent", "phrases")
    if strange := sorted(set(entry) - set(keys)):
        raise InputError(f"Unknown codebook key {strange[0]!r}.", where=where, do=nearest(strange[0], keys))
    name, parent, phrases = entry.get("name", ""), entry.get("parent"), entry.get("phrases", [])
    if not isinstance(name, str) or not isinstance(parent, str | None):
        raise InputError(
            "name and parent of a codebook's topic are text.", where=where, do='name = "Delivery"'
        )
    if not isinstance(phrases, list) or not all(isinstance(p, str) for p in phrases):
        raise InputError("phrases is a list of text.", where=where, do='phrases = ["arrived late"]')
    return _Row(where, _plain(name), _plain(parent or "") or None, _filled(phrases))


def _table(path: Path) -> list[_Row]:
    from cxtext.load.readers import read_file

    records, _ = read_file(path, dialect="generic")
    cells = records.cells.fillna("").astype(str)
    cells.columns = cells.columns.astype(str)
    kinds = {column: _kind(column, path) for column in cells.columns.tolist()}
    levels = sorted(column for column, kind in kinds.items() if kind == "level")
    if "name" not in kinds.values() and not levels:
        raise InputError(
            "The codebook has no column of topics.", where=path, found=", ".join(kinds),
            do=f"Name it {' or '.join(NAME)}.",
        )  # fmt: skip
    rows = []
    for number, cell in zip(records.origin["row"], _cells(cells), strict=True):
        if not any(value.strip() for value in cell.values()):
            continue
        by_kind = [(kinds[column], value) for column, value in cell.items()]
        names = [_plain(value) for kind, value in by_kind if kind == "name"]
        path_down = [_plain(cell[level]) for level in levels if cell[level].strip()]
        parents = [_plain(value) for kind, value in by_kind if kind == "parent"] + path_down[-2:-1]
        phrases = [p for kind, value in by_kind for p in _said(kind, value)]
        name = next((n for n in [*names, *path_down[-1:]] if n), "")
        parent = next((p for p in parents if p), None)
        rows.append(_Row(f"{path}, row {number + 1}", name, parent, _filled(phrases), repeats=True))
    return rows


def _cells(frame: pd.DataFrame) -> list[dict[str, str]]:
    return [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False, name=None)]


def _kind(column: str, path: Path) -> str:
    name = " ".join(column.casefold().split())
    kinds = {"name": NAME, "parent": PARENT, "sentence": SENTENCES, "word": WORDS, "query": QUERY}
    for kind, names in kinds.items():
        if name in names:
            return kind
    if LEVEL.fullmatch(name):
        return "level"
    raise InputError(
        f"Unknown codebook column {column!r}.", where=f"{path}, row 1", do=nearest(name, COLUMNS)
    )


def _said(kind: str, value: str) -> list[str]:
    if kind == "query":
        return query_phrases(value)
    return _CUT[kind].split(value) if kind in _CUT else []


def query_phrases(query: str) -> list[str]:
    """The phrases of a boolean query: what OR joins, each apart; brackets, wildcards and NOT terms go.

    >>> query_phrases('(late OR "not on time" OR delay*) NOT "late fee"')
    ['late', 'not on time', 'delay']
    """
    found: list[list[str]] = [[]]
    depth, negated = 0, 0  # depth + 1 of the bracket that a NOT stands before, 0 outside
    for word in re.findall(r'"[^"]*"|[()]|[^\s()"]+', query):
        if word in "()":
            depth += 1 if word == "(" else -1
            negated = 0 if word == ")" and depth < negated else negated
        elif word == "NOT":
            negated = negated or depth + 1
        elif word == "OR":
            found.append([])
        elif word != "AND" and not word.startswith(("~", "NEAR")):
            if not negated:
                found[-1].append(re.sub(r'["*?]|~\d+$', "", word).strip())
            negated = 0 if depth < negated else negated
    return [" ".join(words) for words in found if any(words)]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _filled(phrases: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_plain(phrase) for phrase in phrases if phrase.strip()))
