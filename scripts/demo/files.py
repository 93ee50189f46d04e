"""The demo's files: tables to be joined, the truth behind them, a config and a page about them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from demo.customers import customers_and_orders
from demo.model import Draw, draw, true_impacts
from demo.phrases import bank
from demo.readme import CONFIG, README
from demo.texts import Texts, write_texts
from demo.topics import COMMENT_RATE, COMMENTERS, METRICS, ROLES, SILENT

if TYPE_CHECKING:
    import pandas as pd

DUPLICATES = 0.007  # share of response rows that the export holds twice
COLUMNS = ["response_id", "customer_id", "submitted_at", "country", "plan", "channel", *METRICS]


def write_files(out: Path, n: int, seed: int) -> None:
    """Draws ``n`` responses; writes four tables, truth.json, cxtext.toml and README.md."""
    rng = np.random.default_rng(seed)
    drawn = draw(rng, n)
    texts = write_texts(drawn, rng)
    responses = _export(drawn.responses, rng)
    customers, orders = customers_and_orders(drawn.responses, seed)
    out.mkdir(parents=True, exist_ok=True)
    tables = {
        "responses": responses, "verbatims": texts.verbatims, "customers": customers, "transactions": orders
    }  # fmt: skip
    for name, frame in tables.items():
        (out / f"{name}.csv").write_bytes(frame.to_csv(index=False, lineterminator="\n").encode())
    for name, content in (
        ("truth.json", _truth(drawn, texts, len(responses), seed)),
        ("cxtext.toml", CONFIG),
        ("README.md", README.format(impacts=_impact_table(), n=n, seed=seed)),
    ):
        (out / name).write_bytes(content.encode())


def _export(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The responses as a survey tool exports them: text, blanks in two spellings, some rows twice."""
    frame = people[COLUMNS].copy()
    for metric in METRICS:
        blank = np.where(rng.random(len(frame)) < 0.15, "N/A", "")
        score = frame[metric].fillna(-1).astype(int).astype(str)
        frame[metric] = np.where(people[metric].isna(), blank, score)
    frame["submitted_at"] = people["submitted_at"].dt.strftime("%Y-%m-%d %H:%M:%S")
    rows = np.arange(len(frame))
    twice = rng.choice(rows, size=round(DUPLICATES * len(frame)), replace=False)
    return frame.iloc[np.sort(np.append(rows, twice), kind="stable")]


def _truth(drawn: Draw, texts: Texts, n_rows: int, seed: int) -> str:
    impacts = true_impacts()
    people = drawn.responses
    kinds = [row["kind"] for row in texts.spans]
    head = {
        "about": "Planted truth of the demo survey; see README.md. Impacts are those of the population.",
        "seed": seed,
        "sizes": {
            "responses": len(people),
            "response_rows": n_rows,
            "customers": int(people["customer_id"].nunique()),
            "commenters": int(people["commenter"].sum()),
            "verbatim_rows": len(kinds),
            **{f"verbatims_{kind}": kinds.count(kind) for kind in ("topics", "remark", "filler", "blank")},
        },
        "scores": _expected(impacts),
        "topics": [
            {"id": topic, "role": role, "names": bank(topic)["name"]} for topic, role in ROLES.items()
        ],
        "impacts": [
            {key: round(value, 9) if isinstance(value, float) else value for key, value in row.items()}
            for row in impacts.assign(planted=impacts["beta"] != 0).to_dict("records")
        ],
    }
    lines = [f" {json.dumps(key)}: {_lines(value)}" for key, value in head.items()]
    lines.append(f' "verbatims": {_lines(texts.spans)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _lines(value: object) -> str:
    """JSON with one list item a line."""
    if not isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return "[\n" + ",\n".join(f"  {json.dumps(item, ensure_ascii=False)}" for item in value) + "\n ]"


def _expected(impacts: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Each metric's statistic in the population: of commenters, of silent respondents, of all."""

    def statistics(base: object) -> dict[str, float]:
        promoter, detractor, top2, ces = (getattr(base, k) for k in ("promoter", "detractor", "top2", "ces"))
        return {"nps": 100 * (promoter - detractor), "csat": 100 * top2, "ces": ces}

    total = impacts.groupby("metric")["impact"].sum()
    bare, silent = statistics(COMMENTERS), statistics(SILENT)
    return {
        metric: {
            "commenters": round(bare[metric] + total[metric], 9),
            "silent": round(silent[metric], 9),
            "all": round(
                COMMENT_RATE * (bare[metric] + total[metric]) + (1 - COMMENT_RATE) * silent[metric], 9
            ),
        }
        for metric in METRICS
    }


def _impact_table() -> str:
    """The planted rows as a Markdown table."""
    impacts = true_impacts()
    lines = ["| topic | polarity | mentioned by | " + " | ".join(METRICS) + " |", "|---|---|---|---|---|---|"]
    wide = impacts.pivot(index=["topic", "polarity", "prevalence"], columns="metric", values="impact")
    for (topic, polarity, share), row in wide[wide.any(axis=1)].sort_values("nps").iterrows():
        cells = [f"{row[m]:+.2f}" if row[m] else "0" for m in METRICS]
        lines.append(f"| {topic} | {polarity} | {100 * share:.1f} % | " + " | ".join(cells) + " |")
    return "\n".join(lines)
