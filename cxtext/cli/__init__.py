"""The command line. One file a command: arguments and one call."""

from __future__ import annotations

import os
import re
import sys
from typing import Any, NoReturn

from cxtext.errors import ConfigError, CxtextError


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 done, 2 something the user can mend, 130 interrupted.

    Only a CxtextError's own words are printed; anything else is our mistake and says so (exit 1), with a
    traceback where CXTEXT_DEBUG is set.
    """
    # The models' libraries write progress bars and advice of their own over ours.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        from cxtext.cli.app import app

        code = app(args=arguments, prog_name="cxtext", standalone_mode=False) or 0
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read us has gone; Python must not complain about it when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except KeyboardInterrupt:
        code = 130
    except Exception as error:
        code = _explain(error)
    if code == 130:
        _say("Interrupted: no results were written.")
    sys.exit(code)


def _explain(error: Exception) -> int:
    """Says what went wrong; the exit code."""
    if isinstance(error, CxtextError):
        _say(f"Error: {error}")
        return 2
    # Typer brings its own copy of click, so its classes are told by what they can do.
    if hasattr(error, "format_message"):
        if message := error.format_message().strip():
            _say(f"Error: {_usage(message, error)}")
        return 2
    if isinstance(error, MemoryError):
        _say("Error: The memory of this machine is used up.\n  do:    Give --max-rows N for a first look.")
        return 2
    if os.environ.get("CXTEXT_DEBUG"):
        raise error
    _say(
        f"cxtext failed in a way that it should not: {type(error).__name__}: {error}\n"
        "No results were written. Set CXTEXT_DEBUG=1 for the traceback and report it, please."
    )
    return 1


def _usage(message: str, error: Exception) -> ConfigError:
    from cxtext.config import meant_choice, needs

    command = getattr(getattr(error, "ctx", None), "command_path", "cxtext")
    do = f"`{command} --help` says what it takes."
    param = getattr(error, "param", None)
    cause: Any = error.__cause__
    if param is not None and hasattr(cause, "errors"):  # pydantic's: it knows the kind and the value
        first = cause.errors()[0]
        if needed := needs(first):
            what = f"{param.opts[0]} needs {needed}."
            return ConfigError(what, where=command, found=repr(first["input"]), do=do)
    message = message.replace("Value error, ", "")  # pydantic's, of no use to anybody here
    if choice := re.search(r"'([^']*)' is not one of (.+)", message):
        do = " ".join(filter(None, (meant_choice(choice[1], choice[2]), do)))
    return ConfigError(message, where=command, do=do)


def _say(text: str) -> None:
    print(text, file=sys.stderr)
