"""The rows that bulk jobs are tried on, and how a result is read back."""

import csv

WORDS = ["the parcel was late", "a good day", "parcel", "bad bad", "the late parcel was a bad parcel"]


def rows(n: int) -> list[dict[str, str]]:
    return [{"id": f"0{k}", "t": f"{WORDS[k % 5]} {k % 37}", "x": "1,5"} for k in range(n)]


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
