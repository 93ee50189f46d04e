"""A topic divided: its mentions grouped anew, each part with an id never used before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cxtext.errors import ConfigError
from cxtext.topics.edits import Edits
from cxtext.topics.groups import means
from cxtext.topics.store import Kept

FEWEST = 20  # mentions a part


def split(kept: Kept, topic: str, parts: int, vectors: np.ndarray, langs: list[str]) -> Kept:
    """``topic`` in ``parts``; ``vectors`` (n, d) and ``langs`` of its mentions, in the order of the links.

    The parts are Ward's groups of the vectors, each under an id never used before; they stand in the place
    of the subtopics that it had.
    Raises ConfigError where there are too few mentions for that.
    """
    from scipy.cluster.hierarchy import fcluster, linkage

    mine = np.flatnonzero((kept.links["topic_id"] == topic).to_numpy())
    if parts < 2 or len(mine) < parts * FEWEST:
        raise ConfigError(
            f"Topic {topic} is too small for {parts} parts.", found=f"{len(mine)} mentions",
            do=f"Each part needs {FEWEST} mentions, and there are at least two.",
        )  # fmt: skip
    place = kept.model.space.place(vectors, langs).astype(np.float32)
    label = fcluster(linkage(place.astype(np.float64), "ward"), parts, "maxclust") - 1
    model, ids = kept.model, kept.model.new_ids(int(label.max()) + 1)
    keep = [i for i, other in enumerate(model.ids) if other != topic]
    model = replace(
        model, ids=(*(model.ids[i] for i in keep), *ids),
        centres=np.concatenate([model.centres[keep], means(place, label)]),
        limits=np.concatenate([model.limits[keep], np.full(len(ids), model.limits[0])]),
        origins=(*(model.origins[i] for i in keep), *("found",) * len(ids)), last=model.last + len(ids),
        parts=model.parts.some([i for i, above in enumerate(model.parts.parents) if above != topic]),
    )  # fmt: skip
    topics = kept.links["topic_id"].to_numpy(dtype=object, copy=True)
    topics[mine] = np.array(ids, dtype=object)[label]
    edits: Edits = kept.edits.changed(topic, split=(*kept.edits.of(topic).split, *ids))
    links = kept.links.assign(topic_id=topics).astype({"topic_id": "str"})
    if "subtopic_id" in links:
        links.loc[mine, "subtopic_id"] = None
    return Kept(model, links, edits)
