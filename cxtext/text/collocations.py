"""Neighbouring words that belong together, joined into one term: ``customer service``, ``고객 센터``."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence

from cxtext.text.scripts import script


def phrases(
    token_lists: Sequence[Sequence[str]], *, min_count: int = 5, threshold: float = 0.4
) -> list[list[str]]:
    """The token lists with collocations joined, each token used once, the tighter pair first.

    A pair of neighbours is a collocation where it occurs in at least ``min_count`` lists and its normalised
    pointwise mutual information (Bouma 2009), ``ln(p(xy) / (p(x) p(y))) / -ln p(xy)``, -1 to 1, is at least
    ``threshold``. Shares are over lists, so one long comment cannot make a phrase. Chinese and Japanese words
    are joined without a space.

    >>> phrases([["customer", "service", "slow"]] * 6 + [["slow", "app"]] * 6 + [["price"]] * 20)[0]
    ['customer service', 'slow']
    """
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for tokens in token_lists:
        words.update(set(tokens))
        pairs.update({pair for pair in itertools.pairwise(tokens) if pair[0] != pair[1]})
    n = len(token_lists)
    tight = {
        pair: score
        for pair, count in pairs.items()
        if count >= min_count and (score := _npmi(count, words[pair[0]], words[pair[1]], n)) >= threshold
    }
    return [_joined(tokens, tight) for tokens in token_lists]


def _npmi(both: int, first: int, second: int, n: int) -> float:
    """Bouma's measure; 1 where the pair is in every list, since it then never occurs apart."""
    return 1.0 if both == n else math.log(both * n / (first * second)) / -math.log(both / n)


def _joined(tokens: Sequence[str], tight: dict[tuple[str, str], float]) -> list[str]:
    candidates = sorted(
        ((-tight[pair], i) for i, pair in enumerate(itertools.pairwise(tokens)) if pair in tight)
    )
    heads: set[int] = set()
    for _, i in candidates:
        if not heads & {i - 1, i, i + 1}:
            heads.add(i)
    result = []
    for i, token in enumerate(tokens):
        if i in heads:
            result.append(token + _glue(token, tokens[i + 1]) + tokens[i + 1])
        elif i - 1 not in heads:
            result.append(token)
    return result


def _glue(left: str, right: str) -> str:
    return "" if {script(left[-1]), script(right[0])} <= {"han", "kana"} else " "
