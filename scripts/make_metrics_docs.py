"""Writes docs/metrics.md from the metrics' docstrings; ``--check`` only says whether it is up to date."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

PAGE = ROOT / "docs" / "metrics.md"
DISAGREEMENTS = ROOT / "tests" / "metrics" / "test_metrics_contradictions.py"
CHAPTERS = {
    "Scored questions": (
        "net_promoter_score", "net_promoter_score_by", "customer_satisfaction", "customer_effort",
        "experience_index", "engagement_index", "net_sentiment", "label_codes",
    ),
    "Churn, retention, revenue": (
        "churn_rate", "churn_rate_average_base", "churn_over", "expected_life", "retention_rate",
        "repeat_rate",
        "revenue_churn", "gross_revenue_retention", "net_revenue_retention", "survival_curve", "survival_at",
        "median_survival",
    ),
    "Value and cost": (
        "lifetime_value", "lifetime_value_of_revenue", "lifetime_value_per_capex", "fit_purchases",
        "fit_history", "predict_purchases", "expected_customers", "acquisition_cost", "value_to_cost",
        "payback",
        "cost_to_serve",
    ),
    "Loyalty and wallet": (
        "redemption_rate", "breakage", "member_redemption_rate", "share_of_wallet", "wallet_allocation",
        "wallet_shares", "purchase_frequency",
    ),
    "Service and programme": (
        "average_handling_time", "waiting_time", "time_on_site", "close_rate", "closed_loop_rate",
        "time_to_close", "response_rate", "comment_rate",
    ),
    "Tables": ("summarise", "from_tables", "metrics_of_run"),
}  # fmt: skip
INTRODUCTION = """# Metrics

Made by `scripts/make_metrics_docs.py` from the docstrings; edit those and run it again.

Every metric is a function of `cxtext.metrics` and returns an `Estimate`: `value` in `unit`, the interval
`low` to `high` at `level`, `n` valid answers and `n_eff` effective ones, the `method` of the interval, the
`base` in words, `flags`, and where there is no value the `reason`. Too little data is an answer: no metric
returns a made-up 0.

- Missing answers are left out and counted. Numbers off the scale, fractions, booleans and text are errors, or
  are counted with `on_invalid="drop"`.
- Values are exact and never rounded before use: 30, 50 and 20 of 100 give an NPS of exactly 10.
- Below 30 answers an estimate is flagged `low_base`; in tables and reports one below 10 is `suppressed`. The
  limits are `cxtext.stats.base.Minimums`, in one place; `[minimums]` in the config changes them.
- Shares have Wilson's interval, net scores the score interval, means Student's t, clipped to the scale.
  Weighted answers use Kish's effective n; answers of one respondent or store, given as `clusters`, widen the
  interval.
- Figures that are added up and not sampled (money, points) have no interval; their method is `account`.
"""

IN_THE_PRODUCT = """## In the product

`cxtext metrics FILE` prints them, by segment and by period, with the change between the last two periods,
its interval and its q; `--out` takes a folder or a file (`.parquet`, `.csv`, `.xlsx`). A table that holds no
score needs none:

```
cxtext metrics customers.csv --metric "churn_rate; yes=Left" --segment plan --out churn.xlsx
cxtext metrics survey.csv --score nps=NPS@0-10 --customers customers.csv --customer id \\
    --metric "churn_rate; yes=Left" --out results
```

With `--metric` only the scores that `--score` names are computed. A metric that is named like a score is
refused: give it a name of its own, `"nps_web; metric=nps; score=Q3"`.

`cxtext run` takes the same flags, or the config:

```toml
customers = "customers.csv"        # one row a customer
transactions = "transactions.csv"  # one row a purchase
customer = "customer_id"           # joins both to the survey; the respondent column where it is left out

[metrics.churn_rate]
yes = "cancelled"

[metrics.average_handling_time]
table = "customers"                # where the columns are, if not in the metric's usual table
date = "called_on"                 # gives the periods
talk = "talk_seconds"

[minimums]
clean = 50                         # estimate, clean, topic, topic-ranked, events-per-topic, clusters,
                                   # purchase-customers, purchase-repeaters
```

Segments of the survey divide customers too, by their last answer. Both sides of the join are counted, printed
and kept in `run.json`; where no customer is found on the other side the run stops and says why. The figures
stand in `tables/metrics.parquet` and `tables/metric_changes.parquet`, under *Other metrics* in the report and
on the sheet *Metrics* of the workbook.
"""


def page() -> str:
    """The whole page."""
    import cxtext.metrics as metrics

    parts = [INTRODUCTION]
    for chapter, names in CHAPTERS.items():
        parts.append(f"## {chapter}\n")
        for name in names:
            function = getattr(metrics, name)
            text = prose(inspect.getdoc(function))
            parts.append(f"### {name}\n\n```python\n{signature(function)}\n```\n\n{text}")
    parts += [recipes(), IN_THE_PRODUCT, disagreements()]
    return "\n".join(parts)


def signature(function: object) -> str:
    """``name(arguments)`` without types, one line or one argument a line."""
    found = inspect.signature(function)  # type: ignore[arg-type]
    bare = found.replace(
        parameters=[p.replace(annotation=p.empty) for p in found.parameters.values()],
        return_annotation=inspect.Signature.empty,
    )
    bare = bare.replace(parameters=[p.replace(default=_Shown(p.default)) for p in bare.parameters.values()])
    return f"{function.__name__}{bare}"  # type: ignore[attr-defined]


class _Shown:
    """A default as it is written."""

    def __new__(cls, value: object) -> object:
        return inspect.Parameter.empty if value is inspect.Parameter.empty else super().__new__(cls)

    def __init__(self, value: object) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "DEFAULT" if type(self.value).__module__.startswith("cxtext") else repr(self.value)


def prose(text: str | None) -> str:
    """A docstring as Markdown: headings bold, definitions a list, examples fenced."""
    text = re.sub(r"``(.+?)``", r"`\1`", text or "", flags=re.S)
    text = re.sub(r":class:`~[\w.]+\.(\w+)`", r"`\1`", text)
    lines, found, section, fenced = text.splitlines(), [], None, False
    for number, line in enumerate(lines):
        if line.startswith(">>>") and not fenced:
            found.append("```pycon")
            fenced = True
        if fenced and not line.strip():
            found.append("```")
            fenced = False
        if re.fullmatch(r"-{3,}", line):
            continue
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if re.fullmatch(r"-{3,}", following):
            section = line
            found += [f"**{line}**", ""]
        elif (
            section in ("Parameters", "Raises")
            and re.fullmatch(r"[\w, ]+", line)
            and following.startswith("    ")
        ):
            found.append(f"- `{line}`:")
        elif section and line.startswith("    "):
            found.append(f"  {line.strip()}")
        else:
            section = (
                None if section and line and not line.startswith(" ") and section != "Returns" else section
            )
            found.append(line)
    return "\n".join([*found, "```"] if fenced else found).strip() + "\n"


def recipes() -> str:
    """What a spec may name."""
    from cxtext.metrics.recipes import RECIPES

    rows = [
        "## From a table\n",
        "What `from_tables` and `cxtext metrics` can compute: the columns by role (in brackets: may be left",
        "out), the options (bold: required), and the table that is read unless `table` names another.\n",
        "| metric | columns | options | table |",
        "|---|---|---|---|",
    ]
    for name, recipe in RECIPES.items():
        columns = ", ".join(f"({c})" if c in recipe.optional else c for c in recipe.columns)
        options = ", ".join(f"**{o}**" if o in recipe.required else o for o in sorted(recipe.options))
        rows.append(f"| {name} | {columns} | {options} | {recipe.table} |")
    return "\n".join(rows) + "\n"


def disagreements() -> str:
    """The sentences of the tests that hold the library to them."""
    tests = [
        node for node in ast.parse(DISAGREEMENTS.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]  # fmt: skip
    rows = [
        "## Where sources disagree\n",
        "Textbooks, vendors and articles contradict each other. What holds here, each with its test in",
        f"`{DISAGREEMENTS.relative_to(ROOT).as_posix()}`:\n",
    ]
    for number, test in enumerate(tests, start=1):
        sentence = " ".join((ast.get_docstring(test) or "").split())
        rows.append(f"{number}. {sentence}")
    return "\n".join(rows) + "\n"


def main() -> int:
    """Write the page, or with --check compare it."""
    if "--check" in sys.argv[1:]:
        current = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        if current != page():
            print("docs/metrics.md is stale: run python scripts/make_metrics_docs.py")
            return 1
        return 0
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
