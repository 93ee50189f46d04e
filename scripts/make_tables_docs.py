"""Writes docs/tables.md from cxtext/tables.py, so that the page cannot drift. ``--check`` fails if it has."""

from __future__ import annotations

import sys
from pathlib import Path

from cxtext.tables import TABLES

PAGE = Path(__file__).parents[1] / "docs" / "tables.md"


def page() -> str:
    """The page as Markdown."""
    parts = [
        "# The tables of a run\n\n`DIR/tables/*.parquet`, as declared in `cxtext/tables.py`. Written by "
        "`scripts/make_tables_docs.py`.\n\nIds are strings. A missing value is missing, never -1 and never "
        "an empty string. A missing segment or period means all.\n"
    ]
    for table in TABLES.values():
        parts.append(
            f"\n## {table.name}\n\nKey: {', '.join(table.key)}\n\n| column | type | meaning |\n|---|---|---|"
        )
        for column in table.columns:
            kind = column.dtype + (", may be missing" if column.optional else "")
            meaning = column.meaning + (f" ({', '.join(map(str, column.allowed))})" if column.allowed else "")
            parts.append(f"| {column.name} | {kind} | {meaning.strip()} |")
        if table.prefix:
            parts.append(f"| {table.prefix}* | str, may be missing | one column a declared segment |")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(PAGE.read_text(encoding="utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
