"""``topics.toml``: what people decided about topics, by stable id. Read, checked line by line, written."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from cxtext.errors import InputError, nearest

FILE = "topics.toml"
_ID = re.compile(r"t\d{2,}")
TOP = "none"  # as a parent: under no topic, whatever was found
_HEADER = re.compile(r"^\s*\[\[\s*topic\s*\]\]")


def _is_id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise ValueError('an id is "t" and a number, such as t03')
    return value


def _is_parent(value: str) -> str:
    return value if value == TOP else _is_id(value)


TopicId = Annotated[str, AfterValidator(_is_id)]


class TopicEdit(BaseModel):
    """One ``[[topic]]``: everything but the id may be left out.

    ``name`` as a person gave it; ``parent`` the id of the topic above, "none" for a found subtopic on its
    own; ``merged`` ids whose mentions count here; ``split`` ids that a topic was divided into, which lead a
    life of their own; ``hidden`` keeps it out of report and drivers; ``seeds`` phrases by language that
    belong here, such as ``{en = ["late again"]}``; ``must_have`` keeps it in the report without a single
    mention; ``codebook``: what is near to its seeds is its own before any found topic's; ``proposed`` a name
    that a model service proposed, for a person to accept: no decision by itself.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: TopicId
    name: str | None = Field(default=None, min_length=1)
    parent: Annotated[str, AfterValidator(_is_parent)] | None = None
    merged: tuple[TopicId, ...] = ()
    split: tuple[TopicId, ...] = ()
    hidden: bool = False
    must_have: bool = False
    codebook: bool = False
    proposed: str | None = Field(default=None, min_length=1)
    seeds: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def above(self) -> str | None:
        """The id of the topic that a person put above it."""
        return None if self.parent == TOP else self.parent

    @property
    def plain(self) -> bool:
        """Whether nobody decided anything about it."""
        return self == TopicEdit(id=self.id, proposed=self.proposed)


class Edits(BaseModel):
    """The whole file, in its order: ``topics`` by id, those about which something was decided."""

    model_config = ConfigDict(frozen=True)

    topics: dict[str, TopicEdit] = Field(default_factory=dict)

    def of(self, topic: str) -> TopicEdit:
        """The decisions about a topic; none where it is not in the file."""
        return self.topics.get(topic) or TopicEdit(id=topic)

    def changed(self, topic: str, **values: Any) -> Edits:
        """A copy in which a topic has other values."""
        edit = self.of(topic).model_copy(update=values)
        return Edits(topics=self.topics | {topic: edit})

    @property
    def last(self) -> int:
        """The highest number that an id in it has, 0 where there is none."""
        ids = {topic for e in self.topics.values() for topic in (e.id, e.above, *e.merged, *e.split)}
        return max((int(topic[1:]) for topic in ids if topic), default=0)

    def decided(self) -> Edits:
        """Without the topics about which nobody decided anything."""
        return Edits(topics={topic: edit for topic, edit in self.topics.items() if not edit.plain})

    @property
    def named(self) -> set[str]:
        """Ids about which somebody decided something, and those that a decision speaks of."""
        above = {edit.above for edit in self.topics.values() if edit.above}
        return set(self.topics) | set(self.into) | above

    @property
    def coded(self) -> frozenset[str]:
        """Ids of the codebook's topics."""
        return frozenset(edit.id for edit in self.topics.values() if edit.codebook)

    @property
    def into(self) -> dict[str, str]:
        """Merged ids and the id that stands for each, merges of merges followed to their end."""
        step = {gone: edit.id for edit in self.topics.values() for gone in edit.merged}
        ends = {}
        for gone in step:
            end = step[gone]
            while end in step:
                end = step[end]
            ends[gone] = end
        return ends


def read_edits(path: Path, known: set[str]) -> Edits:
    """The file, checked. ``known``: ids that the run has; a topic with seeds or ``must_have`` may be new.

    Raises InputError with the line for what is no TOML, an unknown key or id, an id given twice, a name that
    two topics share, a cycle of parents or of merges, a topic merged into two others.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError("The topics file cannot be read.", where=path, found=error.strerror) from error
    except UnicodeDecodeError as error:
        raise InputError("The topics file is not UTF-8.", where=path, found=error) from error
    return parse_edits(text, known, path)


def checked(edits: Edits, known: set[str]) -> Edits:
    """The edits, if the file that says them would be right; else InputError as from ``read_edits``."""
    return parse_edits(edits_text(edits, {}), known, "topics.toml")


def parse_edits(text: str, known: set[str], path: Path | str) -> Edits:
    """See ``read_edits``."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError("The topics file is not valid TOML.", where=path, found=error) from error
    lines = _Lines(path, text)
    if strange := sorted(set(data) - {"version", "topic"}):
        raise lines.error(f"Unknown key {strange[0]!r}.", strange[0], do=nearest(strange[0], ["topic"]))
    entries = data.get("topic", [])
    if not isinstance(entries, list):
        raise lines.error("Topics are written as [[topic]].", "topic")
    topics: dict[str, TopicEdit] = {}
    for number, entry in enumerate(entries):
        edit = _entry(entry, number, lines)
        if edit.id in topics:
            raise lines.error(f"Topic {edit.id} stands in the file twice.", "id", number)
        topics[edit.id] = edit
    _check(Edits(topics=topics), known, lines)
    return Edits(topics={topic: edit for topic, edit in topics.items() if edit.proposed or not edit.plain})


def _entry(entry: Any, number: int, lines: _Lines) -> TopicEdit:
    try:
        return TopicEdit.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0]) if first["loc"] else ""
        if first["type"] == "extra_forbidden":
            raise lines.error(
                f"Unknown key {key!r}.", key, number, do=nearest(key, TopicEdit.model_fields)
            ) from error
        raise lines.error(f"{key}: {first['msg']}.", key, number, found=first.get("input")) from error


def _check(edits: Edits, known: set[str], lines: _Lines) -> None:
    made = {edit.id for edit in edits.topics.values() if edit.seeds or edit.must_have}
    retired = {gone for edit in edits.topics.values() for gone in edit.split}
    known = known | made | retired | {edit.id for edit in edits.topics.values() if edit.split}
    names: dict[str, str] = {}
    merged: dict[str, str] = {}
    for number, edit in enumerate(edits.topics.values()):
        used = [("id", edit.id), ("parent", edit.above)]
        used += [("merged", gone) for gone in edit.merged]
        for key, topic in used:
            if topic is not None and topic not in known:
                do = nearest(topic, known) + " A new topic needs seeds, or must_have = true."
                raise lines.error(f"There is no topic {topic}.", key, number, do=do)
        for gone in edit.merged:
            if gone in merged or gone == edit.id:
                other = merged.get(gone, "itself")
                raise lines.error(f"{gone} is already merged into {other}.", "merged", number)
            merged[gone] = edit.id
        if edit.name and (other := names.setdefault(edit.name.casefold(), edit.id)) != edit.id:
            raise lines.error(f"{edit.id} and {other} have the same name.", "name", number, found=edit.name)
    for number, edit in enumerate(edits.topics.values()):
        above = {e.id: e.above for e in edits.topics.values() if e.above}
        for key, step in (("parent", above), ("merged", merged)):
            if circle := _circle(edit.id, step):
                do = f"Take one {key} out of the circle."
                raise lines.error(
                    f"Topics stand above one another in a circle: {' > '.join(circle)}.", key, number, do=do
                )


def _circle(start: str, step: dict[str, str]) -> list[str]:
    path = [start]
    while path[-1] in step:
        path.append(step[path[-1]])
        if path[-1] == start:
            return path
        if path[-1] in path[:-1]:
            return []  # a circle that others are in
    return []


class _Lines:
    """Where things stand in the file: TOML's reader keeps no line numbers."""

    def __init__(self, path: Path | str, text: str) -> None:
        self.path, self.lines = path, text.splitlines()
        self.heads = [i for i, line in enumerate(self.lines) if _HEADER.match(line)]

    def error(
        self, what: str, key: str, number: int | None = None, found: object = None, do: str | None = None
    ) -> InputError:
        ends = [*self.heads[1:], len(self.lines)]
        inside = number is not None and number < len(self.heads)
        span = range(self.heads[number or 0], ends[number or 0]) if inside else range(len(self.lines))
        shown = re.compile(rf'^\s*(\[+\s*topic\.)?"?{re.escape(key)}"?\b')
        line = next((i for i in span if shown.match(self.lines[i])), span.start)
        return InputError(what, where=f"{self.path}, line {line + 1}", found=found, do=do)


def edits_text(edits: Edits, names: dict[str, str]) -> str:
    """The file's text; a topic without a decision is a comment line with the name that it has today."""
    out = [
        "# Your decisions about topics. `cxtext edit-topics RUN` applies them; a later fit keeps them.",
        'version = 1',
    ]  # fmt: skip
    for topic in [*edits.topics, *(t for t in names if t not in edits.topics)]:
        edit = edits.of(topic)
        out += ["", "[[topic]]", f"id = {_quoted(topic)}"]
        out += [f"name = {_quoted(edit.name)}"] if edit.name else []
        out += [f"# name = {_quoted(names[topic])}"] if not edit.name and names.get(topic) else []
        out += [f"proposed = {_quoted(edit.proposed)}"] if edit.proposed else []
        out += [f"parent = {_quoted(edit.parent)}"] if edit.parent else []
        for key in ("merged", "split"):
            out += [f"{key} = {_listed(getattr(edit, key))}"] if getattr(edit, key) else []
        out += [f"{key} = true" for key in ("hidden", "must_have", "codebook") if getattr(edit, key)]
        seeds = ", ".join(f"{_quoted(k)} = {_listed(v)}" for k, v in edit.seeds.items())
        out += [f"seeds = {{ {seeds} }}"] if seeds else []
    return "\n".join(out) + "\n"


def _listed(values: tuple[str, ...]) -> str:
    return "[" + ", ".join(map(_quoted, values)) + "]"


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are TOML's."""
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
