"""The load stage: files in, responses, scores, comments and issues out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from cxtext.config import Config
from cxtext.errors import InputError
from cxtext.load.accounting import account, per_file
from cxtext.load.attributes import join_attributes
from cxtext.load.comment_file import find_owners, rows_of_file, without_row
from cxtext.load.comment_rows import comment_rows, number_comments
from cxtext.load.date_checks import date_issues
from cxtext.load.dates import read_dates
from cxtext.load.draft import Files, date_of, zone_of
from cxtext.load.duplicates import without_duplicates
from cxtext.load.gather import gather
from cxtext.load.group_check import group_issues
from cxtext.load.guess_answers import comment_sources
from cxtext.load.ids import cut_respondents, declared_ids, response_ids
from cxtext.load.issues import Issue, examples, issues_table, summary
from cxtext.load.left_out import LeftOut, rows_left_out
from cxtext.load.plan import Plan
from cxtext.load.resolve import resolve
from cxtext.load.response_rows import original_columns, response_table, score_table
from cxtext.load.statuses import keep_live
from cxtext.load.text_checks import text_issues
from cxtext.load.where import keep_where

if TYPE_CHECKING:
    import pandas as pd

    from cxtext.load.records import Records

BOTH = frozenset({"scores", "comments"})
INSPECTED_ROWS = 2000
_OF_ROWS = ("D_DUP_ROW", "D_DUP_ID", "O_NO_COMMENT")


class Loaded(NamedTuple):
    """What a load gives.

    ``original`` has ``response_id`` and then the analyst's own columns as read, without those that look like
    personal data. ``counts`` is plain data: ``files`` (rows_read = kept + dropped + rejected, with reason
    codes), ``joins`` (both sides), and totals; responses = with comment + without.
    """

    responses: pd.DataFrame
    scores: pd.DataFrame
    comments: pd.DataFrame
    issues: pd.DataFrame
    original: pd.DataFrame
    rejected: pd.DataFrame
    orphans: pd.DataFrame
    plan: Plan
    counts: dict[str, Any]


def inspect(config: Config, needs: frozenset[str] = BOTH) -> Plan:
    """What a load would do, from the first 2,000 rows of every file; open questions are in the plan."""
    limit = min(config.max_rows or INSPECTED_ROWS, INSPECTED_ROWS)
    files, issues, rows_read, config = gather(config, limit, INSPECTED_ROWS)
    if needs and not len(files.inputs.cells):
        plan = resolve(config, files, frozenset())
        return replace(plan, notes=(), questions=(_no_answers(config),))
    live, _, found = keep_live(files.inputs, config.keep_status)
    issues += found
    inputs, found = keep_where(live, config.where)
    issues += found
    files, _, found = _live_comments(files, config)
    issues += found
    plan = resolve(config, files._replace(inputs=inputs), needs)
    n_read = sum(rows_read[file] for file in rows_read if file in per_file(files.inputs.origin))
    text = "the first " if n_read >= limit else ""
    rows = f"{text}{n_read:,} rows; {len(inputs.cells):,} responses count"
    said = [
        f"{i.column[:40]}: {i.excerpt}" if i.column else i.excerpt
        for i in issues
        if i.row == 0 and i.excerpt and i.code not in ("N_DIALECT", "N_MAX_ROWS")
    ]
    return replace(plan, seen=(rows, *dict.fromkeys(said)))


def load(config: Config, needs: frozenset[str] = BOTH) -> Loaded:
    """Everything in the files, as the stage's tables.

    Parameters
    ----------
    config
        What was asked for. Roles that it does not name are taken where the columns make them obvious.
    needs
        What the caller cannot do without: ``scores``, ``comments``. What is not needed is never asked for.

    Raises
    ------
    InputError, ColumnError, ScoreError, JoinError, ConfigError
        What, where, what was found and what to do. Nothing is guessed that could be otherwise.
    """
    import pandas as pd

    files, issues, rows_read, config = gather(config, config.max_rows)
    everything = files.inputs
    if needs and not len(everything.cells):
        raise _no_answers(config)
    live, left_out, found = keep_live(everything, config.keep_status)
    issues += found
    chosen, found = keep_where(live, config.where)
    issues += found
    files, said, found = _live_comments(files, config)
    issues += found
    files = files._replace(inputs=chosen)
    plan = resolve(config, files, needs)
    if plan.questions:
        raise plan.questions[0]
    asked, config = frozenset(config.segment), plan.config
    issues += [summary(files.label, n.code, n.severity, n.text, n.column or None) for n in plan.notes]

    ids, found = declared_ids(chosen, config.id, config.match, files.label, config.identity)
    issues += found + cut_respondents(chosen, config.respondent, files.label)
    joined = join_attributes(config, files, rows_read, asked)
    issues += joined.issues
    owned = find_owners(config, everything, left_out, *files.comments) if files.comments else None
    issues += owned.issues if owned else []
    times, found = _times(config, files, joined.cells)
    issues += found
    reasons, found = without_duplicates(chosen, ids, config.on_duplicate, times, config.id or "")
    issues += found

    if files.comments and owned:
        lonely, found = without_row(config, ids, owned, files.comments[0])
        reasons[lonely & (reasons == "")] = "O_NO_COMMENT"
        issues += found
    keep = reasons == ""
    kept = chosen.only(keep)
    cells = {name: values[keep].reset_index(drop=True) for name, values in joined.cells.items()}
    times = times[keep].reset_index(drop=True) if times is not None else None
    names = response_ids(kept, ids[keep].reset_index(drop=True))
    responses = response_table(kept, names, config, plan.language, times, cells)
    scores, found = score_table(kept, names, config)
    issues += found

    from_inputs, from_file = comment_sources(config, files)
    rows = comment_rows(kept.cells, names, from_inputs)
    accounts = _account_inputs(rows_read, everything, left_out, chosen, reasons)
    if files.comments and owned:
        label, other = files.comments
        more, joined.counts[label], file_account = rows_of_file(
            config, owned, names, label, other, from_file, rows_read[label], said.left_out
        )
        rows = pd.concat([rows, more], ignore_index=True)
        accounts |= file_account
    comments = number_comments(rows)
    issues += group_issues(kept, config) + text_issues(comments, files.label)
    if config.comment and comments.empty:
        issues.append(
            summary(files.label, "W_NO_COMMENT", "warning", "every comment is blank", config.comment[0])
        )
    n_with = int(comments["response_id"].nunique())
    counts = {
        "files": accounts | joined.accounts,
        "joins": joined.counts,
        "responses": len(responses),
        "respondents": int(responses["respondent"].nunique()),
        "scores": len(scores),
        "comments": len(comments),
        "responses_with_comment": n_with,
        "responses_without_comment": len(responses) - n_with,
    }
    original = original_columns(kept, names, plan)
    gone = [
        LeftOut(files.label, everything, {code: left_out == code for code in left_out.unique() if code}),
        LeftOut(files.label, chosen, {code: reasons == code for code in _OF_ROWS}),
    ]
    if files.comments:
        codes = [code for code in said.left_out.unique() if code]
        gone.append(LeftOut(files.comments[0], said.read, {code: said.left_out == code for code in codes}))
    alone = [LeftOut(*files.comments, owned.left_out)] if files.comments and owned else []
    rejected, orphans = rows_left_out(gone + joined.left_out, plan), rows_left_out(alone, plan)
    return Loaded(
        responses, scores, comments, issues_table(issues), original, rejected, orphans, plan, counts
    )


def _no_answers(config: Config) -> InputError:
    return InputError(
        "There is no answer in the files yet.", where=", ".join(str(p) for p in config.inputs),
        found="headers and no rows", do="Export again when somebody has answered.",
    )  # fmt: skip


class _CommentsRead(NamedTuple):
    """The comments file as read, and why each of its rows does not count ('' where it does)."""

    read: Records
    left_out: pd.Series


def _live_comments(files: Files, config: Config) -> tuple[Files, _CommentsRead, list[Issue]]:
    """The files with those rows of the comments file that count."""
    import pandas as pd

    if files.comments is None:
        return files, _CommentsRead(files.inputs, pd.Series(dtype="str")), []
    label, read = files.comments
    live, left_out, issues = keep_live(read, config.keep_status)
    return files._replace(comments=(label, live)), _CommentsRead(read, left_out), issues


def _times(
    config: Config, files: Files, joined: dict[str, pd.Series]
) -> tuple[pd.Series | None, list[Issue]]:
    """When each response was given; cells that do not fit the column's order have none and are reported."""
    if config.date is None:
        return None, []
    name, order = date_of(config.date, [*files.inputs.cells.columns, *joined])
    cells = files.inputs.cells[name] if name in files.inputs.cells else joined[name]
    dates = read_dates(cells, name, order, files.label, zone_of(config, files.inputs, name))
    issues = date_issues(files, dates, name)
    if not dates.refused.any():
        return dates.values, issues
    text = (
        f"{dates.refused.sum():,} of {len(cells):,} dates do not fit {dates.format} and are left out; "
        "others of the same origin may have day and month swapped"
    )
    return dates.values, [
        *issues,
        summary(files.label, "E_BAD_DATE", "warning", text, name, "nulled"),
        *examples(files.inputs.origin[dates.refused], "E_BAD_DATE", "warning", "nulled", name),
    ]


def _account_inputs(
    rows_read: dict[str, int], everything: Records, left_out: pd.Series, chosen: Records, reasons: pd.Series
) -> dict[str, dict[str, Any]]:
    filled, left = per_file(everything.origin), per_file(chosen.origin)
    live = per_file(everything.origin[left_out == ""])
    read = {file: rows_read[file] for file in rows_read if file in filled}
    dropped = {
        "D_BLANK_ROW": {file: n - filled.get(file, 0) for file, n in read.items()},
        "D_WHERE": {file: n - left.get(file, 0) for file, n in live.items()},
    }
    dropped |= {code: per_file(everything.origin[left_out == code]) for code in left_out.unique() if code}
    dropped |= {code: per_file(chosen.origin[reasons == code]) for code in _OF_ROWS}
    return account(read, per_file(chosen.origin[reasons == ""]), dropped)
