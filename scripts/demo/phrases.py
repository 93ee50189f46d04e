"""The phrase banks and how a phrase becomes a sentence."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).with_name("phrases")


@cache
def bank(name: str) -> dict[str, Any]:
    """The phrases of a topic: by language, then by polarity; also ``slots`` and ``remarks``."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def pick(rng: np.random.Generator, choices: list[str]) -> str:
    """One of them, all alike."""
    return choices[int(rng.integers(len(choices)))]


def fill(rng: np.random.Generator, phrase: str, lang: str) -> str:
    """The phrase with a random word in every slot; ``{dish|을/를}`` takes the particle that fits the word.

    >>> fill(np.random.default_rng(0), "plain words", "en")
    'plain words'
    """

    def word(match: re.Match[str]) -> str:
        slot, _, particles = match[1].partition("|")
        chosen = pick(rng, bank("slots")[lang][slot])
        return chosen + (particle(chosen, particles) if particles else "")

    return re.sub(r"\{(.+?)\}", word, phrase)


def particle(word: str, pair: str) -> str:
    """The Korean particle after the word: the first of the pair after a final consonant, else the second.

    >>> particle("된장찌개", "을/를"), particle("꿀병", "이/가")
    ('를', '이')
    """
    closed, open_ = pair.split("/")
    return closed if (ord(word[-1]) - ord("가")) % 28 else open_


def lower_first(sentence: str) -> str:
    """The sentence as the later part of another one.

    >>> lower_first("Delivery was late"), lower_first("I can't log in"), lower_first("Priya called me")
    ('delivery was late', "I can't log in", 'Priya called me')
    """
    first = sentence.split(" ", 1)[0]
    keep = first == "I" or first in bank("slots")["en"]["agent"]
    return sentence if keep else sentence[:1].lower() + sentence[1:]
