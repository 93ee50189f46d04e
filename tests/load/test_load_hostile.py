"""Damaged and hostile files are read or refused in a sentence, quickly and in bounded memory."""

import contextlib
import resource
import signal

import pytest
from mutated_files import mutated, mutated_long

from cxtext.config import make_config
from cxtext.errors import CxtextError, InputError
from cxtext.load import encodings, inspect, load
from cxtext.load.readers import read_file

SECONDS = 20  # a file of a few hundred bytes; generous, for a busy machine
MEGABYTES = 300


@contextlib.contextmanager
def within(seconds):
    def late(*_):
        pytest.fail(f"hangs: longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read_all(folder, numbers):
    before = memory()
    for number in numbers:
        name, data = mutated(number)
        path = folder / name
        path.write_bytes(data)
        with within(SECONDS):
            try:
                records, _ = read_file(path)
                assert len(records.cells) == len(records.origin)
                if number % 10 == 0:
                    inspect(make_config({"inputs": [path]}))
            except CxtextError:
                pass
            except Exception as error:
                error.add_note(f"mutated file {number}, {name}")
                raise
    assert memory() - before < MEGABYTES


def test_a_thousand_mutated_files(tmp_path):
    read_all(tmp_path, range(1000))


def test_mutated_tables_with_one_row_an_answer(tmp_path):
    path, read = tmp_path / "long.csv", 0
    for number in range(150):
        path.write_bytes(mutated_long(number))
        config = make_config({"inputs": [path], "layout": "long" if number % 2 else None})
        with within(SECONDS), contextlib.suppress(CxtextError):
            found = load(config, frozenset())
            account = found.counts["files"]["long.csv"]
            assert account["rows_read"] == account["kept"] + sum(account["dropped"].values())
            read += 1
    assert read > 15


@pytest.mark.parametrize(
    "number", [1595, 6650, 12_906, 16_093, 21_464, 22_764, 29_694, 32_267, 36_637, 41_737]
)
def test_mutated_files_that_once_crashed(tmp_path, number):
    read_all(tmp_path, [number])


def test_text_in_parquet_that_is_no_utf8(tmp_path):
    # Found among the mutated files.
    name, data = mutated(21_464)
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match="damaged or was cut short"):
        read_file(tmp_path / name)


@pytest.mark.soak
@pytest.mark.parametrize("start", range(1000, 51_000, 5000))
def test_fifty_thousand_mutated_files(tmp_path, start):
    read_all(tmp_path, range(start, start + 5000))


def test_a_line_of_one_gigabyte_is_refused_before_it_is_held(tmp_path):
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.write(b"id,comment\n1,fine\n2,")
        file.truncate(1 << 30)  # a hole: reads as a gigabyte, takes no room
    before = memory()
    with within(SECONDS), pytest.raises(InputError, match="A line is longer") as error:
        read_file(path)
    assert "line 3" in error.value.where
    assert memory() - before < MEGABYTES


def test_a_cell_that_never_closes_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("cxtext.load.delimited.MAX_LINE", 1000)
    path = tmp_path / "a.csv"
    path.write_text('id,comment\n1,"never closed\n' + "2,fine\n" * 500)
    with pytest.raises(InputError, match="quotes"):
        read_file(path)


def test_lines_of_every_kind_count_as_lines(tmp_path, monkeypatch):
    monkeypatch.setattr(encodings, "MAX_LINE", 2 << 20)
    monkeypatch.setattr(encodings, "_BLOCK", 1 << 10)
    for end in ("\n", "\r", "\r\n"):
        path = tmp_path / "a.csv"
        path.write_bytes(("id,comment" + end + f"1,{'x' * 100_000}{end}" * 40).encode())
        assert len(read_file(path)[0].cells) == 40
