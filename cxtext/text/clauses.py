"""Where a sentence says a second thing: after "and" or a comma, a new subject with a verb of its own.

Blank pipelines know no parts of speech, so subjects and verbs are those listed in ``connectives.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cxtext.text.turns import any_of, lists, opens_with_concession

_WORD = r"[^\W\d_][\w'’-]*"


def new_clauses(text: str, start: int, end: int, lang: str) -> Iterator[int]:
    """Where a clause with its own subject and verb begins in the sentence ``start`` to ``end``, in order.

    What stands before it must hold a verb too, back to the clause before (and, where only "and" joins the
    two, back to the last comma: "the wait is long, the food and the service are good" joins nouns), and the
    sentence may not open with what leans on its other half ("if", "when"): that is one thought.

    >>> text = "The decor is bland and non-descript and the service was perfectly fine."
    >>> [text[at:] for at in new_clauses(text, 0, len(text), "en")]
    ['and the service was perfectly fine.']
    >>> list(new_clauses("If you ask for water, the waiter is slow", 0, 40, "en"))
    []
    """
    patterns = _patterns(lang)
    if patterns is None:
        return
    leaning, verb, clause = patterns
    if leaning.match(text, start) and not opens_with_concession(text, start, lang):
        return
    last = start
    for match in clause.finditer(text, start, end):
        at = match.start(str(match.lastgroup))
        paused = text[last : match.start() + 1].rstrip().endswith(",")
        since = last if paused else max(last, text.rfind(",", last, at))
        if verb.search(text, since, at):
            yield at
            last = match.end()


@cache
def _patterns(lang: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]] | None:
    words = lists(lang)
    if "verbs" not in words:
        return None
    verb = rf"(?<!\w)(?:{any_of(words['verbs'])})(?!\w)"
    not_verb = rf"(?!(?:{any_of([*words['verbs'], *words['leaning']])})(?!\w))"
    noun = rf"{not_verb}{_WORD}\s+"
    subject = (
        rf"(?:(?:{any_of(words['pronouns'])})\s+|(?:{any_of(words['determiners'])})\s+(?:{noun}){{1,4}})"
    )
    adverb = rf"(?:(?:{any_of(words['adverbs'])})\s+){{0,2}}"
    bare = rf"(?:{noun}){{1,2}}(?:{any_of(words['copulas'])})(?!\w)"
    full = rf"{subject}{adverb}(?:{any_of(words['verbs'])})(?!\w)"
    joined = rf"\s(?P<joined>(?:{any_of(words['and'])})\s+(?:{full}|{bare}))"
    spliced = rf",\s*(?P<spliced>{full}|{bare})"
    return (
        re.compile(rf"\W{{0,3}}(?:{any_of(words['leaning'])})(?!\w)", re.IGNORECASE),
        re.compile(verb, re.IGNORECASE),
        re.compile(rf"{joined}|{spliced}", re.IGNORECASE),
    )
