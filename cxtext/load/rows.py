"""Which response every row of a file is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cxtext.config import Config
from cxtext.load.columns import find_column
from cxtext.load.ids import declared_ids, response_ids
from cxtext.load.readers import read_file

if TYPE_CHECKING:
    import pandas as pd


def rows_by_id(path: Path, label: str, config: Config) -> tuple[pd.Series, list[str]]:
    """The response id of every row, in the order of the file, and the names of its columns.

    ``config`` is that of a finished run: its id column is known.
    """
    records, _ = read_file(path, config.encoding, None, label, config.dialect)
    columns = [str(c) for c in records.cells.columns]
    if config.id is not None:
        find_column(config.id, columns, "--like", path)
    ids, _ = declared_ids(records, config.id, config.match, label, config.identity)
    return response_ids(records, ids), columns
