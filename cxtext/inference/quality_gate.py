"""Whether a faster precision says the same as float32, judged on the user's own texts.

The verdict is kept beside the cache, by model, precision and machine, so that it is asked once.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cxtext.inference.cache import keep_file

if TYPE_CHECKING:
    import numpy as np

VERSION = 1
MOST_TEXTS = 64
# Of the probabilities: a mean that a report would not show, and labels that may change only where the
# two best were nearly equal.
MEAN_AT_MOST, NEARLY_EQUAL, CHANGED_AT_MOST = 0.01, 0.05, 0.01


class Verdict(NamedTuple):
    """What the comparison showed."""

    passed: bool
    texts: int
    mean_difference: float  # mean absolute difference of probabilities
    labels_changed: int
    labels_flipped: int  # of those, where float32 was not nearly undecided


def judge(exact: np.ndarray, fast: np.ndarray) -> Verdict:
    """Compare probabilities (n, k) of the same texts.

    >>> import numpy as np
    >>> p = np.array([[0.9, 0.1], [0.51, 0.49]])
    >>> judge(p, np.array([[0.9, 0.1], [0.505, 0.495]])).passed
    True
    >>> judge(p, p[:, ::-1]).passed
    False
    """
    import numpy as np

    difference = float(np.abs(exact - fast).mean()) if exact.size else 0.0
    changed = exact.argmax(axis=1) != fast.argmax(axis=1)
    best = np.sort(exact, axis=1)
    undecided = best[:, -1] - best[:, -2] < NEARLY_EQUAL
    flipped = int((changed & ~undecided).sum())
    finite = bool(np.isfinite(fast).all())
    passed = finite and difference <= MEAN_AT_MOST and flipped <= CHANGED_AT_MOST * len(exact)
    return Verdict(passed, len(exact), round(difference, 6), int(changed.sum()), flipped)


def gate(
    name: str,
    texts: Sequence[str],
    exact: Callable[[Sequence[str]], np.ndarray],
    fast: Callable[[Sequence[str]], np.ndarray],
    folder: Path | None,
) -> Verdict:
    """The verdict on ``name`` (model and precision) on this machine: remembered in ``folder``, or judged.

    ``exact`` and ``fast`` give probabilities (n, k). A model that does not run at all has not passed.
    """
    if folder and (held := remembered(name, folder)):
        return held
    asked = spread(texts)
    try:
        verdict = judge(exact(asked), fast(asked))
    except (RuntimeError, AttributeError):  # no such kernel; a layer that its model looks into
        return Verdict(False, len(asked), 1.0, len(asked), len(asked))
    if folder:
        # Where it cannot be kept it is judged again next time.
        keep_file(_path(name, folder), json.dumps({"name": name, "verdict": verdict._asdict()}))
    return verdict


def remembered(name: str, folder: Path) -> Verdict | None:
    """The verdict on ``name`` on this machine that ``folder`` holds."""
    try:
        held = json.loads(_path(name, folder).read_text(encoding="utf-8"))
        return Verdict(**held["verdict"]) if held["name"] == name else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def spread(texts: Sequence[str]) -> list[str]:
    """At most MOST_TEXTS distinct texts that are not blank, evenly over all there are by length.

    >>> len(spread([f"text {k}" for k in range(1000)]))
    64
    """
    found = sorted({text for text in texts if text.strip()}, key=lambda text: (len(text), text))
    n = min(len(found), MOST_TEXTS)
    return [found[k * len(found) // n] for k in range(n)]


def machine() -> str:
    """What arithmetic depends on: the processor's kind and the library."""
    from importlib import metadata

    import torch

    return f"{platform.machine()} {torch.backends.cpu.get_cpu_capability()} torch {metadata.version('torch')}"


def _path(name: str, folder: Path) -> Path:
    key = hashlib.blake2b(f"{VERSION} {name} {machine()}".encode(), digest_size=12).hexdigest()
    return folder / f"gate-{key}.json"
