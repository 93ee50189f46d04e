"""Response rate and comment rate. By channel: call them per channel, or see ``from_table``."""

from __future__ import annotations

from cxtext.metrics.inputs import share_of
from cxtext.stats.estimate import Estimate


def response_rate(responses: int, delivered: int, *, level: float = 0.95) -> Estimate:
    """Answers, of the invitations that were delivered (bounces left out), Wilson's interval, in percent.

    >>> response_rate(120, 800).value
    15.0
    """
    return share_of(responses, delivered, "responses", "invitations delivered",
                    base="invitations delivered", level=level)  # fmt: skip


def comment_rate(commented: int, responses: int, *, level: float = 0.95) -> Estimate:
    """Answers with a comment that says something, of all answers, Wilson's interval, in percent.

    >>> comment_rate(200, 500).value
    40.0
    """
    return share_of(commented, responses, "responses with a comment", "responses",
                    base="responses", level=level)  # fmt: skip
