"""Dictionary forms of single words without a tagger, from spacy-lookups-data.

Without knowing the part of speech, ``parking`` could be a form of *park*. So a word that can be a dictionary
form itself stays as it is, and an inflected form is read as a noun if it can be one, else as an adjective,
else as a verb. Languages with no such word index use the lookup table where it shortens the word.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from cxtext.text.terms import word_list

INDEXED = ("en", "fr")
LOOKED_UP = (
    "ca",
    "cs",
    "da",
    "de",
    "es",
    "hr",
    "hu",
    "id",
    "it",
    "lt",
    "nb",
    "nl",
    "pt",
    "ro",
    "ru",
    "sv",
    "tr",
)
PARTS = ("noun", "adj", "verb")
MIN_LENGTH = 4

_FRENCH_PLURAL = re.compile(r"(?<!on)(?<![aious])s$")
_FRENCH_PARTICIPLE = re.compile(r"(?:ée?|ue?)$")


@lru_cache(maxsize=200_000)
def lemma(word: str, lang: str) -> str:
    """The dictionary form of a lower-case word, or the word.

    >>> [lemma(word, "en") for word in ("deliveries", "cancelled", "parking", "rooms", "staff")]
    ['delivery', 'cancel', 'parking', 'room', 'staff']
    >>> [lemma(word, "fr") for word in ("caisses", "produits", "animaux", "magasin")]
    ['caisse', 'produit', 'animal', 'magasin']
    >>> lemma("lieferungen", "de"), lemma("paquets", "ca")
    ('lieferung', 'paquet')
    """
    lang = "nb" if lang == "no" else lang
    if len(word) < MIN_LENGTH or word in word_list(lang, "as_is"):
        return word
    if lang in INDEXED:
        return _indexed(word, lang)
    if lang in LOOKED_UP:
        table = _table(lang, "lemma_lookup")
        found = table.get(word) or table.get(word.capitalize(), word)  # German nouns are listed as written
        found = (found if isinstance(found, str) else found[0]).lower()  # Catalan: a list of readings a word
        return found if len(found) < len(word) and found[:2] == word[:2] else word
    return word


def irregular_verbs(lang: str) -> dict[str, list[str]]:
    """Irregular forms and the verbs that they belong to: felt to feel."""
    return dict(_table(lang, "lemma_exc").get("verb", {}))


def _indexed(word: str, lang: str) -> str:
    for part in PARTS:
        # An English -ed form is a verb's, also where the index lists it as an adjective: cancelled, delayed.
        if part == "adj" and lang == "en" and word.endswith("ed"):
            continue
        # The French index has gaps (feuille, élevé) that its verb list would fill with feuiller and élever.
        if part == "verb" and lang == "fr" and _FRENCH_PLURAL.search(word):
            return word[:-1]
        if part == "verb" and lang == "fr" and _FRENCH_PARTICIPLE.search(word):
            return word
        if found := _as_part(word, lang, part):
            return found
    return word


def _as_part(word: str, lang: str, part: str) -> str | None:
    irregular = _table(lang, "lemma_exc").get(part, {}).get(word)
    if irregular and irregular[0][:1] == word[:1]:
        return str(irregular[0])
    known = _words(lang, part)
    # The English index lists some plurals (rooms); a French word in -s (colis) may be a singular.
    plain_plural = word.endswith("s") and not word.endswith("ss") and word[:-1] in known and len(word) > 3
    if plain_plural and part == "noun" and lang == "en":
        return word[:-1]
    if word in known:
        return word
    if plain_plural and part != "verb":
        return word[:-1]
    for ending, replacement in _table(lang, "lemma_rules").get(part, ()):
        stem = word.removesuffix(ending) + replacement
        if ending and word.endswith(ending) and stem in known and stem != word and len(stem) > 2:
            return stem
    return None


@cache
def _words(lang: str, part: str) -> frozenset[str]:
    return frozenset(_table(lang, "lemma_index")[part])


@cache
def _table(lang: str, name: str) -> Any:
    from spacy.lookups import load_lookups

    return load_lookups(lang, [name]).get_table(name)
