"""What can be done with a run: write it, read it, draw it again, go on from it, verify it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cxtext import runfolder
from cxtext.config import Config
from cxtext.errors import RunError
from cxtext.pipeline import Progress, Run, analyse, drivers_of

if TYPE_CHECKING:
    import pandas as pd


LEFT_OUT = ("rejected", "orphans")


def rerun_drivers(folder: Path) -> tuple[Run, Config]:
    """The drivers stage alone, on the tables of an earlier run."""
    from cxtext.stats.base import read_minimums

    run, config = read(folder)
    needed = ("responses", "scores", "comments", "mentions", "mention_topics", "sentiments", "topics")
    runfolder.require(run.tables, needed, folder)
    minimums = read_minimums(config.minimums)
    return replace(run, tables=run.tables | drivers_of(run.tables, minimums)), config


def redraw(folder: Path, lang: str | None = None) -> dict[str, Path]:
    """The report of an earlier run drawn again from its tables; its other files stay as they are."""
    run, config = read(folder)
    runfolder.require(run.tables, ("metrics", "topics", "drivers"), folder)
    if lang and lang != config.report_lang:
        from cxtext.topics import renamed

        config = config.model_copy(update={"report_lang": lang})
        info = run.info | {"config": config.model_dump(mode="json", by_alias=True)}
        run = replace(run, tables=run.tables | renamed(run.tables, lang), info=info)
    return write(run, folder, report=True, config=config)


def read(folder: Path) -> tuple[Run, Config]:
    """An earlier run: its tables, what was run, and its config."""
    from cxtext.topics import load_kept

    info = runfolder.read_run(folder)
    return Run(runfolder.read_tables(folder), info, load_kept(folder)), Config.model_validate(info["config"])


def write(run: Run, out: Path, *, report: bool, config: Config) -> dict[str, Path]:
    """The run as a folder, whole or not at all. Returns the paths of what people open."""
    with runfolder.new_folder(out) as draft:
        names = _fill(run, draft, report=report, config=config)
    return {name: out / file for name, file in names.items()}


def _fill(run: Run, folder: Path, *, report: bool, config: Config) -> dict[str, str]:
    tables = run.tables
    if config.redact_tables:
        tables = redacted_tables(run)
    runfolder.write_tables(folder, tables)
    for name in LEFT_OUT:
        if name in run.tables:
            runfolder.write_csv(folder / f"{name}.csv", _masked_columns(run, name))
    if run.topics is not None:
        from cxtext.topics import save_kept

        save_kept(
            run.topics,
            folder,
            {
                i: name
                for table in ("topics", "subtopics")
                if table in tables
                for i, name in zip(tables[table]["topic_id"], tables[table]["name"], strict=True)
            },
        )
    names = {"run": runfolder.RUN_FILE, "tables": "tables"}
    if report:
        names |= draw(folder, run, config)
    runfolder.write_json(folder / runfolder.RUN_FILE, run.info)
    return names


def draw(folder: Path, run: Run, config: Config) -> dict[str, str]:
    """findings.json, report.html and report.xlsx in ``folder``, from redacted texts, scanned afterwards."""
    from cxtext.report import write_report
    from cxtext.report.scan import check_report
    from cxtext.report.xlsx_words import id_headers, workbook_words
    from cxtext.text.redact import find

    ids = _kept_columns(run)
    tables = redacted_tables(run)
    paths = write_report(folder, tables, run.info, config.report_lang, original=tables["original"])
    drawn = [path for path in paths.values() if path.suffix in (".html", ".xlsx")]
    check_report(drawn, find, ids=id_headers(workbook_words(config.report_lang)) | ids)
    return {"report": "report.html", "workbook": "report.xlsx", "findings": "findings.json"}


def redacted_tables(run: Run) -> dict[str, pd.DataFrame]:
    """The run's tables with personal data masked in comments, mentions and the analyst's own columns.

    Ids and columns kept on purpose stay. Offsets of mentions keep pointing into the unmasked comment, whose
    length stays in ``n_chars``.
    """
    from cxtext.text.redact import redact

    def masked(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
        changed = {c: frame[c].map(lambda cell: redact(cell).text, na_action="ignore") for c in columns}
        return frame.assign(**changed)

    tables = run.tables
    text = {name: masked(tables[name], ["text"]) for name in ("comments", "mentions") if name in tables}
    own = {name: _masked_columns(run, name) for name in ("original", *LEFT_OUT) if name in tables}
    return tables | text | own


def _masked_columns(run: Run, name: str) -> pd.DataFrame:
    """A table of the analyst's own columns with personal data masked; ids and what was kept stay."""
    from cxtext.text.redact import redact

    frame, kept = run.tables[name], _kept_columns(run) | {"file", "row", "code"}
    columns = [c for c in frame.columns if c.removeprefix("cell: ") not in kept]
    changed = {c: frame[c].map(lambda cell: redact(cell).text, na_action="ignore") for c in columns}
    return frame.assign(**changed)


def _kept_columns(run: Run) -> set[str]:
    """Ids, which look like anything, and the columns that the analyst kept although they look personal."""
    chosen = run.info["plan"]["config"]
    return {"response_id", chosen["id"], chosen["respondent"], *chosen["keep-pii"]} - {None}


def audit_sample(folder: Path, n: int, seed: int) -> pd.DataFrame:
    """A sheet of mentions for people to label (see cxtext.audit), personal data masked."""
    from cxtext.audit import draw_sample

    run, _ = read(folder)
    runfolder.require(run.tables, ("comments", "mentions", "sentiments"), folder)
    return draw_sample(redacted_tables(run), n, seed)


def audit_score(sheet: Path, folder: Path | None = None) -> pd.DataFrame:
    """What a filled-in sheet says of its own labels, or of those of the run in ``folder``."""
    from cxtext.audit import read_sheet, score_sheet

    filled = read_sheet(sheet)
    if folder is None:
        return score_sheet(filled)
    tables = runfolder.read_tables(folder)
    runfolder.require(tables, ("sentiments",), folder)
    sentiments = tables["sentiments"]
    return score_sheet(filled, dict(zip(sentiments["unit_id"], sentiments["label"], strict=True)))


def verify(run: Path, *, progress: Progress | None = None) -> list[str]:
    """Runs the run's config again and names what differs, one line a difference; empty when all is equal."""
    info = runfolder.read_run(run)
    config = Config.model_validate(info["config"])
    if "-" in info["inputs"]:
        raise RunError(
            "The run read standard input, which is gone.", where=run,
            do="Save what was piped in to a file and run that; such a run can be verified.",
        )  # fmt: skip
    changed = [
        f"input {path}: its content has changed" for path, digest in info["inputs"].items()
        if not Path(path).exists() or runfolder.sha256(Path(path)) != digest
    ]  # fmt: skip
    if changed:
        return changed
    before = runfolder.read_tables(run)
    kept = read(run)[0].topics
    edits = kept.edits if kept else None
    result = analyse(config, want=frozenset(info["want"]), edits=edits, progress=progress)
    again = redacted_tables(result) if config.redact_tables else result.tables
    return [
        f"table {name}: {_difference(before.get(name), again.get(name))}"
        for name in sorted(before.keys() | again.keys())
        if not (name in before and name in again and before[name].equals(again[name]))
    ]


def _difference(before: pd.DataFrame | None, again: pd.DataFrame | None) -> str:
    if before is None or again is None:
        return "only in the new run" if before is None else "not in the new run"
    if before.shape != again.shape or list(before.columns) != list(again.columns):
        return f"{before.shape[0]} rows before, {again.shape[0]} now"
    columns = [c for c in before.columns if not before[c].equals(again[c])]
    return f"differs in {', '.join(columns)}"
