"""``cxtext metrics``: any metric of a table, with or without scores in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cxtext.cli.flags import BESIDE, PRINTING, READING, SCORE_COLUMNS, TEXT_COLUMNS, config_of, flags
from cxtext.cli.metrics_view import show
from cxtext.cli.show import need_out, progress_bar

FILE_KINDS = (".parquet", ".csv", ".xlsx")


@flags("inputs", "out_file", *TEXT_COLUMNS, *SCORE_COLUMNS, *BESIDE, "keep_pii", *READING, *PRINTING)
def metrics(**given: Any) -> None:
    """Metrics with their intervals, by segment and by period.

    Scores as in `cxtext run`. With --metric any other, such as churn; then no score is needed.

    Prints them. With --out DIR writes a results folder, with --out NAME.csv the table of metrics.
    """
    given["out"] = out = given.pop("out_file")
    alone = out is not None and out.suffix.lower() in FILE_KINDS and not out.is_dir()
    if out is not None and not alone:
        need_out(given)
    config = config_of(given)
    from cxtext.pipeline import analyse
    from cxtext.runfolder import write_table
    from cxtext.runs import write

    with progress_bar(given) as progress:
        run = analyse(config, want=frozenset({"metrics"}), progress=progress)
    paths: dict[str, Path] = {}
    if alone:
        paths["metrics"] = write_table(out, run.tables["metrics"])
    elif out is not None:
        paths = write(run, out, report=False, config=config)
    if not given.get("quiet"):
        show(run, paths, as_json=bool(given.get("as_json")))
