"""The errors that a user may see: what happened, where, what was found, what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class CxtextError(Exception):
    """Something that the user can mend. The command line prints it and exits with 2.

    Parameters
    ----------
    what
        One sentence: what is wrong.
    where
        File, row, column or config key.
    found
        What was seen there.
    do
        What to type or change.

    >>> print(CxtextError("No score column.", where="dump.csv", do="Give --score nps=COL."))
    No score column.
      where: dump.csv
      do:    Give --score nps=COL.
    """

    def __init__(
        self, what: str, *, where: object = None, found: object = None, do: str | None = None
    ) -> None:
        self.what, self.where, self.found, self.do = what, where, found, do
        super().__init__(what)

    def __str__(self) -> str:
        parts = (("where:", self.where), ("found:", self.found), ("do:   ", self.do))
        return "\n".join([self.what, *(f"  {name} {value}" for name, value in parts if value is not None)])


class ConfigError(CxtextError):
    """A flag or a config key that cannot be followed."""


class InputError(CxtextError):
    """A file that cannot be read as what it is said to be."""


class ColumnError(InputError):
    """A column that is missing, ambiguous or of the wrong content."""


class ScoreError(InputError):
    """A score that is not on its scale."""


class JoinError(InputError):
    """Two files whose keys do not fit each other."""


class StatisticError(CxtextError):
    """Numbers for which a statistic is not defined."""


class ModelError(CxtextError):
    """A model that cannot be found, loaded or trusted."""


class RedactionError(CxtextError):
    """Personal data found in something that was about to be shared."""


class RunError(CxtextError):
    """A run folder that cannot be written, read or reproduced."""


def closest(name: str, known: Iterable[str], alike: float = 0.6) -> str | None:
    """The known spelling that is meant, as far as it can be told: a close one, or the only one so begun.

    >>> closest("comment", ["comments", "scores"]), closest("zh", ["ko", "zh-Hant"]), closest("x", ["a"])
    ('comments', 'zh-Hant', None)
    """
    known = [str(k) for k in known]
    close = difflib.get_close_matches(name, known, n=1, cutoff=alike)
    begun = [k for k in known if name and k.casefold().startswith(name.casefold())]
    return close[0] if close else begun[0] if len(begun) == 1 else None


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint that names the closest known spelling, or lists what is known.

    >>> nearest("comment", ["comments", "scores"])
    'Did you mean comments?'
    """
    known = [str(k) for k in known]
    close = closest(name, known)
    return f"Did you mean {close}?" if close else f"Known: {', '.join(sorted(known))}."
