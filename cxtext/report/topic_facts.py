"""Topics as findings: size, terms, sentiment, trend, segments and quotes, with the respondent as the unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxtext.report.figures import figure, known, share_figure, text_or_none
from cxtext.report.metric_facts import group_label
from cxtext.report.quotes import choose_quotes
from cxtext.report.said import SEGMENT_BASE, commenters, said_by
from cxtext.report.trend_facts import NO_TREND, trend_facts
from cxtext.report.trust_facts import coherence_of, grade
from cxtext.report.words import Words
from cxtext.tables import LABELS

if TYPE_CHECKING:
    import pandas as pd

TERMS = 8


def base_facts(tables: dict[str, pd.DataFrame]) -> dict[str, Any]:
    """Who answered: responses, respondents, commenters (a comment that is no filler), first and last date."""
    responses, comments = tables["responses"], tables["comments"]
    said = responses["response_id"].isin(comments.loc[~comments["filler"].astype(bool), "response_id"])
    dates = responses["submitted_at"].dropna()
    return {
        "responses": len(responses),
        "respondents": int(responses["respondent"].nunique()),
        "commenters": int(responses.loc[said, "respondent"].nunique()),
        "first": dates.min().date().isoformat() if len(dates) else None,
        "last": dates.max().date().isoformat() if len(dates) else None,
    }


def topic_facts(
    tables: dict[str, pd.DataFrame], metrics: list[str], run: dict[str, Any], words: Words
) -> list[dict[str, Any]]:
    """One entry a topic, the widest first, with its subtopics; ``run`` holds their coherence."""
    topics = tables["topics"].sort_values(["n_respondents", "topic_id"], ascending=[False, True])
    if not len(topics):
        return []
    people = commenters(tables)
    said = said_by(tables, people, metrics)
    quotes = choose_quotes(said, topics["topic_id"].tolist())
    for quote in (q for sides in quotes.values() for side in sides.values() for q in side):
        quote["group_label"] = group_label(quote["metric"], quote["group"], words) if quote["group"] else ""
    terms = tables["topic_terms"].sort_values(["topic_id", "lang", "rank"])
    impacts = tables["drivers"][tables["drivers"]["segment"].notna()]
    trends = trend_facts(tables["topic_trends"], words)
    parts = subtopic_facts(tables, said, people["respondent"].nunique(), words)
    facts = []
    for row in topics.to_dict("records"):
        own = said[said["topic_id"] == row["topic_id"]]
        by_lang = terms[terms["topic_id"] == row["topic_id"]].groupby("lang", sort=True)["term"]
        facts.append(
            {
                "topic_id": row["topic_id"],
                "name": row["name"],
                "parent_id": text_or_none(row["parent_id"]),
                "origin": row["origin"],
                "terms": {lang: list(group.head(TERMS)) for lang, group in by_lang},
                "n_mentions": int(row["n_mentions"]),
                "n_respondents": int(row["n_respondents"]),
                "share": share_figure(words, int(row["n_respondents"]), people["respondent"].nunique()),
                "stability": known(row["stability"]),
                "grade": grade(row["stability"]),
                "coherence": coherence_of(row["topic_id"], run),
                "sentiment": _sentiment(own),
                **trends.get(row["topic_id"], NO_TREND),
                "segment_impacts": _segment_impacts(impacts[impacts["topic_id"] == row["topic_id"]], words),
                "quotes": quotes[row["topic_id"]],
                "subtopics": parts.get(row["topic_id"], []),
            }
        )
    return facts


def subtopic_facts(
    tables: dict[str, pd.DataFrame], said: pd.DataFrame, people: int, words: Words
) -> dict[str, list[dict[str, Any]]]:
    """Per topic its subtopics, the widest first: their mentions are the topic's, counted once there."""
    parts = tables["subtopics"].sort_values(["n_respondents", "topic_id"], ascending=[False, True])
    if not len(parts):
        return {}
    own = said.drop(columns="topic_id").rename(columns={"subtopic_id": "topic_id"}).dropna(subset="topic_id")
    quotes = choose_quotes(own, parts["topic_id"].tolist())
    terms = tables["topic_terms"].sort_values(["topic_id", "lang", "rank"])
    facts: dict[str, list[dict[str, Any]]] = {}
    for row in parts.to_dict("records"):
        by_lang = terms[terms["topic_id"] == row["topic_id"]].groupby("lang", sort=True)["term"]
        sides = [side for side in quotes[row["topic_id"]].values() if side]
        facts.setdefault(row["parent_id"], []).append({
            "topic_id": row["topic_id"],
            "name": row["name"],
            "origin": row["origin"],
            "terms": {lang: list(group.head(TERMS)) for lang, group in by_lang},
            "n_mentions": int(row["n_mentions"]),
            "n_respondents": int(row["n_respondents"]),
            "share": share_figure(words, int(row["n_respondents"]), people),
            "stability": known(row["stability"]),
            "grade": grade(row["stability"]),
            "sentiment": _sentiment(own[own["topic_id"] == row["topic_id"]]),
            "quotes": [side[0] for side in sides],
        })  # fmt: skip
    return facts


def _sentiment(own: pd.DataFrame) -> dict[str, Any]:
    counts = own["label"].value_counts()
    n = int(counts.sum())
    shares = {
        label: {"n": int(counts.get(label, 0)), "share": 100 * int(counts.get(label, 0)) / n if n else None}
        for label in LABELS
    }
    return {"n": n} | shares


def _segment_impacts(rows: pd.DataFrame, words: Words) -> list[dict[str, Any]]:
    from cxtext.report.driver_facts import IMPACT_UNITS

    facts = []
    for row in rows.to_dict("records"):
        unit = IMPACT_UNITS.get(row["metric"], "scale_points")
        kind = "adjusted" if known(row["impact_adjusted"]) is not None else "marginal"
        impact = figure(
            words, row[f"impact_{kind}"], row[f"impact_{kind}_low"], row[f"impact_{kind}_high"], unit, True
        )
        facts.append(
            {
                "metric": row["metric"],
                "segment": row["segment"],
                "polarity": row["polarity"],
                "kind": kind,
                "metric_label": words.metric(row["metric"]),
                "polarity_label": words.name("topics", row["polarity"]),
                "n_with": int(row["n_with"]),
                "n_without": int(row["n_without"]),
            }
            | impact
        )
    shown = [
        f for f in facts if f["value"] is not None and f["n_with"] >= SEGMENT_BASE and f["polarity"] != "any"
    ]
    return sorted(shown, key=lambda f: (f["metric"], f["polarity"], f["segment"]))
