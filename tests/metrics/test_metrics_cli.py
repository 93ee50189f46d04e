"""`cxtext metrics`: any metric from a file, with or without scores, printed and written."""

import json
from functools import partial

import pandas as pd
import pytest
from golden_values import same

from cxtext.cli import main
from cxtext.metrics import churn_rate, net_promoter_score


@pytest.fixture
def cli(capsys, monkeypatch):
    """``cli("metrics", ...)`` gives exit code, output and errors."""
    monkeypatch.setenv("COLUMNS", "80")

    def call(*arguments):
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main([str(argument) for argument in arguments])
        return (stopped.value.code or 0, *capsys.readouterr())

    return call


@pytest.fixture
def customers(tmp_path):
    """A hundred customers of two shops, 25 of them gone."""
    frame = pd.DataFrame(
        {
            "customer": [f"{k:04d}" for k in range(100)], "shop": ["b", "[red]"] * 50,
            "left": ["yes"] * 25 + ["no"] * 75, "issued": 10, "redeemed": [4, 6] * 50,
        }
    )  # fmt: skip
    frame.to_csv(tmp_path / "customers.csv", index=False)
    return tmp_path / "customers.csv"


@pytest.fixture
def waves(tmp_path):
    """30, 50, 20 promoters, passives and detractors in January, 45, 35, 20 in February."""
    rows = []
    for month, counts in (("01", (30, 50, 20)), ("02", (45, 35, 20))):
        for score, n in zip((10, 8, 2), counts, strict=True):
            rows += [(score, f"2026-{month}-10")] * n
    frame = pd.DataFrame(rows, columns=["NPS", "day"])
    frame.insert(0, "customer", [f"{k:04d}" for k in range(50, 250)])
    frame.to_csv(tmp_path / "survey.csv", index=False)
    return tmp_path / "survey.csv"


def overall(metrics, name):
    rows = metrics[(metrics["metric"] == name) & metrics["segment"].isna() & metrics["period"].isna()]
    return rows.iloc[0]


def test_churn_alone_needs_no_score(cli, customers, tmp_path):
    out = tmp_path / "churn.parquet"
    code, said, _ = cli(
        "metrics", customers, "--metric", "churn_rate; yes=left", "--segment", "shop", "--out", out
    )
    found, expected = pd.read_parquet(out), churn_rate(25, 100)
    assert code == 0
    row = overall(found, "churn_rate")
    assert row[["value", "low", "high", "n"]].tolist() == [25.0, expected.low, expected.high, 100]
    # 13 of the first 25 have an even number.
    assert found["segment"].dropna().tolist() == ["shop=[red]", "shop=b"]
    assert found["value"].tolist()[1:] == [24.0, 26.0]
    assert "25.0   17.5 to 34.3   100" in " ".join(said.split("\n"))
    assert "shop=[red]" in said  # a bracket is no markup
    assert sorted(path.name for path in tmp_path.iterdir()) == ["churn.parquet", "customers.csv"]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_one_file_of_metrics(cli, customers, tmp_path, ending):
    out = tmp_path / "new" / f"found.{ending}"
    metric = "redemption_rate; redeemed=redeemed; issued=issued"
    code, said, _ = cli("metrics", customers, "--metric", metric, "--out", out)
    read = {
        "csv": pd.read_csv, "xlsx": partial(pd.read_excel, engine="openpyxl"), "parquet": pd.read_parquet
    }[ending]  # fmt: skip
    assert code == 0
    assert read(out)[["metric", "value", "unit", "method"]].to_numpy().tolist() == [
        ["redemption_rate", 50.0, "percent", "account"]
    ]
    assert [path.name for path in out.parent.iterdir()] == [out.name]
    assert str(out) in said


def test_the_change_of_the_last_two_periods_is_tested(cli, waves, tmp_path):
    code, said, _ = cli(
        "metrics", waves, "--score", "nps=NPS@0-10", "--date", "day", "--out", tmp_path / "run"
    )
    change = pd.read_parquet(tmp_path / "run/tables/metric_changes.parquet").iloc[0]
    assert code == 0
    assert same(change["change"], "npsdiff.diff")
    assert same([change["low"], change["high"]], "npsdiff.mover")
    assert same(change["p"], "npsdiff.mover_p")
    assert same(change["q"], "npsdiff.mover_p")
    assert change[["before", "after"]].tolist() == ["2026-01", "2026-02"]
    assert "2026-01–2026-02" in said
    assert "+15.0" in said
    assert "0.153" in said


def test_scores_and_customers_together(cli, waves, customers, tmp_path):
    code, said, _ = cli(
        "metrics", waves, "--score", "nps=NPS@0-10", "--customers", customers, "--customer", "customer",
        "--metric", "churn_rate; yes=left", "--out", tmp_path / "run",
    )  # fmt: skip
    assert code == 0
    # Customers 0000 to 0099, respondents 0050 to 0249.
    join = "100 customers = 50 matched + 50 unmatched; 200 respondents = 50 matched + 150 unmatched"
    assert f"customers.csv by customer: {join}" in said
    found = pd.read_parquet(tmp_path / "run/tables/metrics.parquet")
    assert overall(found, "nps")["value"] == 17.5  # (75 - 40) / 200
    assert overall(found, "churn_rate")["value"] == 25.0
    counts = json.loads((tmp_path / "run/run.json").read_text(encoding="utf-8"))["counts"]
    assert counts["files"]["customers.csv"]["kept"] == 100
    assert counts["joins"]["customers.csv"]["customers"] == {"total": 100, "matched": 50, "unmatched": 50}


@pytest.mark.usefixtures("waves", "customers")
def test_a_segment_of_the_customers_comes_from_their_answers(cli, tmp_path):
    config = tmp_path / "metrics.toml"
    config.write_text(
        'inputs = ["survey.csv"]\ncustomers = "customers.csv"\ncustomer = "customer"\n'
        '[metrics]\nsegment = ["NPS"]\nchurn_rate = { yes = "left" }\n',
        encoding="utf-8",
    )
    code, said, _ = cli("metrics", "--config", config, "--json")
    metrics = pd.DataFrame(json.loads(said)["metrics"])
    by_score = metrics[metrics["segment"].notna()].set_index("segment")
    assert code == 0
    assert by_score["n"].to_dict() == {"NPS=10": 30, "NPS=8": 20}  # respondents 0050 to 0099, none of them 2
    assert by_score["value"].tolist() == [0.0, 0.0]


def test_rows_without_an_id_are_never_collapsed(cli, tmp_path):
    pd.DataFrame({"customer": ["a", "a", "b"] * 20}).to_csv(tmp_path / "orders.csv", index=False)
    code, said, _ = cli(
        "metrics", tmp_path / "orders.csv", "--metric", "purchase_frequency; customer=customer", "--json"
    )
    assert code == 0
    assert json.loads(said)["metrics"][0]["n"] == 2
    assert "fewer_than" not in json.loads(said)["metrics"][0]["flags"]
    assert "60 rows = 60 kept" in cli("metrics", tmp_path / "orders.csv", "--metric",
                                      "repeat_rate; customer=customer")[1]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "what", "do"),
    [
        (["--metric", "chrun_rate; yes=left"], "Unknown metric 'chrun_rate'", "Did you mean churn_rate?"),
        (["--metric", "churn_rate; yes=Left"], "no column 'Left'", "Did you mean left?"),
        (["--metric", "churn_rate"], "It needs yes", "yes ="),
        (["--metric", "churn_rate; yes"], "NAME; key=value", "nps; score=NPS"),
        (["--metric", "churn_rate; yes=left", "--metric", "churn_rate; yes=shop"], "given twice", "metric="),
        (["--score", "nps=issued@0-10", "--metric", "nps; score=issued"], "name of a score", "nps_2"),
    ],
)
def test_mistakes_get_a_sentence(cli, customers, tmp_path, arguments, what, do):
    out = tmp_path / "out.csv"
    code, _, wrong = cli("metrics", customers, *arguments, "--out", out)
    assert code == 2
    assert what in wrong
    assert do in wrong
    assert not out.exists()


def test_customers_of_another_kind_stop(cli, waves, customers):
    shortened = pd.read_csv(customers)  # as numbers: the zeros are gone
    shortened.to_csv(customers, index=False)
    arguments = ("metrics", waves, "--customers", customers, "--customer", "customer",
                 "--metric", "churn_rate; yes=left")  # fmt: skip
    code, _, wrong = cli(*arguments)
    assert code == 2
    assert "No customer of customers.csv is among those of the survey." in wrong
    assert "leading zeros are lost" in wrong
    code, said, _ = cli(*arguments, "--match", "strip-leading-zeros")
    assert code == 0
    assert "100 customers = 50 matched + 50 unmatched" in said


def test_the_table_keeps_to_the_terminal(cli, waves, monkeypatch):
    for width in (60, 80, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        said = cli("metrics", waves, "--score", "nps=NPS@0-10", "--date", "day")[1]
        lines = [line.split() for line in said[said.index("Metrics") :].splitlines()]
        assert max(map(len, said[said.index("Metrics") :].splitlines())) <= width
        nps = net_promoter_score([10] * 75 + [8] * 85 + [2] * 40)
        shown = ("17.5", f"{nps.low:.2f}", f"{nps.high:.1f}", "+15.0", "0.153")
        assert all(any(word in line for line in lines) for word in shown)


def test_the_place_for_the_file_is_no_file(cli, customers, tmp_path):
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    code, _, wrong = cli(
        "metrics", customers, "--metric", "churn_rate; yes=left", "--out", tmp_path / "taken/churn.csv"
    )
    assert code == 2
    assert "cannot be written" in wrong
