"""Which column plays which role, where the header and the cells make it obvious."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from cxtext.load import words
from cxtext.load.label_choice import STARS, could_be_labels
from cxtext.load.pii import personal_kind
from cxtext.load.records import is_missing, stripped
from cxtext.load.score_values import read_codes
from cxtext.load.words import has_word, header_words, is_short, strength

if TYPE_CHECKING:
    import pandas as pd

_SAMPLE = 2000
_CJK = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
_NO_SENTENCE = r"Mozilla/|https?://|[{\[<]"
NO_TEXTS: Mapping[str, str] = {}
# A word of its own in Latin script; glued to the word before it elsewhere (고객ID, 응답번호).
_ID_ENDING = re.compile(r"(?: |[^\x00-\x7f])id $|(?:번호|編號|编号|番号) $")


class Candidate(NamedTuple):
    """A column that could play a role: how clearly its header says so, and what its cells hold."""

    column: str
    strength: int
    why: str


def best(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates with the clearest headers; more than one of them is an open question."""
    top = max((c.strength for c in candidates), default=0)
    return [c for c in candidates if c.strength == top]


def score_candidates(
    cells: pd.DataFrame, metric: str, texts: Mapping[str, str] = NO_TEXTS
) -> list[Candidate]:
    """Columns whose header (or question) speaks of the metric, with mostly codes of a likely scale."""
    strong, weak = words.METRICS[metric]
    found = []
    for column in cells.columns:
        header, level = _clearer(column, texts, strong, weak)
        stronger_elsewhere = any(
            strength(header, *other) > level for name, other in words.METRICS.items() if name != metric
        )
        if not level or stronger_elsewhere or _is_named(header, words.NOT_A_SCORE):
            continue
        # "Have you seen any Star Wars film?" asks for no stars.
        if metric == "csat" and level == 1 and not is_short(header) and " would you rate " not in header:
            continue
        codes = read_codes(cells[column].head(_SAMPLE))
        filled = codes.value[~codes.missing]
        plausible = (filled >= 0) & (filled <= 10)
        coded = len(filled) and plausible.mean() >= 0.5 and not codes.words.mean() > 0.5
        if not coded:
            if could_be_labels(cells[column].head(_SAMPLE)) or (len(filled) and set(filled) <= STARS):
                found.append(Candidate(column, level, f"named like {metric}; {describe(cells[column])}"))
            continue
        # 0/1 is a yes or no, not a rating.
        if len(filled) >= 20 and filled[plausible].max() <= 1:
            continue
        found.append(Candidate(column, level, f"named like {metric}; {describe(cells[column])}"))
    return found


def comment_candidates(cells: pd.DataFrame, texts: Mapping[str, str] = NO_TEXTS) -> list[Candidate]:
    """Columns whose header (or question) speaks of comments, with cells like free text, or all blank."""
    found = []
    for column in cells.columns:
        header, level = _clearer(column, texts, *words.COMMENT)
        if not level or _is_named(header, words.NOT_A_COMMENT):
            continue
        sample = cells[column].head(_SAMPLE)
        text = stripped(sample[~is_missing(sample)])
        bare = header.strip() in words.BARE_COMMENT
        if len(text) and not _reads_like_text(text, short=bare):
            continue
        level = 3 if bare else level
        found.append(Candidate(column, level, f"named like a comment; {describe(cells[column])}"))
    filled = [c for c in found if not is_missing(cells[c.column]).all()]
    return filled or found


def id_candidates(cells: pd.DataFrame) -> list[Candidate]:
    """Columns that are named like an id and hold a different value in every row."""
    found = []
    for column in cells.columns:
        header = header_words(column)
        person = has_word(header, words.PERSON)
        level = 3 if header == " id " else 2 if has_word(header, words.RESPONSE_ID) and not person else 1
        if level > 1 or looks_like_id(header):
            keys = stripped(cells[column])
            if len(keys) and keys.is_unique and not (keys == "").any():
                found.append(Candidate(column, level, "named like an id; a different value in every row"))
    return found


def respondent_candidates(cells: pd.DataFrame) -> list[Candidate]:
    """Columns that are named like a person's id and repeat."""
    found = []
    for column in cells.columns:
        header = header_words(column)
        if (
            has_word(header, words.PERSON)
            and looks_like_id(header)
            and (stripped(cells[column]) != "").mean() > 0.5
        ):
            found.append(Candidate(column, 2 if "respondent" in header else 1, "named like a person's id"))
    return found


def date_candidates(cells: pd.DataFrame) -> list[Candidate]:
    """Columns that are named like a date and hold digits."""
    found = []
    for column in cells.columns:
        header = header_words(column)
        level = 0 if has_word(header, words.NOT_A_DATE) else strength(header, *words.DATE)
        sample = cells[column].head(_SAMPLE)
        filled = stripped(sample[~is_missing(sample)])
        if level and len(filled) and (filled.str.contains(r"\d.*\d.*\d", regex=True)).mean() > 0.9:
            exact = header in (" date ", " timestamp ", " recorded date ", " 타임스탬프 ")
            found.append(Candidate(column, 3 if exact else level, "named like a date"))
    return found


def named_like(cells: pd.DataFrame, vocabulary: tuple[str, ...]) -> list[Candidate]:
    """Columns whose header is nothing but a word of the vocabulary, with 50 different values at most."""
    found = []
    for column in cells.columns:
        bare = header_words(column).replace(" ", "")
        if bare in vocabulary and cells[column].nunique() <= 50:
            found.append(Candidate(column, 1, f"named {column}"))
    return found


def describe(cells: pd.Series) -> str:
    """What a column holds, in a few words that give no cell away.

    >>> import pandas as pd
    >>> describe(pd.Series(["9", "10", "NA"]))
    'whole numbers 9 to 10'
    """
    sample = cells.head(_SAMPLE)
    filled = sample[~is_missing(sample)]
    if filled.empty:
        return "all blank or NA"
    codes = read_codes(filled)
    values = codes.value[~codes.missing & ~codes.words]
    if not codes.words.any() and len(values):
        return f"whole numbers {int(values.min())} to {int(values.max())}"
    distinct = filled.nunique()
    length = filled.str.len().mean()
    if distinct <= max(2, 0.1 * len(filled)):
        return f"{distinct} different value{'s' if distinct > 1 else ''}"
    return (
        f"text of about {length:.0f} characters"
        if length >= 15
        else f"short text, {distinct} different values"
    )


def _clearer(
    column: str, texts: Mapping[str, str], strong: tuple[str, ...], weak: tuple[str, ...]
) -> tuple[str, int]:
    """The column's name or its question, whichever speaks more clearly, and how clearly."""
    both = [header_words(text) for text in (column, texts.get(column, column))]
    return max(((words_, strength(words_, strong, weak)) for words_ in both), key=lambda found: found[1])


def free_texts(cells: pd.DataFrame) -> list[Candidate]:
    """Columns of sentences, whatever they are called: for files in which no header speaks of comments.

    At least 20 filled cells, four of five different, of five words (or twelve CJK characters) on average.
    """
    found = []
    for column in cells.columns:
        if _is_named(header_words(column), words.NOT_A_COMMENT) or personal_kind(cells[column]):
            continue
        sample = cells[column].head(_SAMPLE)
        text = stripped(sample[~is_missing(sample)])
        if len(text) < 20 or text.nunique() < 0.8 * len(text) or text.str.match(_NO_SENTENCE).mean() > 0.2:
            continue
        long = text.str.count(r"\S+").mean() >= 5 or text.str.count(_CJK).mean() >= 12
        if long and _reads_like_text(text, short=False):
            found.append(Candidate(str(column), 1, f"free text; {describe(cells[column])}"))
    return found


def reads_like_text(cells: pd.Series) -> bool:
    """True where the filled cells are words rather than numbers, dates or a few choices."""
    sample = cells.head(_SAMPLE)
    text = stripped(sample[~is_missing(sample)])
    return bool(len(text)) and _reads_like_text(text, short=False)


def _reads_like_text(text: pd.Series, *, short: bool) -> bool:
    """Words with blanks between them (or CJK characters), and not a short list of choices.

    ``short`` admits anything but numbers and dates.
    """
    if text.str.fullmatch(r"[\d\s.,:/+TZ-]*").mean() > 0.5:
        return False
    if short:
        return True
    wordy = text.str.contains(r"\S\s+\S|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]", regex=True)
    if wordy.mean() < 0.5 and len(text) >= 5:
        return False
    return len(text) < 20 or text.nunique() >= max(10, 0.05 * len(text))


def _is_named(header: str, vocabulary: tuple[str, ...]) -> bool:
    """A short header with such a word; a whole question may hold any word."""
    return is_short(header) and has_word(header, vocabulary)


def looks_like_id(header: str) -> bool:
    """True where the words of a header end like the name of an id."""
    joined = header.replace(" ", "")
    return bool(_ID_ENDING.search(header)) or joined in (
        "respondent",
        *(w for w in words.PERSON if w.endswith("id")),
    )
