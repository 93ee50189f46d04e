"""The scale and direction of a score: declared, or known from the metric and what was observed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.config import Score
from cxtext.errors import ScoreError
from cxtext.load.plan import Note, flag
from cxtext.load.score_values import Codes
from cxtext.scales import NPS_CUTS

if TYPE_CHECKING:
    import numpy as np

    from cxtext.load.records import Records

FEW_ANSWERS = 30  # with fewer, a bad score may well leave the upper codes unused
_USUAL = ((1, 5), (0, 5), (1, 7), (1, 10), (0, 10))  # scales that are asked, from the lowest top up


def settle_scale(score: Score, codes: Codes, records: Records) -> tuple[Score, list[Note]]:
    """The score with scale and direction filled in, and what had to be assumed.

    Known: nps with a 0 seen is 0-10; a highest code of 5 or 7 is 1-5 or 1-7. Everything else is asked for.
    nps is high-is-good; csat and other metrics too, as an assumption; ces on 1-7 is agreement with "made it
    easy", high is good (CES 2.0); ces on any other scale has to say.
    """
    notes: list[Note] = []
    if score.scale_min is None or score.scale_max is None:
        low, high, why = _scale(score, codes, records)
        score = score.model_copy(update={"scale_min": low, "scale_max": high})
        notes.append(Note("N_SCALE", score.column, f"{score.metric} is taken as {low}-{high}: {why}"))
    if score.low_is_good is None:
        if score.metric == "ces" and (score.scale_min, score.scale_max) != (1, 7):
            raise ScoreError(
                f"Is a high score in {score.column!r} good or bad?", where="--score",
                found=f"ces on {score.scale_min}-{score.scale_max}, asked both as effort and as ease",
                do=f'Give --score "{flag(score)}:low-is-good" if it asks for effort, '
                f'"{flag(score)}:high-is-good" if it asks for ease.',
            )  # fmt: skip
        score = score.model_copy(update={"low_is_good": False})
        if score.metric != "nps":
            text = f"{score.metric}: a high score is taken as good (else say :low-is-good)"
            notes.append(Note("N_DIRECTION", score.column, text))
    return score, notes


def check_on_scale(score: Score, codes: Codes, records: Records) -> None:
    """Raises ScoreError naming file, rows and values that are not codes of the scale."""
    low, high = scale_of(score)
    off = (codes.value < low) | (codes.value > high)
    if bad := (codes.words | off).sum():
        wrong = codes.words | off
        raise _refusal(
            score, wrong, records,
            f"{bad:,} scores in {score.column!r} are not whole numbers from {low} to {high}.",
        )  # fmt: skip


def scale_doubt(score: Score, scale: tuple[int, int], codes: Codes) -> list[Note]:
    """A warning where no answer lies above a usual scale that is shorter than ``scale``.

    That nobody at all went beyond 5 of 10 is rarely a result: mostly 1-5 was asked, and every share of high
    codes is then 0. It may be one, so it is no error. ``score`` is as declared, for the flag to propose.
    """
    import numpy as np

    given = codes.value[~np.isnan(codes.value)]
    if len(given) < FEW_ANSWERS:
        return []
    low, high = scale
    for least, most in _USUAL:
        if low <= least and most < high and least <= given.min() and given.max() <= most:
            text = f"{score.column}: no answer above {most} of {len(given):,} on the scale {low}-{high}; "
            return [Note("W_SCALE_TOO_LONG", score.column, text + _instead(score, least, most))]
    return []


def _instead(score: Score, low: int, high: int) -> str:
    """What to say if the scale was another one; an NPS has cut points on some scales only."""
    asked = score.model_copy(update={"scale_min": low, "scale_max": high})
    if score.metric == "nps" and (low, high) not in NPS_CUTS:
        other = flag(asked.model_copy(update={"metric": "NAME"}))
        return f'if {low}-{high} was asked, it is no NPS: say --score "{other}" with a name of yours'
    return f'if {low}-{high} was asked, say --score "{flag(asked)}"'


def scale_of(score: Score) -> tuple[int, int]:
    """Lowest and highest code of a score that is settled."""
    if score.scale_min is None or score.scale_max is None:
        raise AssertionError(f"the scale of {score.column} is not settled")
    return score.scale_min, score.scale_max


def _scale(score: Score, codes: Codes, records: Records) -> tuple[int, int, str]:
    import numpy as np

    if codes.words.any():
        raise _refusal(
            score, codes.words, records,
            f"{codes.words.sum():,} cells in {score.column!r} are not whole numbers.",
        )  # fmt: skip
    seen = np.unique(codes.value[~np.isnan(codes.value)]).astype(int)
    ask = f'Give the scale that was asked, e.g. --score "{score.metric}={score.column}@'
    if not len(seen):
        raise ScoreError(
            f"The score column {score.column!r} holds no score.", where=records.place(codes.missing),
            do="Name the right column with --score, or leave it out.",
        )  # fmt: skip
    low, high = int(seen[0]), int(seen[-1])
    if score.metric == "nps":
        if low < 0 or high > 10:
            off = (codes.value < 0) | (codes.value > 10)
            raise _refusal(score, off, records, f"{off.sum():,} scores in {score.column!r} are not on 0-10.")
        if low == 0:
            return 0, 10, "a 0 was given"
        raise ScoreError(
            f"Is {score.column!r} asked on 0-10 or on 1-10?", where="--score",
            found=f"values {low} to {high}, no 0", do=f'{ask}0-10" or "{score.metric}={score.column}@1-10".',
        )  # fmt: skip
    if low >= 1 and high in (5, 7) and score.metric in ("csat", "ces"):
        return 1, high, f"the highest code is {high}"
    if low == 0 and high == 10 and score.metric in ("csat", "ces"):
        return 0, 10, "codes 0 and 10 were given"
    top = next((code for code in (5, 7, 10) if high <= code), high)
    changed = _changed(codes.value) if high == 10 else ""
    raise ScoreError(
        f"On which scale is {score.column!r} asked?", where="--score",
        found=f"values {_shown(codes.value)}{changed}", do=f'{ask}{min(low, 1)}-{top}".',
    )  # fmt: skip


def _changed(values: np.ndarray) -> str:
    """Where a column seems to go from 1-5 to 1-10, or back: what is seen, else ''."""
    import numpy as np

    for given, which in ((values[~np.isnan(values)], "first"), (values[~np.isnan(values)][::-1], "last")):
        run = int(np.argmax(given > 5))
        rest = given[run:]
        # By chance, so long a run of low answers hardly comes before so many high ones.
        if run >= 20 and len(rest) >= 20 and (rest > 5).mean() > 0.3:
            return f"; the {which} {run:,} answers are 5 or less: was the scale changed from 1-5 to 1-10?"
    return ""


def _shown(values: np.ndarray) -> str:
    import pandas as pd

    counts = pd.Series(values).dropna().astype(int).value_counts().sort_index()
    head = [f"{code} ({n:,}x)" for code, n in counts.items()]
    return ", ".join([*head[:6], "…", *head[-6:]] if len(head) > 12 else head)


def _refusal(score: Score, wrong: np.ndarray, records: Records, what: str) -> ScoreError:
    cells = records.cells[score.column][wrong]
    values = list(dict.fromkeys(cells))[:5]
    file = str(records.origin["file"][wrong].iloc[0])
    shown = ", ".join(repr(v[:40]) for v in values)
    listed = ",".join(values[:2]) if values else "V"
    return ScoreError(
        what, where=f"{file}, {records.place(wrong)}, column {score.column!r}", found=shown,
        do=f'Declare them missing with --missing "{score.column}={listed}", or the true scale with @MIN-MAX.',
    )  # fmt: skip
