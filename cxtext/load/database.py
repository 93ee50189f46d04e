"""The rows of a SQL query, through SQLAlchemy."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxtext.errors import ConfigError, InputError
from cxtext.load.spreadsheets import cell_text

if TYPE_CHECKING:
    from sqlalchemy import URL, CursorResult

PASSWORD = "CXTEXT_SQL_PASSWORD"
_BATCH = 50_000


def write_query(url: str, query: Path, target: Path) -> Path:
    """The result of the query in ``query`` as a Parquet file of text cells; ``target``.

    Nothing is ever committed. The password is taken from the environment, never from the URL: a run remembers
    its config.

    Raises
    ------
    ConfigError
        SQLAlchemy or the driver is not installed; the URL cannot be read or holds a password.
    InputError
        The database refuses the connection or the query, or the query returns no columns.
    """
    try:
        import sqlalchemy
        from sqlalchemy.exc import SQLAlchemyError
    except ImportError as error:
        raise ConfigError(
            "Reading a database needs SQLAlchemy.", where="--sql", do="pip install 'cxtext[sql]'"
        ) from error
    try:
        text = query.read_text(encoding="utf-8").strip().rstrip(";")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("The query cannot be read.", where=query, found=str(error)) from error
    address = _address(url)
    try:
        engine = sqlalchemy.create_engine(address)
        with engine.connect() as connection:
            result = connection.execution_options(stream_results=True).exec_driver_sql(text)
            if not result.returns_rows:
                raise InputError("The query returns no rows.", where=query, do="Give a SELECT.")
            _write(result, target)
        engine.dispose()
    except (ImportError, sqlalchemy.exc.NoSuchModuleError) as error:
        raise ConfigError(
            "The driver for this database is not installed.", where="--sql", found=str(error),
            do="pip install it: duckdb-engine for DuckDB, psycopg for PostgreSQL.",
        ) from error  # fmt: skip
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).splitlines()
        raise InputError(
            "The database refuses the query.", where=f"{query} on {address.render_as_string()}",
            found=cause[0] if cause else type(error).__name__,
            do=f"Try the query in the database's own client. A password goes into {PASSWORD}.",
        ) from error  # fmt: skip
    return target


def _address(url: str) -> URL:
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise ConfigError(
            "--sql is no database URL.", where="--sql", do="For example sqlite:///feedback.db or "
            "postgresql+psycopg://user@host/database.",
        ) from error  # fmt: skip
    if address.password is not None:
        raise ConfigError(
            "A password in --sql would be kept in run.json.", where="--sql",
            do=f"Leave it out of the URL and set the environment variable {PASSWORD}.",
        )  # fmt: skip
    file = address.database
    # These would make a new, empty database of a name that is misspelt.
    in_a_file = address.get_backend_name() in ("sqlite", "duckdb") and file not in (None, "", ":memory:")
    if in_a_file and not Path(str(file)).exists():
        raise InputError("There is no such database file.", where=file, do="Check the path in --sql.")
    return address.set(password=os.environ[PASSWORD]) if os.environ.get(PASSWORD) else address


def _write(result: CursorResult[Any], target: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = [str(name) or f"column {i}" for i, name in enumerate(result.keys(), 1)]
    unique = [name if names.count(name) == 1 else f"{name} ({i})" for i, name in enumerate(names, 1)]
    schema = pa.schema([(name, pa.large_string()) for name in unique])
    with pq.ParquetWriter(target, schema) as writer:
        for rows in result.partitions(_BATCH):
            cells = [[cell_text(row[i]) for row in rows] for i in range(len(unique))]
            writer.write_table(pa.table(cells, schema=schema))
