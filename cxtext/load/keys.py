"""Keys of a join: how they are compared, and why they may not fit."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from cxtext.load.issues import mask
from cxtext.load.records import nfc, stripped

if TYPE_CHECKING:
    import pandas as pd

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
# 7e21 alone may be a hexadecimal id.
_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,]\d+[eE]\+?|[eE]\+)\d+")
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_SPREADSHEET_DATE = rf"\d{{1,2}}-{_MONTH}|{_MONTH}-\d{{2}}"
_EXACT_DIGITS = 15  # a float64 keeps 15 decimal digits for sure; Excel keeps no more


def clean_keys(cells: pd.Series) -> pd.Series:
    """NFC and trimmed; case kept. A blank key is '' and never joins anything."""
    return stripped(nfc(cells))


def through_float(key: str) -> str:
    """The key after a round trip through a 64-bit float; text stays as it is.

    >>> through_float("3074457347487777543") == through_float("3.074457347487778e+18")
    True
    """
    return repr(float(key)) if _NUMBER.fullmatch(key) else key


MATCHES: dict[str, Callable[[str], str]] = {
    "exact": str,
    "float-id": through_float,
    "lower": str.lower,
    "strip-leading-zeros": lambda key: key.lstrip("0") or key[-1:],
    "strip-excel-apostrophe": lambda key: key.removeprefix("'"),
}


def normalise(keys: pd.Series, match: str) -> pd.Series:
    """Every key as the match compares it."""
    import pandas as pd

    if match == "exact":
        return keys
    numbers, distinct = pd.factorize(keys)
    return pd.Series([MATCHES[match](k) for k in distinct], dtype="str").take(numbers).set_axis(keys.index)


def merged_keys(keys: pd.Series, match: str) -> list[tuple[str, str]]:
    """Pairs of different keys that the match makes equal.

    >>> import pandas as pd
    >>> merged_keys(pd.Series(["A1", "a1", "b"]), "lower")
    [('A1', 'a1')]
    """
    import pandas as pd

    distinct = pd.Series(keys[keys != ""].unique(), dtype="str")
    first: dict[str, str] = {}
    pairs = []
    for key, common in zip(distinct, normalise(distinct, match), strict=True):
        if first.setdefault(common, key) != key:
            pairs.append((first[common], key))
    return pairs


def shown(keys: pd.Series, n: int = 3) -> str:
    """A few keys as examples; those that look like personal data are masked."""
    return ", ".join(mask(k) if "@" in k or " " in k else k[:40] for k in keys.iloc[:n]) or "none"


def looks_scientific(keys: pd.Series) -> pd.Series:
    """True where a key reads like ``3.07e+18``: a number that a spreadsheet or a float has shortened."""
    return keys.str.fullmatch(_SCIENTIFIC.pattern).astype(bool)


def looks_like_spreadsheet_date(keys: pd.Series) -> pd.Series:
    """True where a key reads like ``2-Jan`` or ``Jan-02``, which a spreadsheet makes of 1-2."""
    return keys.str.fullmatch(_SPREADSHEET_DATE).astype(bool)


def float_damage(keys: pd.Series) -> str | None:
    """How distinct keys show that they went through a 64-bit float or a spreadsheet, if they do.

    >>> import pandas as pd
    >>> float_damage(pd.Series(["3.074457347487778e+18"]))
    'keys like 3.074457347487778e+18 went through a float or a spreadsheet, which cut their last digits'
    """
    if keys.empty:
        return None
    ending = "went through a float or a spreadsheet, which cut their last digits"
    scientific = looks_scientific(keys)
    if scientific.mean() >= 0.2:
        return f"keys like {keys[scientific].iloc[0]} {ending}"
    tailed = keys.str.fullmatch(r"\d+\.0+").astype(bool)
    if tailed.mean() >= 0.2:
        return f"keys like {keys[tailed].iloc[0]} went through a float, which added .0 and keeps 15 digits"
    long = keys[keys.str.fullmatch(rf"[1-9]\d{{{_EXACT_DIGITS},}}").astype(bool)].head(1000)
    if len(long) >= 3:
        # Of true ids of 19 digits, one in 512 is a float64; of 17 digits, one in 16.
        survive = sum(int(float(k)) == int(k) for k in long) / len(long)
        short = sum(set(k[_EXACT_DIGITS:]) == {"0"} for k in long) / len(long)
        if (survive >= 0.9 and long.str.len().median() >= 17) or short >= 0.9:
            return f"keys like {long.iloc[0]} {ending}"
    return None


def likely_cause(theirs: pd.Series, ours: pd.Series, their_name: str) -> tuple[str, str]:
    """Why distinct keys of a file are not found among the responses' keys, and what to do about it."""
    damaged = {their_name: float_damage(theirs), "the responses": float_damage(ours)}
    hurt = {name: how for name, how in damaged.items() if how}
    if hurt:
        cause = "; ".join(f"in {name} {how}" for name, how in hurt.items())
        rescue = _share_found(theirs, ours, "float-id") >= 0.5 and not merged_keys(ours, "float-id")
        also = ", or compare what is left of them with --match float-id" if rescue else ""
        return cause, f"Export the ids again as text{also}."
    for name, keys in ((their_name, theirs), ("the responses", ours)):
        if len(keys) and looks_like_spreadsheet_date(keys).mean() >= 0.2:
            example = keys[looks_like_spreadsheet_date(keys)].iloc[0]
            return (
                f"in {name} keys like {example} are dates that a spreadsheet made of keys like 1-2",
                "Export the ids again, and do not open the file in a spreadsheet before it is loaded.",
            )
    for match, what in (
        ("lower", "upper and lower case differ"),
        ("strip-leading-zeros", "leading zeros are lost on one side"),
        ("strip-excel-apostrophe", "one side carries an apostrophe before the key"),
    ):
        if _share_found(theirs, ours, match) >= 0.5:
            return what, f"Give --match {match}."
    for quote in ('"', "'"):
        if theirs.str.strip(quote).isin(set(ours.str.strip(quote))).mean() >= 0.5:
            return "one side carries quotes around its keys", "Export that file again without them."
    if len(theirs) and len(ours):
        lengths = int(theirs.str.len().median()), int(ours.str.len().median())
        if lengths[0] != lengths[1]:
            return (
                f"keys of {lengths[0]} characters against {lengths[1]}: these seem to be different ids",
                "Name the column that both files share with --id, or leave the file out.",
            )
    return (
        "the keys are alike but are different ones: the file seems to be about other people",
        "Check that both files are of the same survey and period, or leave the file out.",
    )


def _share_found(theirs: pd.Series, ours: pd.Series, match: str) -> float:
    """Keys in both, as a share of the smaller side."""
    common = set(normalise(theirs, match)) & set(normalise(ours, match))
    return len(common) / max(min(len(theirs), len(ours)), 1)
