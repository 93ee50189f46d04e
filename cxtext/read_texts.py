"""What the models say of mentions and comments; mentions that hold two feelings are parted between them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from cxtext.config import Config
from cxtext.sentiment import decided
from cxtext.text import divide_mentions, side_places

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

MIXED = 0.05  # probability of the lesser feeling from which a mention is looked into


class Read(NamedTuple):
    """One row of arrays a text: the mentions, then the comments."""

    mentions: pd.DataFrame  # the table
    whole: np.ndarray  # bool (mentions,), False for the sides of a mention that was parted
    probabilities: np.ndarray  # float64 (n, 3): negative, neutral, positive
    vectors: np.ndarray | None  # float32 (n, d), L2-normalised
    signals: Callable[[list[str]], pd.DataFrame] | None  # labels to signals; None without our own vectors
    models: dict[str, str]  # role to identity
    long_texts: dict[str, int]
    notes: list[str]


def read_texts(
    mentions: pd.DataFrame,
    comments: pd.DataFrame,
    config: Config,
    *,
    embed: bool,
    progress: Callable[[int, int], None] | None = None,
) -> Read:
    """Mentions and comments in one pass over their words; vectors and signals where ``embed``."""
    import numpy as np

    from cxtext.inference import cache_folder, classify, infer, load_classifier, load_encoder, long_texts

    asked = {"device": config.device, "offline": config.offline}
    kept = {"cache": cache_folder(), "progress": progress}
    encoder = load_encoder(config.embedding_model, **asked) if embed else None
    classifier = load_classifier(config.sentiment_model, encoder=encoder, **asked)
    models = {"sentiment": classifier.identity}

    seen: list[str] = []
    told: list[tuple[np.ndarray, ...]] = []

    def read(texts: list[str]) -> np.ndarray:
        if encoder is None:
            told.append((classify(texts, classifier, **kept),))
        else:
            found = infer(texts, encoder, classifier, **kept)
            told.append((found.probabilities, found.vectors, found.evidence))
        seen.extend(texts)
        return told[-1][0]

    whole = read(_texts(mentions, comments))
    before = _spans(mentions)
    mentions = part_two_sided(mentions, comments, whole[: len(mentions)], read)
    unparted = _spans(mentions).isin(before)
    texts = _texts(mentions, comments)
    place = {text: row for row, text in enumerate(seen)}  # sides and wholes were all read
    rows = [place[text] for text in texts]
    probabilities, *further = (np.concatenate(parts)[rows] for parts in zip(*told, strict=True))
    long = long_texts(texts, classifier.tokens)
    if encoder is None:
        return Read(mentions, unparted, probabilities, None, None, models, long, [])

    from cxtext.inference.signals import load_heads
    from cxtext.sentiment import to_signals

    vectors, evidence = further
    models["embedding"] = encoder.identity
    heads = load_heads(encoder)
    if heads is None:
        note = "Effort, requests and emotions are read from the default encoder's vectors only."
        return Read(mentions, unparted, probabilities, vectors, None, models, long, [note])
    models["signals"] = heads.identity
    p = heads.probabilities(vectors)
    p[evidence == 0] = float("nan")
    signals = partial(to_signals, heads.names, p, heads.threshold)
    return Read(mentions, unparted, probabilities, vectors, signals, models, long, [])


def _spans(mentions: pd.DataFrame) -> pd.MultiIndex:
    import pandas as pd

    return pd.MultiIndex.from_frame(mentions[["comment_id", "start", "end"]])


def _texts(mentions: pd.DataFrame, comments: pd.DataFrame) -> list[str]:
    return [*mentions["text"].tolist(), *comments["text"].tolist()]


def part_two_sided(
    mentions: pd.DataFrame,
    comments: pd.DataFrame,
    probabilities: np.ndarray,
    read: Callable[[list[str]], np.ndarray],
) -> pd.DataFrame:
    """The mentions, those with two sides of opposite feelings parted: "pleasant staff, | long wait".

    Parameters
    ----------
    mentions, comments
        Tables; the mentions of ``comments``.
    probabilities
        float (n, 3): each mention read by itself; negative, neutral, positive.
    read
        Gives the same of further texts.

    Returns
    -------
    The mentions table. A mention that is not clear about one feeling is parted where its sides, each read by
    itself, are labelled opposite; once, at the clearest of such places (see text.side_places).

    >>> import numpy as np, pandas as pd
    >>> comments = pd.DataFrame({"comment_id": ["1"], "lang": ["en"]})
    >>> mentions = pd.DataFrame({"mention_id": ["1#0"], "comment_id": ["1"], "start": [0], "end": [25],
    ...                          "text": ["Pleasant staff, long wait"]})
    >>> def read(texts):
    ...     good = np.array(["Pleasant" in text for text in texts])
    ...     return np.where(good[:, None], [[0.1, 0.1, 0.8]], [[0.8, 0.1, 0.1]])
    >>> part_two_sided(mentions, comments, np.array([[0.3, 0.1, 0.6]]), read)["text"].tolist()
    ['Pleasant staff,', 'long wait']
    """
    import numpy as np

    langs = mentions["comment_id"].map(comments.set_index("comment_id")["lang"]).tolist()
    texts = mentions["text"].tolist()
    rows = np.flatnonzero(probabilities[:, [0, 2]].min(axis=1) >= MIXED).tolist()
    places = side_places([texts[row] for row in rows], [langs[row] for row in rows])
    tried = [(row, at) for row, found in zip(rows, places, strict=True) for at in found]
    if not tried:
        return mentions
    p = read([texts[row][:at].rstrip() for row, at in tried] + [texts[row][at:] for row, at in tried])
    first, second = p[: len(tried)], p[len(tried) :]
    opposed = [
        {*sides} == {"negative", "positive"} for sides in zip(decided(first), decided(second), strict=True)
    ]
    clear = np.maximum(first[:, 0] * second[:, 2], first[:, 2] * second[:, 0])
    best: dict[int, int] = {}
    for n in np.argsort(clear, kind="stable").tolist():  # the clearest last
        if opposed[n]:
            best[tried[n][0]] = tried[n][1]
    return divide_mentions(mentions, best)
