"""Dates as platforms write them: cases 65 to 75 of the list of formats."""

import pandas as pd
import pytest
from export_files import LIVE, codes, loaded, qualtrics, written

from cxtext.config import make_config
from cxtext.errors import ColumnError, ConfigError
from cxtext.load.dates import read_dates

NEW_YORK = "America/New_York"


def utc(*cells, order=None, zone=None):
    dates = read_dates(pd.Series(cells, dtype="str"), "Date", order, None, zone)
    return [None if pd.isna(t) else t.strftime("%Y-%m-%d %H:%M") for t in dates.values]


def test_case_65_no_day_over_twelve_is_asked():
    with pytest.raises(ColumnError, match="day first or month first"):
        utc("05/06/2024", "01/02/2024")


def test_case_66_one_thirteenth_proves_the_order():
    assert utc("05/06/2024", "13/06/2024")[0] == "2024-06-05 00:00"
    assert utc("05/06/2024", "05/13/2024")[0] == "2024-05-06 00:00"


def test_case_67_mixed_orders_are_an_error():
    with pytest.raises(ColumnError, match="No order"):
        utc("13/01/2024", "01/13/2024")


def test_case_68_korean_afternoon():
    assert utc("2026. 1. 5 오후 3:22:10", "2026. 1. 5 오전 12:05:00") == [
        "2026-01-05 15:22",
        "2026-01-05 00:05",
    ]


def test_case_69_seconds_and_milliseconds_as_text():
    # date -u -d @1713418460
    assert utc("1713418460") == utc("1713418460000") == ["2024-04-18 05:34"]


def test_case_70_clock_changes_in_new_york(tmp_path):
    # 2026-03-08 02:30 does not exist; 2026-11-01 01:30 occurs at 05:30 and at 06:30 UTC.
    assert utc("2026-01-15 12:00", "2026-11-01 01:30", zone=NEW_YORK) == [
        "2026-01-15 17:00",
        "2026-11-01 05:30",
    ]
    assert utc("2026-03-08 02:30", zone=NEW_YORK) == ["2026-03-08 07:00"]
    asked = {"Q1": ("NPS", "QID1"), "Q2": ("Comments", "QID2_TEXT")}
    times = {**LIVE, "StartDate": "2025-11-02 01:20:00", "RecordedDate": "2025-11-02 01:30:00"}
    path = qualtrics(tmp_path / "a.csv", asked, [["0", "slow"], ["9", "good"]], times, zone=NEW_YORK)
    found = loaded(path)
    assert found.responses["submitted_at"].dt.strftime("%H:%M").tolist() == ["05:30", "05:30"]
    fold = found.issues[found.issues["code"] == "W_DST_FOLD"].iloc[0]
    assert fold["excerpt"].startswith("2 times")


def test_case_71_day_numbers_of_a_workbook():
    with pytest.raises(ColumnError, match="workbook's day numbers") as error:
        utc("45000", "45001.5")
    assert "@excel1904" in error.value.do
    # Day 45000 is 2023-03-15 counted from 1900 and 2027-03-16 counted from 1904.
    assert utc("45000", "45001.5", order="excel") == ["2023-03-15 00:00", "2023-03-16 12:00"]
    assert utc("45000", order="excel1904") == ["2027-03-16 00:00"]


def test_case_72_years_of_two_digits(tmp_path):
    assert utc("7/27/26 19:06") == ["2026-07-27 19:06"]
    assert utc("7/27/71")[0].startswith("1971")
    rows = [["nps", "comment", "date"], ["0", "slow", "7/27/62"], ["9", "good", "7/28/25"]]
    found = loaded(written(tmp_path / "a.csv", rows))
    assert found.responses["submitted_at"].dt.year.tolist() == [2062, 2025]
    assert "W_FUTURE_DATE" in codes(found)


def test_case_73_dates_that_mean_none():
    assert utc("0000-00-00", "1980-01-01 00:00:00", "2026-01-05") == [None, None, "2026-01-05 00:00"]


def test_case_74_an_answer_that_ends_before_it_starts(tmp_path):
    asked = {"Q1": ("NPS", "QID1"), "Q2": ("Comments", "QID2_TEXT")}
    times = {**LIVE, "StartDate": "2026-01-02 11:00:00"}
    found = loaded(qualtrics(tmp_path / "a.csv", asked, [["0", "slow"]], times))
    assert "W_END_BEFORE_START" in codes(found)


@pytest.mark.parametrize("name", ["AST", "IST", "CST"])
def test_case_75_an_abbreviation_of_several_zones_is_asked(name):
    with pytest.raises(ColumnError, match=f"Which time zone is '{name}'"):
        utc(f"2022/06/22 11:07:29 AM {name}")
    assert utc(f"2022/06/22 11:07:29 AM {name}", zone="Asia/Kolkata") == ["2022-06-22 05:37"]


def test_case_75_an_abbreviation_of_one_zone_is_read():
    assert utc("2022/06/22 11:07:29 AM KST", "2022/06/22 11:07:29 AM EDT") == [
        "2022-06-22 02:07",
        "2022-06-22 15:07",
    ]


def test_a_zone_that_does_not_exist():
    with pytest.raises(ConfigError, match="no time zone Asia/Soul"):
        make_config({"tz": "Asia/Soul"})
