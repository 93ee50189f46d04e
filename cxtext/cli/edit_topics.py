"""``cxtext edit-topics``: decisions about a run's topics."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxtext.errors import ConfigError


def edit_topics(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of an earlier run.")],
    action: Annotated[
        str | None,
        typer.Argument(
            metavar="ACTION",
            help="rename, accept, merge, part, split, hide, show, move, seed; none: the file.",
        ),
    ] = None,
    values: Annotated[
        list[str] | None, typer.Argument(metavar="ID WORDS", help="What the action needs.")
    ] = None,
    propose_names: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="Ask this OpenAI-compatible service for names; sends redacted text."
        ),
    ] = None,
    model: Annotated[str | None, typer.Option(metavar="NAME", help="The service's model.")] = None,
) -> None:
    """Correct a run's topics: names, merges, splits, parents.

    A later run with --topics RUN keeps what was decided.

    rename ID NAME; accept ID ... (proposed names); merge ID OTHER ... (counted in ID); part ID OTHER ...
    (apart again); split ID \\[PARTS]; hide ID ...; show ID ...; move ID PARENT (or none; a subtopic
    that was found then stands by itself); seed ID LANG
    PHRASE ... (a new ID makes a new topic).

    Without an action RUN/topics.toml is applied as it stands, after you edited it by hand.

    Nothing leaves the machine but with --propose-names: then each topic's terms and five mentions, masked.
    Names that come back stand as proposals in topics.toml. A key is read from CXTEXT_API_KEY.
    """
    from cxtext.edited import edited
    from cxtext.runs import write

    if propose_names:
        from cxtext.proposals import with_proposals

        if action or not model:
            raise ConfigError("--propose-names goes with --model NAME and without an action.")
        result, config, report = with_proposals(run, propose_names, model)
    else:
        result, config, report = edited(run, action, values or [])
    write(result, run, report=report, config=config)
    topics = result.tables["topics"]
    parts = result.tables["subtopics"]
    for row in topics.to_dict("records"):
        proposed = result.topics.edits.of(row["topic_id"]).proposed if result.topics else None
        told = f"  proposed: {proposed}" if proposed else ""
        typer.echo(f"{row['topic_id']}  {row['name']}  ({row['n_mentions']}){told}")
        for part in parts[parts["parent_id"] == row["topic_id"]].to_dict("records"):
            typer.echo(f"  {part['topic_id']}  {part['name']}  ({part['n_mentions']})")
