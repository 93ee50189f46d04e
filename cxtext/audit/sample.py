"""Which mentions people should look at: every language, topic and label, more where the model wavered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.audit.sheet import COLUMNS
from cxtext.errors import ConfigError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

EDGE = 0.2  # the two likeliest labels lie closer than this
EDGE_TIMES = 2  # how much oftener such a mention is drawn
PARTS = ("lang", "topic", "predicted", "edge")


def draw_sample(tables: dict[str, pd.DataFrame], n: int = 200, seed: int = 0) -> pd.DataFrame:
    """A sheet of about ``n`` mentions (see sheet.COLUMNS), in a random order.

    Parameters
    ----------
    tables
        comments, mentions, sentiments, and topics with mention_topics where the run has them; texts redacted.
    n
        Mentions to label; all of them where there are fewer.
    seed
        The same seed draws the same sheet.

    Strata are language x topic x predicted label x whether the two likeliest labels are close; one too
    small for its share joins its language's other topics, then its label. Each stratum gives at least one
    mention; ``weight`` is the mentions of the stratum over those drawn from it, so that weighted figures
    speak of all mentions.
    """
    import numpy as np

    if n < 1:
        raise ConfigError("At least one mention is drawn.", where="--n", found=n)
    units = _units(tables)
    n = min(n, len(units))
    if not n:
        return units.reindex(columns=list(COLUMNS))
    worth = np.where(units["edge"] == "near", EDGE_TIMES, 1)
    units["stratum"] = _strata(units, worth, n)
    sizes = units.groupby("stratum", sort=True)["unit_id"].size()
    drawn = _allocate(sizes, units.assign(w=worth).groupby("stratum")["w"].sum(), n)
    rng = np.random.default_rng(seed)
    parts = []
    for stratum, rows in units.groupby("stratum", sort=True):
        taken = np.sort(rng.choice(len(rows), int(drawn[stratum]), replace=False))
        parts.append(rows.iloc[taken].assign(weight=len(rows) / int(drawn[stratum])))
    import pandas as pd

    sheet = pd.concat(parts).iloc[rng.permutation(int(drawn.sum()))]
    return sheet.reindex(columns=list(COLUMNS)).reset_index(drop=True)


def _units(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Every mention with language, first topic, label and its comment, by mention_id."""
    mentions = tables["mentions"][["mention_id", "comment_id", "text"]]
    comments = tables["comments"].set_index("comment_id")
    tone = tables["sentiments"].set_index("unit_id")
    p = tone[["p_negative", "p_neutral", "p_positive"]]
    units = mentions.rename(columns={"mention_id": "unit_id"}).sort_values("unit_id", kind="stable")
    units = units[units["unit_id"].isin(tone.index)].reset_index(drop=True)
    best = p.loc[units["unit_id"]].apply(lambda row: row.nlargest(2).tolist(), axis=1, result_type="expand")
    units["edge"] = ["near" if a - b < EDGE else "clear" for a, b in best.to_numpy()] if len(units) else []
    units["language"] = units["comment_id"].map(comments["lang"])
    units["comment"] = units["comment_id"].map(comments["text"])
    units["predicted"] = units["unit_id"].map(tone["label"])
    names = _topic(tables)
    units["topic"] = [names.get(unit, "") for unit in units["unit_id"]]
    return units.assign(lang=units["language"], label="", topic_ok="", note="")


def _topic(tables: dict[str, pd.DataFrame]) -> dict[str, str]:
    """The heaviest topic's name by mention."""
    if "mention_topics" not in tables or "topics" not in tables:
        return {}
    links = tables["mention_topics"].sort_values(
        ["mention_id", "weight", "topic_id"], ascending=[True, False, True], kind="stable"
    )
    first = links.drop_duplicates("mention_id").set_index("mention_id")["topic_id"]
    names = first.map(tables["topics"].set_index("topic_id")["name"])
    return dict(zip(names.index.astype(str), names, strict=True))


def _strata(units: pd.DataFrame, worth: np.ndarray, n: int) -> list[str]:
    """Names of the strata; what would get less than one mention is told apart by fewer of its parts."""
    frame = units[list(PARTS)].copy()
    share = frame.assign(w=worth)
    for blank in (("topic",), ("topic", "edge"), ("topic", "edge", "lang")):
        keys = [frame[part] for part in PARTS]
        small = share.groupby(keys)["w"].transform("sum") * n / share["w"].sum() < 1
        frame.loc[small, list(blank)] = "*"
    return [" | ".join(row) for row in frame.itertuples(index=False, name=None)]


def _allocate(sizes: pd.Series, worth: pd.Series, n: int) -> pd.Series:
    """How many of each stratum: by worth, at least one, at most all, ``n`` together where that can be."""
    import numpy as np

    ideal = worth * n / worth.sum()
    drawn = np.clip(np.floor(ideal), 1, sizes).astype(int)
    order = (ideal - drawn).sort_values(ascending=False, kind="stable").index
    while drawn.sum() < n:
        for stratum in [s for s in order if drawn[s] < sizes[s]]:
            if drawn.sum() == n:
                break
            drawn[stratum] += 1
    return drawn
