"""The tables that stages hand to each other, declared once.

Ids are always strings. A missing value is ``None``/``NaN``, never -1 and never an empty string.
``check`` is called where a table leaves its stage; it returns the table with exactly the declared columns,
in the declared order and types, or fails.
"""

from __future__ import annotations

from cxtext.contracts import Column, Table, check, empty
from cxtext.topic_tables import MENTION_TOPICS, SUBTOPICS, TOPIC_TERMS, TOPIC_TRENDS, TOPICS

LABELS = ("negative", "neutral", "positive")  # of sentiment, from worst to best
EMOTIONS = ("anger", "disappointment", "joy", "worry")

RESPONSES = Table(
    "responses",
    ("response_id",),
    (
        Column("response_id", "str", "the response's id: the declared id, or file name and row number"),
        Column("source", "str", "file that it came from"),
        Column("respondent", "str", "who answered; the response_id where no respondent column is declared"),
        Column("submitted_at", "time", "when, UTC", optional=True),
        Column("channel", "str", "declared channel", optional=True),
        Column("language", "str", "declared language, BCP 47", optional=True),
        Column("status", "str", "complete, partial, ...", optional=True),
        Column("weight", "float", "sampling weight, 1 where none is declared"),
    ),
    prefix="seg_",
)

SCORES = Table(
    "scores",
    ("response_id", "question_id"),
    (
        Column("response_id", "str", "the response"),
        Column("question_id", "str", "the score column's name"),
        Column("metric", "str", "nps, csat, ces or the user's own name"),
        Column("value", "float", "the score on its scale; only valid scores have a row"),
        Column("raw", "str", "the cell as it was read"),
        Column("scale_min", "float", "lowest code of the scale"),
        Column("scale_max", "float", "highest code of the scale"),
        Column("higher_is_better", "bool", "direction of the scale"),
        Column("group", "str", "promoter/passive/detractor; top/middle/low (low is always the bad end)"),
    ),
)

COMMENTS = Table(
    "comments",
    ("comment_id",),
    (
        Column("comment_id", "str", "response_id, question_id and a running number, joined by |"),
        Column("response_id", "str", "the response that it belongs to"),
        Column("question_id", "str", "the comment column's name"),
        Column("text", "str", "the comment, NFC and trimmed; blank cells have no row"),
        Column("lang", "str", "BCP 47 (ko, en, ja, fr, zh-Hant, zh-Hans); und where too short to tell"),
        Column("lang_confidence", "float", "0 to 1; missing for und", optional=True),
        Column("n_chars", "int", "length in characters"),
        Column("filler", "bool", "true: says nothing (N/A, 없음, 無, ras); counted as silent"),
    ),
)

MENTIONS = Table(
    "mentions",
    ("mention_id",),
    (
        Column("mention_id", "str", "comment_id#running number"),
        Column("comment_id", "str", "the comment"),
        Column("start", "int", "first character in comments.text"),
        Column("end", "int", "one past the last character"),
        Column("text", "str", "comments.text[start:end]"),
    ),
)

SENTIMENTS = Table(
    "sentiments",
    ("unit_id",),
    (
        Column("unit_id", "str", "a mention_id or a comment_id; its number is 0 where no text was given"),
        Column("level", "str", "what the unit is", allowed=("mention", "comment")),
        Column(
            "p_negative", "float", "probability; missing for blank text, as all that follows", optional=True
        ),
        Column("p_neutral", "float", "probability", optional=True),
        Column("p_positive", "float", "probability", optional=True),
        Column("polarity", "float", "p_positive - p_negative, -1 to 1", optional=True),
        Column("label", "str", "the most probable", allowed=LABELS, optional=True),
        Column("effort", "str", "missing without a sign", allowed=("hard", "easy"), optional=True),
        Column("request", "str", "asks for action; missing without a sign", allowed=("yes",), optional=True),
        Column("emotion", "str", "missing without a sign", allowed=EMOTIONS, optional=True),
        Column("effort_score", "float", "p(hard) - p(easy), -1 to 1; missing if unreadable", optional=True),
        Column("flags", "str", "blank: no text, so nothing else; missing otherwise", optional=True),
    ),
)

SENTIMENT_CHECKS = Table(
    "sentiment_checks",
    ("metric", "lang", "statistic"),
    (
        Column("metric", "str", "whose scores the text is held against"),
        Column("lang", "str", "language of the comments; missing means all", optional=True),
        Column("statistic", "str", "what is measured", allowed=("kappa", "ece", "effort_auc")),
        Column(
            "value",
            "float",
            "kappa -1 to 1, others 0 to 1; missing where the base is small",
            optional=True,
        ),
        Column("low", "float", "lower end of the 95 % interval", optional=True),
        Column("high", "float", "upper end of the 95 % interval", optional=True),
        Column("n", "int", "respondents with a score and a text"),
        Column("method", "str", "weights or bins, and how the interval was made"),
        Column("flags", "str", "low_base", optional=True),
    ),
)

SENTIMENT_MISMATCHES = Table(
    "sentiment_mismatches",
    ("response_id", "question_id"),
    (
        Column("response_id", "str", "the response"),
        Column("question_id", "str", "the score column's name"),
        Column("metric", "str", "as in scores"),
        Column("score", "float", "the score on its scale"),
        Column("says", "str", "the score's end of its scale", allowed=("negative", "positive")),
        Column(
            "label", "str", "the text's sentiment, as the model gave it", allowed=("negative", "positive")
        ),
        Column("polarity", "float", "of the text, -1 to 1"),
        Column("lang", "str", "language of the comments"),
        Column(
            "reason",
            "str",
            "the likeliest reason by rule, never applied",
            allowed=("sarcasm", "scale_misread", "model_error"),
        ),
    ),
)

METRICS = Table(
    "metrics",
    ("metric", "statistic", "segment", "period"),
    (
        Column("metric", "str", "nps, csat, ces ..."),
        Column("statistic", "str", "nps, top2, mean ..."),
        Column("segment", "str", "column=value; missing means all", optional=True),
        Column("period", "str", "e.g. 2026-Q1; missing means all", optional=True),
        Column("value", "float", "in unit; missing with a reason in flags", optional=True),
        Column("low", "float", "lower end of the interval", optional=True),
        Column("high", "float", "upper end of the interval", optional=True),
        Column("unit", "str", "points, percent, scale points ..."),
        Column("n", "int", "valid answers"),
        Column("n_eff", "float", "effective number of answers", optional=True),
        Column("method", "str", "how the interval was made"),
        Column("flags", "str", "low_base, suppressed ... joined by spaces", optional=True),
    ),
)

METRIC_CHANGES = Table(
    "metric_changes",
    ("metric", "statistic"),
    (
        Column("metric", "str", "as in metrics"),
        Column("statistic", "str", "as in metrics"),
        Column("before", "str", "the last period but one"),
        Column("after", "str", "the last period"),
        Column("change", "float", "later minus earlier, in unit", optional=True),
        Column("low", "float", "lower end of the interval", optional=True),
        Column("high", "float", "upper end of the interval", optional=True),
        Column("p", "float", "of no change", optional=True),
        Column("q", "float", "Benjamini-Hochberg over all rows", optional=True),
        Column("unit", "str", "points, percentage points, scale points ..."),
        Column("n_before", "int", "valid answers"),
        Column("n_after", "int", "valid answers"),
        Column("method", "str", "how the change was tested; none where it was not"),
        Column("flags", "str", "low_base, suppressed ... joined by spaces", optional=True),
    ),
)

DRIVERS = Table(
    "drivers",
    ("metric", "topic_id", "polarity", "segment"),
    (
        Column("metric", "str", "nps, csat, ces ..."),
        Column("topic_id", "str", "the topic"),
        Column("polarity", "str", "how it was mentioned", allowed=("any", "negative", "positive")),
        Column("segment", "str", "column=value; missing means all", optional=True),
        Column("base", "str", "who the shares and impacts are over", allowed=("commenters",)),
        Column("prevalence", "float", "share of the base that mentions it, percent", optional=True),
        Column("prevalence_all", "float", "post-stratified to all respondents, percent", optional=True),
        Column("impact_marginal", "float", "score minus score without mentioners", optional=True),
        Column("impact_marginal_low", "float", "lower end of its 95 % interval", optional=True),
        Column("impact_marginal_high", "float", "upper end of its 95 % interval", optional=True),
        Column("impact_adjusted", "float", "coefficient x prevalence, all topics at once", optional=True),
        Column("impact_adjusted_low", "float", "lower end of its 95 % interval", optional=True),
        Column("impact_adjusted_high", "float", "upper end of its 95 % interval", optional=True),
        Column("impact_all", "float", "adjusted impact post-stratified to all respondents", optional=True),
        Column("odds_ratio", "float", "odds of detractor / low CSAT / high effort", optional=True),
        Column("odds_ratio_low", "float", "lower end of its 95 % interval", optional=True),
        Column("odds_ratio_high", "float", "upper end of its 95 % interval", optional=True),
        Column("p", "float", "of the adjusted impact", optional=True),
        Column("q", "float", "Benjamini-Hochberg over the declared family", optional=True),
        Column("n_with", "int", "respondents in the base who mention it"),
        Column("n_without", "int", "respondents in the base who do not"),
        Column(
            "verdict",
            "str",
            "missing for descriptive rows",
            optional=True,
            allowed=("drives down", "drives up", "no clear effect", "not enough data"),
        ),
        Column("n_needed", "float", "base needed to decide, where the verdict is undecided", optional=True),
        Column("flags", "str", "marginal_only, low_base ... joined by spaces", optional=True),
    ),
)

COMMENT_BIAS = Table(
    "comment_bias",
    ("metric", "statistic", "group"),
    (
        Column("metric", "str", "nps, csat, ces ..."),
        Column("statistic", "str", "the metric's own: nps, top2, mean"),
        Column("group", "str", "who", allowed=("commenters", "silent", "all", "difference")),
        Column("value", "float", "of the group; for difference commenters minus silent", optional=True),
        Column("low", "float", "lower end of the interval", optional=True),
        Column("high", "float", "upper end of the interval", optional=True),
        Column("unit", "str", "points, percent, scale points"),
        Column("n", "int", "responses with a valid score"),
        Column("method", "str", "how the interval was made"),
        Column("flags", "str", "clustered, weighted, low_base ... joined by spaces", optional=True),
    ),
)

ISSUES = Table(
    "issues",
    ("file", "row", "code", "column"),
    (
        Column("file", "str", "file"),
        Column("row", "int", "1-based record in the file, header not counted; 0 for the whole file"),
        Column("code", "str", "stable code, e.g. E_DUP_ID"),
        Column("severity", "str", "how bad", allowed=("error", "warning", "note")),
        Column("column", "str", "column", optional=True),
        Column("excerpt", "str", "masked excerpt", optional=True),
        Column("action", "str", "what was done", allowed=("kept", "dropped", "nulled", "rejected", "fixed")),
    ),
)

TABLES = {
    table.name: table
    for table in (
        RESPONSES, SCORES, COMMENTS, MENTIONS, SENTIMENTS, SENTIMENT_CHECKS, SENTIMENT_MISMATCHES, TOPICS,
        SUBTOPICS, TOPIC_TERMS, MENTION_TOPICS, TOPIC_TRENDS, METRICS, METRIC_CHANGES, DRIVERS, COMMENT_BIAS,
        ISSUES,
    )
}  # fmt: skip

__all__ = [
    "MENTION_TOPICS",
    "SUBTOPICS", "TABLES", "TOPICS", "TOPIC_TERMS", "TOPIC_TRENDS", "Column", "Table", "check", "empty",
]  # fmt: skip
