"""Which mentions turn against the one before them: "..., but ..."."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from typing import TYPE_CHECKING

from cxtext.text.cuts import rules_for
from cxtext.text.scripts import after_space, safe
from cxtext.text.turns import opens_with_concession, turns

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

# Where the two sides of a contrasting word were seen to have opposite feelings more often than by chance
# (scripts/estimate_contrast.py). In Korean and Chinese reviews they were alike: 는데 and 但 also go on.
OPPOSING = ("en", "fr")


def contrasts(
    mentions: pd.DataFrame, comments: pd.DataFrame, langs: Collection[str] = OPPOSING
) -> np.ndarray:
    """bool (n,), in the mentions' order: whether a mention is set against the mention of the row before.

    That is so where it begins with a contrasting word (or the one before ends with a contrasting ending), and
    where the one before opens with a concession and stops at a comma; in languages out of ``langs`` never.
    Mentions of a comment stand in adjacent rows, in order.

    >>> import pandas as pd
    >>> comments = pd.DataFrame({"comment_id": ["1"], "lang": ["en"],
    ...                          "text": ["The food was great, but we waited an hour. It rained."]})
    >>> mentions = pd.DataFrame({"comment_id": "1", "start": [0, 20, 43], "end": [19, 42, 53]})
    >>> contrasts(mentions, comments).tolist()
    [False, True, False]
    """
    import numpy as np

    found = np.zeros(len(mentions), bool)
    owners = mentions["comment_id"].tolist()
    spans = list(zip(mentions["start"].tolist(), mentions["end"].tolist(), strict=True))
    texts = dict(
        zip(comments["comment_id"], zip(comments["text"], comments["lang"], strict=True), strict=True)
    )
    known: tuple[str, str, str, set[int]] = ("", "", "", set())
    for row, (before, owner) in enumerate(pairwise(owners), start=1):
        if before != owner or texts[owner][1] not in langs:
            continue
        if known[0] != owner:
            text = safe(texts[owner][0])
            rules = rules_for(text, texts[owner][1])
            known = owner, text, rules, {after_space(text, at) for at in turns(text, rules)}
        _, text, rules, places = known
        start, end = spans[row - 1]
        conceded = text[end - 1] in ",，、" and opens_with_concession(text, start, rules)
        found[row] = spans[row][0] in places or conceded
    return found
