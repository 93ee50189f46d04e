"""Three probabilities a unit to label and polarity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from cxtext.tables import LABELS, SENTIMENTS, check

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


def to_sentiments(
    unit_ids: Sequence[str],
    level: Literal["mention", "comment"],
    probabilities: np.ndarray,
    signals: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The sentiments table of units with text.

    Parameters
    ----------
    unit_ids
        mention_ids or comment_ids, one a row. Blank text has no unit.
    level
        What they are.
    probabilities
        (n, 3): negative, neutral, positive; each row sums to 1.
    signals
        Further columns, a row a unit (see signals.to_signals); missing values without them.

    Returns
    -------
    ``polarity = p_positive - p_negative``, from -1 to 1; ``label`` is the most probable, and ``neutral``
    where it ties with another, because a tie decides nothing.

    >>> import numpy as np
    >>> table = to_sentiments(["c1", "c2"], "comment", np.array([[0.7, 0.2, 0.1], [0.4, 0.2, 0.4]]))
    >>> table["label"].tolist(), table["polarity"].round(2).tolist()
    (['negative', 'neutral'], [-0.6, 0.0])
    """
    import numpy as np
    import pandas as pd

    p = np.asarray(probabilities, np.float64).reshape(-1, 3)
    further = {} if signals is None else {str(name): signals[name].to_numpy() for name in signals}
    return check(
        SENTIMENTS,
        pd.DataFrame(
            {
                "unit_id": pd.Series(list(unit_ids), dtype="str"),
                "level": level,
                **{f"p_{label}": p[:, column] for column, label in enumerate(LABELS)},
                "polarity": p[:, 2] - p[:, 0],
                "label": pd.Series(decided(p), dtype="str"),
                **further,
            }
        ),
    )


def decided(p: np.ndarray) -> list[str]:
    """The most probable label of each row of (n, 3); ``neutral`` where two tie.

    >>> import numpy as np
    >>> decided(np.array([[0.1, 0.2, 0.7], [0.4, 0.2, 0.4]]))
    ['positive', 'neutral']
    """
    best = p.argmax(axis=1)
    best[(p == p.max(axis=1, keepdims=True)).sum(axis=1) > 1] = LABELS.index("neutral")
    return [LABELS[k] for k in best]
