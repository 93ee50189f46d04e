"""From what was asked and what the files hold to a plan: which column is what, and what is still open."""

from __future__ import annotations

from cxtext.config import Config
from cxtext.load.declared import find_declared
from cxtext.load.draft import Draft, Files
from cxtext.load.from_platform import use_platform
from cxtext.load.guess_answers import guess_comments, guess_scores, settle_scores
from cxtext.load.guess_context import guess_others, mark_personal, settle_date
from cxtext.load.guess_keys import guess_id_and_respondent, settle_keys
from cxtext.load.plan import Plan


def resolve(config: Config, files: Files, needs: frozenset[str]) -> Plan:
    """The plan. What a caller ``needs`` and nobody can tell becomes a question; the rest becomes a note."""
    draft = Draft(config, files, needs)
    for step in (
        find_declared,
        use_platform,
        guess_id_and_respondent,
        settle_keys,
        guess_scores,
        settle_scores,
        guess_comments,
        settle_date,
        guess_others,
        mark_personal,
    ):
        step(draft)
    return draft.plan()
