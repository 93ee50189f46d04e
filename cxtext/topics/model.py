"""A run's topics as something that new mentions can be assigned to, saved in open formats."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from cxtext.errors import RunError
from cxtext.topics.assign import Assignment, nearest
from cxtext.topics.centre import Space
from cxtext.topics.parts import Parts

VERSION = 1
FOLDER = "topics"  # in a run folder
_META, _ARRAYS, _ROWS = "model.toml", "centres.safetensors", "topics.parquet"
_PARTS = "subtopics.parquet"


@dataclass(frozen=True)
class TopicModel:
    """Centres of topics in the space that they were found in.

    Parameters
    ----------
    encoder
        Identity of the model that made the vectors; others' vectors do not fit.
    space
        What is taken out of a vector first.
    ids
        Stable ids, one a row of ``centres`` (topics, d), unit rows.
    limits
        Per topic the cosine from which a text belongs to it.
    origins
        Per row ``found``, ``curated`` (an example phrase) or ``codebook``.
    unassigned
        Share of mentions without a topic when it was fitted, against which new mentions are held.
    last
        The highest number that an id of this line of topics ever had; no id is used again.
    parts
        The subtopics of the topics that have some.
    """

    encoder: str
    space: Space
    ids: tuple[str, ...]
    centres: np.ndarray
    limits: np.ndarray
    origins: tuple[str, ...]
    unassigned: float
    last: int
    parts: Parts = field(default_factory=lambda: Parts.none(0))

    def assign(self, vectors: np.ndarray, langs: list[str]) -> Assignment:
        """The row of ``ids`` (-1 none) of each vector (n, d), in blocks of bounded memory."""
        return nearest(lambda a, b: self.space.place(vectors[a:b], langs[a:b]), len(vectors), self.centres,
                       self.limits, self.first)  # fmt: skip

    @property
    def first(self) -> np.ndarray:
        """Which centres, shape (rows,), are a codebook's and count before the others."""
        return np.array([origin == "codebook" for origin in self.origins], dtype=bool)

    def new_ids(self, n: int) -> list[str]:
        """Ids that were never used: the numbers after the last.

        >>> space = Space((), np.zeros((1, 2)), np.zeros(2))
        >>> TopicModel("e", space, (), np.zeros((0, 2)), np.zeros(0), (), 0.1, 9).new_ids(2)
        ['t10', 't11']
        """
        return [f"t{self.last + 1 + i:02d}" for i in range(n)]


def save_model(model: TopicModel, folder: Path) -> None:
    """The model as ``model.toml``, ``centres.safetensors``, ``topics.parquet`` and ``subtopics.parquet``
    (where there are some) in ``folder``."""
    import pandas as pd
    from safetensors.numpy import save_file

    folder.mkdir(exist_ok=True)
    parts = model.parts
    arrays = {"centres": model.centres, "means": model.space.means, "feeling": model.space.feeling}
    arrays |= {"parts": parts.centres} if parts.ids else {}
    save_file(
        {name: np.ascontiguousarray(array, dtype=np.float32) for name, array in arrays.items()},
        folder / _ARRAYS,
    )
    rows = pd.DataFrame({"topic_id": list(model.ids), "limit": model.limits, "origin": list(model.origins)})
    rows.astype({"topic_id": "str", "origin": "str", "limit": "float64"}).to_parquet(
        folder / _ROWS, index=False
    )
    if parts.ids:
        columns = {"topic_id": list(parts.ids), "parent_id": list(parts.parents), "limit": parts.limits}
        below = pd.DataFrame(columns | {"stability": parts.stability})
        below.astype({"topic_id": "str", "parent_id": "str"}).to_parquet(folder / _PARTS, index=False)
    else:
        (folder / _PARTS).unlink(missing_ok=True)
    langs, encoder = json.dumps(list(model.space.langs)), json.dumps(model.encoder)
    (folder / _META).write_text(
        f"version = {VERSION}\nencoder = {encoder}\nlangs = {langs}\n"
        f"unassigned = {model.unassigned!r}\nlast = {model.last}\n",
        encoding="utf-8",
    )


def load_model(folder: Path) -> TopicModel:
    """A saved model; one of an earlier version is brought up to today's.

    Raises RunError where files are missing, damaged, of a later version, or do not fit each other.
    """
    import pandas as pd
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        meta = _migrated(tomllib.loads((folder / _META).read_text(encoding="utf-8")), folder)
        arrays = load_file(folder / _ARRAYS)
        rows = pd.read_parquet(folder / _ROWS)
        parts = Parts.none(arrays["centres"].shape[-1])
        if (folder / _PARTS).exists():
            below = pd.read_parquet(folder / _PARTS)
            parts = Parts(
                tuple(below["topic_id"]), tuple(below["parent_id"]), arrays["parts"],
                below["limit"].to_numpy(), tuple(below["stability"].astype(float)),
            )  # fmt: skip
        model = TopicModel(
            meta["encoder"], Space(tuple(meta["langs"]), arrays["means"], arrays["feeling"]),
            tuple(rows["topic_id"]), arrays["centres"], rows["limit"].to_numpy(), tuple(rows["origin"]),
            float(meta["unassigned"]), int(meta["last"]), parts,
        )  # fmt: skip
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        raise RunError(
            "The run's topic model cannot be read.", where=folder, found=error,
            do="Run `cxtext run` on the files again.",
        ) from error  # fmt: skip
    width = model.centres.shape[1] if model.centres.ndim == 2 else -1
    if not (
        len(model.ids) == len(model.centres)
        and len(parts.ids) == len(parts.centres)
        and model.space.means.shape[1:] == (width,)
    ):
        raise RunError("The files of the run's topic model do not fit each other.", where=folder)
    return model


def _migrated(meta: dict[str, Any], where: Path) -> dict[str, Any]:
    """The meta data in today's form: each step of ``_STEPS`` leads from one version to the next."""
    version = meta.get("version", 0)
    if not isinstance(version, int) or version > VERSION:
        raise RunError(
            "The topic model was written by a later cxtext.", where=where,
            found=f"version {version}; this cxtext reads up to {VERSION}", do="Install the later version.",
        )  # fmt: skip
    for step in _STEPS[version:]:
        meta = step(meta)
    return meta


# Version 0, of trial runs, did not say how much it left unassigned.
_STEPS: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = (
    lambda meta: {"unassigned": 0.15, "version": 1} | {k: v for k, v in meta.items() if k != "version"},
)
