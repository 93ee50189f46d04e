"""Comments with topics and sentiment as columns next to the analyst's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

OWN = ("comment_id", "question_id", "text", "lang", "topics", "sentiment", "polarity")


def comments_view(tables: dict[str, pd.DataFrame], original: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row a comment: ``response_id``, the analyst's columns, then what was found in it.

    ``topics`` are the topics' names in the order of their mentions, parted by "; "; ``sentiment`` and
    ``polarity`` are the comment's. The columns that the comments were read from are left out of ``original``:
    they hold what redaction has masked. One of its columns that is named like ours gets " (as read)".
    """
    import pandas as pd

    from cxtext import tables as contracts

    full = {name: tables[name] if name in tables else contracts.empty(table)
            for name, table in contracts.TABLES.items()}  # fmt: skip
    comments, tone = full["comments"], full["sentiments"]
    tone = tone[tone["level"] == "comment"].set_index("unit_id")
    links = (
        full["mention_topics"]
        .merge(full["mentions"][["mention_id", "comment_id", "start"]], on="mention_id")
        .merge(full["topics"][["topic_id", "name"]], on="topic_id")
        .sort_values(["comment_id", "start", "topic_id"], kind="stable")
        .drop_duplicates(["comment_id", "topic_id"])
    )
    names = links.groupby("comment_id")["name"].agg("; ".join) if len(links) else pd.Series(dtype="str")
    found = comments[["response_id", "comment_id", "question_id", "text", "lang"]].assign(
        topics=comments["comment_id"].map(names),
        sentiment=comments["comment_id"].map(tone["label"]),
        polarity=comments["comment_id"].map(tone["polarity"]),
    )
    if original is None:
        return found
    if "response_id" not in original.columns:
        original = original.rename_axis("response_id").reset_index()
    own = original.drop(columns=[c for c in original.columns if c in set(comments["question_id"])])
    own = own.rename(columns={name: f"{name} (as read)" for name in OWN})
    return (
        found[["response_id"]]
        .merge(own, on="response_id", how="left")
        .join(found.drop(columns="response_id"))
    )
