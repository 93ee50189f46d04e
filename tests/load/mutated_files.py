"""Small files of every kind, and ways to damage them as transport, editors and spreadsheets do."""

import io
import json
import random
import zipfile
from functools import cache

import openpyxl
import pandas as pd

ROWS = [
    ["id", "nps", "comment", "store", "date"],
    ["R_1", "9", "Fast, friendly and\nclean", "Seoul", "2026-01-31"],
    ["R_2", "3", 'They said "tomorrow" and never came', "Busan", "2026-02-01"],
    ["R_3", "", "배송이 빨라요, 좋아요", "Seoul", "2026-02-02"],
    ["R_4", "10", "=SUM(A1:A3)", "台北", "2026-02-03"],
    ["R_5", "N/A", "送貨太慢了，店員的態度也不好", "台北", "2026-02-04"],
    ["R_6", "0", "🤷🏻‍♀️ slow; very slow", "Busan", "2026-02-05"],
]
QUALTRICS = ['{"ImportId":"' + name + '"}' for name in ROWS[0]]


@cache
def seeds() -> dict[str, bytes]:
    """File names and bytes; the names' endings say what the files once were."""
    frame = pd.DataFrame(ROWS[1:], columns=ROWS[0], dtype="str")
    plain = frame.to_csv(index=False)
    three = pd.DataFrame([ROWS[0], QUALTRICS, *ROWS[1:]], columns=ROWS[0], dtype="str")
    book, parquet, zipped = io.BytesIO(), io.BytesIO(), io.BytesIO()
    sheet = openpyxl.Workbook()
    for row in ROWS:
        sheet.active.append(row)
    sheet.save(book)
    frame.to_parquet(parquet)
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("survey.csv", plain)
    records = frame.to_dict("records")
    return {
        "plain.csv": plain.encode(),
        "bom.csv": plain.encode("utf-8-sig"),
        "quoted.csv": frame.to_csv(index=False, quoting=1, sep=";", lineterminator="\r\n").encode(),
        "tab.tsv": frame.to_csv(index=False, sep="\t").encode("utf-16"),
        "wide16.csv": plain.encode("utf-16-le"),
        "korean.csv": "id,점수,의견\n1,9,배송이 빨라요\n2,3,포장이 엉망이에요\n".encode("cp949"),
        "qualtrics.csv": three.to_csv(index=False).encode(),
        "lines.jsonl": "\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode(),
        "array.json": json.dumps({"responses": records}, ensure_ascii=False).encode(),
        "book.xlsx": book.getvalue(),
        "table.parquet": parquet.getvalue(),
        "packed.zip": zipped.getvalue(),
    }


def _truncated(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _flipped(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 2, 8, 64))):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def _shuffled(data: bytes, rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines)


def _without_quotes(data: bytes, rng: random.Random) -> bytes:
    parts = data.split(b'"')
    return b"".join(part + (b'"' if rng.random() < 0.7 else b"") for part in parts[:-1]) + parts[-1]


def _doubled(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + data[rng.randrange(len(data)) :][: rng.randrange(1, 400)] + data[at:]


def _odd_bytes(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    odd = (b"\0", b"\r", b'"', b"\xff\xfe", b"\xef\xbb\xbf", b"\n\n\n", b"\x1a", b"{", b"[", b"\xed\xa0\x80",
           b"," * 500, b"sep=;\n", b"1e999", b'{"a":' * 2000, b"PK\x03\x04", b"PAR1")  # fmt: skip
    return data[:at] + rng.choice(odd) + data[at:]


MUTATIONS = (_truncated, _flipped, _shuffled, _without_quotes, _doubled, _odd_bytes)


def mutated(number: int) -> tuple[str, bytes]:
    """The name and the bytes of mutated file ``number``: always the same for the same number."""
    rng = random.Random(number)
    name = rng.choice(sorted(seeds()))
    data = seeds()[name]
    for _ in range(rng.choice((1, 1, 2, 3))):
        data = rng.choice(MUTATIONS)(data, rng) if data else data
    return name, data


def mutated_long(number: int) -> bytes:
    """The bytes of a damaged table with one row an answer: always the same for the same number."""
    rng = random.Random(number)
    lines = ["Response ID,Store,Question,Answer"]
    for row in ROWS[1:]:
        lines += [
            f"{row[0]},{row[3]},NPS,{row[1]}",
            f'{row[0]},{row[3]},Why?,"{row[2].replace(chr(34), "")}"',
        ]
    data = "\n".join(lines).encode()
    for _ in range(rng.choice((1, 1, 2, 3))):
        data = rng.choice(MUTATIONS)(data, rng) if data else data
    return data
