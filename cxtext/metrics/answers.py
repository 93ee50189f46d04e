"""The valid answers among what was given: missing ones counted, impossible ones refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from cxtext.errors import ScoreError, StatisticError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

OnInvalid = Literal["error", "drop"]
WeightKind = Literal["sampling", "frequency"]
MISSING_WORDS = frozenset(
    {"", "-", "n/a", "na", "nan", "none", "null", "don't know", "don’t know", "do not know"}
)


class Answers(NamedTuple):
    """Valid answers as whole-number codes, and what was left out."""

    codes: NDArray[np.int64]
    weights: NDArray[np.float64] | None
    clusters: NDArray[np.int64] | None
    n_total: int
    n_missing: int
    n_invalid: int

    @property
    def base(self) -> str:
        """The base in words: how many answers count, and why the others do not."""
        parts = [f"{len(self.codes)} valid of {self.n_total} answers"]
        parts += [f"{self.n_missing} missing"] if self.n_missing else []
        parts += [f"{self.n_invalid} off the scale"] if self.n_invalid else []
        unweighted = self.n_total - len(self.codes) - self.n_missing - self.n_invalid
        parts += [f"{unweighted} with weight 0"] if unweighted else []
        return ", ".join(parts)


def valid_answers(
    values: ArrayLike,
    scale_min: int,
    scale_max: int,
    *,
    weights: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    weight_kind: WeightKind = "sampling",
    on_invalid: OnInvalid = "error",
) -> Answers:
    """The answers on the scale, as codes counted from ``scale_min``.

    ``None``, NaN and words such as "N/A" are missing. Text, booleans, fractions and numbers off the scale
    raise :class:`~cxtext.errors.ScoreError`, or are counted as invalid with ``on_invalid="drop"``.
    Rows of weight 0 count as answers given, not as valid ones. A frequency weight says how many equal answers
    a row stands for; a sampling weight how many people one answer stands for, and does not add answers.

    >>> valid_answers([10, None, 7], 0, 10).base
    '2 valid of 3 answers, 1 missing'
    """
    import numpy as np
    import pandas as pd

    from cxtext.stats.checks import weights_for

    if on_invalid not in get_args(OnInvalid) or weight_kind not in get_args(WeightKind):
        raise StatisticError(
            "Unknown way to treat answers or weights.", found=f"{on_invalid}, {weight_kind}",
            do="on_invalid is error or drop, weight_kind is sampling or frequency.",
        )  # fmt: skip
    numbers, missing, unreadable = as_numbers(values)
    with np.errstate(invalid="ignore"):
        on_scale = (numbers >= scale_min) & (numbers <= scale_max) & (numbers == np.floor(numbers))
    invalid = unreadable | ~(on_scale | missing)
    if invalid.any() and on_invalid == "error":
        row = int(np.flatnonzero(invalid)[0])
        raise ScoreError(
            f"{int(invalid.sum())} answers are not whole numbers on the scale {scale_min}-{scale_max}.",
            where=f"row {row}", found=repr(np.asarray(values, dtype=object).ravel()[row]),
            do='Give the true scale, or on_invalid="drop" to leave such answers out and count them.',
        )  # fmt: skip
    keep = ~(missing | invalid)
    weight = None if weights is None else weights_for(len(numbers), weights)
    if weight is not None:
        if keep.any() and not (weight[keep] > 0).any():
            raise StatisticError("The weights of the valid answers sum to 0.", where="weights")
        keep &= weight > 0
    cluster = None
    if clusters is not None:
        ids = np.asarray(clusters, dtype=object)
        if len(ids) != len(numbers):
            raise StatisticError("There must be one cluster per answer.", where="clusters", found=len(ids))
        cluster = pd.factorize(ids[keep], use_na_sentinel=False)[0]
    codes = (numbers[keep] - scale_min).astype(np.int64)
    kept = None if weight is None else weight[keep]
    if weight_kind == "sampling" or weight is None or kept is None:
        return Answers(codes, kept, cluster, len(numbers), int(missing.sum()), int(invalid.sum()))
    if (weight != np.floor(weight)).any():
        raise StatisticError("A frequency weight is a whole number.", where="weights", do='Use "sampling".')
    times = kept.astype(np.int64)
    return Answers(
        np.repeat(codes, times),
        None,
        None if cluster is None else np.repeat(cluster, times),
        *(int(weight[rows].sum()) for rows in (slice(None), missing, invalid)),
    )


def as_numbers(
    values: ArrayLike,
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """The values as floats, which of them are missing, and which are neither missing nor numbers."""
    import numpy as np
    import pandas as pd

    if isinstance(values, np.ndarray | pd.Series) and values.dtype.kind in "iuf":
        array = np.asarray(values, dtype=float).ravel()
        return array, np.isnan(array), np.zeros(len(array), dtype=bool)
    cells = list(values)  # type: ignore[arg-type]
    numbers = np.full(len(cells), np.nan)
    missing, unreadable = np.zeros(len(cells), dtype=bool), np.zeros(len(cells), dtype=bool)
    for row, cell in enumerate(cells):
        if isinstance(cell, bool | np.bool_):
            unreadable[row] = True
        elif isinstance(cell, int | float | np.number):
            numbers[row] = cell
            missing[row] = cell != cell
        elif isinstance(cell, str):
            missing[row] = cell.strip().lower() in MISSING_WORDS
            unreadable[row] = not missing[row]
        else:
            missing[row] = cell is None or cell is pd.NA or cell is pd.NaT
            unreadable[row] = not missing[row]
    return numbers, missing, unreadable
