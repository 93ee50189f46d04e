"""What is planted: who mentions what how often, and what a mention does to the scores."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One topic in one polarity.

    ``weights`` are relative frequencies in the first and second quarter; ``promoter``, ``detractor`` and
    ``top2`` are what a mention adds to the probability of that group, ``ces`` what it adds to the mean.
    """

    topic: str
    polarity: str
    weights: tuple[float, float]
    promoter: float = 0.0
    detractor: float = 0.0
    top2: float = 0.0
    ces: float = 0.0


class Base(NamedTuple):
    """The scores of somebody who mentions none of the topics."""

    promoter: float
    detractor: float
    top2: float
    ces: float


ROLES = {
    "delivery": "driver",
    "damage": "driver",
    "app": "driver",
    "cancel": "driver",
    "support": "driver",
    "pets": "bystander",
    "recipe": "null",
    "design": "null",
    "newsletter": "null",
    "coffee": "null",
}

# A topic's other polarity is zero on purpose: a parcel that is late costs points, one on time earns none.
ROWS = (
    Row("delivery", "negative", (10, 18), promoter=-0.18, detractor=0.22, top2=-0.22),
    Row("delivery", "positive", (9, 5)),
    Row("damage", "negative", (12, 11), promoter=-0.13, detractor=0.20, top2=-0.26),
    Row("damage", "positive", (5, 5)),
    Row("app", "negative", (14, 8), top2=-0.16, ces=-1.7),
    Row("app", "positive", (4, 6)),
    Row("cancel", "negative", (10, 10), promoter=-0.11, detractor=0.15, ces=-1.3),
    Row("cancel", "positive", (5, 5)),
    Row("support", "negative", (7, 7), promoter=-0.13, detractor=0.19, top2=-0.18, ces=-0.7),
    Row("support", "positive", (14, 14), promoter=0.20, detractor=-0.10, top2=0.14, ces=0.6),
    Row("pets", "negative", (9, 9)),
    Row("pets", "positive", (6, 6)),
    Row("recipe", "negative", (5, 5)),
    Row("recipe", "positive", (8, 8)),
    Row("design", "negative", (5, 5)),
    Row("design", "positive", (6, 6)),
    Row("newsletter", "negative", (7, 7)),
    Row("newsletter", "positive", (5, 5)),
    Row("coffee", "negative", (5, 5)),
    Row("coffee", "positive", (7, 8)),
)

COMMENTERS = Base(promoter=0.46, detractor=0.22, top2=0.72, ces=5.2)
SILENT = Base(promoter=0.55, detractor=0.13, top2=0.82, ces=5.7)

COMMENT_RATE = 0.70
# How many topics a commenter brings up: none, one, two, three.
N_TOPICS = (0.08, 0.44, 0.36, 0.12)
# The bystander mostly comes along with a late delivery, and rarely alone.
BYSTANDER, COMPANION = "pets", ("delivery", "negative")
WITH_COMPANION, WITHOUT_COMPANION = 5.0, 0.3

METRICS = ("nps", "csat", "ces")


def beta(row: Row, metric: str) -> float:
    """What a mention adds to the metric's statistic: NPS points, CSAT percentage points, CES scale points.

    >>> round(beta(ROWS[0], "nps"), 9), beta(ROWS[0], "csat"), beta(ROWS[0], "ces")
    (-40.0, -22.0, 0.0)
    """
    if metric == "nps":
        return 100 * (row.promoter - row.detractor)
    return 100 * row.top2 if metric == "csat" else row.ces
