"""Reading every file that the config names."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from cxtext.config import Config
from cxtext.load.accounting import per_file
from cxtext.load.dialects import check_dialect
from cxtext.load.draft import Files
from cxtext.load.encodings import check_encoding
from cxtext.load.issues import Issue
from cxtext.load.long_layout import as_wide
from cxtext.load.readers import drop_blank_rows, file_labels, read_file, read_inputs
from cxtext.load.records import Records
from cxtext.load.sources import input_paths


class Gathered(NamedTuple):
    """The files without their blank rows, what was noticed, the rows read of each file, and the config with
    the layout of the inputs settled.
    """

    files: Files
    issues: list[Issue]
    rows_read: dict[str, int]
    config: Config


def gather(config: Config, limit: int | None = None, other_limit: int | None = None) -> Gathered:
    """Inputs up to ``limit`` rows in all; every other file up to ``other_limit`` rows."""
    check_encoding(config.encoding)
    paths = input_paths(config, anew=True)
    check_dialect(config.dialect)
    inputs, issues = read_inputs(paths, config.encoding, limit, config.dialect, config.allow_drift)
    rows_read = per_file(inputs.origin) or {file_labels(paths)[0]: 0}
    label = ", ".join(rows_read) if len(rows_read) <= 3 else f"{len(rows_read)} files"
    inputs, found = drop_blank_rows(inputs)
    issues += found
    config, inputs, found = as_wide(config, inputs, label)
    issues += found
    other_paths = [Path(p) for p in (*([config.comments] if config.comments else []), *config.join)]
    others: list[tuple[str, Records]] = []
    for path, name in zip(other_paths, file_labels([*paths, *other_paths])[len(paths) :], strict=True):
        records, found = read_file(path, config.encoding, other_limit, name)
        rows_read[name] = len(records.cells)
        records, blank = drop_blank_rows(records)
        issues += [*found, *blank]
        others.append((name, records))
    comments = others.pop(0) if config.comments else None
    return Gathered(Files(inputs, label, comments, tuple(others)), issues, rows_read, config)
