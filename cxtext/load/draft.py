"""The plan while it is being made: what is known so far, and how to add to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from cxtext.config import Config
from cxtext.errors import ColumnError, CxtextError
from cxtext.load.dates import split_order
from cxtext.load.plan import ColumnPlan, Note, Plan
from cxtext.load.records import is_blank
from cxtext.load.roles import Candidate, describe

if TYPE_CHECKING:
    import pandas as pd

    from cxtext.load.records import Records


class Files(NamedTuple):
    """Everything that was read: the responses, the comments file and the attribute files by label."""

    inputs: Records
    label: str
    comments: tuple[str, Records] | None = None
    joins: tuple[tuple[str, Records], ...] = ()


_SHOWN = 20


@dataclass
class Draft:
    """Config, roles, notes and questions; each step of ``resolve`` adds to them.

    ``role`` maps a file's label and a column to the role and why.
    """

    config: Config
    files: Files
    needs: frozenset[str]
    role: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    questions: list[CxtextError] = field(default_factory=list)
    language: str | None = None

    @property
    def cells(self) -> pd.DataFrame:
        """The cells of the inputs."""
        return self.files.inputs.cells

    @property
    def texts(self) -> Mapping[str, str]:
        """The questions behind the names of the inputs' columns."""
        return self.files.inputs.texts

    def hinted(self, role: str, blank: bool = False) -> list[str]:
        """The inputs' columns that the platform says play the role; those with something in them, or all."""
        return [
            column
            for column, hint in self.files.inputs.hints.items()
            if hint.role == role and (blank or not is_blank(self.cells[column]).all())
        ]

    def open_columns(self) -> list[str]:
        """The inputs' columns whose role the platform does not settle."""
        hints = self.files.inputs.hints
        return [c for c in self.cells.columns if c not in hints or hints[c].role == "text"]

    def update(self, **values: object) -> None:
        """Config keys that are now known."""
        self.config = self.config.model_copy(update=values)

    def sources(self) -> Iterator[tuple[str, Records]]:
        """All files by label: the inputs, the joined ones, the comments."""
        yield self.files.label, self.files.inputs
        yield from self.files.joins
        if self.files.comments:
            yield self.files.comments

    def columns_anywhere(self) -> list[str]:
        """The columns of all files."""
        return [c for _, other in self.sources() for c in other.cells.columns]

    def mark(self, column: str, role: str, why: str) -> None:
        """A role in the first file that has the column."""
        label = next(label for label, other in self.sources() if column in other.cells.columns)
        before = self.role.get((label, column))
        self.role[label, column] = (f"{before[0]}, {role}" if before else role, why)

    def choose(self, role: str, candidate: Candidate) -> None:
        """A guess becomes part of the config."""
        self.update(**{role: candidate.column})
        self.mark(candidate.column, role, candidate.why)

    def note(self, code: str, column: str, text: str) -> None:
        """Something assumed or left out."""
        self.notes.append(Note(code, column, text))

    def everything(self) -> list[Candidate]:
        """What every column of the comments file and of the inputs holds, as far as it may be an answer."""
        frames = [self.files.comments[1].cells] if self.files.comments else []
        return [
            Candidate(column, 0, describe(cells[column]) + self._asked(column))
            for cells in (*frames, self.cells[self.open_columns()])
            for column in cells.columns
        ]

    def _asked(self, column: str) -> str:
        text = " ".join(self.texts.get(column, "").split())
        return f" ({text[:80]}{'…' if len(text) > 80 else ''})" if text and text != column else ""

    def ask(self, need: str, what: str, seen: list[Candidate], do: str) -> None:
        """A question that shows what every candidate holds."""
        found = "".join(f"\n    {c.column}: {c.why}" for c in seen[:_SHOWN])
        more = f"\n    and {len(seen) - _SHOWN} more" if len(seen) > _SHOWN else ""
        self.ask_or_note(need, ColumnError(what, where=self.files.label, found=found + more or None, do=do))

    def ask_or_note(self, need: str, error: CxtextError) -> None:
        """A question where the caller needs an answer, else a note that this part is left out."""
        if need in self.needs:
            self.questions.append(error)
        else:
            self.note("N_NOT_USED", need, f"{need} are left out: {error.what} {error.do or ''}".strip())

    def plan(self) -> Plan:
        """What is known now."""
        columns = [
            ColumnPlan(
                label, str(column), *self.role.get((label, str(column)), ("-", describe(other.cells[column])))
            )
            for label, other in self.sources()
            for column in other.cells.columns
        ]
        return Plan(self.config, tuple(columns), self.language, tuple(self.notes), tuple(self.questions))


def zone_of(config: Config, records: Records, column: str) -> str | None:
    """The zone of a date column: what the platform states, else what the user says."""
    from zoneinfo import available_timezones

    hint = records.hints.get(column)
    stated = hint.zone if hint else None
    return stated if stated in available_timezones() else config.tz


def date_of(name: str, columns: Iterable[str]) -> tuple[str, str | None]:
    """The date column and its declared order; a column may itself end in ``@dmy``."""
    return (name, None) if name in columns else split_order(name)
