"""Dates: one format a column, proven on all rows, in UTC."""

import pandas as pd
import pytest

from cxtext.errors import ColumnError
from cxtext.load.dates import read_dates


def utc(cells, order=None, name="Date"):
    dates = read_dates(pd.Series(cells, dtype="str"), name, order)
    return [None if pd.isna(t) else t.isoformat() for t in dates.values]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-01-05", "2026-01-05T00:00:00+00:00"),
        ("2026-1-5 3:04", "2026-01-05T03:04:00+00:00"),
        ("2026-01-05T03:04:05.250Z", "2026-01-05T03:04:05.250000+00:00"),
        ("2026-01-05T03:04:05+09:00", "2026-01-04T18:04:05+00:00"),
        ("2026-01-05 03:04:05-0530", "2026-01-05T08:34:05+00:00"),
        ("2026.01.05", "2026-01-05T00:00:00+00:00"),
        ("2026. 1. 5 오후 3:22:10", "2026-01-05T15:22:10+00:00"),
        ("2026. 1. 5 오전 12:05:00", "2026-01-05T00:05:00+00:00"),
        ("2026年1月5日 下午 3:22", "2026-01-05T15:22:00+00:00"),
        ("2026년 1월 5일", "2026-01-05T00:00:00+00:00"),
        ("20260105", "2026-01-05T00:00:00+00:00"),
        ("01/25/2026 12:30:00 AM", "2026-01-25T00:30:00+00:00"),
        ("01/25/2026 12:30 PM", "2026-01-25T12:30:00+00:00"),
        ("25/01/2026", "2026-01-25T00:00:00+00:00"),
        ("7/27/26 19:06:23", "2026-07-27T19:06:23+00:00"),
        ("1767582245", "2026-01-05T03:04:05+00:00"),  # date -u -d @1767582245
        ("1767582245250", "2026-01-05T03:04:05.250000+00:00"),
    ],
)
def test_formats(cell, expected):
    assert utc([cell]) == [expected]


def test_missing_dates_stay_missing():
    assert utc(["", "NA", "0000-00-00 00:00:00", "2026-01-05"]) == [
        None,
        None,
        None,
        "2026-01-05T00:00:00+00:00",
    ]
    assert utc(["", ""]) == [None, None]


def test_one_day_over_twelve_proves_the_order_for_all():
    assert utc(["01/02/2026", "13/02/2026"])[0] == "2026-02-01T00:00:00+00:00"
    assert utc(["01/02/2026", "02/13/2026"])[0] == "2026-01-02T00:00:00+00:00"


def test_an_open_order_is_asked_and_can_be_declared():
    with pytest.raises(ColumnError, match="day first or month first") as error:
        utc(["01/02/2026", "03/04/2026"])
    assert '--date "Date@dmy"' in error.value.do
    assert utc(["01/02/2026"], "dmy") == ["2026-02-01T00:00:00+00:00"]
    assert utc(["01/02/2026"], "mdy") == ["2026-01-02T00:00:00+00:00"]
    assert utc(["15.08.02", "15.08.25"], "ymd")[0] == "2015-08-02T00:00:00+00:00"
    # The same day either way is no question.
    assert utc(["01/01/2026", "02/02/2026"])[1] == "2026-02-02T00:00:00+00:00"


def test_mixed_orders_are_refused():
    with pytest.raises(ColumnError, match="No order"):
        utc(["13/01/2026", "01/13/2026"])


def test_a_few_rows_of_another_order_in_a_long_column_are_left_out_and_counted():
    cells = pd.Series(["30/01/2026"] * 195 + ["01/30/2026"] * 5, dtype="str")
    dates = read_dates(cells, "Date")
    assert dates.refused.sum() == 5
    assert dates.values.isna().sum() == 5
    with pytest.raises(ColumnError, match="No order"):
        read_dates(pd.Series(["30/01/2026"] * 150 + ["01/30/2026"] * 50, dtype="str"), "Date")


@pytest.mark.parametrize("cells", [["2026-01-05", "05.01.2026"], ["soon"], ["2026-02-30"], ["2026-13-01"]])
def test_what_is_no_date_is_refused(cells):
    with pytest.raises(ColumnError):
        utc(cells)


def test_times_that_do_not_exist_are_refused():
    with pytest.raises(ColumnError, match="does not exist"):
        utc(["2026-01-05 25:00"])


def test_whether_a_zone_was_stated():
    def stated(cell, name="Date"):
        return read_dates(pd.Series([cell], dtype="str"), name).zone_stated

    assert stated("2026-01-05T00:00:00Z")
    assert stated("2026-01-05", "Submit Date (UTC)")
    assert not stated("2026-01-05")
