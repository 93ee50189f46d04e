"""The rooms of docs/design.md: who may import whom, and what stays out of `cxtext --help`."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "cxtext"
BASE = {"errors", "config", "contracts", "tables", "topic_tables", "scales"}
MAY_IMPORT = {
    "errors": set(),
    "scales": {"errors"},
    "config": {"errors"},
    "contracts": {"errors"},
    "tables": {"errors", "contracts", "topic_tables"},
    "topic_tables": {"errors", "contracts"},
    "stats": {"errors"},
    "load": BASE,
    "metrics": BASE | {"stats"},
    "text": BASE,
    "inference": BASE,
    "sentiment": BASE | {"stats"},
    "topics": BASE | {"stats"},
    "drivers": BASE | {"stats"},
    "engine": BASE | {"load", "text", "inference", "sentiment"},
    "report": BASE,
    "audit": BASE | {"stats"},
    "runfolder": BASE,
    "pipeline": BASE
    | {"stats", "load", "metrics", "text", "inference", "sentiment", "topics", "drivers", "runfolder"}
    | {"topic_inputs", "read_texts"},
    "read_texts": BASE | {"text", "inference", "sentiment"},
    "codebook": BASE | {"load", "text", "topics"},
    "topic_inputs": BASE | {"text", "inference", "topics", "codebook"},
    "edited": BASE | {"stats", "inference", "pipeline", "runs", "topics", "topic_inputs"},
    "proposals": BASE | {"pipeline", "runs", "text"},
    "export": BASE | {"load", "text", "runfolder", "runs"},
    "runs": BASE | {"stats", "pipeline", "runfolder", "report", "text", "topics", "audit"},
}  # fmt: skip


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [f"{node.module}.{alias.name}" if node.module == "cxtext" else str(node.module)
                     for alias in node.names]  # fmt: skip
        rooms |= {name.split(".")[1] for name in names if name.startswith("cxtext.")}
    return rooms


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_room_imports_only_what_the_map_allows(path: Path) -> None:
    name = room(path)
    if name in ("cli", "__init__", "__main__"):
        pytest.skip("the top of the house may import any room")
    forbidden = imported_rooms(path) - MAY_IMPORT[name] - {name}
    assert not forbidden, f"{name} may not import {sorted(forbidden)}"


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys; from cxtext.cli.app import app\n"
        "print([m for m in ('torch', 'transformers', 'bertopic', 'spacy', 'pandas', 'numpy', 'scipy')"
        " if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_no_file_is_over_300_lines() -> None:
    long = {str(p): n for p in PACKAGE.rglob("*.py") if (n := len(p.read_text("utf-8").splitlines())) > 300}
    assert not long
