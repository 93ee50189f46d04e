"""BG/NBD and Gamma-Gamma against published numbers and the purchases of real customers."""

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from golden_values import golden, same
from scipy.integrate import quad
from scipy.stats import beta, gamma

from cxtext.errors import ColumnError, StatisticError
from cxtext.metrics import expected_customers, fit_history, fit_purchases, predict_purchases
from cxtext.metrics.bg_nbd import (
    BgNbd,
    check_history,
    expected_purchases,
    expected_purchases_new,
    fit_bg_nbd,
    log_likelihood,
    probability_alive,
)
from cxtext.metrics.fit_purchases import PurchaseFit, discounted_purchases
from cxtext.metrics.gamma_gamma import GammaGamma, expected_spend, fit_gamma_gamma
from cxtext.metrics.gamma_gamma import log_likelihood as spend_likelihood
from cxtext.metrics.purchase_history import purchase_history

CDNOW = Path(__file__).parents[3] / "shared" / "data" / "cdnow"
PUBLISHED = BgNbd(0.243, 4.414, 0.793, 2.426)
SPEND = GammaGamma(6.25, 3.74, 15.44)
CUSTOMER = (2, 30.43, 38.86)  # x, t_x, T

shared = pytest.mark.shared


@pytest.fixture(scope="module")
def cdnow():
    path = CDNOW / "cdnow_customers_summary_with_transactions.csv"
    if not path.exists():
        pytest.skip("shared data set cdnow is not here")
    return pd.read_csv(path).rename(columns={"zbar": "spend"})


@pytest.fixture(scope="module")
def purchases():
    path = CDNOW / "CDNOW_master.txt"
    if not path.exists():
        pytest.skip("shared data set cdnow is not here")
    names = ["customer", "day", "discs", "value"]
    table = pd.read_csv(path, sep=r"\s+", header=0, names=names, dtype={"customer": str, "day": str})
    return table.assign(day=pd.to_datetime(table["day"], format="%Y%m%d"))


def test_published_predictions():
    assert same(probability_alive(PUBLISHED, *CUSTOMER), "bgnbd.pub.palive_x2")
    assert same(probability_alive(PUBLISHED, 0, 0, 38.86), "bgnbd.pub.palive_x0")
    assert same(expected_purchases(PUBLISHED, 39, *CUSTOMER), "bgnbd.pub.cond39_x2")
    assert same(expected_purchases(PUBLISHED, 39, 0, 0, 38.86), "bgnbd.pub.cond39_x0")
    assert same(expected_purchases_new(PUBLISHED, 1), "bgnbd.pub.exp_t1")
    assert same(expected_purchases_new(PUBLISHED, 39), "bgnbd.pub.exp39")
    assert same(expected_purchases_new(PUBLISHED, 78), "bgnbd.pub.exp_t78")


def test_expected_purchases_by_quadrature():
    # E[X(t) | lambda, p] = (1 - exp(-lambda p t)) / p, averaged over both distributions
    r, alpha, a, b = PUBLISHED

    def inner(p):
        # E over lambda of exp(-lambda p t) is (alpha / (alpha + p t))^r
        return (1 - (alpha / (alpha + p * 39)) ** r) / p * beta.pdf(p, a, b)

    value, _ = quad(inner, 0, 1, limit=400, points=[1e-6, 1e-3])
    assert value == pytest.approx(golden("bgnbd.pub.exp39_quadrature"), rel=1e-7)
    assert value == pytest.approx(float(expected_purchases_new(PUBLISHED, 39)), rel=1e-7)


def test_likelihood_by_quadrature():
    # L = E over lambda and p of (1-p)^x lambda^x e^(-lambda T) + [x>0] p (1-p)^(x-1) lambda^x e^(-lambda t_x)
    r, alpha, a, b = PUBLISHED
    x, t_x, T = CUSTOMER
    stays = quad(lambda p: (1 - p) ** x * beta.pdf(p, a, b), 0, 1)[0]
    leaves = quad(lambda p: p * (1 - p) ** (x - 1) * beta.pdf(p, a, b), 0, 1)[0]

    def rate(until):
        return quad(
            lambda v: v**x * math.exp(-v * until) * gamma.pdf(v, r, scale=1 / alpha), 0, 5, limit=200
        )[0]

    expected = math.log(stays * rate(T) + leaves * rate(t_x))
    assert log_likelihood(PUBLISHED, *CUSTOMER) == pytest.approx(expected, rel=1e-6)


def test_published_spend():
    assert same(expected_spend(SPEND, 2, 22.35), "gg.pub.x2_m22.35")
    assert same(expected_spend(SPEND, 1, 11.77), "gg.pub.x1_m11.77")
    assert same(expected_spend(SPEND, 0, float("nan")), "gg.pub.popmean")


def test_value_of_a_customer_over_a_year():
    assert same(expected_purchases(PUBLISHED, 52, *CUSTOMER), "clv.bgnbd.expected_tx_52wk")
    discounted = discounted_purchases(PUBLISHED, 52, *CUSTOMER, discount_per_year=0.1)
    assert same(discounted, "clv.bgnbd.discounted_tx_52wk")
    assert same(discounted * expected_spend(SPEND, 2, 22.35), "clv.bgnbd.value_52wk_m22.35")
    history = pd.DataFrame({"x": [2], "t_x": [30.43], "T": [38.86], "spend": [22.35]})
    fit = PurchaseFit(history, PUBLISHED, SPEND, (None, None), None, (), None)
    found = predict_purchases(fit, 52, discount_per_year=0.1)
    assert same(found["value"].iloc[0], "clv.bgnbd.value_52wk_m22.35")


@shared
def test_fit_on_real_customers(cdnow):
    assert len(cdnow) == golden("bgnbd.fit.n")
    model, loglik, flags = fit_bg_nbd(cdnow["x"], cdnow["t_x"], cdnow["T"])
    assert flags == ()
    # The surface is flat: parameters to 1e-3, as the reference states.
    assert model == pytest.approx(golden("bgnbd.fit.params"), abs=1e-3)
    assert same(loglik, "bgnbd.fit.ll")
    assert same(log_likelihood(PUBLISHED, cdnow["x"], cdnow["t_x"], cdnow["T"]), "bgnbd.pub.ll")
    there = BgNbd(*golden("bgnbd.fit.params"))
    assert same(expected_purchases(there, 39, *CUSTOMER), "bgnbd.fit.cond39_x2")
    assert same(expected_purchases_new(there, 78), "bgnbd.fit.exp_t78")
    assert same(probability_alive(there, *CUSTOMER), "bgnbd.fit.palive_x2")


@shared
def test_spend_of_real_customers(cdnow):
    model, loglik, correlation, flags = fit_gamma_gamma(cdnow["x"], cdnow["spend"])
    assert (cdnow["x"] > 0).sum() == golden("gg.fit.n")
    assert ((cdnow["x"] > 0) & (cdnow["spend"] > 0)).sum() == golden("gg.fit.n_pos")
    assert model == pytest.approx(golden("gg.fit.params"), rel=1e-5)
    assert same(loglik, "gg.fit.ll")
    assert same(spend_likelihood(model, cdnow["x"], cdnow["spend"]), "gg.fit.ll")
    assert same(correlation, "gg.corr_freq_money")
    assert flags == ()


@shared
def test_histories_of_single_purchases_match_the_published_summary(cdnow, purchases):
    history = purchase_history(purchases, customer="customer", date="day", value="value", until="1997-09-30")

    def rounded(table):
        return Counter(
            zip(
                table["x"].astype(int),
                (table["t_x"] + 1e-9).round(2),
                (table["T"] + 1e-9).round(2),
                strict=True,
            )
        )

    # The summary is a sample of one customer in ten: each of its rows is some customer's history.
    assert not rounded(cdnow) - rounded(history)
    assert len(history) == 23570


@shared
def test_predictions_hold_in_the_year_after(purchases):
    fit = fit_purchases(purchases, customer="customer", date="day", value="value", until="1997-09-30")
    later = purchases[purchases["day"] > "1997-09-30"]
    bought = later.drop_duplicates(["customer", "day"]).groupby("customer").size()
    expected = predict_purchases(fit, 39)["expected"].sum()
    assert expected == pytest.approx(bought.sum(), rel=0.2)  # 14 % below: there is no Christmas in the model
    alive = expected_customers(fit)
    assert bought.size < alive.value < alive.n


def test_a_fit_finds_the_parameters_that_made_the_data():
    rng = np.random.default_rng(7)
    history = simulate(rng, BgNbd(0.6, 5.0, 0.8, 2.5), n=4000, weeks=52.0)
    found, _, _ = fit_bg_nbd(history["x"], history["t_x"], history["T"])
    assert found == pytest.approx((0.6, 5.0, 0.8, 2.5), rel=0.25)
    assert found.r / found.alpha == pytest.approx(0.6 / 5.0, rel=0.08)


def test_without_dropout_the_fit_says_so():
    rng = np.random.default_rng(3)
    rate = rng.gamma(2.0, 1 / 10, 600)
    counts = rng.poisson(rate * 50)
    last = np.where(counts > 0, 50 * rng.beta(np.maximum(counts, 1), 1), 0.0)
    _, _, flags = fit_bg_nbd(counts, last, np.full(600, 50.0))
    assert flags == ("no_dropout_identified",)


def simulate(rng, model, n, weeks):
    rows = []
    for _ in range(n):
        rate, leave = rng.gamma(model.r, 1 / model.alpha), rng.beta(model.a, model.b)
        x, last, now = 0, 0.0, 0.0
        while (now := now + rng.exponential(1 / rate)) <= weeks:
            x, last = x + 1, now
            if rng.random() < leave:
                break
        rows.append((x, last, weeks))
    return pd.DataFrame(rows, columns=["x", "t_x", "T"])


def test_frequent_buyers_do_not_overflow():
    with np.errstate(all="raise"):
        found = expected_purchases(PUBLISHED, 52, 3000, 51.9, 52.0)
        assert 0 < found < 3100
        assert np.isfinite(log_likelihood(PUBLISHED, 3000, 51.9, 52.0))
        assert probability_alive(PUBLISHED, 3000, 1.0, 52.0) < 1e-12


@pytest.mark.parametrize(
    "model", [BgNbd(0.6, 2.7, 170.0, 800.0), BgNbd(0.6, 2.7, 1000.0, 900.0), BgNbd(2, 9, 6, 3)]
)
@pytest.mark.parametrize("t", [0.5, 26.0, 900.0])
def test_large_parameters_do_not_overflow(model, t):
    # E over p of (1 - (alpha / (alpha + p t))^r) / p, as above
    r, alpha, a, b = model
    middle = a / (a + b)
    value, _ = quad(
        lambda p: (1 - (alpha / (alpha + p * t)) ** r) / p * beta.pdf(p, a, b), 0, 1, limit=400,
        points=[middle * 0.9, middle, middle * 1.1],
    )  # fmt: skip
    assert float(expected_purchases_new(model, t)) == pytest.approx(value, rel=1e-6)


def test_a_of_one_is_no_hole():
    low, at, high = (
        float(expected_purchases(PUBLISHED._replace(a=a), 39, *CUSTOMER)) for a in (0.999, 1, 1.001)
    )
    assert min(low, high) < at < max(low, high)


@pytest.mark.parametrize(
    "history", [(1, 5, 4), (-1, 0, 4), (0, 1, 4), (2, 0, 4), (1.5, 2, 4), (0, 0, 0), (0, 0, math.inf)]
)
def test_impossible_histories_are_refused(history):
    with pytest.raises(StatisticError, match="purchase history"):
        check_history(*history)


def test_too_few_customers_are_not_fitted():
    few = pd.DataFrame({"x": [1.0] * 199, "t_x": [1.0] * 199, "T": [2.0] * 199})
    fit = fit_history(few)
    assert fit.purchases is None
    assert "200" in fit.reason
    assert expected_customers(fit).value is None
    with pytest.raises(StatisticError):
        predict_purchases(fit, 10)


def test_purchases_become_histories():
    bought = pd.DataFrame(
        {
            "who": ["a", "a", "a", "b", "c", "a"],
            "on": ["2026-01-01", "2026-01-01", "2026-01-08", "2026-01-15", "2026-01-29", "2026-01-22"],
            "paid": [10, 5, 20, 7, 3, 40],
        }
    )
    before = bought.copy()
    found = purchase_history(bought, customer="who", date="on", value="paid").set_index("customer")
    pd.testing.assert_frame_equal(bought, before)
    assert found.loc["a", ["x", "t_x", "T", "spend", "total"]].tolist() == [2, 3, 4, 30, 75]
    assert found.loc["b", ["x", "t_x", "T"]].tolist() == [0, 0, 2]
    assert "c" not in found.index  # first seen on the last day: not watched at all


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"paid": [-1.0]}, StatisticError), ({"paid": [None]}, StatisticError),
        ({"on": ["soon"]}, ColumnError),
        ({"on": [None]}, ColumnError), ({"who": [None]}, ColumnError),
    ],
)  # fmt: skip
def test_purchases_that_cannot_be_read_are_refused(change, error):
    table = pd.DataFrame({"who": ["a"], "on": ["2026-01-01"], "paid": [1.0]} | change)
    with pytest.raises(error):
        purchase_history(table, customer="who", date="on", value="paid")
    with pytest.raises(ColumnError, match="no column"):
        purchase_history(table, customer="buyer", date="on")


def test_negative_spend_and_infinite_mean_are_refused():
    with pytest.raises(StatisticError):
        fit_gamma_gamma([1, 2, 3], [5, -1, 4])
    with pytest.raises(StatisticError):
        expected_spend(GammaGamma(1, 0.9, 1), 1, 5)
