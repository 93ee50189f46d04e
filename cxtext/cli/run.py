"""``cxtext run``: the main job."""

from __future__ import annotations

from typing import Any

from cxtext.cli.flags import (
    BESIDE,
    COLUMN_FLAGS,
    MODEL,
    MODELS_USED,
    OUTPUT_FLAGS,
    READING,
    TOPICS,
    config_of,
    flags,
)
from cxtext.cli.show import done, keep_decisions, need_out, progress_bar


@flags("inputs", "out", *COLUMN_FLAGS, *BESIDE, *READING, *TOPICS, *MODELS_USED, *MODEL, *OUTPUT_FLAGS)
def run(**given: Any) -> None:
    """Turn feedback files into a report of what drives the scores.

    DIR gets report.html, report.xlsx, findings.json, run.json and tables/*.parquet.

    Where columns are obvious they need no flags; `cxtext inspect` says which are.
    """
    out = need_out(given)
    config = config_of(given)
    keep_decisions(out, config)
    from cxtext.pipeline import analyse
    from cxtext.runs import write

    with progress_bar(given) as progress:
        result = analyse(config, progress=progress)
        progress("Report", 0, 1)
        paths = write(result, out, report=True, config=config)
    done(given, result, paths)
