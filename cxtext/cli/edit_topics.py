"""``cxtext edit-topics``: decisions about a run's topics."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def edit_topics(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of an earlier run.")],
    action: Annotated[
        str | None,
        typer.Argument(
            metavar="ACTION", help="rename, merge, part, split, hide, show, move or seed; none: topics.toml."
        ),
    ] = None,
    values: Annotated[
        list[str] | None, typer.Argument(metavar="ID WORDS", help="What the action needs.")
    ] = None,
) -> None:
    """Correct a run's topics: names, merges, splits, parents.

    A later run with --topics RUN keeps what was decided.

    rename ID NAME; merge ID OTHER ... (counted in ID); part ID OTHER ... (apart again); split ID \\[PARTS];
    hide ID ...; show ID ...; move ID PARENT (or none); seed ID LANG PHRASE ... (a new ID makes a new topic).

    Without an action RUN/topics.toml is applied as it stands, after you edited it by hand.
    """
    from cxtext.edited import edited
    from cxtext.runs import write

    result, config, report = edited(run, action, values or [])
    write(result, run, report=report, config=config)
    topics = result.tables["topics"]
    for row in topics.to_dict("records"):
        typer.echo(f"{row['topic_id']}  {row['name']}  ({row['n_mentions']})")
