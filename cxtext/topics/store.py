"""What a run keeps of its topics, so that they can be edited and given to new mentions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cxtext.errors import RunError
from cxtext.topics.edits import FILE, Edits, edits_text, read_edits
from cxtext.topics.model import FOLDER, TopicModel, load_model, save_model

if TYPE_CHECKING:
    import pandas as pd

_LINKS = "links.parquet"


@dataclass(frozen=True)
class Kept:
    """``links``: mention_id, topic_id, subtopic_id, weight, how, before any edit; ``edits``: a person's
    decisions."""

    model: TopicModel
    links: pd.DataFrame
    edits: Edits

    def known(self) -> set[str]:
        """Every id that an edit may speak of."""
        return set(self.model.ids) | set(self.model.parts.ids) | set(self.links["topic_id"])


def save(kept: Kept, folder: Path, names: dict[str, str]) -> None:
    """``topics/`` and ``topics.toml`` in a run folder; ``names`` of today's topics stand in its comments."""
    names = {topic: name for topic, name in names.items() if topic in kept.known()}
    save_model(kept.model, folder / FOLDER)
    kept.links.to_parquet(folder / FOLDER / _LINKS, index=False)
    (folder / FILE).write_text(edits_text(kept.edits, names), encoding="utf-8")


def load(folder: Path) -> Kept | None:
    """What a run folder keeps of its topics; None where it has none. A damaged file is an error."""
    import pandas as pd

    if not (folder / FOLDER).is_dir():
        return None
    model = load_model(folder / FOLDER)
    try:
        links = pd.read_parquet(folder / FOLDER / _LINKS)
    except (OSError, ValueError) as error:
        raise RunError("A file of the run's topics cannot be read.", where=folder, found=error) from error
    kept = Kept(model, links, Edits())
    edits = read_edits(folder / FILE, kept.known()) if (folder / FILE).exists() else Edits()
    return Kept(model, links, edits)
