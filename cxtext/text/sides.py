"""Where a mention might part in two sides, each too short to stand alone as a mention."""

from __future__ import annotations

import re
from functools import cache

from cxtext.text.cuts import rules_for
from cxtext.text.scripts import after_space, safe, size
from cxtext.text.turns import any_of, lists, turns

SIDE = 2.5  # the least of a side, see scripts.size: two English words, three Han characters

_PAUSE = re.compile(r"[,;:.!?…)\]~]+\s+|\s+(?=[(\[])|\s[-–—/]\s+|[-–—]{2,}\s*")
# Where sides of opposite feelings about a pause were right half of the time or more (docs/design.md).
PAUSING = ("en",)


def side_places(texts: list[str], langs: list[str]) -> list[list[int]]:
    """Every mention's places, in order: before which character a second side might begin.

    These are its turns ("but") and in English its pauses, with two or three words at least on both sides. At
    a pause neither side may open with what leans on the other ("if", "which").

    >>> side_places(["Airport is nice but lounge full", "Pleasant staff, long wait"], ["en", "en"])
    [[16], [16]]
    >>> side_places(["味道不错，但太贵", "味道不错，价格太贵"], ["zh-Hans", "zh-Hans"])
    [[5], []]
    """
    return [_places(safe(text), rules_for(text, lang)) for text, lang in zip(texts, langs, strict=True)]


def _places(text: str, lang: str) -> list[int]:
    found = {after_space(text, at) for at in turns(text, lang)}
    if lang in PAUSING and not _leaning(lang).match(text):
        pauses = (match.end() for match in _PAUSE.finditer(text))
        found |= {at for at in pauses if not _leaning(lang).match(text, at)}
    return [at for at in sorted(found) if size(text[:at]) >= SIDE and size(text[at:]) >= SIDE]


@cache
def _leaning(lang: str) -> re.Pattern[str]:
    words = lists(lang)
    free = {*words["and"], *words["before"]}
    leaning = any_of(word for word in words["leaning"] if word not in free)
    return re.compile(rf"\W{{0,3}}(?:{leaning})(?!\w)", re.IGNORECASE)
