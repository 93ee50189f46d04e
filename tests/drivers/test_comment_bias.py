"""Commenters against the silent: metrics.md section 12.1."""

import numpy as np
import pytest
from run_tables import answers, run_tables

from cxtext.drivers import compare_commenters


def test_reference_example() -> None:
    y = np.repeat([100.0, 0.0, -100.0, 100.0, 0.0, -100.0], [60, 40, 100, 140, 110, 50])
    commented = np.arange(500) < 200
    table = compare_commenters(run_tables({"nps": answers(y)}, {}, commented=commented)).set_index("group")
    assert table["value"].to_dict() == {"commenters": -20.0, "silent": 30.0, "all": 10.0, "difference": -50.0}
    # MOVER of score limits, to the reference's ten digits
    assert table.loc["difference", "low"] == pytest.approx(-64.19501525, rel=1e-9)
    assert table.loc["difference", "high"] == pytest.approx(-34.97538329, rel=1e-9)
    assert table["n"].to_dict() == {"commenters": 200, "silent": 300, "all": 500, "difference": 200}


def test_repeated_respondents_make_the_interval_honest() -> None:
    rng = np.random.default_rng(0)
    y = np.repeat(rng.choice([100.0, 0.0, -100.0], 100), 5)
    commented = np.repeat(np.arange(100) % 2 == 0, 5)
    people = [f"p{i // 5}" for i in range(500)]
    alone = compare_commenters(run_tables({"nps": answers(y)}, {}, commented=commented)).set_index("group")
    table = run_tables({"nps": answers(y)}, {}, commented=commented, respondent=people)
    clustered = compare_commenters(table).set_index("group")
    ratio = (clustered["high"] - clustered["low"]) / (alone["high"] - alone["low"])
    # five equal answers a person carry the information of one: intervals about sqrt(5) = 2.2 times as wide
    assert ratio["difference"] == pytest.approx(5**0.5, rel=0.05)
    assert (clustered["flags"] == "clustered").all()


def test_below_the_base_nothing_is_shown() -> None:
    y = np.repeat([100.0, -100.0], [40, 5])
    table = compare_commenters(run_tables({"nps": answers(y)}, {}, commented=np.arange(45) >= 40))
    few = table.set_index("group").loc["commenters"]
    assert (few["n"], few["flags"]) == (5, "suppressed")
    assert np.isnan(few["value"])
