"""Names for topics, proposed by a model service that the user names; a person accepts them or not."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxtext.config import Config
from cxtext.errors import ConfigError, RunError
from cxtext.runs import read, redacted_tables

if TYPE_CHECKING:
    import pandas as pd

    from cxtext.pipeline import Run

KEY = "CXTEXT_API_KEY"  # environment variable; without it no key is sent
SECONDS = 30.0
TERMS, QUOTES, LONGEST_QUOTE = 10, 5, 200
LONGEST_NAME = 60
ANSWER = 1_000_000  # bytes read at most
ASK = (
    "These terms and quotes are of one topic of customer feedback. Answer with a name for the topic and "
    "nothing else: two to five words, in the language {lang}, what it is about and not how it is felt."
)


def with_proposals(folder: Path, url: str, model: str) -> tuple[Run, Config, bool]:
    """The run with a proposed name for each of its topics; whether it has a report.

    ``url``: an endpoint as OpenAI's, without ``/chat/completions``. For each topic its terms and up to five
    mentions leave the machine, personal data masked. Names stay as they are: proposals stand beside them in
    ``topics.toml``.

    Raises ConfigError where the address is none, RunError where the run keeps no topics or the service does
    not answer as it should; then nothing is changed.
    """
    if not url.startswith(("http://", "https://")):
        raise ConfigError(
            "The service's address begins with http:// or https://.", where="--propose-names", found=url
        )
    run, config = read(folder)
    if run.topics is None:
        raise RunError("The run keeps no topics.", where=folder, do="Run `cxtext run` on the files again.")
    tables = redacted_tables(run)
    edits = run.topics.edits
    known = run.topics.known() | set(edits.topics)
    for topic in tables["topics"]["topic_id"]:
        if topic in known:
            name = _asked(url, model, _prompt(tables, topic, config.report_lang))
            edits = edits.changed(topic, proposed=name)
    return replace(run, topics=replace(run.topics, edits=edits)), config, (folder / "report.html").exists()


def _prompt(tables: dict[str, pd.DataFrame], topic: str, lang: str) -> str:
    """What is sent for a topic; masked once more as a whole."""
    from cxtext.text.redact import redact

    terms, links = tables["topic_terms"], tables["mention_topics"]
    mine = terms[terms["topic_id"] == topic].sort_values(["rank", "lang"])["term"].head(TERMS)
    best = links[links["topic_id"] == topic].sort_values(["weight", "mention_id"], ascending=[False, True])
    texts = tables["mentions"].set_index("mention_id")["text"].reindex(best["mention_id"])
    quotes = [text[:LONGEST_QUOTE] for text in texts.drop_duplicates().head(QUOTES).tolist()]
    name = dict(zip(tables["topics"]["topic_id"], tables["topics"]["name"], strict=True))[topic]
    lines = [
        ASK.format(lang=lang),
        f"Its name today: {name}",
        f"Terms: {', '.join(mine)}",
        "Quotes:",
        *quotes,
    ]
    return redact("\n".join(lines)).text


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: the key and the texts go to the named address and nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _asked(url: str, model: str, prompt: str) -> str:
    body = {"model": model, "temperature": 0, "messages": [{"role": "user", "content": prompt}]}
    headers = {"Content-Type": "application/json"}
    if key := os.environ.get(KEY):
        headers["Authorization"] = f"Bearer {key}"
    where = f"{url.rstrip('/')}/chat/completions"
    request = urllib.request.Request(where, json.dumps(body).encode(), headers)
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=SECONDS) as answer:
            said = json.loads(answer.read(ANSWER))["choices"][0]["message"]["content"]
    except urllib.error.HTTPError as error:
        error.close()
        raise _failed(where, f"HTTP {error.code} {error.reason}") from error
    except OSError as error:  # no such host, refused, out of time
        raise _failed(where, getattr(error, "reason", error)) from error
    except (ValueError, LookupError, TypeError) as error:
        raise _failed(where, "an answer without choices[0].message.content") from error
    name = " ".join(str(said).split()).strip(" \"'.“”「」")
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise _failed(where, f"no short name: {name[:LONGEST_NAME]!r}")
    return name


def _failed(where: str, found: object) -> RunError:
    return RunError(
        "The service proposed no names; nothing was changed.", where=where, found=found,
        do=f"Check the address, --model and the key in {KEY}; names do not need the service.",
    )  # fmt: skip
