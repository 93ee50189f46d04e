"""What a text shows besides its polarity: effort, a request, an emotion; nothing where there is no sign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cxtext.tables import EMOTIONS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

# The side that a text must not be read as: "nothing to complain of" resembles a complaint.
NOT_ON = {
    "effort_hard": "positive", "effort_easy": "negative", "anger": "positive", "disappointment": "positive",
    "joy": "negative", "worry": "positive",
}  # fmt: skip


def to_signals(
    names: Sequence[str], p: np.ndarray, thresholds: np.ndarray, labels: Sequence[str]
) -> pd.DataFrame:
    """The columns effort, request, emotion and effort_score of the sentiments table.

    Parameters
    ----------
    names
        The k signals: effort_hard, effort_easy, request, anger, disappointment, joy, worry.
    p
        float (n, k): their probabilities, missing (NaN) where a text says nothing that can be read.
    thresholds
        (k,): a signal is there from this probability on.
    labels
        The texts' sentiments. A signal that contradicts its text's sentiment is none (see ``NOT_ON``).

    Returns
    -------
    ``effort`` hard or easy, the more probable if both; ``request`` yes; ``emotion`` the most probable of
    anger, disappointment, joy and worry; each missing without a sign. ``effort_score`` is p(effort_hard) -
    p(effort_easy), -1 to 1, whatever the thresholds.

    >>> import numpy as np
    >>> names = ["effort_hard", "effort_easy", "request", "anger", "disappointment", "joy", "worry"]
    >>> p = np.array([[0.9, 0.1, 0.8, 0.75, 0.8, 0.0, 0.0], [0.2, 0.9, 0.0, 0.0, 0.0, 0.9, 0.0]])
    >>> to_signals(names, p, np.full(7, 0.7), ["negative", "negative"])["emotion"].tolist()
    ['disappointment', nan]
    >>> to_signals(names, p, np.full(7, 0.7), ["negative", "negative"]).iloc[1, :3].isna().all()
    np.True_
    """
    import numpy as np
    import pandas as pd

    sides = np.array(labels, dtype=object)
    seen = {}
    for k, name in enumerate(names):
        shown = (p[:, k] >= thresholds[k]) & (sides != NOT_ON.get(name))
        seen[name] = np.where(shown, p[:, k], 0.0)
    column = {name: p[:, k] for k, name in enumerate(names)}
    effort = np.where(seen["effort_hard"] >= seen["effort_easy"], "hard", "easy").astype(object)
    effort[(seen["effort_hard"] == 0) & (seen["effort_easy"] == 0)] = None
    felt = np.column_stack([seen[name] for name in EMOTIONS])
    emotion = np.array(EMOTIONS, dtype=object)[felt.argmax(axis=1)]
    emotion[felt.max(axis=1) == 0] = None
    request = np.full(len(p), None, dtype=object)
    request[seen["request"] > 0] = "yes"
    return pd.DataFrame(
        {
            "effort": pd.Series(effort, dtype="str"),
            "request": pd.Series(request, dtype="str"),
            "emotion": pd.Series(emotion, dtype="str"),
            "effort_score": column["effort_hard"] - column["effort_easy"],
        }
    )
