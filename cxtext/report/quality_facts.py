"""Data quality, topic coverage and the run's own record, as findings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxtext.report.words import Words

if TYPE_CHECKING:
    import pandas as pd


def coverage_facts(tables: dict[str, pd.DataFrame], words: Words) -> dict[str, Any]:
    """Mentions assigned directly, by the curated list, by reassignment, and not at all; they add up."""
    mentions, links = tables["mentions"], tables["mention_topics"]
    n = len(mentions)
    how = links.sort_values("mention_id").drop_duplicates("mention_id")["how"].value_counts()
    counts = {key: int(how.get(key, 0)) for key in ("assigned", "reassigned", "curated")}
    counts["unassigned"] = n - sum(counts.values())
    facts = {key: {"n": k, "share": 100 * k / n if n else None} for key, k in counts.items()}
    texts = {key: words.share(fact["share"]) for key, fact in facts.items()}
    text = words("topics.coverage", n=words.number(n, 0), assigned=texts["assigned"],
                 reassigned=texts["reassigned"], unassigned=texts["unassigned"])  # fmt: skip
    if counts["curated"]:
        text += " " + words("topics.coverage_curated", curated=texts["curated"])
    return {"n": n, "text": text if n and len(tables["topics"]) else ""} | facts


def quality_facts(tables: dict[str, pd.DataFrame], run: dict[str, Any], words: Words) -> dict[str, Any]:
    """Row accounting, issues by code, languages of the comments, fillers."""
    comments = tables["comments"]
    langs = comments.loc[~comments["filler"].astype(bool), "lang"].value_counts()
    total = int(langs.sum())
    counts = run.get("counts") or {}
    return {
        "files": _files(counts.get("files"), words),
        "counts": count_rows(counts, words),
        "issues": _issues(tables["issues"], words),
        "languages": [
            {
                "lang": lang,
                "label": words.get(f"lang.{lang}", str(lang)),
                "n": int(n),
                "share": 100 * int(n) / total,
            }
            for lang, n in sorted(langs.items(), key=lambda item: (-item[1], item[0]))
        ],
        "n_fillers": int(comments["filler"].astype(bool).sum()),
    }


def _files(files: Any, words: Words) -> list[dict[str, Any]]:
    """Row accounting a file: read = kept + dropped + rejected, with the reasons in words."""
    rows = []
    for name, account in (files or {}).items():
        dropped, rejected = account.get("dropped") or {}, account.get("rejected") or {}
        reasons = [
            f"{words.get(f'code.{code}', code)} {words.number(n, 0)}"
            for code, n in (dropped | rejected).items()
        ]
        rows.append(
            {
                "file": Path(name).name,
                "read": account["rows_read"],
                "kept": account["kept"],
                "dropped": sum(dropped.values()),
                "rejected": sum(rejected.values()),
                "reasons": words.listed(reasons),
            }
        )
    return rows


def count_rows(counts: Any, words: Words, path: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Nested counts as flat rows in their order, each with its path and its name in words."""
    if isinstance(counts, dict):
        return [row for key, value in counts.items() for row in count_rows(value, words, (*path, str(key)))]
    if isinstance(counts, list | tuple):
        return [row for i, value in enumerate(counts, 1) for row in count_rows(value, words, (*path, str(i)))]
    label = " · ".join(words.name("count", part) for part in path)
    return [{"path": list(path), "label": label, "value": counts}]


def _issues(issues: pd.DataFrame, words: Words) -> list[dict[str, Any]]:
    """Issues by code, severity, action and column; the gravest first, then the most frequent.

    ``n`` counts the rows concerned; None where the issue speaks of the whole file: the rows under it are
    then examples, and its own text says how many there are.
    """
    rank = {"error": 0, "warning": 1, "note": 2}
    keys = ["code", "severity", "action", "column"]
    facts = []
    for key, rows in issues.sort_values("row", kind="stable").groupby(keys, dropna=False, sort=True):
        example = next(iter(rows["excerpt"].dropna()), None)
        n = None if (rows["row"] == 0).any() else len(rows)
        label = words.get(f"code.{key[0]}", "")
        facts.append(dict(zip(keys, key, strict=True)) | {"n": n, "label": label, "example": example})
    return sorted(facts, key=lambda r: (rank.get(r["severity"], 3), -(r["n"] or 0), r["code"]))


def note_list(run: dict[str, Any]) -> list[dict[str, str]]:
    """The run's notes as ``{about, text}``; ``run["notes"]`` may map a stage to a sentence or list them."""
    notes = run.get("notes") or {}
    if isinstance(notes, dict):
        return [
            {"about": str(k), "text": t} for k, v in notes.items() for t in ([v] if isinstance(v, str) else v)
        ]
    return [{"about": "", "text": str(text)} for text in notes]


def run_facts(run: dict[str, Any]) -> dict[str, Any]:
    """What was run: inputs, config, models, versions, seed, device, times; files by name, not by folder."""
    config = dict(run.get("config") or {})
    if config.get("score"):
        config["score"] = [_score(score) for score in config["score"]]
    return {
        "version": run.get("version"),
        "made": run.get("made") or run.get("started"),
        "seed": run.get("seed"),
        "device": run.get("device"),
        "inputs": [_input(item) for item in _items(run.get("inputs"))],
        "config": _short_paths(config),
        "models": _short_paths(run.get("models") or {}),
        "versions": run.get("versions") or {},
        "times": run.get("times") or {},
    }


def _score(score: Any) -> str:
    """A score as its flag is written.

    >>> _score({"metric": "ces", "column": "Effort", "scale_min": 1, "scale_max": 7, "low_is_good": True})
    'ces=Effort@1-7:low-is-good'
    """
    if not isinstance(score, dict):
        return str(score)
    scale = "" if score.get("scale_min") is None else f"@{score['scale_min']}-{score['scale_max']}"
    return f"{score['metric']}={score['column']}{scale}{':low-is-good' if score.get('low_is_good') else ''}"


def _items(inputs: Any) -> list[Any]:
    if isinstance(inputs, dict):
        return [
            {"path": path} | (info if isinstance(info, dict) else {"sha256": info})
            for path, info in inputs.items()
        ]
    return list(inputs or [])


def _input(item: Any) -> dict[str, Any]:
    item = dict(item) if isinstance(item, dict) else {"path": item}
    return item | {"path": Path(str(item.get("path", ""))).name}


def _short_paths(value: Any) -> Any:
    """Folders left out of paths: they name people and machines, and a report travels."""
    if isinstance(value, dict):
        return {k: _short_paths(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_short_paths(v) for v in value]
    if isinstance(value, Path):
        return value.name
    return Path(value).name if isinstance(value, str) and Path(value).is_absolute() else value
