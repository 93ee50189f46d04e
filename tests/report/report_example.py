"""A whole run's tables from a seed: an online shop with comments in three languages."""

from __future__ import annotations

import numpy as np
import pandas as pd
from report_example_numbers import bias_table, drivers_table, metrics_table, outcome
from report_example_words import ENDINGS, REGIONS, SAYINGS, TERMS, TOPICS

from cxtext import tables as contracts
from cxtext.topics import topic_trends

__all__ = ["example_run", "example_tables", "outcome"]


def example_tables(lang: str = "en", n: int = 1500, seed: int = 0) -> dict[str, pd.DataFrame]:
    """All tables of a run with ``n`` respondents, true to their contracts, with ``comment_bias``."""
    rng = np.random.default_rng(seed)
    ids = [f"r{i:05d}" for i in range(n)]
    wrote = rng.random(n) < 0.58
    spoken = rng.choice(["en", "ko", "zh-Hant"], n, p=[0.4, 0.35, 0.25])
    responses = pd.DataFrame({
        "response_id": ids, "source": "scores.csv", "respondent": ids,
        "submitted_at": pd.Timestamp("2026-01-01", tz="UTC") + pd.to_timedelta(rng.integers(0, 181, n), "D"),
        "channel": rng.choice(["app", "web"], n), "weight": 1.0,
        "seg_region": rng.choice(REGIONS[lang], n, p=[0.5, 0.3, 0.2]),
        "seg_plan": rng.choice(["Basic", "Plus"], n, p=[0.65, 0.35]),
    })  # fmt: skip
    negative, positive = np.zeros((n, len(TOPICS)), bool), np.zeros((n, len(TOPICS)), bool)
    for j, (_, share, bad, _) in enumerate(TOPICS.values()):
        mentioned = wrote & (rng.random(n) < share)
        negative[:, j] = mentioned & (rng.random(n) < bad)
        positive[:, j] = mentioned & ~negative[:, j]
    # Talk of t06 comes late, and t05 is of one region.
    late = (negative | positive)[:, list(TOPICS).index("t06")] & (np.arange(n) % 2 == 1)
    days = (responses["submitted_at"] - pd.Timestamp("2026-01-01", tz="UTC")).dt.days
    later = pd.Timestamp("2026-01-01", tz="UTC") + pd.to_timedelta(180 - (180 - days) // 2, "D")
    local = (negative | positive)[:, list(TOPICS).index("t05")] & (np.arange(n) % 2 == 0)
    responses["submitted_at"] = responses["submitted_at"].where(~late, later)
    responses["seg_region"] = responses["seg_region"].where(~local, REGIONS[lang][0])
    effects = np.array([effect for *_, effect in TOPICS.values()], float)
    sign = np.sign(effects[:, :1]) + (effects[:, :1] == 0)
    pull = negative @ (-np.abs(effects) * [1, 1, -1] * (sign != 0)) + positive @ (
        np.abs(effects) * [0.6, 0.6, -0.6]
    )
    scores = _scores(ids, pull - wrote[:, None] * [4, 2, -0.1], rng)
    comments, mentions, links, sentiments = _texts(ids, wrote, spoken, negative, positive, rng)
    topics = pd.DataFrame({
        "topic_id": list(TOPICS), "name": [t[0][lang] for t in TOPICS.values()],
        "n_mentions": [(links["topic_id"] == t).sum() for t in TOPICS],
        "n_respondents": (negative | positive).sum(axis=0),
        "stability": [0.94, 0.91, 0.88, 0.83, 0.9, 0.72, 0.61, 0.44, 0.7, None], "origin": "found",
    })  # fmt: skip
    terms = pd.DataFrame(
        [
            (t, code, rank + 1, term, 1.0 / (rank + 1))
            for t in TOPICS
            for code, words in TERMS.items()
            for rank, term in enumerate(words)
        ],
        columns=["topic_id", "lang", "rank", "term", "weight"],
    )
    issues = pd.DataFrame(
        [
            ("scores.csv", 18, "N_NA", "note", "nps", "N… (3)", "nulled"),
            ("scores.csv", 40, "N_NA", "note", "nps", "n… (4)", "nulled"),
            ("scores.csv", 0, "W_ENCODING_GUESS", "warning", None, "cp949", "kept"),
            ("verbatims.csv", 7, "D_DUP_ROW", "note", None, None, "dropped"),
        ],
        columns=["file", "row", "code", "severity", "column", "excerpt", "action"],
    )
    made = {
        "responses": responses,
        "scores": scores,
        "comments": comments,
        "mentions": mentions,
        "sentiments": sentiments,
        "topics": topics,
        "topic_terms": terms,
        "mention_topics": links,
        "metrics": metrics_table(scores, responses),
        "drivers": drivers_table(scores, wrote, negative, positive),
        "issues": issues,
    }
    checked = {name: contracts.check(contracts.TABLES[name], frame) for name, frame in made.items()}
    checked["topic_trends"] = topic_trends(checked)
    return checked | {"comment_bias": bias_table(scores, wrote)}


def _scores(ids: list[str], pull: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    frames = []
    for column, (metric, low, high, start, spread, scale) in enumerate(
        [("nps", 0, 10, 8.4, 1.9, 0.055), ("csat", 1, 5, 4.0, 0.8, 0.035), ("ces", 1, 7, 2.9, 1.2, 1.0)]
    ):
        value = np.clip(
            np.round(start + scale * pull[:, column] + rng.normal(0, spread, len(ids))), low, high
        )
        if metric == "nps":
            group = np.select([value >= 9, value >= 7], ["promoter", "passive"], "detractor")
        elif metric == "csat":
            group = np.select([value >= 4, value >= 3], ["top", "middle"], "low")
        else:
            group = np.select([value <= 2, value <= 4], ["top", "middle"], "low")
        frame = pd.DataFrame({"response_id": ids, "question_id": metric, "metric": metric, "value": value,
                              "raw": value.astype(int).astype(str), "scale_min": low, "scale_max": high,
                              "higher_is_better": metric != "ces", "group": group})  # fmt: skip
        frames.append(frame[rng.random(len(ids)) < 0.97])
    return pd.concat(frames, ignore_index=True)


def _texts(ids, wrote, spoken, negative, positive, rng):
    comments, mentions, links, sentiments = [], [], [], []
    for i in np.flatnonzero(wrote):
        lang = str(spoken[i])
        said = [
            (t, side) for j, t in enumerate(TOPICS) for side, x in enumerate((negative, positive)) if x[i, j]
        ]
        parts = [SAYINGS[t][lang][side] for t, side in said] or [
            {"en": "Fine.", "ko": "괜찮아요", "zh-Hant": "還可以"}[lang]
        ]
        comment_id, glue = f"{ids[i]}|why|0", {"en": ". ", "ko": ". ", "zh-Hant": "。"}[lang]
        text = glue.join(parts) + glue.strip() + ENDINGS[lang][rng.integers(4)]
        comments.append((comment_id, ids[i], "why", text, lang, 0.95, len(text), False))
        for k, part in enumerate(parts):
            start = text.index(part)
            mentions.append((f"{comment_id}#{k}", comment_id, start, start + len(part), part))
            side = said[k][1] if said else 2
            p = {0: (0.86, 0.10, 0.04), 1: (0.04, 0.12, 0.84), 2: (0.1, 0.8, 0.1)}[side]
            if side < 2 and rng.random() < 0.1:
                p = (0.2, 0.6, 0.2)
            sentiments.append(
                (
                    f"{comment_id}#{k}",
                    "mention",
                    *p,
                    p[2] - p[0],
                    ("negative", "neutral", "positive")[int(np.argmax(p))],
                )
            )
            if said:
                links.append(
                    (
                        f"{comment_id}#{k}",
                        said[k][0],
                        0.6 + 0.3 * rng.random(),
                        "assigned" if rng.random() < 0.85 else "reassigned",
                    )
                )
        mean = np.mean([s[5] for s in sentiments[-len(parts) :]])
        label = "negative" if mean < -0.2 else "positive" if mean > 0.2 else "neutral"
        sentiments.append(
            (
                comment_id,
                "comment",
                *{"negative": (0.8, 0.1, 0.1), "neutral": (0.1, 0.8, 0.1), "positive": (0.1, 0.1, 0.8)}[
                    label
                ],
                mean,
                label,
            )
        )
    silent = np.flatnonzero(~wrote)[:40]
    comments += [(f"{ids[i]}|why|0", ids[i], "why", "N/A", "und", None, 3, True) for i in silent]
    return (
        pd.DataFrame(
            comments,
            columns=[
                "comment_id",
                "response_id",
                "question_id",
                "text",
                "lang",
                "lang_confidence",
                "n_chars",
                "filler",
            ],
        ),
        pd.DataFrame(mentions, columns=["mention_id", "comment_id", "start", "end", "text"]),
        pd.DataFrame(links, columns=["mention_id", "topic_id", "weight", "how"]),
        pd.DataFrame(
            sentiments,
            columns=["unit_id", "level", "p_negative", "p_neutral", "p_positive", "polarity", "label"],
        ),
    )


def example_run(lang: str = "en") -> dict:
    """A run's record."""
    return {
        "version": "0.1.0",
        "made": "2026-07-02T09:30:00Z",
        "seed": 0,
        "device": "cpu",
        "inputs": [
            {"path": "/data/in/scores.csv", "sha256": "9f" * 32, "rows": 1523},
            {"path": "/data/in/verbatims.csv", "sha256": "1c" * 32, "rows": 911},
        ],
        "config": {
            "score": ["nps=NPS@0-10", "csat=CSAT@1-5", "ces=CES@1-7:low-is-good"],
            "segment": ["region", "plan"],
            "report-lang": lang,
        },
        "models": {
            "embedding": {"name": "multilingual-e5-small", "sha256": "ab" * 32},
            "sentiment": {"name": "cxtext-sentiment", "sha256": "cd" * 32},
        },
        "versions": {"python": "3.11.9", "pandas": "3.0.0", "torch": "2.13.0"},
        "counts": {
            "files": {
                "scores.csv": {
                    "rows_read": 1523,
                    "kept": 1500,
                    "dropped": {"D_DUP_ROW": 21},
                    "rejected": {"E_EMPTY_ID": 2},
                }
            },
            "responses": 1500,
            "respondents": 1500,
            "comments": 911,
            "responses_with_comment": 890,
        },
        "topics": {
            "method": "centres",
            "groups": 12,
            "found": 10,
            "diversity": 0.93,
            "coherence": {topic: 0.4 - 0.05 * i for i, topic in enumerate(TOPICS)},
            "sizes_tried": [
                {"groups": k, "agreement": a, "error": 0.012, "gap_error": e, "coverage": c}
                for k, a, e, c in (
                    (5, 0.71, 0.009, 0.62),
                    (8, 0.78, 0.01, 0.7),
                    (12, 0.815, 0.007, 0.76),
                    (15, 0.82, 0.0, 0.79),
                    (20, 0.74, 0.008, 0.84),
                    (40, 0.61, 0.009, 0.9),
                )
            ],
        },
        "times": {"load": 0.4, "text": 1.1, "inference": 31.2, "topics": 6.8, "drivers": 1.9},
        "notes": {},
    }
