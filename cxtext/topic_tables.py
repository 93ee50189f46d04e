"""The tables about topics; `cxtext.tables` offers them with all others."""

from __future__ import annotations

from cxtext.contracts import Column, Table

_NAME = Column("name", "str", "a short label for people")
_COUNTS = (
    Column("n_mentions", "int", "mentions that carry it"),
    Column("n_respondents", "int", "respondents with at least one such mention"),
    Column("stability", "float", "0 to 1: how well halves of the texts find it again", optional=True),
    Column("origin", "str", "how it came to be", allowed=("found", "curated")),
)

TOPICS = Table(
    "topics",
    ("topic_id",),
    (
        Column("topic_id", "str", "stable id such as t03"),
        _NAME,
        Column("parent_id", "str", "the topic that a person put above it", optional=True),
        *_COUNTS,
    ),
)

SUBTOPICS = Table(
    "subtopics",
    ("topic_id",),
    (
        Column("topic_id", "str", "stable id such as t13, of one line of numbers with the topics"),
        _NAME,
        Column("parent_id", "str", "the topic that it is a part of, which counts its mentions too"),
        *_COUNTS,
    ),
)

TOPIC_TERMS = Table(
    "topic_terms",
    ("topic_id", "lang", "rank"),
    (
        Column("topic_id", "str", "the topic or subtopic"),
        Column("lang", "str", "language of the term"),
        Column("rank", "int", "1 is the most telling"),
        Column("term", "str", "word or phrase"),
        Column("weight", "float", "c-TF-IDF weight"),
    ),
)

MENTION_TOPICS = Table(
    "mention_topics",
    ("mention_id", "topic_id"),
    (
        Column("mention_id", "str", "the mention"),
        Column("topic_id", "str", "its topic; an unassigned mention has no row"),
        Column("weight", "float", "cosine to the topic's centre"),
        Column("how", "str", "by what", allowed=("assigned", "reassigned", "curated")),
        Column("subtopic_id", "str", "the part of the topic that it is about", optional=True),
    ),
)

OVER_TIME = ("emerging", "fading", "no clear change")
AGAINST_REST = ("above the rest", "below the rest", "no clear difference")
UNDECIDED = "not enough data"

TOPIC_TRENDS = Table(
    "topic_trends",
    ("topic_id", "segment", "period"),
    (
        Column("topic_id", "str", "the topic; one above others counts theirs, each respondent once"),
        Column("segment", "str", "column=value; missing means all", optional=True),
        Column("period", "str", "month, quarter or year; missing means all", optional=True),
        Column("n_mentions", "int", "mentions in it"),
        Column("n_respondents", "int", "respondents who mention the topic in it"),
        Column("base", "int", "respondents with a comment in it, each once, unweighted"),
        Column("share", "float", "n_respondents of base, percent; missing where suppressed", optional=True),
        Column("low", "float", "lower end of Wilson's 95 % interval", optional=True),
        Column("high", "float", "upper end of Wilson's 95 % interval", optional=True),
        Column(
            "change", "float",
            "percentage points: first to last period on a line (row of all); minus the rest's (segment)",
            optional=True,
        ),
        Column("change_low", "float", "lower end of its 95 % interval", optional=True),
        Column("change_high", "float", "upper end of its 95 % interval", optional=True),
        Column("p", "float", "of no change (row of all) or no difference (segment)", optional=True),
        Column("q", "float", "Benjamini-Hochberg: topics over time; topics x segments", optional=True),
        Column(
            "verdict", "str", "missing for a period", optional=True,
            allowed=(*OVER_TIME, *AGAINST_REST, UNDECIDED),
        ),
        Column("flags", "str", "low_base, suppressed, too_few_periods, clustered", optional=True),
    ),
)  # fmt: skip
