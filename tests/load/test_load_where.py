"""--where compares columns with values and evaluates nothing else."""

import pandas as pd
import pytest

from cxtext.errors import ConfigError, InputError
from cxtext.load.records import Records
from cxtext.load.where import keep_where


def rows():
    cells = pd.DataFrame(
        {
            "age": ["9", "30", "", "41"],
            "zip": ["007", "7", "x", "007"],
            "the plan": ["Pro", "Free", "Pro", "Free"],
            "국가": ["KR", "TW", "KR", "JP"],
        },
        dtype="str",
    )
    return Records(cells, pd.DataFrame({"file": "f.csv", "row": [1, 2, 3, 4]}))


@pytest.mark.parametrize(
    ("expression", "kept"),
    [
        ("age > 10", [2, 4]),
        ("age == 9.0", [1]),
        ("age != 9", [2, 3, 4]),
        ("10 < age <= 30", [2]),
        ("zip == '007'", [1, 4]),
        ("zip in ['7', 'x']", [2, 3]),
        ("zip not in ('7', 'x')", [1, 4]),
        ("`the plan` == 'Pro' and not (국가 == 'TW')", [1, 3]),
        ('`the plan` == "Pro" or age > 40', [1, 3, 4]),
        ("국가 == '`the plan`' or age == 41", [4]),
    ],
)
def test_rows_that_fulfil_it_are_kept(expression, kept):
    records, issues = keep_where(rows(), expression)
    assert records.origin["row"].tolist() == kept
    assert [(i.code, i.action) for i in issues] == [("D_WHERE", "dropped")]


@pytest.mark.parametrize(
    "expression",
    [
        "__import__('os').system('x')", "age.sum() > 1", "@age > 1", "age.__class__ == 1", "(lambda: 1)()",
        "age + 1 > 2", "[x for x in age]", "age[0] == '9'", "f'{age}' == '9'", "age > ", "age = 9", "age",
        "1 == 1",
        "age > 'old'", "zip > 5", "ag > 1", "", "(age := 1) == 1", "'a' == 'a'", "(age > 1) == 1",
    ],
)  # fmt: skip
def test_everything_else_is_refused(expression):
    with pytest.raises(ConfigError):
        keep_where(rows(), expression)


def test_an_unknown_column_gets_the_nearest_name():
    with pytest.raises(ConfigError) as error:
        keep_where(rows(), "agee > 1")
    assert error.value.do == "Did you mean age?"


def test_no_row_left_is_said():
    with pytest.raises(InputError, match="No row is left"):
        keep_where(rows(), "age > 100")
