"""Answers in words as codes, by a declared order of the labels."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from cxtext.errors import ScoreError, StatisticError
from cxtext.metrics.answers import MISSING_WORDS


def label_codes(answers: Sequence[str | None], labels: Sequence[str], *, lowest: int = 1) -> list[int | None]:
    """Each answer as the code of its label; None where missing.

    ``labels`` names the scale from its lowest code up. The order is declared and never guessed: a label that
    stands twice, as after a translation that lost its negations, is an error, and so is an answer that is not
    among them. Case, full width and outer blanks do not matter.

    >>> label_codes(["Good", "bad", None], ["bad", "so-so", "good"])
    [3, 1, None]
    """
    plain = [_plain(label) for label in labels]
    twice = sorted({label for label in plain if plain.count(label) > 1})
    if twice or len(plain) < 2:
        raise StatisticError(
            "A label scale has two or more labels, each once.", where="labels", found=twice or list(labels),
            do="Take the labels from the questionnaire as it was asked.",
        )  # fmt: skip
    code = {label: lowest + k for k, label in enumerate(plain)}
    found: list[int | None] = []
    for row, answer in enumerate(answers):
        word = "" if answer is None or answer != answer else _plain(str(answer))
        if word not in code and word not in MISSING_WORDS:
            raise ScoreError("An answer is not among the labels.", where=f"row {row}", found=repr(answer),
                             do="Declare every label of the scale.")  # fmt: skip
        found.append(code.get(word))
    return found


def _plain(label: str) -> str:
    return unicodedata.normalize("NFKC", label).strip().casefold()
