"""The responses and scores tables, and the analyst's own columns beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.errors import ColumnError
from cxtext.load.issues import Issue, summary
from cxtext.load.label_sets import codes_of_labels
from cxtext.load.records import is_missing, nfc, stripped
from cxtext.load.scale_choice import check_on_scale, scale_of
from cxtext.load.score_values import read_codes
from cxtext.tables import RESPONSES, SCORES, check, empty

if TYPE_CHECKING:
    import pandas as pd

    from cxtext.config import Config
    from cxtext.load.plan import Plan
    from cxtext.load.records import Records


def response_table(
    records: Records, response_ids: pd.Series, config: Config, language: str | None,
    times: pd.Series | None, joined: dict[str, pd.Series],
) -> pd.DataFrame:  # fmt: skip
    """One row a response; ``joined`` holds the columns that come from other files."""
    import pandas as pd

    def cells(column: str) -> pd.Series:
        return joined[column] if column in joined else records.cells[column]

    def text(column: str) -> pd.Series:
        values = stripped(nfc(cells(column)))
        return values.where(values != "")

    frame = pd.DataFrame({"response_id": response_ids, "source": records.origin["file"].astype("str")})
    who = response_ids
    if config.respondent is not None:
        declared = text(config.respondent)
        who = declared.where(declared.notna(), response_ids)
    frame["respondent"] = who
    if times is None:
        times = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us, UTC]")
    frame["submitted_at"] = times
    frame["channel"] = text(config.channel) if config.channel else None
    frame["language"] = text(language) if language else None
    frame["status"] = _status(records)
    frame["weight"] = _weights(cells(config.weight), config.weight, records) if config.weight else 1.0
    for column in dict.fromkeys(config.segment):
        frame[f"seg_{column}"] = text(column)
    return check(RESPONSES, frame)


def score_table(
    records: Records, response_ids: pd.Series, config: Config
) -> tuple[pd.DataFrame, list[Issue]]:
    """One row a valid score. Raises ScoreError where a filled cell is not on its scale."""
    import numpy as np
    import pandas as pd

    from cxtext.scales import groups

    parts, issues = [], []
    label = str(records.origin["file"].iloc[0])
    for score in config.score:
        cells = records.cells[score.column]
        labels = codes_of_labels(config, score.column)
        codes = read_codes(cells, config.missing.get(score.column, ()), labels)
        check_on_scale(score, codes, records)
        valid = ~np.isnan(codes.value)
        blank = codes.missing & ~codes.declared & ~codes.unsure
        for code, mask, what in (
            ("N_BLANK", blank, "blank or NA"),
            ("N_NA", codes.unsure, "not applicable or don't know"),
            ("N_RECODED_MISSING", codes.declared, "--missing"),
        ):
            if mask.any():
                text = f"{mask.sum():,} of {len(mask):,} scores are missing ({what})"
                issues.append(summary(label, code, "note", text, score.column, "nulled"))
        values = codes.value[valid]
        (low, high), better = scale_of(score), not score.low_is_good
        parts.append(
            pd.DataFrame(
                {
                    "response_id": response_ids[valid], "question_id": score.column, "metric": score.metric,
                    "value": values, "raw": cells[valid], "scale_min": float(low), "scale_max": float(high),
                    "higher_is_better": better,
                    "group": groups(score.metric, values, low, high, better),
                }
            )
        )  # fmt: skip
    return (check(SCORES, pd.concat(parts, ignore_index=True)) if parts else empty(SCORES)), issues


def original_columns(records: Records, response_ids: pd.Series, plan: Plan) -> pd.DataFrame:
    """``response_id`` and the columns as read, without those that look like personal data."""
    inputs = plan.columns[0].file if plan.columns else None
    personal = {c.column for c in plan.columns if c.role.endswith("personal") and c.file == inputs}
    frame = records.cells[[c for c in records.cells.columns if c not in personal]]
    if plan.config.id == "response_id":
        frame = frame.drop(columns="response_id", errors="ignore")
    frame = frame.rename(columns={"response_id": "response_id (as read)"})
    frame.insert(0, "response_id", response_ids)
    return frame


def _status(records: Records) -> pd.Series | None:
    """What the platform says about the row, missing where it says nothing."""
    if "status" not in records.origin:
        return None
    status = records.origin["status"].astype("str")
    return status.where(status != "")


def _weights(cells: pd.Series, column: str, records: Records) -> pd.Series:
    import numpy as np
    import pandas as pd

    weights = pd.to_numeric(stripped(cells), errors="coerce").astype("float64")
    bad = ~(np.isfinite(weights) & (weights >= 0))
    if bad.any():
        blank = is_missing(cells[bad]).all()
        raise ColumnError(
            f"{bad.sum():,} weights in {column!r} are {'blank' if blank else 'not numbers of 0 or more'}.",
            where=records.place(bad), found=", ".join(repr(v) for v in cells[bad].unique()[:3]),
            do="Give every row a weight of 0 or more, or leave --weight out.",
        )  # fmt: skip
    return weights
