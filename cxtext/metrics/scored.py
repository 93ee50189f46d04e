"""What NPS, satisfaction and effort share: reading answers into cells and naming their codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cxtext.metrics.answers import OnInvalid, WeightKind, valid_answers
from cxtext.metrics.cells import Cells, count_cells
from cxtext.metrics.estimates import About
from cxtext.scales import code_groups, group_names

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


class CountedScores(NamedTuple):
    """The answers counted per code, and what their estimates repeat."""

    cells: Cells
    about: About


def count_scores(
    scores: ArrayLike,
    scale: tuple[int, int],
    *,
    weights: ArrayLike | None,
    weight_kind: WeightKind,
    clusters: ArrayLike | None,
    level: float,
    on_invalid: OnInvalid,
    flags: tuple[str, ...] = (),
) -> CountedScores:
    """One group of answers, counted."""
    scale_min, scale_max = scale
    answers = valid_answers(
        scores, scale_min, scale_max, weights=weights, clusters=clusters,
        weight_kind=weight_kind, on_invalid=on_invalid,
    )  # fmt: skip
    cells = count_cells(
        answers.codes, scale_max - scale_min + 1, weight=answers.weights, cluster=answers.clusters
    )
    return CountedScores(cells, About(level, answers.base, flags, answers.n_missing, answers.n_invalid))


def group_signs(metric: str, scale: tuple[int, int], higher_is_better: bool) -> NDArray[np.int64]:
    """-1, 0 or 1 per code: bad end, middle, good end.

    >>> group_signs("csat", (1, 5), higher_is_better=True).tolist()
    [-1, -1, 0, 1, 1]
    """
    import numpy as np

    sign = dict(zip(group_names(metric), (-1, 0, 1), strict=True))
    return np.array([sign[group] for group in code_groups(metric, *scale, higher_is_better)])


def code_numbers(scale: tuple[int, int]) -> NDArray[np.int64]:
    """The codes themselves."""
    import numpy as np

    return np.arange(scale[0], scale[1] + 1)


def pomp(scale: tuple[int, int], higher_is_better: bool) -> NDArray[np.float64]:
    """Percent of the maximum possible per code, 0 the bad end and 100 the good end.

    >>> pomp((1, 5), higher_is_better=False).tolist()
    [100.0, 75.0, 50.0, 25.0, 0.0]
    """
    percent = 100 * (code_numbers(scale) - scale[0]) / (scale[1] - scale[0])
    return percent if higher_is_better else percent[::-1]
