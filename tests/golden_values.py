"""The reference numbers, by key, and which of them the tests have read.

``golden("nps.seed.score_ci")`` gives the number or list of that key. ``test_zz_golden.py`` lists the keys
that no test has read.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

VALUES: dict[str, Any] = json.loads(
    (Path(__file__).parent / "golden" / "metrics_values.json").read_text(encoding="utf-8")
)
READ: set[str] = set()


def golden(key: str) -> Any:
    """The reference value of a key; reading it counts as covering it, so compare it."""
    READ.add(key)
    return VALUES[key]


def same(found: Any, key: str, digits: int = 9) -> bool:
    """True, or an AssertionError that shows both: ``found`` against the key's value, to significant digits.

    NaN equals NaN; zeros are held to an absolute 1e-9; lists are compared element by element.
    """
    expected = np.asarray(golden(key), dtype=float)
    actual = np.asarray(found, dtype=float)
    if actual.shape != expected.shape:
        raise AssertionError(f"{key}: shape {actual.shape}, expected {expected.shape}")
    close = np.isclose(actual, expected, rtol=0.5 * 10.0 ** (1 - digits), atol=0, equal_nan=True)
    near_zero = (expected == 0) & (np.abs(actual) < 1e-9)
    if not (close | near_zero).all():
        raise AssertionError(f"{key}: {actual.tolist()}, expected {expected.tolist()}")
    return True
