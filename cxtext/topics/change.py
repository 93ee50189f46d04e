"""Single decisions about topics: what ``cxtext edit-topics`` can be told."""

from __future__ import annotations

from collections.abc import Callable

from cxtext.errors import ConfigError, nearest
from cxtext.topics.edits import TOP, Edits


def rename(edits: Edits, known: set[str], topic: str, name: str) -> Edits:
    """A name of a person's own."""
    return edits.changed(_one(topic, known), name=name.strip())


def accept(edits: Edits, known: set[str], *topics: str) -> Edits:
    """The proposed names as names."""
    for topic in _some(topics, "accept"):
        name = edits.of(_one(topic, known)).proposed
        if name is None:
            raise ConfigError(
                f"No name is proposed for {topic}.", where="accept", do="edit-topics RUN --propose-names URL"
            )
        edits = edits.changed(topic, name=name, proposed=None)
    return edits


def merge(edits: Edits, known: set[str], topic: str, *others: str) -> Edits:
    """The others' mentions counted in ``topic``."""
    gone = tuple(_one(other, known) for other in others)
    if not gone:
        raise ConfigError("Which topics are merged?", where="merge", do="merge t03 t05: t05 goes into t03.")
    if topic in gone:
        raise ConfigError("A topic cannot be merged into itself.", where="merge", found=topic)
    mine = edits.of(_one(topic, known)).merged
    return edits.changed(topic, merged=tuple(dict.fromkeys([*mine, *gone])))


def part(edits: Edits, known: set[str], topic: str, *others: str) -> Edits:
    """Merged topics apart again."""
    mine = edits.of(_one(topic, known)).merged
    if not others or set(others) - set(mine):
        raise ConfigError(
            "Only what was merged can be parted.", where=f"part {topic}", found=" ".join(others) or None,
            do=f"Merged into it: {' '.join(mine) or 'none'}.",
        )  # fmt: skip
    return edits.changed(topic, merged=tuple(t for t in mine if t not in others))


def hide(edits: Edits, known: set[str], *topics: str) -> Edits:
    """Out of the report and the drivers."""
    for topic in _some(topics, "hide"):
        edits = edits.changed(_one(topic, known), hidden=True)
    return edits


def show(edits: Edits, known: set[str], *topics: str) -> Edits:
    """Hidden topics back."""
    for topic in _some(topics, "show"):
        edits = edits.changed(_one(topic, known), hidden=False)
    return edits


def move(edits: Edits, known: set[str], topic: str, parent: str) -> Edits:
    """Under another topic, or under none."""
    above = TOP if parent == TOP else _one(parent, known)
    return edits.changed(_one(topic, known), parent=above)


def seed(edits: Edits, _known: set[str], topic: str, lang: str, *phrases: str) -> Edits:
    """Example phrases in a language that belong to the topic; a new id makes a new topic."""
    said = tuple(phrase.strip() for phrase in phrases if phrase.strip())
    if not said:
        raise ConfigError("Which phrases?", where="seed", do='seed t03 en "arrived late" "still waiting".')
    mine = edits.of(topic).seeds
    return edits.changed(topic, seeds=mine | {lang: tuple(dict.fromkeys([*mine.get(lang, ()), *said]))})


ACTIONS: dict[str, Callable[..., Edits]] = {
    "rename": rename, "accept": accept, "merge": merge, "part": part, "hide": hide, "show": show,
    "move": move, "seed": seed,
}  # fmt: skip


def changed(edits: Edits, known: set[str], action: str, values: list[str]) -> Edits:
    """The edits after one action; ConfigError where it is not complete or names what is not there."""
    if action not in ACTIONS:
        raise ConfigError(f"Unknown action {action!r}.", do=nearest(action, [*ACTIONS, "split"]))
    try:
        return ACTIONS[action](edits, known, *values)
    except TypeError as error:
        usage = {"rename": "ID NAME", "move": "ID PARENT", "seed": "ID LANG PHRASE ..."}
        do = f"{action} {usage.get(action, 'ID ID ...')}"
        raise ConfigError(f"{action} needs other words.", found=" ".join(values) or None, do=do) from error


def _one(topic: str, known: set[str]) -> str:
    if topic not in known:
        raise ConfigError(f"There is no topic {topic}.", do=nearest(topic, known))
    return topic


def _some(topics: tuple[str, ...], action: str) -> tuple[str, ...]:
    if not topics:
        raise ConfigError("Which topics?", where=action, do=f"{action} t03 t05")
    return topics
