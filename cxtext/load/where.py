"""``--where``: comparisons of columns with constants, joined by and, or, not. Nothing else is evaluated."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from cxtext.errors import ConfigError, InputError, nearest
from cxtext.load.issues import Issue, summary
from cxtext.load.records import Records, clean_name, stripped

if TYPE_CHECKING:
    import pandas as pd

_ALLOWED = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.Compare,
    ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.Name, ast.Load, ast.Constant,
    ast.List, ast.Tuple,
)  # fmt: skip
_HELP = "Compare columns with values: --where \"country == 'KR' and age >= 30\"; names with blanks go in `…`."
_QUOTED = re.compile(r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|`([^`]*)`""")


def keep_where(records: Records, expression: str | None) -> tuple[Records, list[Issue]]:
    """The rows for which the expression is true.

    A column whose filled cells are all numbers compares as numbers (a blank is never true, except for
    ``!=``); every other column compares as text. Raises ConfigError for what cannot be evaluated.

    >>> import pandas as pd
    >>> cells = pd.DataFrame({"age": ["9", "30"], "the plan": ["a", "b"]}, dtype="str")
    >>> origin = pd.DataFrame({"file": ["f", "f"], "row": [1, 2]})
    >>> kept, _ = keep_where(Records(cells, origin), "age > 10 and `the plan` == 'b'")
    >>> list(kept.origin["row"])
    [2]
    """
    if expression is None:
        return records, []
    import pandas as pd

    text, names = _without_backticks(expression)
    used = _check(text, expression)
    frame = _columns(records.cells, {name: names.get(name, name) for name in used})
    try:
        mask = frame.eval(text, engine="python", parser="pandas")
    except Exception as error:  # pandas raises many kinds for operands that do not fit each other
        raise ConfigError(
            "--where cannot be evaluated.", where=expression, found=str(error)[:200],
            do="Quote the value of a text column; leave it bare for a column of numbers.",
        ) from error  # fmt: skip
    if not isinstance(mask, pd.Series) or mask.dtype.kind != "b":
        raise ConfigError("--where is not a comparison.", where=expression, do=_HELP)
    if not mask.any():
        raise InputError("No row is left after --where.", where=expression)
    gone = records.origin[~mask]["file"].astype("str").value_counts(sort=False)
    issues = [
        summary(str(file), "D_WHERE", "note", f"{n:,} rows do not fulfil --where", action="dropped")
        for file, n in gone.items() if n
    ]  # fmt: skip
    return records.only(mask), issues


def _without_backticks(expression: str) -> tuple[str, dict[str, str]]:
    """Backtick-quoted names become plain ones; quoted strings are left alone."""
    names: dict[str, str] = {}

    def plain(match: re.Match[str]) -> str:
        if match[1] is not None:
            return match[1]
        placeholder = f"quoted_column_{len(names)}"
        names[placeholder] = clean_name(match[2])
        return placeholder

    return _QUOTED.sub(plain, expression), names


def _check(text: str, expression: str) -> set[str]:
    """The names used; refuses every other construct (calls, attributes, @, arithmetic)."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ConfigError("--where cannot be read.", where=expression, found=str(error), do=_HELP) from error
    used = set()
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED):
            raise ConfigError(
                "--where may only compare.", where=expression, found=type(node).__name__, do=_HELP
            )
        if isinstance(node, ast.Compare) and not isinstance(node.left, ast.Name | ast.Constant | ast.UnaryOp):
            raise ConfigError("--where compares a column with values.", where=expression, do=_HELP)
        if isinstance(node, ast.Name):
            used.add(node.id)
    return used


def _columns(cells: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    import pandas as pd

    out = {}
    for name, column in names.items():
        if column not in cells.columns:
            raise ConfigError(
                f"--where names an unknown column {column!r}.", do=nearest(column, cells.columns)
            )
        text = stripped(cells[column])
        numbers = pd.to_numeric(text, errors="coerce")
        filled = text != ""
        out[name] = numbers if filled.any() and numbers[filled].notna().all() else text
    return pd.DataFrame(out)
