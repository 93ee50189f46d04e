"""Dates: one format a column, proven on all rows, in UTC."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cxtext.errors import ColumnError
from cxtext.load.date_words import in_digits
from cxtext.load.records import NA_WORDS, stripped

if TYPE_CHECKING:
    import pandas as pd

ORDERS = ("ymd", "dmy", "mdy")
_SERIALS = {"excel": "1899-12-30", "excel1904": "1904-01-01"}  # day 0 of a workbook's two calendars
# Hours from UTC. CST, IST, AST and BST are several zones each, and are asked for.
_ABBREVIATIONS = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2,
    "EEST": 3, "MSK": 3, "HKT": 8, "SGT": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12,
    "NZDT": 13, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
_TIME = (
    r"(?:[T,\s]+(?P<before>오전|오후|上午|下午|午前|午後|AM|PM|am|pm)?\s*"
    r"(?P<hour>\d{1,2})[:時时시]\s?(?P<minute>\d{2})"
    r"(?:[:分분]\s?(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?[초秒]?"
    r"\s*(?P<after>오전|오후|上午|下午|午前|午後|AM|PM|am|pm)?\s*(?P<zone>[A-Z]{1,5}|[+-]\d{2}:?\d{2})?)?"
)
_YEAR_FIRST = re.compile(
    r"^(?P<one>\d{4})\s?[-./年년]\s?(?P<two>\d{1,2})\s?[-./月월]\s?(?P<three>\d{1,2})\s?[.日일]?"
    + _TIME
    + "$"
)
_THREE = re.compile(
    r"^(?P<one>\d{1,2})\s?[-./]\s?(?P<two>\d{1,2})\s?[-./]\s?(?P<three>\d{4}|\d{2})\.?" + _TIME + "$"
)
_PACKED = re.compile(r"^(?P<one>(?:19|20)\d{2})(?P<two>\d{2})(?P<three>\d{2})" + _TIME + "$")
_PM = ("오후", "下午", "午後", "PM", "pm")


_DOMINANT = 0.95
_ENOUGH_ROWS = 100


class Dates(NamedTuple):
    """Times in UTC (NaT where missing), the format in words, and whether a zone was stated.

    ``refused`` is true for filled cells that are no date in the order of all others; their time is NaT.
    ``unclear`` counts local times that the change of the clocks makes double or skips.
    """

    values: pd.Series
    format: str
    zone_stated: bool
    refused: pd.Series
    unclear: int = 0


def split_order(name: str) -> tuple[str, str | None]:
    """``COL@dmy``, ``COL@mdy`` and ``COL@ymd`` say the order, ``COL@excel`` that cells are day numbers.

    >>> split_order("Date@dmy"), split_order("Date")
    (('Date', 'dmy'), ('Date', None))
    """
    base, at, order = name.rpartition("@")
    return (base, order) if at and order in (*ORDERS, *_SERIALS) else (name, None)


def read_dates(
    cells: pd.Series, column: str, order: str | None = None, where: object = None, zone: str | None = None
) -> Dates:
    """The whole column, or a ColumnError that says why no single format fits it.

    With a declared ``order``, and in a long column in which 95 % of the rows fit one order only, the few
    cells that do not fit it are refused and counted; they are never read in another order. Times that state
    no zone are times of ``zone`` (UTC without one); a time that occurs twice there is taken as the first.

    >>> import pandas as pd
    >>> read_dates(pd.Series(["13.01.2026", "2.1.2026"]), "Date").values.dt.day.tolist()
    [13, 2]
    """
    import pandas as pd

    text = stripped(cells)
    numbers, distinct = pd.factorize(text)
    said = pd.Series(distinct, dtype="str")
    missing = said.str.lower().isin(NA_WORDS) | said.str.startswith("0000-00-00")
    missing |= said == "1980-01-01 00:00:00"  # what LimeSurvey writes where dates are switched off
    filled = in_digits(said[~missing])
    if filled.empty:
        nothing = pd.Series(pd.NaT, index=cells.index, dtype="datetime64[us, UTC]")
        return Dates(nothing, "no date given", True, nothing.notna())
    rows = pd.Series(numbers).value_counts().reindex(filled.index)
    if order in _SERIALS:
        found = _serial(filled, order, column, where)
    else:
        found = _unix(filled) or _by_order(filled, rows, column, order, where, zone)
    unclear = 0
    if zone and not found.zone_stated:
        found, odd = _local(found, zone)
        unclear = int(rows[odd].sum())
    # From distinct cells back to rows.
    values = found.values.reindex(said.index).astype("datetime64[us, UTC]")
    refused = found.refused.reindex(said.index, fill_value=False)
    stated = found.zone_stated or "(utc)" in column.lower()
    return Dates(
        values.take(numbers).set_axis(cells.index), found.format, stated,
        refused.take(numbers).set_axis(cells.index), unclear,
    )  # fmt: skip


def _unix(filled: pd.Series) -> Dates | None:
    import pandas as pd

    for digits, per_second, words in (("{9,10}", 1, "unix seconds"), ("{12,13}", 1000, "unix milliseconds")):
        if filled.str.match(rf"^\d{digits}$").all():
            times = pd.to_datetime(filled.astype("int64") * (1000 // per_second), unit="ms", utc=True)
            return Dates(times, words, True, times.isna())
    return None


def _serial(filled: pd.Series, order: str, column: str, where: object) -> Dates:
    import pandas as pd

    days = pd.to_numeric(filled, errors="coerce")
    if days.isna().any() or not days.between(1, 2_958_465).all():
        raise ColumnError(
            f"{column!r} does not hold day numbers of a workbook.", where=where, found=repr(filled.iloc[0]),
            do="Leave @excel out, or write dates as YYYY-MM-DD.",
        )  # fmt: skip
    # Day numbers carry times as fractions with a rounding of microseconds.
    seconds = (days * 86_400).round().astype("int64")
    times = pd.Timestamp(_SERIALS[order], tz="UTC") + pd.to_timedelta(seconds, unit="s")
    return Dates(times, f"day numbers ({order})", False, times.isna())


def _local(found: Dates, zone: str) -> tuple[Dates, pd.Series]:
    """Wall clock times as times of a zone; true where the clocks were changed."""
    import numpy as np

    wall = found.values.dt.tz_localize(None)
    sure = wall.dt.tz_localize(zone, ambiguous="NaT", nonexistent="NaT")
    first = np.ones(len(wall), dtype=bool)
    times = wall.dt.tz_localize(zone, ambiguous=first, nonexistent="shift_forward").dt.tz_convert("UTC")
    return found._replace(values=times, zone_stated=True), sure.isna() & wall.notna()


def _by_order(
    filled: pd.Series, rows: pd.Series, column: str, order: str | None, where: object, zone: str | None
) -> Dates:
    parts, orders = _shape(filled, column, where)
    readings = {o: _days(parts, o) for o in (orders if order is None else (order,))}
    share = {o: float(rows[days.notna()].sum() / rows.sum()) for o, days in readings.items()}
    complete = [o for o, value in share.items() if value == 1.0]
    best = max(share, key=lambda o: share[o])
    if order is not None and share[order] >= 0.5:
        complete = [order]
    elif not complete and share[best] >= _DOMINANT and rows.sum() >= _ENOUGH_ROWS:
        complete = [best]
    if not complete:
        odd = filled[readings[best].isna()].iloc[0]
        can = readings[best].notna().any()
        example = f"{filled[readings[best].notna()].iloc[0]!r} and {odd!r}" if can else f"for example {odd!r}"
        raise ColumnError(
            f"No order of day, month and year fits all dates in {column!r}.", where=where, found=example,
            do="Write all of them as YYYY-MM-DD"
            + (f', or give --date "{column}@{best}" to leave out those that do not fit.' if can else "."),
        )  # fmt: skip
    if any(not readings[complete[0]].equals(readings[o]) for o in complete):
        raise ColumnError(
            f"Are the dates in {column!r} day first or month first?", where=where,
            found=f"for example {filled.iloc[0]!r}; every row fits {' and '.join(complete)}",
            do="Give " + " or ".join(f'--date "{column}@{o}"' for o in complete) + ".",
        )  # fmt: skip
    days = readings[complete[0]]
    times, stated = _times(parts, column, where, zone)
    example = filled[days.notna()].iloc[0]
    return Dates(days + times, f"{complete[0]} order ({example})", stated, days.isna())


def _shape(filled: pd.Series, column: str, where: object) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Year, month and day as text, in the order of the cells, and the orders that the shape allows."""
    for pattern, orders in ((_YEAR_FIRST, ("ymd",)), (_PACKED, ("ymd",)), (_THREE, ("dmy", "mdy", "ymd"))):
        parts = filled.str.extract(pattern.pattern)
        fits = parts["one"].notna()
        if fits.all():
            return parts, orders
        if fits.any():
            raise ColumnError(
                f"The dates in {column!r} are not all written in one way.", where=where,
                found=f"{filled[fits].iloc[0]!r} and {filled[~fits].iloc[0]!r} ({(~fits).sum():,} such)",
                do="Write all of them as YYYY-MM-DD, blank where there is none.",
            )  # fmt: skip
    numbers = filled.str.fullmatch(r"[2-7]\d{4}(?:\.\d+)?")
    if numbers.all():
        raise ColumnError(
            f"Are the numbers in {column!r} a workbook's day numbers?", where=where,
            found=f"for example {filled.iloc[0]!r}; a workbook counts from 1900 or from 1904",
            do=f'Give --date "{column}@excel" or --date "{column}@excel1904", or format the cells as dates.',
        )  # fmt: skip
    raise ColumnError(
        f"{column!r} does not hold dates that can be read.", where=where, found=repr(filled.iloc[0]),
        do="Write dates as YYYY-MM-DD, with or without a time.",
    )  # fmt: skip


def _days(parts: pd.DataFrame, order: str) -> pd.Series:
    """Midnights in UTC, NaT where a cell is no date in this order."""
    import pandas as pd

    by_letter = dict(zip(order, ("one", "two", "three"), strict=True))
    year, month, day = (parts[by_letter[letter]].astype("int64") for letter in "ymd")
    year = year.where(year >= 100, year.where(year >= 70, year + 100) + 1900)
    fits = month.between(1, 12) & day.between(1, 31)
    if order == "ymd":
        fits &= (parts["one"].str.len() == 4) | (parts["three"].str.len() == 2)
    frame = pd.DataFrame({"year": year, "month": month.where(fits, 1), "day": day.where(fits, 1)})
    return pd.to_datetime(frame, errors="coerce", utc=True).where(fits)


def _times(
    parts: pd.DataFrame, column: str, where: object, zone_of_all: str | None
) -> tuple[pd.Series, bool]:
    import pandas as pd

    def number(name: str) -> pd.Series:
        return parts[name].fillna("0").astype("int64")

    hour, minute, second = number("hour"), number("minute"), number("second")
    half = parts["before"].fillna(parts["after"])
    hour = hour.where(half.isna(), hour % 12 + 12 * half.isin(_PM))
    if hour.gt(23).any() or minute.gt(59).any() or second.gt(60).any():
        raise ColumnError(f"A time in {column!r} does not exist.", where=where, do="Mend it or blank it.")
    micros = parts["fraction"].fillna("").str.ljust(6, "0").str[:6].astype("int64")
    said = parts["zone"]
    named = said[said.notna() & ~said.fillna("").str.match(r"[+-]")].unique()
    if unknown := [name for name in named if name not in _ABBREVIATIONS]:
        if zone_of_all is None:
            raise ColumnError(
                f"Which time zone is {unknown[0]!r} in {column!r}?", where=where,
                found="several zones have this abbreviation, or none is known",
                do="Give the zone by its full name: --tz America/Halifax, --tz Asia/Kolkata ...",
            )  # fmt: skip
        said = said.where(~said.isin(unknown))
    clock = {name: f"{_ABBREVIATIONS[name]:+03d}00" for name in named if name in _ABBREVIATIONS}
    away = said.replace(clock).fillna("+0000").str.replace(":", "")
    sign = away.str[0].map({"+": 1, "-": -1}).astype("int64")
    offset = sign * (away.str[1:3].astype("int64") * 60 + away.str[3:5].astype("int64"))
    seconds = hour * 3600 + (minute - offset) * 60 + second
    times = pd.to_timedelta(seconds, unit="s") + pd.to_timedelta(micros, unit="us")
    return times, bool(said.notna().all())
