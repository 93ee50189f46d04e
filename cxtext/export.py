"""The analyst's own file with what a run found beside every row."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxtext import runfolder, runs
from cxtext.config import Config
from cxtext.errors import RunError, nearest

if TYPE_CHECKING:
    import pandas as pd

NEEDED = ("responses", "comments", "sentiments")


def export_like(run: Path, original: Path, out: Path | None = None) -> Path:
    """Writes ``original`` with topics, sentiment and redacted text appended to every row; returns where.

    Rows, columns, their order, encoding, delimiter, quotes and line ends stay as they are; of a workbook all
    that is not in the sheet that was read. Rows that the run left out, and those without a comment, get blank
    cells. Each of several comment columns has its own three; in a table with one row an answer there are
    three, filled in the rows of the comments. What could be a formula gets an apostrophe.

    Parameters
    ----------
    run
        Folder of a run that read ``original``.
    original
        One of the run's inputs, or, where the run has an id column, another file with that column.
    out
        The new file; ``NAME.cxtext.csv`` (or ``.xlsx``) in the current folder if left out. Never ``original``
        itself.

    Raises
    ------
    RunError
        The run did not read such a file, or the file has changed and its rows have no id.
    """
    found, config = runs.read(run)
    runfolder.require(found.tables, NEEDED, run)
    chosen = Config.model_validate(found.info["plan"]["config"])
    target = (out or Path(f"{original.stem}.cxtext{original.suffix}")).absolute()
    if target == original.absolute():
        raise RunError("The original would be overwritten.", where=target, do="Give another --out.")
    from cxtext.load.readers import file_kind
    from cxtext.load.rewrite import with_columns
    from cxtext.load.rewrite_xlsx import with_columns_xlsx
    from cxtext.load.rows import rows_by_id

    rows = rows_by_id(original, _label(found.info, original, chosen, run), chosen)
    if rows.questions is not None:
        appended = _of_answers(found.tables, rows.ids, rows.questions, list(chosen.comment))
    else:
        mine = [c for c in chosen.comment if c in rows.columns]
        appended = _columns(found.tables, rows.ids, mine or list(chosen.comment))
    taken = {name if name not in rows.columns else f"{name} (2)": cells for name, cells in appended.items()}
    if file_kind(original) == "spreadsheet":
        data = with_columns_xlsx(original, len(rows.ids), taken)
    else:
        data = with_columns(original, config.encoding, len(rows.ids), taken)
    runfolder.write_bytes(target, data)
    return target


def _label(info: dict[str, Any], original: Path, chosen: Config, run: Path) -> str:
    """The name by which the run knows the file; without ids its content must be the run's."""
    labels = [label for label in info["counts"]["files"] if Path(label).name == original.name]
    if chosen.id is not None:
        return labels[0] if labels else original.name
    if not labels:
        raise RunError(
            "The run did not read a file of this name.", where=original,
            do=nearest(original.name, info["counts"]["files"]),
        )  # fmt: skip
    if not original.is_file() or runfolder.sha256(original) not in info["inputs"].values():
        raise RunError(
            "The file is not the one that the run read, and its rows have no id.", where=original,
            do=f"Give the file as it was, or run again with --id COL. The run: {run}.",
        )  # fmt: skip
    known = {path: digest for path, digest in info["inputs"].items() if Path(path).name == original.name}
    digest = runfolder.sha256(original)
    same = [path for path, value in known.items() if value == digest]
    return next((label for label in labels for path in same if path.endswith(label)), labels[0])


def _columns(tables: dict[str, pd.DataFrame], names: pd.Series, questions: list[str]) -> dict[str, list[str]]:
    """The appended columns: for every row of the file one text each."""
    from cxtext.text.redact import redact

    comments = tables["comments"]
    label = tables["sentiments"].query("level == 'comment'").set_index("unit_id")["label"]
    topics = _topics(tables)
    columns: dict[str, list[str]] = {}
    for question in questions:
        mine = comments[comments["question_id"] == question]
        by_row = mine.groupby("response_id", sort=False)
        texts = by_row["text"].agg(lambda cells: "\n".join(redact(cell).text for cell in cells))
        found = {
            "topics": mine.assign(t=mine["comment_id"].map(topics).fillna("")),
            "sentiment": mine.assign(t=mine["comment_id"].map(label).fillna("")),
        }
        joined = {
            what: frame[frame["t"] != ""].groupby("response_id", sort=False)["t"].agg("; ".join)
            for what, frame in found.items()
        } | {"redacted text": texts.astype("str")}
        ending = f" ({question})" if len(questions) > 1 else ""
        for what, cells in joined.items():
            shielded = runfolder.shield(cells.astype("str"))
            columns[f"cxtext {what}{ending}"] = names.map(shielded).fillna("").astype("str").tolist()
    return columns


def _of_answers(
    tables: dict[str, pd.DataFrame], names: pd.Series, asked: pd.Series, questions: list[str]
) -> dict[str, list[str]]:
    """The appended columns of a table with one row an answer: filled where the question is a comment."""
    out: dict[str, list[str]] = {}
    for question in questions:
        for name, cells in _columns(tables, names.where(asked == question, ""), [question]).items():
            before = out.get(name, [""] * len(cells))
            out[name] = [a or b for a, b in zip(before, cells, strict=True)]
    return out


def _topics(tables: dict[str, pd.DataFrame]) -> pd.Series:
    """The names of a comment's topics in the order in which it mentions them, by comment id."""
    import pandas as pd

    if not {"mentions", "mention_topics", "topics"} <= tables.keys() or tables["mention_topics"].empty:
        return pd.Series(dtype="str")
    links = tables["mention_topics"].merge(tables["mentions"][["mention_id", "comment_id", "start"]])
    links = links.merge(tables["topics"][["topic_id", "name"]]).sort_values(
        ["comment_id", "start", "topic_id"]
    )
    once = links.drop_duplicates(["comment_id", "topic_id"])
    return once.groupby("comment_id", sort=False)["name"].agg("; ".join)
