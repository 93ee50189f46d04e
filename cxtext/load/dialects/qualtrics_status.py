"""Which rows of a Qualtrics export are previews, tests, spam or not finished."""

from __future__ import annotations

from cxtext.load.dialects.base import truth

# Status codes are bits: 1 preview, 2 test, 4 imported, 8 spam, 16 offline, 32 employee.
_BITS = ((1, "preview"), (2, "test"), (8, "spam"))
_WORDS = {"survey preview": "preview", "survey test": "test", "spam": "spam"}
_LIVE = {"ip address", "imported", "offline survey", "offline", "ex", "ex imported", ""}
_TELLING = ("status", "finished", "progress", "_recordId", "recordedDate", "distributionChannel")
# The texts that a live row, a preview and so on have in other languages are not known.


def row_status(columns: list, keys: list[str]) -> tuple[list[str] | None, tuple[tuple[str, str], ...]]:
    """preview, test, spam, in_progress, partial or complete for every row; what could not be understood."""
    at = {key: columns[i].to_pylist() for i, key in enumerate(keys) if key in _TELLING}
    if not at:
        return None, ()
    n = len(columns[0])
    blank = [""] * n
    kinds = {cell: kind_of(cell) for cell in set(at.get("status", ()))}
    rows = zip(
        at.get("status", blank),
        at.get("distributionChannel", blank),
        at.get("_recordId", blank),
        at.get("finished", blank),
        at.get("progress", blank),
        at.get("recordedDate", ["?"] * n),
        strict=True,
    )
    done = [_status(kinds.get(row[0]), *row[1:]) for row in rows]
    odd = sorted(cell for cell in kinds if cell.strip().lower() not in _LIVE and not kinds[cell]
                 and not cell.strip().isdigit())  # fmt: skip
    notes = ((("N_STATUS", f"{len(odd)} kinds of response are not known and kept: "
               + ", ".join(odd[:3])),) if odd else ())  # fmt: skip
    return done, notes


def kind_of(cell: str) -> str | None:
    """preview, test or spam; None for what counts.

    >>> kind_of("9"), kind_of("Survey Test"), kind_of("36"), kind_of("IP Address")
    ('preview', 'test', None, None)
    """
    text = cell.strip().lower()
    if text.isdigit():
        return next((kind for bit, kind in _BITS if int(text) & bit), None)
    return _WORDS.get(text)


def _status(kind: str | None, channel: str, record: str, finished: str, progress: str, recorded: str) -> str:
    if kind:
        return kind
    if channel.strip().lower() in ("preview", "test"):
        return channel.strip().lower()
    done = truth(finished)
    if record.startswith("FS_") or (done is False and not recorded.strip()):
        return "in_progress"
    if done is False or (done is None and progress.strip().isdigit() and int(progress) < 100):
        return "partial"
    return "complete"
