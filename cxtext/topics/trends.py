"""How the topics of a run are spread over time and segments: shares with intervals, and what may be said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from cxtext.stats.base import DEFAULT, Minimums, base_flag, comparable, topic_base
from cxtext.stats.contingency import fisher
from cxtext.stats.estimate import Difference
from cxtext.stats.multiplicity import benjamini_hochberg
from cxtext.stats.proportions import wilson
from cxtext.stats.trend import share_slope
from cxtext.tables import TOPIC_TRENDS, check, empty
from cxtext.topic_tables import AGAINST_REST, OVER_TIME, UNDECIDED
from cxtext.topics.periods import period_numbers, periods

if TYPE_CHECKING:
    import pandas as pd

LEVEL = 0.05  # expected share of false ones among the changes that are named
FEWEST_PERIODS = 2  # that hold enough people to show a share
MOST_VALUES = 12  # a column of more values is no segment to compare topics by
UNTESTED = Difference(np.nan, np.nan, np.nan, np.nan)


class People(NamedTuple):
    """``rows``: one a response with a comment, ``who`` its respondent's number; ``said``: one a (mention,
    topic), parents too, with the response's columns and the topic's number ``topic``."""

    rows: pd.DataFrame
    said: pd.DataFrame


def topic_trends(tables: dict[str, pd.DataFrame], minimums: Minimums = DEFAULT) -> pd.DataFrame:
    """The topic_trends table of a run, on its topics as they are: nothing is fitted to a period or a segment.

    The unit is the respondent: whoever mentions a topic several times in a period counts once in it. A topic
    above others counts theirs. The base is the respondents with a comment that says something.

    Over time: one test a topic, of a share that rises or falls along a line over all periods with enough
    people (Cochran-Armitage; see `share_slope`). It uses every period, where the last against the earlier
    ones would call a single odd month a trend; what rose and fell again is no trend to it. Against the rest:
    one test a topic and segment value with enough people on both sides, of the difference of two shares;
    mid-p where an expected count is small. Benjamini-Hochberg over the topics, and apart from that over all
    topic-segment pairs of the run; ``emerging``, ``above the rest`` and the like are said from q <= 0.05 on.

    Parameters
    ----------
    tables
        responses, comments, mentions, mention_topics, topics, as in `cxtext.tables`.
    minimums
        How many respondents a share, a comparison and a topic need.

    Returns
    -------
    One row a topic (all), a topic and period, and a topic and segment value. Empty without topics.
    """
    import pandas as pd

    ids = tables["topics"]["topic_id"].tolist()
    people = _people(tables)
    if not ids or not len(people.rows):
        return empty(TOPIC_TRENDS)
    rows = _over_time(ids, people, minimums)
    for column in _columns(people.rows):
        for value in sorted(people.rows[column].dropna().unique()):
            rows += _in_segment(ids, people, column, value, minimums)
    table = pd.DataFrame(rows)
    table["q"] = np.nan
    for family in (table["segment"].isna(), table["segment"].notna()):
        table.loc[family, "q"] = benjamini_hochberg(table.loc[family, "p"].to_numpy(dtype=float))
    table["verdict"] = [_verdict(*row) for row in table[["segment", "period", "q", "change"]].to_numpy()]
    return check(TOPIC_TRENDS, table)


def _people(tables: dict[str, pd.DataFrame]) -> People:
    responses, comments = tables["responses"], tables["comments"]
    spoke = comments.loc[~comments["filler"].astype(bool), "response_id"]
    rows = responses[responses["response_id"].isin(spoke)]
    rows = rows.assign(period=periods(rows["submitted_at"]), who=rows["respondent"].factorize()[0])
    links = _with_parents(tables["mention_topics"][["mention_id", "topic_id"]], tables["topics"])
    number = {topic: j for j, topic in enumerate(tables["topics"]["topic_id"])}
    said = (
        links.assign(topic=links["topic_id"].map(number))
        .merge(tables["mentions"][["mention_id", "comment_id"]], on="mention_id")
        .merge(comments[["comment_id", "response_id"]], on="comment_id")
        .merge(rows, on="response_id")
    )
    return People(rows, said)


def _with_parents(links: pd.DataFrame, topics: pd.DataFrame) -> pd.DataFrame:
    """The links, and each again for every topic above its own."""
    import pandas as pd

    above = {t: p for t, p in zip(topics["topic_id"], topics["parent_id"], strict=True) if p == p and p}
    frames, level = [links], links
    for _ in range(len(above)):
        level = level.assign(topic_id=level["topic_id"].map(above)).dropna(subset="topic_id")
        if not len(level):
            break
        frames.append(level)
    return pd.concat(frames, ignore_index=True).drop_duplicates()


def _columns(rows: pd.DataFrame) -> list[str]:
    """What topics are compared by: declared segments and the channel, of 2 to 12 values."""
    named = [c for c in rows.columns if str(c).startswith("seg_")]
    return [c for c in (*named, "channel") if 2 <= rows[c].nunique() <= MOST_VALUES]


def _units(place: pd.Series, people: People, topics: int) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Who was where: each respondent once a place, whether each mentions each topic there, and mentions.

    ``place`` by response_id, from 0. Returns the units (``who``, ``place``), 0/1 of shape (units, topics) and
    the number of mentions of shape (places, topics).
    """
    at = people.rows["response_id"].map(place)
    units = people.rows.assign(place=at)[["who", "place"]].dropna().drop_duplicates().astype(int)
    said = people.said.assign(place=people.said["response_id"].map(place)).dropna(subset="place")
    many = int(units["place"].max()) + 1
    row = units.assign(row=range(len(units))).set_index(units["who"] * many + units["place"])["row"]
    key = said["who"] * many + said["place"].astype(int)
    y = np.zeros((len(units), topics), dtype=bool)
    y[key.map(row).to_numpy(dtype=int), said["topic"].to_numpy(dtype=int)] = True
    mentions = np.zeros((many, topics), dtype=int)
    np.add.at(mentions, (said["place"].to_numpy(dtype=int), said["topic"].to_numpy(dtype=int)), 1)
    return units, y, mentions


def _over_time(ids: list[str], people: People, minimums: Minimums) -> list[dict[str, Any]]:
    """A topic's row of all, with the test, and its rows a period."""
    whole, said, mentions = _units(_numbered(people.rows, [0] * len(people.rows)), people, len(ids))
    names = sorted(people.rows["period"].dropna().unique())
    everyone = [_share(t, n, int(s.sum()), len(whole), minimums)
                for t, n, s in zip(ids, mentions[0], said.T, strict=True)]  # fmt: skip
    if not names:
        return [_flagged(row, "too_few_periods") for row in everyone]
    number = {name: i for i, name in enumerate(names)}
    units, y, mentions = _units(_numbered(people.rows, people.rows["period"].map(number)), people, len(ids))
    place = units["place"].to_numpy()
    bases = np.bincount(place, minlength=len(names))
    used = (bases >= minimums.estimate)[place]
    x, who = period_numbers(np.array(names)[place]), units["who"].to_numpy()
    rows = []
    for j, topic in enumerate(ids):
        rows.append(_tested(everyone[j], x[used], y[used, j], who[used], minimums))
        rows += [
            _share(topic, mentions[i, j], int(y[place == i, j].sum()), int(n), minimums, period=names[i])
            for i, n in enumerate(bases)
        ]
    return rows


def _numbered(rows: pd.DataFrame, place: Any) -> pd.Series:
    import pandas as pd

    return pd.Series(np.asarray(place, dtype=float), index=rows["response_id"])


def _tested(
    row: dict[str, Any], x: np.ndarray, y: np.ndarray, who: np.ndarray, minimums: Minimums
) -> dict[str, Any]:
    """The row of all with the test over the periods ``x``; why there is none where there is none."""
    if len(np.unique(x)) < FEWEST_PERIODS:
        return _flagged(row, "too_few_periods")
    flag = topic_base(y.sum(), (~y).sum(), minimums)
    row = _flagged(row, flag) if flag else row
    if flag == "suppressed":
        return row
    row = _flagged(row, "clustered") if len(np.unique(who)) < len(who) else row
    return row | _change(share_slope(x, y, who), 100 * np.ptp(x))


def _in_segment(
    ids: list[str], people: People, column: str, value: str, minimums: Minimums
) -> list[dict[str, Any]]:
    """One row a topic: its share in one segment, and whether it differs from the share in the others."""
    own = people.rows[column]
    place = _numbered(people.rows, (own == value).astype(float).where(own.notna()))
    units, y, mentions = _units(place, people, len(ids))
    inside, who = units["place"].to_numpy() == 1, units["who"].to_numpy()
    n, others = int(inside.sum()), int((~inside).sum())
    repeated = len(np.unique(who)) < len(who)
    rows = []
    for j, topic in enumerate(ids):
        segment, with_it = f"{column.removeprefix('seg_')}={value}", y[:, j]
        row = _share(topic, mentions[1, j], int(with_it[inside].sum()), n, minimums, segment=segment)
        enough = topic_base(with_it.sum(), (~with_it).sum(), minimums) != "suppressed"
        if comparable(n, others, minimums) and enough:
            found = share_slope(inside, with_it, who)
            if not repeated and min(n, others) * min(with_it.mean(), 1 - with_it.mean()) < minimums.cell:
                cells = [[int((with_it & side).sum()), int((~with_it & side).sum())]
                         for side in (inside, ~inside)]  # fmt: skip
                found = found._replace(p=fisher(cells).mid_p)
            row = row | _change(found, 100.0)
            row = _flagged(row, "clustered") if repeated else row
        rows.append(row)
    return rows


def _share(
    topic: str,
    mentions: int,
    n: int,
    base: int,
    minimums: Minimums,
    *,
    segment: str | None = None,
    period: str | None = None,
) -> dict[str, Any]:
    low, high = wilson(n, base)
    flag = base_flag(base, minimums)
    shown = flag != "suppressed"
    return {
        "topic_id": topic, "segment": segment, "period": period,
        "n_mentions": int(mentions), "n_respondents": n, "base": base,
        "share": 100 * n / base if shown else np.nan, "low": 100 * low if shown else np.nan,
        "high": 100 * high if shown else np.nan, "flags": flag,
    } | _change(UNTESTED, 1.0)  # fmt: skip


def _change(found: Difference, scale: float) -> dict[str, float]:
    return {
        "change": scale * found.value, "change_low": scale * found.low, "change_high": scale * found.high,
        "p": found.p,
    }  # fmt: skip


def _flagged(row: dict[str, Any], flag: str) -> dict[str, Any]:
    known = (row["flags"] or "").split()
    return row | {"flags": " ".join(dict.fromkeys([*known, flag]))}


def _verdict(segment: str | None, period: str | None, q: float, change: float) -> str | None:
    if isinstance(period, str):
        return None
    rises, falls, neither = AGAINST_REST if isinstance(segment, str) else OVER_TIME
    if q != q:
        return UNDECIDED
    return neither if q > LEVEL else rises if change > 0 else falls
