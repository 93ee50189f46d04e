"""The corpus W1: comments in English, Korean and Traditional Chinese with the lengths that comments have."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

PHRASES = Path(__file__).parents[1] / "training" / "phrases"
SHARES = {"en": 0.5, "ko": 0.25, "zh-Hant": 0.25}
MEDIAN, SPREAD, SHORTEST, LONGEST = 25, 0.8, 4, 128  # tokens; the spread is of the logarithm
Count = Callable[[Sequence[str]], list[int]]


def corpus(n: int, count: Count, seed: int = 0) -> list[str]:
    """``n`` distinct comments made of the project's own sentences.

    Lengths are lognormal, median 25 tokens, clipped to 4 to 128. ``count`` says how many tokens each of some
    pieces has.
    """
    rng = np.random.default_rng(seed)
    languages = rng.choice(len(SHARES), n, p=list(SHARES.values()))
    targets = np.clip(rng.lognormal(np.log(MEDIAN), SPREAD, n), SHORTEST, LONGEST)
    streams = [_stream(language, count, rng) for language in SHARES]
    made: dict[str, None] = {}
    for language, target in zip(languages.tolist(), targets.tolist(), strict=True):
        words, tokens, joint = streams[language]
        at, length, parts = int(rng.integers(len(words) - LONGEST)), 0, []
        while length < target:
            parts.append(words[at])
            length += tokens[at]
            at += 1
            if at == len(words):
                at = 0
        text = joint.join(parts)
        # Short ones repeat by chance; a number tells them apart.
        while text in made:
            text = joint.join([*parts[:-1], str(rng.integers(10**6))])
        made[text] = None
    texts = list(made)
    return [texts[k] for k in rng.permutation(n)]


def with_repeats(texts: Sequence[str], share: float, seed: int = 0) -> list[str]:
    """The same texts, but ``share`` of them are repeats of the others, as a power law has it.

    Those that give way are spread evenly over lengths: what is left is as long on average as all were, so
    that a difference in time is due to the repeats alone.

    >>> len(set(with_repeats([str(k) for k in range(1000)], 0.35)))
    650
    """
    rng = np.random.default_rng(seed)
    by_length = sorted(range(len(texts)), key=lambda k: len(texts[k].encode()))
    n = round(share * len(texts))
    gone = {by_length[int((k + 0.5) * len(texts) / n)] for k in range(n)}
    left = [text for k, text in enumerate(texts) if k not in gone]
    again = iter(rng.zipf(1.5, n) % len(left))
    return [left[next(again)] if k in gone else text for k, text in enumerate(texts)]


def _stream(language: str, count: Count, rng: np.random.Generator) -> tuple[list[str], list[int], str]:
    """All sentences in a random order as one row of words (characters in Chinese), with their tokens."""
    found = tomllib.loads((PHRASES / f"{language}.toml").read_text(encoding="utf-8"))
    sentences = [sentence for label in ("negative", "neutral", "positive") for sentence in found[label]]
    order = rng.permutation(len(sentences))
    joint = "" if language.startswith("zh") else " "
    stop = "。" if language.startswith("zh") else "."
    words: list[str] = []
    for k in order:
        sentence = sentences[k] + ("" if sentences[k][-1] in ".!?。！？~" else stop)
        words += list(sentence) if joint == "" else sentence.split()
    pieces = sorted(set(words))
    per = dict(zip(pieces, count(pieces), strict=True))
    return words, [per[word] for word in words], joint
