"""Zip archives: the one file inside, and nothing that could do harm (case 12)."""

import io
import struct
import zipfile

import pytest

from cxtext.errors import InputError
from cxtext.load import archives
from cxtext.load.archives import open_member
from cxtext.load.readers import read_file


def pack(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def test_case_12_the_one_file_of_an_archive(tmp_path):
    path = pack(tmp_path / "a.zip", **{"__MACOSX/._설문 조사.csv": "x", "설문/설문 조사.csv": "a,b\n1,2\n"})
    name, data = open_member(path)
    assert (name, data) == ("설문 조사.csv", b"a,b\n1,2\n")


def test_case_12_two_files_are_named(tmp_path):
    with pytest.raises(InputError, match="several files") as error:
        open_member(pack(tmp_path / "a.zip", **{"a.csv": "x", "b.csv": "y"}))
    assert error.value.found == "a.csv, b.csv"
    with pytest.raises(InputError, match="no data file"):
        open_member(pack(tmp_path / "b.zip", **{".hidden": "x"}))


@pytest.mark.parametrize("name", ["../x.csv", "a/../../x.csv", "/etc/x.csv", "..\\x.csv", "C:/x.csv"])
def test_case_12_a_path_that_leads_out_is_refused(tmp_path, name):
    with pytest.raises(InputError, match="leads out of it"):
        open_member(pack(tmp_path / "a.zip", **{name: "a\n1\n"}))


def test_case_12_a_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    bomb = pack(tmp_path / "a.zip", **{"a.csv": b"0" * (archives.HARMLESS + 1)})
    monkeypatch.setattr(archives, "_read", lambda *_: pytest.fail("was unpacked"))
    with pytest.raises(InputError, match="far more"):
        open_member(bomb)
    monkeypatch.setattr(archives, "MAX_UNPACKED", 3)
    with pytest.raises(InputError, match="4 bytes"):
        open_member(pack(tmp_path / "b.zip", **{"b.csv": "a\n12"}))


def lying(data: bytes, size: int) -> bytes:
    """The archive with another unpacked size in its header and its directory (offsets of the zip format)."""
    out = bytearray(data)
    local, central = out.index(b"PK\x03\x04"), out.index(b"PK\x01\x02")
    for at in (local + 22, central + 24):
        out[at : at + 4] = struct.pack("<I", size)
    return bytes(out)


def test_case_12_an_understated_size_does_not_help(tmp_path):
    buffer = io.BytesIO()
    pack(buffer, **{"a.csv": "a\n" + "1\n" * 5000})
    path = tmp_path / "a.zip"
    path.write_bytes(lying(buffer.getvalue(), 10))
    with pytest.raises(InputError, match="damaged"):
        open_member(path)
    book = tmp_path / "a.xlsx"
    buffer = io.BytesIO()
    pack(buffer, **{"xl/workbook.xml": "<x/>" * 5000})
    book.write_bytes(lying(buffer.getvalue(), 10))
    with pytest.raises(InputError, match="damaged"):
        read_file(book)


def test_case_12_a_workbook_that_is_a_bomb_is_refused(tmp_path):
    with pytest.raises(InputError, match="far more"):
        read_file(pack(tmp_path / "a.xlsx", **{"xl/workbook.xml": b" " * (archives.HARMLESS + 1)}))


def test_truncated_and_encrypted_archives_are_sentences(tmp_path):
    whole = pack(tmp_path / "a.zip", **{"a.csv": "a\n1\n"}).read_bytes()
    path = tmp_path / "b.zip"
    path.write_bytes(whole[:-10])
    with pytest.raises(InputError, match="damaged"):
        open_member(path)
    secret = bytearray(whole)
    secret[whole.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(secret))
    with pytest.raises(InputError, match="encrypted"):
        open_member(path)
