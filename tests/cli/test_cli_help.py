"""Every command and flag says what it is for, in lines that fit; nothing is lost in the markup."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import typer.main

from cxtext.cli.app import app
from cxtext.config import Config


def commands(command=None, path=()):
    command = command or typer.main.get_command(app)
    if children := getattr(command, "commands", None):
        for name, child in children.items():
            yield from commands(child, (*path, name))
    else:
        yield path, command


COMMANDS = dict(commands())


def shown(*arguments: str, columns: int = 80) -> str:
    environment = os.environ | {"COLUMNS": str(columns), "TERM": "dumb"}
    command = [sys.executable, "-m", "cxtext", *arguments, "--help"]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout


def test_the_commands():
    assert {path[0] for path in COMMANDS} == {
        "run", "inspect", "classify", "metrics", "topics", "drivers", "report", "verify", "models", "cache",
        "doctor", "audit", "export", "edit-topics",
    }  # fmt: skip


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_and_flag_has_help(path):
    command = COMMANDS[path]
    assert len(command.help) > 10
    for parameter in command.params:
        assert parameter.help, parameter.name
        assert not parameter.help.startswith(" ")


def test_everything_that_a_config_can_say_is_a_flag():
    flags = {option for parameter in COMMANDS["run",].params for option in parameter.opts}
    tables = {"metrics", "minimums"}  # whole TOML tables
    keys = {(field.alias or name) for name, field in Config.model_fields.items()} - {"inputs"} - tables
    assert {f"--{key}" for key in keys} <= flags


def test_inspect_takes_every_flag_that_a_run_takes():
    run, inspect = ({p.name for p in COMMANDS[name,].params} for name in ("run", "inspect"))
    assert run - {"out", "quiet", "as_json"} <= inspect


@pytest.mark.parametrize("columns", [80, 120])
def test_help_fits_and_is_whole(columns):
    text = shown("run", columns=columns)
    assert max(len(line) for line in text.splitlines()) <= columns
    flat = " ".join(text.replace("│", " ").split())
    assert "METRIC=COL[@MIN-MAX][:low-is-good]" in flat  # a bracket is no markup
    assert "<list" not in flat.partition("Options")[2]
    assert "strip-excel-apostrophe" in flat


def test_a_command_fits_one_line_of_the_overview():
    lines = shown().splitlines()
    for path in COMMANDS:
        assert any(line.startswith(f"│ {path[0]} ") for line in lines)
    listed = [line for line in lines if line.startswith("│ ")]
    assert all(line[2] != " " for line in listed), "a description runs over its line"


def test_help_loads_nothing_heavy():
    script = (
        "import sys\n"
        "from cxtext.cli import main\n"
        "try: main(['run', '--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'pandas', 'numpy', 'torch', 'transformers', 'spacy', 'scipy', 'bertopic', 'pandera'}\n"
        "print(sorted(heavy & sys.modules.keys()), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"
