"""Scores given in words: the known label sets, and which of them a column's labels are."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from cxtext.config import Config
from cxtext.errors import ConfigError, nearest
from cxtext.load.records import BLANKS

BETTER = {"satisfaction": True, "quality": True, "ease": True, "likelihood": True, "effort": False}
_CJK = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
# "A. ", "5 - ", "5) ", "1 ": what stands before a label and is no part of it.
_BEFORE = re.compile(r"^(?:[a-z][.)]\s+|(?P<code>-?\d{1,3})\s*(?:[-–—:=.)]\s*|\s+)(?=\D))")
_ENOUGH = 30


class LabelSet(NamedTuple):
    """A known set: codes 1 (worst or least) to ``size`` by plain label; what kind of question it answers."""

    name: str
    kind: str
    codes: Mapping[str, int]
    size: int

    @property
    def low_is_good(self) -> bool | None:
        """The direction that the labels say; None where they do not (agreement)."""
        return None if self.kind not in BETTER else not BETTER[self.kind]


def plain_label(cell: str) -> str:
    r"""A label without what differs between exports: width, case, blanks, numbering.

    >>> plain_label(" A. Extremely  satisfied \n\n"), plain_label("5 - 매우\n만족"), plain_label("満足")
    ('extremely satisfied', '매우만족', '満足')
    """
    text = unicodedata.normalize("NFKC", cell).strip(BLANKS).replace("\u200b", "").replace("’", "'")
    text = _BEFORE.sub("", text.casefold()).strip(BLANKS + ".!。！")
    text = re.sub(r"^\((.*)\)$", r"\1", text)
    return re.sub(r"\s+", "" if _CJK.search(text) else " ", text)


def code_before(cell: str) -> int | None:
    """The number that stands before a known label, also without a sign between them.

    >>> code_before("6 잘 모르겠음"), code_before("4 weeks")
    (6, None)
    """
    text = unicodedata.normalize("NFKC", cell).strip(BLANKS).casefold()
    match = _BEFORE.match(text)
    if not match or match["code"] is None:
        return None
    label = plain_label(cell)
    return int(match["code"]) if label in _every_label() or label in not_applicable() else None


@lru_cache
def _data() -> dict:
    return tomllib.loads((files("cxtext.load") / "scales.toml").read_text("utf-8"))


@lru_cache
def not_applicable() -> frozenset[str]:
    """Plain labels that mean no answer, in all languages."""
    return frozenset(plain_label(word) for word in _data()["not-applicable"]["words"])


@lru_cache
def label_sets() -> dict[str, LabelSet]:
    """Every known set by name."""
    sets = {}
    for name, entry in _data().items():
        if name == "not-applicable":
            continue
        codes = {
            plain_label(spelling): code
            for code, level in enumerate(entry["labels"], 1)
            for spelling in level.split("|")
        }
        sets[name] = LabelSet(name, entry["kind"], codes, len(entry["labels"]))
    return sets


@lru_cache
def _every_label() -> frozenset[str]:
    return frozenset(label for known in label_sets().values() for label in known.codes)


def fitting_sets(labels: Iterable[str], n_answers: int) -> list[LabelSet]:
    """The sets that hold all of a column's plain labels; one of several that mean the same.

    A set whose every level was given beats larger ones of which some never were, from 30 answers on.

    >>> [s.name for s in fitting_sets({"extremely satisfied", "extremely dissatisfied"}, 100)]
    ['en-satisfaction-5-extremely', 'en-satisfaction-7-extremely']
    >>> [s.name for s in fitting_sets({"extremely satisfied", "somewhat dissatisfied"}, 100)]
    ['en-satisfaction-5-extremely']
    """
    labels = set(labels)
    if not labels:
        return []
    found: dict[tuple, LabelSet] = {}
    for known in label_sets().values():
        # Two spellings of one level in a column are no such set.
        if labels <= known.codes.keys() and len({known.codes[x] for x in labels}) == len(labels):
            meaning = (known.size, known.low_is_good, *sorted((known.codes[x], x) for x in labels))
            found.setdefault(meaning, known)
    sets = list(found.values())
    whole = [s for s in sets if len(labels) == s.size]
    return whole if len(whole) == 1 and n_answers >= _ENOUGH else sets


def nearest_set(labels: Iterable[str]) -> tuple[LabelSet, set[str]] | None:
    """The set with most of the labels, if it has at least half of them, and those that it lacks."""
    labels = set(labels)
    best = max(label_sets().values(), key=lambda known: len(labels & known.codes.keys()))
    lacking = labels - best.codes.keys()
    return (best, lacking) if labels and len(lacking) <= len(labels) / 2 else None


def codes_of_labels(config: Config, column: str) -> Mapping[str, int] | None:
    """The code of every plain label of a column, where the config says how to read it."""
    said = config.labels.get(column)
    if said is None:
        return None
    if isinstance(said, str):
        return label_sets()[said].codes
    return {plain_label(label): code for label, code in said.items()}


def check_labels(config: Config) -> None:
    """Refuses sets that do not exist, and labels that are given twice."""
    for column, said in config.labels.items():
        if isinstance(said, str):
            if said not in label_sets():
                raise ConfigError(
                    f"There is no label set {said!r}.", where=f"labels, {column}",
                    do=nearest(said, label_sets()),
                )  # fmt: skip
            continue
        plain = [plain_label(label) for label in said]
        if twice := [label for label in said if plain.count(plain_label(label)) > 1]:
            raise ConfigError(
                "A label is given twice.", where=f"labels, {column}",
                found=", ".join(map(repr, twice)), do="Give every label once.",
            )  # fmt: skip
