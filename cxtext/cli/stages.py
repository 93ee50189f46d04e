"""The commands that run one stage, over files or over the folder of an earlier run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cxtext.cli.flags import (
    MODEL,
    MODELS_USED,
    OUTPUT_FLAGS,
    READING,
    SCORE_COLUMNS,
    TEXT_COLUMNS,
    TOPICS,
    config_of,
    flags,
)  # fmt: skip
from cxtext.cli.show import done, keep_decisions, need_out, progress_bar
from cxtext.runfolder import RUN_FILE

_TEXTS = ("inputs", "out", *TEXT_COLUMNS, *READING)


@flags(*_TEXTS, *TOPICS, *MODELS_USED, *MODEL, *OUTPUT_FLAGS)
def topics(**given: Any) -> None:
    """What the comments are about. Needs no score."""
    over_files(given, {"topics"})


@flags(*_TEXTS, *SCORE_COLUMNS, *TOPICS, *MODELS_USED, *MODEL, *OUTPUT_FLAGS)
def drivers(**given: Any) -> None:
    """Which topics drive the scores, from files or from a run.

    With the folder of an earlier run as INPUT, its drivers are computed again from its tables.
    """
    inputs = given.get("inputs") or []
    if len(inputs) == 1 and (Path(inputs[0]) / RUN_FILE).is_file():
        _drivers_of_run(Path(inputs[0]), given)
    else:
        over_files(given, {"drivers"})


def over_files(given: dict[str, Any], want: set[str]) -> None:
    """One stage over files, to the folder of a run."""
    out = need_out(given)
    config = config_of(given)
    keep_decisions(out, config)
    from cxtext.pipeline import analyse
    from cxtext.runs import write

    with progress_bar(given) as progress:
        result = analyse(config, want=frozenset(want), progress=progress)
        paths = write(result, out, report=False, config=config)
    done(given, result, paths)


def _drivers_of_run(folder: Path, given: dict[str, Any]) -> None:
    from cxtext.runs import rerun_drivers, write

    result, config = rerun_drivers(folder)
    out = Path(given.get("out") or folder)
    # In place, the report must not go on telling the old drivers.
    report = out == folder and (folder / "report.html").exists()
    paths = write(result, out, report=report, config=config)
    done(given, result, paths)
