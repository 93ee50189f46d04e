"""Whether the topics are any good, as findings: the curve over sizes, grades, coherence, diversity."""

from __future__ import annotations

from typing import Any

from cxtext.report.figures import known
from cxtext.report.words import Words

# Hennig (2007), Cluster-wise assessment of cluster stability, Computational Statistics & Data Analysis 52,
# 258-271, and the manual of his R package fpc: a mean Jaccard of .75 and more is a valid, stable cluster,
# .6 to .75 a pattern whose members are in doubt, below that none to rely on. His are bootstrap samples; ours
# are separate halves of the texts, which share nothing and hold half as much: no easier to pass.
FIRM, FAIR = 0.75, 0.6
HOW = ("assigned", "reassigned", "curated", "unassigned")


def grade(stability: Any) -> str:
    """How a topic's stability is called.

    >>> [grade(x) for x in (0.9, 0.75, 0.6, 0.59, None)]
    ['firm', 'firm', 'fair', 'weak', 'unknown']
    """
    value = known(stability)
    if value is None:
        return "unknown"
    return "firm" if value >= FIRM else "fair" if value >= FAIR else "weak"


def coherence_of(topic: str, run: dict[str, Any]) -> float | None:
    """A topic's coherence (NPMI, -1 to 1); a topic of one question (``t03@why``) has that of the whole."""
    found = (run.get("topics") or {}).get("coherence") or {}
    return known(found.get(topic, found.get(topic.partition("@")[0])))


def trust_facts(topics: list[dict[str, Any]], run: dict[str, Any], words: Words) -> dict[str, Any]:
    """``sizes`` (one a candidate, ``chosen`` marks one), ``why``, ``terms``: empty where not recorded."""
    told = run.get("topics") or {}
    tried = [size for size in told.get("sizes_tried") or [] if "gap_error" in size]
    sizes = [dict(size) | {"chosen": size["groups"] == told.get("groups")} for size in tried]
    values = [topic["coherence"] for topic in topics if topic["coherence"] is not None]
    mean, diversity = sum(values) / len(values) if values else None, known(told.get("diversity"))
    terms = ""
    if topics and mean is not None and diversity is not None:
        terms = words("trust.terms", diversity=words.share(100 * diversity), coherence=words.number(mean, 2))
    return {
        "sizes": sizes, "why": _why(told, sizes, words) if topics else "", "terms": terms,
        "coherence": mean, "diversity": diversity,
        "grades": {name: sum(t["grade"] == name for t in topics) for name in ("firm", "fair", "weak")},
    }  # fmt: skip


def _why(told: dict[str, Any], sizes: list[dict[str, Any]], words: Words) -> str:
    """Why there are as many topics as there are, in words."""
    if told.get("method") == "assigned":
        return words("trust.why_assigned")
    if told.get("method") == "density":
        return words("trust.why_density")
    chosen = next((size for size in sizes if size["chosen"]), None)
    if chosen is None:
        return ""
    best = max(sizes, key=lambda size: size["agreement"])
    return words(
        "trust.why_best" if best is chosen else "trust.why", found=told["found"], groups=chosen["groups"],
        agreement=words.number(chosen["agreement"], 3), best=words.number(best["agreement"], 3),
        error=words.number(chosen["gap_error"], 3),
    )  # fmt: skip
