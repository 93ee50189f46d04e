"""Metrics beside the scores in a run: its tables, its report, its record; and the minimum bases."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from run_tables import run_tables
from stand_in import read_with

from cxtext.config import make_config, read_config
from cxtext.drivers import compare_commenters, find_drivers
from cxtext.errors import ConfigError
from cxtext.load import inspect
from cxtext.metrics import from_tables, summarise
from cxtext.pipeline import analyse
from cxtext.runs import verify, write
from cxtext.stats.base import DEFAULT, Minimums, read_minimums
from cxtext.tables import METRIC_CHANGES, METRICS

DEMO = Path(__file__).parents[2] / "data" / "demo"
METRICS_ALONE = frozenset({"metrics"})


@pytest.fixture
def shop(tmp_path):
    """A survey of 120 respondents in two quarters, their customer records and orders; its config."""
    rng = np.random.default_rng(3)
    n = 120
    survey = pd.DataFrame(
        {
            "id": [f"r{k}" for k in range(n)], "who": [f"{k:03d}" for k in range(n)],
            "NPS": rng.integers(0, 11, n), "plan": ["A", "B"] * (n // 2), "comment": ["N/A"] * n,
            "day": ["2026-01-15"] * 60 + ["2026-07-15"] * 60,
        }
    )  # fmt: skip
    customers = pd.DataFrame(
        {
            "who": [f"{k:03d}" for k in range(20, 140)], "gone": ["no"] * 90 + ["yes"] * 30,
            "called": ["14.01.2026", "02.07.2026"] * 60, "talk": [100, 200] * 60, "spread": range(120),
        }
    )  # fmt: skip
    customers["talk"] += customers.pop("spread")
    orders = pd.DataFrame({"who": ["000", "000", "001", "002", "999"], "spent": [5, 6, 7, 8, 9]})
    for name, frame in (("survey", survey), ("customers", customers), ("orders", orders)):
        frame.to_csv(tmp_path / f"{name}.csv", index=False)
    (tmp_path / "cxtext.toml").write_text(
        """
inputs = ["survey.csv"]
id = "id"
respondent = "who"
score = ["nps=NPS@0-10"]
comment = ["comment"]
segment = ["plan"]
date = "day"
customers = "customers.csv"
transactions = "orders.csv"

[metrics.repeat_rate]
customer = "who"

[metrics.churn_rate]
yes = "gone"

[metrics.average_handling_time]
table = "customers"
date = "called"
talk = "talk"
""",
        encoding="utf-8",
    )
    return tmp_path / "cxtext.toml"


@pytest.fixture
def no_models(monkeypatch):
    """Nobody says anything, so that no model is needed."""

    read_with(monkeypatch, lambda texts: (np.zeros((len(texts), 4)), np.zeros((len(texts), 3))))


def row(metrics, name, segment=None, period=None):
    """The row of a metric's first statistic."""
    rows = metrics[metrics["metric"] == name]
    for column, value in (("segment", segment), ("period", period)):
        rows = rows[rows[column].isna() if value is None else rows[column] == value]
    return rows.iloc[0]


@pytest.fixture
def made(shop, no_models, tmp_path):  # noqa: ARG001 - stands in for the models
    config = read_config(shop)
    run = analyse(config)
    write(run, tmp_path / "run", report=True, config=config)
    return tmp_path / "run"


def test_they_stand_beside_the_scores_in_the_tables(made):
    metrics = pd.read_parquet(made / "tables/metrics.parquet")
    assert list(metrics.columns) == [column.name for column in METRICS.columns]
    assert row(metrics, "nps")["n"] == 120
    assert row(metrics, "churn_rate")[["value", "n"]].tolist() == [25.0, 120]
    # Of the respondents 020 to 119 are 100 in the file; those from 110 on are gone: 5 of 50 of each plan.
    assert row(metrics, "churn_rate", "plan=A")[["value", "n"]].tolist() == [10.0, 50]
    assert row(metrics, "repeat_rate")["n"] == 4
    assert pd.isna(row(metrics, "repeat_rate")["value"])  # four customers are too few
    assert row(metrics, "average_handling_time", period="2026-Q1")["value"] == 100 + 59  # mean of 0, 2 .. 118
    changes = pd.read_parquet(made / "tables/metric_changes.parquet")
    assert list(changes.columns) == [column.name for column in METRIC_CHANGES.columns]
    assert changes["metric"].tolist() == ["nps", "average_handling_time"]
    assert changes["change"].iloc[1] == pytest.approx(101)
    assert changes["before"].tolist() == ["2026-Q1", "2026-Q1"]
    p = changes["p"].to_numpy()
    assert changes["q"].iloc[1] == pytest.approx(2 * p[1])  # the smaller of two tests


def test_the_join_is_accounted_for(made):
    counts = json.loads((made / "run.json").read_text(encoding="utf-8"))["counts"]
    assert counts["files"]["orders.csv"] == {"rows_read": 5, "kept": 5, "dropped": {}, "rejected": {}}
    assert counts["joins"]["customers.csv"]["respondents"] == {"total": 120, "matched": 100, "unmatched": 20}
    assert counts["joins"]["customers.csv"]["customers"] == {"total": 120, "matched": 100, "unmatched": 20}
    assert counts["joins"]["orders.csv"]["customers"] == {"total": 4, "matched": 3, "unmatched": 1}
    assert counts["joins"]["orders.csv"]["rows"] == {"total": 5, "with_customer": 5, "without_key": 0}


def test_the_report_shows_them(made):
    from openpyxl import load_workbook

    found = json.loads((made / "findings.json").read_text(encoding="utf-8"))
    assert [metric["metric"] for metric in found["metrics"]] == ["nps"]
    other = {metric["metric"]: metric for metric in found["other_metrics"]}
    assert other.keys() == {"average_handling_time", "churn_rate", "repeat_rate"}
    assert other["churn_rate"]["main"]["value"] == 25.0
    assert [segment["segment"] for segment in other["churn_rate"]["segments"]] == ["plan=A", "plan=B"]
    assert other["average_handling_time"]["change"]["value"] == pytest.approx(101)
    assert other["repeat_rate"]["main"]["note"] == "too few answers to show"
    page = (made / "report.html").read_text(encoding="utf-8")
    assert "Other metrics" in page
    assert "Churn rate" in page
    assert "+101.00 seconds" in page
    book = load_workbook(made / "report.xlsx", read_only=True)
    rows = [[cell.value for cell in line] for line in book["Metrics"].iter_rows()]
    book.close()
    titles = rows[0]
    churn = next(line for line in rows if line[titles.index("Metric")] == "Churn rate")
    assert churn[titles.index("Value")] == 25.0
    last = next(line for line in rows if line[titles.index("Metric")] == "Average handling time"
                and line[titles.index("Period")] == "2026-Q3")  # fmt: skip
    assert last[titles.index("Change")] == pytest.approx(101)


def test_a_run_with_them_can_be_verified(made):
    assert verify(made) == []
    customers = made.parent / "customers.csv"
    customers.write_text(customers.read_text(encoding="utf-8").replace("no", "yes", 1), encoding="utf-8")
    assert verify(made) == [f"input {customers}: its content has changed"]


def test_without_declared_metrics_nothing_else_is_told(shop):
    config = read_config(shop).model_copy(update={"metrics": {}, "customers": None, "transactions": None})
    run = analyse(config, want=METRICS_ALONE)
    assert set(run.tables["metrics"]["metric"]) == {"nps"}
    assert run.tables["metric_changes"]["metric"].tolist() == ["nps"]


def test_files_without_the_customer_column_stand_alone(shop):
    config = read_config(shop).model_copy(
        update={"customer": "client", "metrics": {"churn_rate": {"yes": "gone"}}}
    )
    run = analyse(config, want=METRICS_ALONE)
    assert run.info["counts"]["joins"] == {}
    issues = run.tables["issues"]
    assert (issues["code"] == "N_NO_JOIN").sum() == 2
    assert row(run.tables["metrics"], "churn_rate")["value"] == 25.0
    assert run.tables["metrics"].query("metric == 'churn_rate'")["segment"].isna().all()


def test_customers_that_stand_there_twice_are_said(shop):
    customers = shop.parent / "customers.csv"
    lines = customers.read_text(encoding="utf-8").splitlines()
    customers.write_text("\n".join([*lines, lines[1], ",no,,"]) + "\n", encoding="utf-8")
    run = analyse(read_config(shop), want=METRICS_ALONE)
    found = run.tables["issues"].set_index("code").loc["W_DUP_CUSTOMER"]
    assert found["excerpt"] == "1 rows repeat a customer; every row counts"
    assert run.info["counts"]["joins"]["customers.csv"]["rows"] == {
        "total": 122, "with_customer": 121, "without_key": 1
    }  # fmt: skip


def test_inspect_writes_a_config_that_reads_the_same(shop, tmp_path):
    config = read_config(shop)
    (tmp_path / "again.toml").write_text(inspect(config).to_config_toml(), encoding="utf-8")
    again = read_config(tmp_path / "again.toml")
    assert (again.metrics, again.customers, again.transactions) == (
        config.metrics, config.customers, config.transactions
    )  # fmt: skip


def test_the_order_of_the_declared_metrics_does_not_matter():
    one = make_config({"metrics": {"b": {"yes": "x"}, "a": {"yes": "y"}}})
    assert list(one.metrics) == ["a", "b"]


def test_minimums_are_read_and_refused():
    assert read_minimums({"topic-ranked": 40, "clean": 50}) == Minimums(topic_ranked=40, clean=50)
    with pytest.raises(ConfigError, match="Unknown minimum base 'clear'") as error:
        read_minimums({"clear": 5})
    assert error.value.do == "Did you mean clean?"
    with pytest.raises(ConfigError, match="clean base cannot be below"):
        read_minimums({"estimate": 50})
    with pytest.raises(ConfigError, match=r"minimums\.clean"):
        make_config({"minimums": {"clean": "many"}})


def test_minimums_of_the_config_reach_every_metric(shop):
    config = read_config(shop)
    strict = analyse(config.model_copy(update={"minimums": {"clean": 70}}), want=METRICS_ALONE)
    found = strict.tables["metrics"]
    assert row(found, "nps")["flags"] is None or pd.isna(row(found, "nps")["flags"])
    assert row(found, "nps", "plan=A")["flags"] == "low_base"  # 60 of them
    assert row(found, "churn_rate", "plan=A")["flags"] == "low_base"  # 50
    assert strict.tables["metric_changes"]["flags"].tolist() == ["low_base", "low_base"]
    loose = analyse(
        config.model_copy(update={"minimums": {"estimate": 2, "clean": 4}}), want=METRICS_ALONE
    ).tables["metrics"]
    assert row(loose, "repeat_rate")["value"] == 25.0
    assert pd.isna(row(loose, "repeat_rate")["flags"])


def test_minimums_of_the_purchase_models():
    rng = np.random.default_rng(1)
    rows = [
        (f"c{k}", f"2026-{month:02d}-{rng.integers(1, 28):02d}", 10 + rng.random())
        for k in range(60)
        for month in range(1, rng.integers(2, 12))
    ]
    orders = pd.DataFrame(rows, columns=["who", "on", "paid"])
    spec = {"customer_value": {"customer": "who", "day": "on", "value": "paid", "periods": 10}}
    few = from_tables({"transactions": orders}, spec).metrics.iloc[0]
    assert pd.isna(few["value"])
    allowed = Minimums(purchase_customers=50, purchase_repeaters=30)
    assert from_tables({"transactions": orders}, spec, allowed).metrics.iloc[0]["value"] > 0


def test_minimums_of_drivers_and_commenters():
    rng = np.random.default_rng(2)
    n = 200
    mentioned = np.zeros(n, int)
    mentioned[:8] = 1
    tables = run_tables({"nps": rng.integers(0, 11, n).astype(float)}, {("t01", "negative"): mentioned})
    hidden = find_drivers(tables).query("polarity == 'negative'").iloc[0]
    assert pd.isna(hidden["impact_marginal"])
    assert hidden["verdict"] == "not enough data"
    shown = find_drivers(tables, Minimums(topic=5, topic_ranked=6)).query("polarity == 'negative'").iloc[0]
    assert shown["impact_marginal"] == shown["impact_marginal"]
    assert shown["verdict"] != "not enough data"
    pd.testing.assert_frame_equal(find_drivers(tables, DEFAULT), find_drivers(tables))
    silent = compare_commenters(tables, Minimums(clean=300)).set_index("group")
    assert silent.loc["commenters", "flags"] == "low_base"


def test_minimums_change_summarise_alone_too():
    scores = run_tables({"nps": np.array([10.0] * 12)}, {("t", "negative"): np.ones(12)})
    assert summarise(scores["responses"], scores["scores"]).iloc[0]["flags"] == "low_base"
    found = summarise(scores["responses"], scores["scores"], Minimums(estimate=20, clean=30)).iloc[0]
    assert found["flags"] == "suppressed"
    assert pd.isna(found["value"])


def test_the_demo_shows_customers_and_calls():
    run = analyse(read_config(DEMO / "cxtext.toml"), want=METRICS_ALONE)
    metrics = run.tables["metrics"]
    customers = pd.read_csv(DEMO / "customers.csv", dtype=str).replace("", None)
    assert row(metrics, "churn_rate")["value"] == pytest.approx(
        100 * (customers["cancelled"] == "yes").mean()
    )
    points = customers[["points_redeemed", "points_issued"]].astype(float).sum()
    assert row(metrics, "redemption_rate")["value"] == pytest.approx(100 * points.iloc[0] / points.iloc[1])
    seconds = customers[["talk_seconds", "hold_seconds", "wrapup_seconds"]].astype(float).sum(axis=1)
    called = customers["called_on"].notna()
    assert row(metrics, "average_handling_time")["value"] == pytest.approx(seconds[called].mean())
    value = row(metrics, "customer_value")
    assert value["n"] == 420
    assert value["value"] > 0
    assert pd.isna(value["flags"])
    joins = run.info["counts"]["joins"]
    assert joins["customers.csv"]["customers"] == {"total": 1520, "matched": 1400, "unmatched": 120}
    # A customer id keeps its zeros, else nobody would be found.
    assert customers["customer_id"].str.startswith("0").any()


def test_demo_files_are_small():
    assert sum((DEMO / name).stat().st_size for name in ("customers.csv", "transactions.csv")) < 150_000
