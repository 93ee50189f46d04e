"""A new fit against an earlier one: which topics are the same, and the evidence for it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

SAME = 0.35  # Jaccard overlap from which an earlier and a new topic may be the same
MOST = 0.5  # share of one topic's mentions in another from which it is a part of it


class Match(NamedTuple):
    """One line of the report: ``status`` kept, merged, split, vanished or new.

    ``before`` is the earlier topic (None for new ones), ``now`` the row of the new one (-1 for vanished);
    ``shared`` mentions are in both, which is ``of_before`` of the earlier topic's and ``of_now`` of the new
    one's.
    """

    status: str
    before: str | None
    now: int
    shared: int
    of_before: float
    of_now: float


def match(before: np.ndarray, now: np.ndarray, counts: np.ndarray, ids: tuple[str, ...]) -> list[Match]:
    """The earlier topics ``ids`` and the new topics 0 ... k, matched on the texts that were fitted anew.

    ``before`` (n,) rows of ``ids`` that the earlier model gives the texts, ``now`` (n,) the new labels, both
    -1 for none; ``counts`` (n,) mentions a text. Pairs are chosen one to one so that their Jaccard overlap
    adds up to the most, and count as kept from .35. An earlier topic left over was merged into the new one
    that holds most of its mentions, else it vanished; a new one left over was split from the earlier one that
    most of its mentions come from, else it is new.

    >>> before, now = np.array([0, 0, 0, 1, 1, -1]), np.array([1, 1, 1, 0, 0, 2])
    >>> [m[:3] for m in match(before, now, np.ones(6, dtype=int), ("t01", "t02"))]
    [('kept', 't01', 1), ('kept', 't02', 0), ('new', None, 2)]
    """
    from scipy.optimize import linear_sum_assignment

    k = int(now.max(initial=-1)) + 1
    both = (before >= 0) & (now >= 0)
    table = np.zeros((len(ids), k))
    np.add.at(table, (before[both], now[both]), counts[both])
    old = np.bincount(before[before >= 0], weights=counts[before >= 0], minlength=len(ids))
    new = np.bincount(now[now >= 0], weights=counts[now >= 0], minlength=k)
    either = old[:, None] + new[None, :] - table
    overlap = table / np.where(either > 0, either, 1)
    rows, columns = linear_sum_assignment(-overlap)
    kept = {int(i): int(j) for i, j in zip(rows, columns, strict=True) if overlap[i, j] >= SAME}

    def line(status: str, i: int | None, j: int) -> Match:
        shared = table[i, j] if i is not None and j >= 0 else 0.0
        return Match(
            status, None if i is None else ids[i], j, int(shared),
            shared / old[i] if i is not None and old[i] else 0.0, shared / new[j] if j >= 0 else 0.0,
        )  # fmt: skip

    found = []
    for i in range(len(ids)):
        if i in kept:
            found.append(line("kept", i, kept[i]))
        elif k and old[i] and table[i].max() >= MOST * old[i]:
            found.append(line("merged", i, int(table[i].argmax())))
        else:
            found.append(line("vanished", i, -1))
    for j in sorted(set(range(k)) - set(kept.values())):
        if len(ids) and table[:, j].max() >= MOST * new[j]:
            found.append(line("split", int(table[:, j].argmax()), j))
        else:
            found.append(line("new", None, j))
    return found
