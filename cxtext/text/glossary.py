"""What the analyst knows about the words of this business: ``glossary.toml``.

brands = ["Acme Go", "쿠팡"]              # kept whole, spelled so
stop = ["survey"]                          # never a term
[synonyms]
courier = ["delivery man", "rider"]        # counted as courier
[ko]                                       # the same three keys for one language
stop = ["설문"]
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cxtext.errors import ConfigError, nearest
from cxtext.text.language import CANDIDATES, ONE_LANGUAGE

KEYS = ("brands", "synonyms", "stop")
LANGUAGES = (
    "ko", "ja", "zh", "zh-Hant", "zh-Hans", "und",
    *(code for codes in CANDIDATES.values() for code in codes), *ONE_LANGUAGE.values(),
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """One section: brands as spelled, variants (case folded) and their words, stop words (case folded)."""

    brands: tuple[str, ...] = ()
    synonyms: dict[str, str] = field(default_factory=dict)
    stop: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Glossary:
    """The sections of a glossary by language; ``und`` holds what goes for every language."""

    sections: dict[str, Words] = field(default_factory=dict)

    def words(self, lang: str) -> Words:
        """What goes for a language: the common section, its base language's (``zh``), its own (``zh-Hant``).

        >>> both = Glossary({"und": Words(brands=("Acme",)), "ko": Words(brands=("쿠팡",))})
        >>> both.words("ko").brands, both.words("en").brands
        (('Acme', '쿠팡'), ('Acme',))
        """
        names = dict.fromkeys(("und", lang.split("-")[0], lang))
        parts = [self.sections[name] for name in names if name in self.sections]
        return Words(
            tuple(dict.fromkeys(brand for part in parts for brand in part.brands)),
            {variant: word for part in parts for variant, word in part.synonyms.items()},
            frozenset().union(*(part.stop for part in parts)),
        )


def read_glossary(path: Path) -> Glossary:
    """The glossary in a TOML file.

    Raises ConfigError where the file cannot be read or is not TOML, a key is unknown (with the nearest known
    one), a value has the wrong shape, or a synonym is given to two words.
    """
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError("The glossary cannot be read.", where=path, found=error.strerror) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(
            "The glossary is not valid TOML.", where=path, found=error,
            do='Save it as UTF-8. Put quotes around keys that are not plain a-z: "배송기사" = ["기사님"].',
        ) from error  # fmt: skip
    common = {key: value for key, value in data.items() if key in KEYS}
    sections = {"und": _words(common, path)}
    for name, value in data.items():
        if name in KEYS:
            continue
        if name not in LANGUAGES or not isinstance(value, dict):
            hint = nearest(name, (*KEYS, *LANGUAGES)) if name not in LANGUAGES else f"Write [{name}]."
            raise ConfigError(f"Unknown glossary key {name!r}.", where=path, do=hint)
        for key in value:
            if key not in KEYS:
                raise ConfigError(
                    f"Unknown glossary key {key!r}.", where=f"{path} [{name}]", do=nearest(key, KEYS)
                )
        sections[name] = _words(value, f"{path} [{name}]")
    return Glossary(sections)


def _words(data: dict[str, Any], where: object) -> Words:
    synonyms: dict[str, str] = {}
    chosen = data.get("synonyms", {})
    if not isinstance(chosen, dict):
        raise ConfigError(
            "Glossary synonyms are a table.", where=where, found=repr(chosen),
            do='Write [synonyms] and then courier = ["delivery man", "rider"].',
        )  # fmt: skip
    for word, variants in chosen.items():
        for variant in _strings(variants, f"synonyms.{word}", where):
            if synonyms.setdefault(variant.casefold(), word) != word:
                raise ConfigError(
                    f"The glossary gives {variant!r} to two words.", where=where,
                    found=f"{synonyms[variant.casefold()]}, {word}", do="Keep it under one of them.",
                )  # fmt: skip
    return Words(
        _strings(data.get("brands", []), "brands", where),
        synonyms,
        frozenset(word.casefold() for word in _strings(data.get("stop", []), "stop", where)),
    )


def _strings(value: object, key: str, where: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise ConfigError(
            f"Glossary key {key!r} is a list of words.", where=where, found=repr(value),
            do=f'For example {key} = ["word"].',
        )  # fmt: skip
    return tuple(" ".join(item.split()) for item in value)
