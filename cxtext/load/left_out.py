"""The rows that a load leaves out, with their cells: what ``rejected.csv`` and ``orphans.csv`` show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from cxtext.load.plan import Plan
    from cxtext.load.records import Records


class LeftOut(NamedTuple):
    """Rows of one file that are not kept: for each reason code, which."""

    label: str
    records: Records
    reasons: Mapping[str, np.ndarray | pd.Series]


def rows_left_out(parts: Iterable[LeftOut], plan: Plan) -> pd.DataFrame:
    """file, row, code and the cells as read, without columns that look like personal data."""
    import pandas as pd

    frames = []
    for part in parts:
        personal = {c.column for c in plan.columns if c.file == part.label and c.role.endswith("personal")}
        columns = [c for c in part.records.cells.columns if c not in personal]
        for code, which in part.reasons.items():
            if not which.any():
                continue
            cells = part.records.cells.loc[which, columns].add_prefix("cell: ")
            origin = part.records.origin.loc[which, ["file", "row"]].astype({"file": "str"})
            frames.append(pd.concat([origin.assign(code=code), cells], axis=1))
    if not frames:
        return pd.DataFrame({"file": pd.Series(dtype="str"), "row": pd.Series(dtype="int64"),
                             "code": pd.Series(dtype="str")})  # fmt: skip
    found = pd.concat(frames, ignore_index=True).sort_values(["file", "row"], kind="stable")
    texts = [c for c in found.columns if c != "row"]
    return found.assign(**found[texts].astype("str").fillna("")).reset_index(drop=True)
