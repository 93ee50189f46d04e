"""The command line. One file a command: arguments and one call."""

from __future__ import annotations

import os
import sys

from cxtext.errors import CxtextError


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and exit: 0 done, 2 something the user can mend, 130 interrupted.

    Only a CxtextError's own words are printed; anything else is our mistake and says so (exit 1), with a
    traceback where CXTEXT_DEBUG is set.
    """
    from cxtext.cli.app import app

    # The models' libraries write progress bars and advice of their own over ours.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        sys.exit(app(args=arguments, standalone_mode=False) or 0)
    except CxtextError as error:
        _say(f"Error: {error}")
        sys.exit(2)
    except KeyboardInterrupt:
        _say("Interrupted: nothing was written.")
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:
        if os.environ.get("CXTEXT_DEBUG"):
            raise
        sys.exit(_unexpected(error))


def _unexpected(error: Exception) -> int:
    import click

    if isinstance(error, click.exceptions.Abort):
        _say("Interrupted: nothing was written.")
        return 130
    if isinstance(error, click.ClickException):
        error.show(file=sys.stderr)
        return 2
    if isinstance(error, MemoryError):
        _say("Error: The memory of this machine is used up.\n  do:    Give --max-rows N for a first look.")
        return 2
    _say(
        f"cxtext failed in a way that it should not: {type(error).__name__}: {error}\n"
        "Nothing was written. Set CXTEXT_DEBUG=1 for the traceback and report it, please."
    )
    return 1


def _say(text: str) -> None:
    print(text, file=sys.stderr)
