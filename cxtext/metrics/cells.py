"""Counts of answers per group and code, and means over them with their linearised errors.

Every statistic of a scored question is the mean of some number per code (NPS: -1, 0, 1; a share: 0, 1; the
mean: the code itself), so that a million answers are read once and each statistic costs a few products.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Cells(NamedTuple):
    """Answers per group (rows) and code (columns).

    ``n`` counts answers, ``w`` and ``w2`` sum weights and squared weights (equal to ``n`` where unweighted).
    ``rows`` keeps the answers one by one where they come in clusters.
    """

    n: NDArray[np.int64]
    w: NDArray[np.float64]
    w2: NDArray[np.float64]
    weighted: bool
    rows: ClusterRows | None


class ClusterRows(NamedTuple):
    """One entry per answer (group, code, weight, cluster-within-group) and the group of each such cluster."""

    group: NDArray[np.int64]
    code: NDArray[np.int64]
    weight: NDArray[np.float64]
    cluster: NDArray[np.int64]
    cluster_group: NDArray[np.int64]


class Mean(NamedTuple):
    """The mean of one group. ``clusters`` is None where no cluster answers twice."""

    value: float
    variance: float
    se: float
    n: int
    n_eff: float
    clusters: int | None


def count_cells(
    code: NDArray[np.int64],
    n_codes: int,
    *,
    group: NDArray[np.int64] | None = None,
    n_groups: int = 1,
    weight: NDArray[np.float64] | None = None,
    cluster: NDArray[np.int64] | None = None,
) -> Cells:
    """Count answers by group and code. Equal weights count as none; clusters of one count as none."""
    import numpy as np

    shape = (n_groups, n_codes)
    cell = code if group is None else group * n_codes + code
    n = np.bincount(cell, minlength=n_groups * n_codes).reshape(shape)
    each = None
    if weight is not None and len(weight) and (weight != weight[0]).any():
        each = np.ldexp(weight, -int(np.frexp(weight.max())[1]))  # by a power of two: no digit is lost
    w = w2 = n.astype(float)
    if each is not None:
        w, w2 = _exact_sums(cell, each, shape), _exact_sums(cell, each**2, shape)
    rows = None
    if cluster is not None and len(cluster):
        group = np.zeros_like(code) if group is None else group
        pairs, pair = np.unique(group * (cluster.max() + 1) + cluster, return_inverse=True)
        if len(pairs) < len(code):
            rows = ClusterRows(
                group, code, np.ones(len(code)) if each is None else each, pair, pairs // (cluster.max() + 1)
            )
    return Cells(n, w, w2, each is not None, rows)


def means(cells: Cells, number: NDArray[np.number]) -> list[Mean]:
    """The mean of ``number[code]`` in every group; NaN where a group is empty.

    Unweighted sums are over integers, so that 30/50/20 gives exactly 0.1. SE^2 is
    n/(n-1) * sum w^2 (x-m)^2 / (sum w)^2, and where answers are clustered G/(G-1) * sum_g e_g^2 / (sum w)^2
    with e_g = sum of w (x-m) in a cluster; see ``stats.means.mean_interval``.
    The effective n is Kish's (sum w)^2 / sum w^2 weighted, and V/SE^2, at most Kish's, clustered.
    """
    import numpy as np

    total = cells.n.sum(axis=1)
    if cells.weighted:
        weight = np.array([math.fsum(row) for row in cells.w])
        top = np.array([math.fsum(row) for row in cells.w * number])
    else:
        weight, top = total, cells.n @ number
    empty = total == 0
    safe = np.where(empty, 1, weight)
    value = top / safe
    present = np.where(cells.n > 0, number, np.nan)
    with np.errstate(invalid="ignore"):
        alike = np.fmax.reduce(present, axis=1) == np.fmin.reduce(present, axis=1)
    value = np.where(alike, np.fmax.reduce(present, axis=1), value)
    deviation2 = (number[None, :] - value[:, None]) ** 2
    variance = (cells.w * deviation2).sum(axis=1) / safe
    kish = safe**2 / np.where(empty, 1, cells.w2.sum(axis=1)) if cells.weighted else total.astype(float)
    n_eff, clusters = kish, total
    with np.errstate(divide="ignore", invalid="ignore"):
        se2 = total / (total - 1) * (cells.w2 * deviation2).sum(axis=1) / safe**2
        if cells.rows is not None:
            rows = cells.rows
            error = np.bincount(rows.cluster, rows.weight * (number[rows.code] - value[rows.group]))
            clusters = np.bincount(rows.cluster_group, minlength=len(total))
            squares = np.bincount(rows.cluster_group, error**2, minlength=len(total))
            repeated = clusters < total
            se2 = np.where(repeated, clusters / (clusters - 1) * squares / safe**2, se2)
            # Without variance, or with one cluster, there is nothing to compare: a cluster counts once.
            known = (variance > 0) & (clusters > 1)
            n_eff = np.where(repeated, np.where(known, np.minimum(variance / se2, kish), clusters), kish)
    return [
        Mean(
            value=math.nan if empty[g] else float(value[g]),
            variance=float(variance[g]),
            se=math.sqrt(se2[g]) if se2[g] >= 0 else math.nan,
            n=int(total[g]),
            n_eff=float(n_eff[g]),
            clusters=int(clusters[g]) if clusters[g] < total[g] else None,
        )
        for g in range(len(total))
    ]


def _exact_sums(
    cell: NDArray[np.int64], values: NDArray[np.float64], shape: tuple[int, int]
) -> NDArray[np.float64]:
    """Sums per cell that do not depend on the order of the rows."""
    import numpy as np

    order = np.argsort(cell, kind="stable")
    ends = np.cumsum(np.bincount(cell, minlength=shape[0] * shape[1]))
    parts = np.split(values[order], ends[:-1])
    return np.array([math.fsum(part) for part in parts]).reshape(shape)
