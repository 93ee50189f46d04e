"""Comments that say nothing: ``N/A``, ``없음``, ``無``, ``ras``, a lone dash. They count as silence."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

_ONE_LETTER_REPEATED = re.compile(r"([a-z])\1*")
_ACCENT = re.compile("[\u0300-\u036f]")
_EMOTICON = re.compile(r"[:;=xX][-']?[()DPpd3/|]|\^_*\^|<3|[TㅜㅠQ;]_+[TㅜㅠQ;]")


def is_filler(text: str, lang: str = "und") -> bool:
    """Whether the whole comment says nothing.

    True for an entry of ``fillers.toml`` (the language's own list, the common and the English one; every list
    where the language is ``und``, since fillers are usually too short to tell), for punctuation or digits
    alone, and for one Latin letter typed once or again and again. Emoji alone are no filler: they say how
    somebody feels.

    >>> [is_filler(text) for text in ("N/A", "R.A.S.", "없음", "無", "...", "Ｎｏｎｅ", "xxx", "10")]
    [True, True, True, True, True, True, True, True]
    >>> [is_filler(text) for text in ("👍", "slow", "Nothing works", "nul", "ㅠㅠ")]
    [False, False, False, False, False]
    """
    key = normalised(text)
    if not key or key.isnumeric() or _ONE_LETTER_REPEATED.fullmatch(key):
        return not _shows_feeling(text)
    return key in _known(lang)


def _shows_feeling(text: str) -> bool:
    return bool(_EMOTICON.search(text)) or any(unicodedata.category(char) == "So" for char in set(text))


def normalised(text: str) -> str:
    """What two spellings of a filler share: NFKC without accents, case folded, letters and digits only.

    >>> normalised("Ｎéant !"), normalised("R.A.S.")
    ('neant', 'ras')
    """
    plain = _ACCENT.sub("", unicodedata.normalize("NFKD", text)).casefold()
    return "".join(char for char in unicodedata.normalize("NFC", plain) if char.isalnum())


@cache
def _known(lang: str) -> frozenset[str]:
    lists = _lists()
    base = lang.split("-")[0]
    if lang == "und" or base not in {name.split("-")[0] for name in lists}:
        names = list(lists)
    else:
        # Boilerplate of survey tools is English whatever the customer writes.
        names = [name for name in lists if name in ("und", "en") or name.split("-")[0] == base]
    return frozenset().union(*(lists[name] for name in names))


@cache
def _lists() -> dict[str, frozenset[str]]:
    data = tomllib.loads((files("cxtext.text") / "fillers.toml").read_text(encoding="utf-8"))
    return {name: frozenset(map(normalised, entries)) for name, entries in data.items()}
