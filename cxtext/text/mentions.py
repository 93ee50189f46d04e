"""Comments cut into mentions: sentences and contrasting clauses, each a span of the comment's text.

Topics and sentiment attach to mentions, so a mention should hold one matter and one feeling. A comment is
cut where a sentence ends, where a line ends, and where a clause turns ("but", 지만, 但是). Then every piece
that is too short to stand alone (under about six tokens, see ``scripts.size``) is given back to its
neighbour, over the weakest cut first; what is far too long is cut again at its best comma.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from cxtext.tables import MENTIONS, check
from cxtext.text.cuts import Cut, find_cuts, rules_for
from cxtext.text.runons import divide
from cxtext.text.scripts import size

if TYPE_CHECKING:
    import pandas as pd

MIN_SIZE = 5.5  # about six tokens
MAX_SIZE = 60.0


class Span(NamedTuple):
    """Characters ``start`` to ``end`` (exclusive) of a comment."""

    start: int
    end: int


def split_mentions(comments: pd.DataFrame) -> pd.DataFrame:
    """The mentions table of the comments that are not fillers, in the comments' order.

    For every mention ``text == comments.text[start:end]``; mentions of a comment do not overlap, are ordered
    and together hold every character of it that is not white space.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"comment_id": ["1|q|0"], "lang": ["en"], "filler": [False], "text": [
    ...     "The staff in the shop was very kind, but the delivery took three whole weeks."]})
    >>> split_mentions(table)[["start", "end", "text"]].to_numpy().tolist()
    ... # doctest: +NORMALIZE_WHITESPACE
    [[0, 36, 'The staff in the shop was very kind,'],
     [37, 77, 'but the delivery took three whole weeks.']]
    """
    said = comments.loc[~comments["filler"].astype(bool)]
    pairs = list(zip(said["text"].tolist(), said["lang"].tolist(), strict=True))
    unique = list(dict.fromkeys(pairs))
    spans = dict(zip(unique, split([text for text, _ in unique], [lang for _, lang in unique]), strict=True))
    return _table(
        (comment_id, span.start, span.end, pair[0][span.start : span.end])
        for comment_id, pair in zip(said["comment_id"].tolist(), pairs, strict=True)
        for span in spans[pair]
    )


def divide_mentions(mentions: pd.DataFrame, places: Mapping[int, int]) -> pd.DataFrame:
    """The mentions table with some rows parted in two: row number to the second part's first character.

    Both parts must have text that is not white space; running numbers count anew.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"mention_id": ["1#0"], "comment_id": ["1"], "start": [4], "end": [14],
    ...                       "text": ["nice, slow"]})
    >>> divide_mentions(table, {0: 6})[["mention_id", "start", "end", "text"]].to_numpy().tolist()
    [['1#0', 4, 9, 'nice,'], ['1#1', 10, 14, 'slow']]
    """
    columns = [mentions[name].tolist() for name in ("comment_id", "start", "end", "text")]

    def parts() -> Iterator[tuple[str, int, int, str]]:
        for row, (comment_id, start, end, text) in enumerate(zip(*columns, strict=True)):
            at = places.get(row, 0)
            if at:
                first = text[:at].rstrip()
                yield comment_id, start, start + len(first), first
            yield comment_id, start + at, end, text[at:]

    return _table(parts())


def _table(parts: Iterable[tuple[str, int, int, str]]) -> pd.DataFrame:
    """The mentions table of (comment_id, start, end, text), numbered within each comment."""
    import pandas as pd

    numbers: Counter[str] = Counter()
    rows = []
    for comment_id, *span in parts:
        rows.append((f"{comment_id}#{numbers[comment_id]}", comment_id, *span))
        numbers[comment_id] += 1
    return check(MENTIONS, pd.DataFrame(rows, columns=[column.name for column in MENTIONS.columns]))


def split(texts: list[str], langs: list[str]) -> list[list[Span]]:
    """The mentions of every text as spans.

    >>> split(["服務人員真的很親切，但是價格實在太貴了"], ["zh-Hant"])
    [[Span(start=0, end=10), Span(start=10, end=19)]]
    """
    return [
        list(_spans(text, lang, cuts))
        for text, lang, cuts in zip(texts, langs, find_cuts(texts, langs), strict=True)
    ]


def _spans(text: str, lang: str, cuts: list[Cut]) -> Iterable[Span]:
    bounds = [0, *_kept(text, cuts), len(text)]
    rules = rules_for(text, lang)
    for start, end in pairwise(bounds):
        for a, b in divide(text, start, end, rules, MIN_SIZE, MAX_SIZE):
            piece = text[a:b]
            if piece and not piece.isspace():
                yield Span(a + len(piece) - len(piece.lstrip()), b - len(piece) + len(piece.rstrip()))


def _kept(text: str, cuts: list[Cut]) -> list[int]:
    """The cuts that leave at least ``MIN_SIZE`` on both sides, dropping weak ones before strong ones."""
    for strength in sorted({cut.strength for cut in cuts}):
        bounds = [0, *(cut.at for cut in cuts), len(text)]
        sizes = [size(text[a:b]) for a, b in pairwise(bounds)]
        kept: list[Cut] = []
        left = sizes[0]
        for cut, right in zip(cuts, sizes[1:], strict=True):
            if cut.strength == strength and (left < MIN_SIZE or right < MIN_SIZE):
                left += right
            else:
                kept.append(cut)
                left = right
        cuts = kept
    return [cut.at for cut in cuts]
