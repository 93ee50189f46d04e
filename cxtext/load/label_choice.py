"""Which label set a score column is in, and the direction that labels beside numbers say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.config import Score
from cxtext.errors import ScoreError
from cxtext.load.label_sets import LabelSet, fitting_sets, label_sets, nearest_set, plain_label
from cxtext.load.plan import Note
from cxtext.load.score_values import Codes, read_codes

if TYPE_CHECKING:
    import pandas as pd

STARS = {20.0, 40.0, 60.0, 80.0, 100.0}
_HAPPINESS = {-103.0, -102.0, -101.0, 100.0, 101.0, 102.0, 103.0}


def choose_labels(
    score: Score, cells: pd.Series, codes: Codes, hinted: str | None, where: object
) -> tuple[Score, str | None, list[Note]]:
    """The score with the scale and direction that its labels say, and the set's name; None without labels.

    The whole set of labels decides. Raises ScoreError where it fits no known set, or several that differ.
    """
    name = hinted or _coded(score, codes)
    if name is None and not codes.words.any():
        score, notes = _direction_beside_numbers(score, cells, codes)
        return score, None, notes
    if name is None:
        labels = {plain_label(cell): cell for cell in cells[codes.words].unique()}
        found = _fitting(score, labels, int(codes.words.sum()), codes, where)
        if found is None:
            return score, None, []
        name = found.name
    known = label_sets()[name]
    update: dict[str, object] = {"scale_min": 1, "scale_max": known.size}
    if score.low_is_good is None:
        update["low_is_good"] = known.low_is_good
    first, last = (next(x for x, code in known.codes.items() if code == end) for end in (1, known.size))
    text = f"{score.column}: label set {name}, 1 = {first}, {known.size} = {last}"
    return score.model_copy(update=update), name, [Note("N_SCALE", score.column, text)]


def could_be_labels(cells: pd.Series) -> bool:
    """True where a column's cells are mostly labels of a known set."""
    codes = read_codes(cells)
    labels = {plain_label(cell) for cell in cells[codes.words].unique()}
    return 0 < len(labels) <= 20 and nearest_set(labels) is not None


def _coded(score: Score, codes: Codes) -> str | None:
    """Platforms' codes that are no scale by themselves."""
    import numpy as np

    seen = set(np.unique(codes.value[~np.isnan(codes.value)]).tolist())
    if score.scale_min is not None or codes.words.any() or len(seen) < 2:
        return None
    if seen <= STARS and max(seen) > 40:
        return "stars-20-100"
    return "freshdesk" if seen <= _HAPPINESS else None


def _fitting(score: Score, labels: dict[str, str], n: int, codes: Codes, where: object) -> LabelSet | None:
    """The only set that fits; None for cells that are no labels at all, which is an error found later."""
    import numpy as np

    sets = fitting_sets(labels, n)
    if score.scale_min is not None:
        sets = [s for s in sets if (score.scale_min, score.scale_max) == (1, s.size)] or sets
    shown = ", ".join(repr(cell.strip()[:40]) for cell in list(labels.values())[:8])
    numbers = ~np.isnan(codes.value)
    if sets and numbers.any():
        raise ScoreError(
            f"Some cells of {score.column!r} are labels and others numbers.", where=where,
            found=f"{shown}; {numbers.sum():,} numbers from {int(codes.value[numbers].min())} to "
            f"{int(codes.value[numbers].max())}",
            do=f'Say what each label is: [labels] "{score.column}" = {{ "{next(iter(labels.values()))}" = 5, '
            "... } in the config.",
        )  # fmt: skip
    if len(sets) == 1:
        return sets[0]
    if sets:
        raise ScoreError(
            f"The labels of {score.column!r} fit several scales.", where=where,
            found=f"{shown}; " + "; ".join(f"{s.name}: {_mapping(s, labels)}" for s in sets[:4]),
            do="Say which: " + " or ".join(f'--labels "{score.column}={s.name}"' for s in sets[:4]) + ".",
        )  # fmt: skip
    close = nearest_set(labels)
    if close is None and any(any(c.isdigit() for c in label) for label in labels):
        return None
    lacking = f"; {close[0].name} lacks {', '.join(repr(labels[x].strip()) for x in sorted(close[1]))}" \
        if close and close[1] else ""  # fmt: skip
    odd = labels[min(close[1])] if close and close[1] else next(iter(labels.values()))
    raise ScoreError(
        f"No known scale has all labels of {score.column!r}.", where=where, found=shown + lacking,
        do=f'Declare them in the config: [labels] "{score.column}" = {{ '
        + ", ".join(f'"{cell.strip()[:30]}" = …' for cell in list(labels.values())[:2])
        + f' }}; or as missing: --missing "{score.column}={odd.strip()}".',
    )  # fmt: skip


def _mapping(known: LabelSet, labels: dict[str, str]) -> str:
    return ", ".join(f"{labels[x].strip()} = {known.codes[x]}" for x in sorted(labels, key=known.codes.get))  # type: ignore[arg-type]


def _direction_beside_numbers(score: Score, cells: pd.Series, codes: Codes) -> tuple[Score, list[Note]]:
    """``1 - Very satisfied`` to ``5 - Very dissatisfied`` is a scale on which low is good."""
    import numpy as np

    said = {}
    for cell, places in cells.groupby(cells, sort=False).indices.items():
        label, value = plain_label(str(cell)), codes.value[places[0]]
        if not np.isnan(value) and not label.lstrip("-").isdigit():
            said[label] = float(value)
    sets = [s for s in fitting_sets(said, 0) if s.low_is_good is not None] if len(said) > 1 else []
    ways = {s.low_is_good != _falls(said, s) for s in sets if _falls(said, s) is not None}
    if score.low_is_good is not None or len(ways) != 1:
        return score, []
    low = ways.pop()
    text = f"{score.column}: its labels say that {'low' if low else 'high'} is good"
    return score.model_copy(update={"low_is_good": low}), [Note("N_DIRECTION", score.column, text)]


def _falls(said: dict[str, float], known: LabelSet) -> bool | None:
    """True where the numbers fall from the set's first level to its last, None where they do neither."""
    import numpy as np

    steps = np.diff([said[label] for label in sorted(said, key=lambda x: known.codes[x])])
    return True if (steps < 0).all() else False if (steps > 0).all() else None
