"""What is odd about dates that could be read."""

from __future__ import annotations

from cxtext.errors import CxtextError
from cxtext.load.dates import Dates, read_dates
from cxtext.load.draft import Files
from cxtext.load.issues import Issue, examples, summary


def date_issues(files: Files, dates: Dates, name: str) -> list[Issue]:
    """Times that the clocks make unclear, times in the future, and answers that end before they start."""
    import pandas as pd

    origin, label = files.inputs.origin, files.label
    issues = []
    if dates.unclear:
        text = (f"{dates.unclear:,} times lie where the clocks were changed: a double hour is taken as the "
                "first, a skipped one as the next that exists")  # fmt: skip
        issues.append(summary(label, "W_DST_FOLD", "warning", text, name))
    late = dates.values > pd.Timestamp.now("UTC") + pd.Timedelta(days=1)
    if late.any():
        text = f"{late.sum():,} dates lie in the future"
        issues.append(summary(label, "W_FUTURE_DATE", "warning", text, name))
        if len(late) == len(origin):
            issues += examples(origin[late.to_numpy()], "W_FUTURE_DATE", "warning", "kept", name)
    started = [c for c, hint in files.inputs.hints.items() if hint.role == "started"]
    if started and name in files.inputs.hints:
        try:
            begun = read_dates(
                files.inputs.cells[started[0]], started[0], None, label, files.inputs.hints[started[0]].zone
            )
        except CxtextError:
            return issues
        early = dates.values < begun.values
        if early.any():
            text = f"{early.sum():,} answers end before they start ({started[0]})"
            issues.append(summary(label, "W_END_BEFORE_START", "warning", text, name))
    return issues
