"""The analyst's glossary: what it may say, and how a mistake in it is told."""

import pytest

from cxtext.errors import ConfigError
from cxtext.text import read_glossary


@pytest.fixture
def write(tmp_path):
    def to_file(text):
        path = tmp_path / "glossary.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return to_file


def test_sections_add_up(write):
    glossary = read_glossary(
        write("""
        brands = ["Acme  Go"]
        stop = ["Survey"]
        [synonyms]
        courier = ["Delivery man"]
        [zh]
        brands = ["全家"]
        [zh-Hant]
        stop = ["問卷"]
        [ko.synonyms]
        "배송기사" = ["기사님"]
    """)
    )
    words = glossary.words("zh-Hant")
    assert words.brands == ("Acme Go", "全家")
    assert words.stop == {"survey", "問卷"}
    assert words.synonyms == {"delivery man": "courier"}
    assert glossary.words("ko").synonyms == {"delivery man": "courier", "기사님": "배송기사"}
    assert glossary.words("en").stop == {"survey"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('brand = ["Acme"]', "Did you mean brands?"),
        ('[ko]\nstopp = ["x"]', "Did you mean stop?"),
        ('[klingon]\nstop = ["x"]', "Unknown glossary key 'klingon'"),
        ('ko = ["x"]', "Write [ko]."),
        ('brands = "Acme"', "'brands' is a list of words"),
        ("stop = [1]", "'stop' is a list of words"),
        ('stop = [" "]', "'stop' is a list of words"),
        ('synonyms = ["courier"]', "synonyms are a table"),
        ('[synonyms]\ncourier = "rider"', "'synonyms.courier' is a list of words"),
        ('[synonyms]\ncourier = ["rider"]\nstaff = ["Rider"]', "gives 'Rider' to two words"),
        ("brands = [", "not valid TOML"),
        ('[synonyms]\n배송기사 = ["기사님"]', "Put quotes around"),
        (b"stop = ['\xff']", "not valid TOML"),
    ],
)  # fmt: skip
def test_a_mistake_is_told(write, text, says):
    path = write(text)
    with pytest.raises(ConfigError) as error:
        read_glossary(path)
    assert says in str(error.value)
    assert str(path) in str(error.value)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        read_glossary(tmp_path / "none.toml")
