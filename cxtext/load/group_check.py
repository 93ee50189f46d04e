"""A platform's own NPS group beside the score: the two must agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.config import Config
from cxtext.load.issues import Issue, examples, summary
from cxtext.load.records import Records, stripped
from cxtext.load.score_values import read_codes

if TYPE_CHECKING:
    import pandas as pd

_GROUPS = {"detractor": "detractor", "passive": "passive", "promoter": "promoter",
           "1": "detractor", "2": "passive", "3": "promoter"}  # fmt: skip


def group_issues(records: Records, config: Config) -> list[Issue]:
    """Rows whose score lies in another group than the export says, counted. The score stands."""
    issues: list[Issue] = []
    columns = [c for c, hint in records.hints.items() if hint.role == "group" and c in records.cells.columns]
    for score in config.score:
        mine = [c for c in columns if c.startswith(score.column) or len(columns) == 1]
        if score.metric != "nps" or len(mine) != 1 or (score.scale_min, score.scale_max) != (0, 10):
            continue
        said = stripped(records.cells[mine[0]]).str.lower().map(_GROUPS)
        differ = said.notna() & (said != _bands(records, score.column))
        if differ.any():
            found = records.origin[differ.to_numpy()]
            label = str(records.origin["file"].iloc[0])
            text = f"{differ.sum():,} scores do not lie in the group that {mine[0]} says; the score counts"
            issues.append(summary(label, "C_GROUP", "warning", text, score.column))
            issues += examples(found, "C_GROUP", "warning", "kept", score.column)
    return issues


def _bands(records: Records, column: str) -> pd.Series:
    import pandas as pd

    value = pd.Series(read_codes(records.cells[column]).value, index=records.cells.index)
    return pd.cut(value, [-1, 6, 8, 10], labels=["detractor", "passive", "promoter"]).astype("str")
