"""The ids of a file's rows, as a run that has read it knows them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cxtext.config import Config
from cxtext.load.columns import find_column
from cxtext.load.ids import declared_ids, response_ids
from cxtext.load.long_columns import long_columns
from cxtext.load.long_layout import find_answers
from cxtext.load.readers import read_file

if TYPE_CHECKING:
    import pandas as pd


class FileRows(NamedTuple):
    """The response id of every row, in the order of the file; the names of its columns; in a table with one
    row an answer the question of every row.
    """

    ids: pd.Series
    columns: list[str]
    questions: pd.Series | None = None


def rows_by_id(path: Path, label: str, config: Config) -> FileRows:
    """What every row of the file is; ``config`` is that of a finished run: its id column is known."""
    import pandas as pd

    records, _ = read_file(path, config.encoding, None, label, config.dialect)
    columns = [str(c) for c in records.cells.columns]
    if config.id is not None:
        find_column(config.id, columns, "--like", path)
    ids, _ = declared_ids(records, config.id, config.match, label, config.identity)
    ids = response_ids(records, ids)
    layout = long_columns(config, records, label) if config.layout == "long" else None
    if layout is None:
        return FileRows(ids, columns)
    answers = find_answers(records, layout)
    first = ids[~answers.response.duplicated()].reset_index(drop=True)  # a response is known by its first row
    questions = pd.Series(answers.names, dtype="str").take(answers.question.to_numpy()).reset_index(drop=True)
    return FileRows(first.take(answers.response.to_numpy()).reset_index(drop=True), columns, questions)
