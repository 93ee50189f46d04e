"""The platforms whose exports are known: which one a file comes from, and its answers in plain form."""

from __future__ import annotations

from cxtext.errors import ConfigError, InputError, nearest
from cxtext.load.dialects.base import SURE, Answers, Dialect, Fit, Form, Hint, Raw
from cxtext.load.dialects.generic import GENERIC
from cxtext.load.dialects.googleforms import GOOGLE_FORMS
from cxtext.load.dialects.helpdesks import (
    FRESHDESK,
    INTERCOM,
    INTERCOM_MESSAGES,
    ZENDESK_CSAT,
    ZENDESK_RATINGS,
)
from cxtext.load.dialects.limesurvey import LIMESURVEY
from cxtext.load.dialects.msforms import MICROSOFT_FORMS
from cxtext.load.dialects.nps_tools import ASKNICELY, DELIGHTED, WOOTRIC
from cxtext.load.dialects.qualtrics import QUALTRICS, QUALTRICS_LEGACY
from cxtext.load.dialects.qualtrics_json import QUALTRICS_JSON
from cxtext.load.dialects.qualtrics_sav import QUALTRICS_SAV
from cxtext.load.dialects.reviews import GOOGLE_PLAY, TRUSTPILOT
from cxtext.load.dialects.surveymonkey import SURVEYMONKEY, SURVEYMONKEY_FLAT
from cxtext.load.dialects.typeform import TYPEFORM

DIALECTS = (
    QUALTRICS, QUALTRICS_LEGACY, QUALTRICS_JSON, QUALTRICS_SAV, SURVEYMONKEY, SURVEYMONKEY_FLAT, TYPEFORM,
    GOOGLE_FORMS, MICROSOFT_FORMS, LIMESURVEY, GOOGLE_PLAY, TRUSTPILOT, DELIGHTED, ASKNICELY, WOOTRIC,
    ZENDESK_RATINGS, ZENDESK_CSAT, INTERCOM, INTERCOM_MESSAGES, FRESHDESK, GENERIC,
)  # fmt: skip
NAMES = tuple(dialect.name for dialect in DIALECTS)


def recognise(raw: Raw, declared: str | None = None, where: object = None) -> tuple[Dialect, Fit]:
    """The dialect that was declared, or the only one that is sure; generic where none is.

    Raises
    ------
    InputError
        Two are sure, or the declared one does not fit the file at all.
    """
    if declared is not None:
        check_dialect(declared)
        chosen = next(dialect for dialect in DIALECTS if dialect.name == declared)
        fit = chosen.fits(raw)
        if not fit.score:
            raise InputError(
                f"This is no export of the kind {declared}.", where=where,
                found=f"columns {', '.join(raw.names[:6])}", do="Leave --dialect out, or give another.",
            )  # fmt: skip
        return chosen, fit
    fits = [(dialect, dialect.fits(raw)) for dialect in DIALECTS]
    sure = [(dialect, fit) for dialect, fit in fits if fit.score >= SURE]
    if len(sure) > 1:
        raise InputError(
            "The file could be an export of several platforms.", where=where,
            found="; ".join(f"{d.name} ({', '.join(fit.reasons)})" for d, fit in sure),
            do="Say which: " + " or ".join(f"--dialect {d.name}" for d, _ in sure) + ".",
        )  # fmt: skip
    return sure[0] if sure else fits[-1]


def check_dialect(name: str | None) -> None:
    """Refuses a dialect that does not exist."""
    if name is not None and name not in NAMES:
        raise ConfigError(f"There is no dialect {name!r}.", where="--dialect", do=nearest(name, NAMES))


__all__ = ["DIALECTS", "Answers", "Dialect", "Fit", "Form", "Hint", "Raw", "check_dialect", "recognise"]
