"""The terms of real French and Korean surveys hold no function words, fillers or pieces of words."""

import re
from pathlib import Path

import pandas as pd
import pytest

import cxtext

SHARED = Path(__file__).parents[3] / "shared" / "data"
pytestmark = [
    pytest.mark.soak,
    pytest.mark.shared,
    pytest.mark.skipif(
        not SHARED.is_dir(), reason="the real data sets are not beside the project (../shared/data)"
    ),
]
# written for this test, apart from the lists that the package drops words by
FORBIDDEN = {
    "fr": """
    je tu il elle on nous vous ils elles le la les un une des du de et ou mais donc or ni car
    que qui quoi dont où ce cet cette ces mon ma mes votre vos notre nos leur leurs ne pas
    plus très trop être avoir faire à au aux en dans par pour sur avec sans si comme quand
    alors aussi bien tout tous toute jetrouve jeme jesuis jene lorsqu puisqu qu jusqu merci
    oui non rien
    """,
    "ko": """
    은 는 이 가 을 를 에 에서 의 로 으로 와 과 도 만 하다 되다 있다 없다 이다 것 거 수 때
    때문 그리고 그런데 하지만 너무 정말 진짜 그냥 좀 더 왜 안 못 다 또 제 저 나 우리
    """,
}
SETS = {
    "fr": ("nps_fr_retail/nps.csv", "explication", "latin-1"),
    "ko": ("ko_shopping_apps/ko_shopping_app_reviews.csv", "review_content", "utf-8"),
}


@pytest.mark.parametrize("lang", sorted(SETS))
def test_no_term_is_a_function_word_or_a_piece(lang: str, tmp_path: Path) -> None:
    file, column, encoding = SETS[lang]
    frame = pd.read_csv(SHARED / file, encoding=encoding, dtype=str)
    frame[frame[column].notna()][[column]].to_csv(tmp_path / "said.csv", index_label="row")
    config = cxtext.make_config({"inputs": [tmp_path / "said.csv"], "id": "row", "comment": [column]})
    terms = cxtext.analyse(config, want=frozenset({"topics"})).tables["topic_terms"]
    said = [w for term in terms.loc[terms["lang"] == lang, "term"] for w in term.split()]
    assert len(said) > 50
    bad = set(FORBIDDEN[lang].split())
    assert sorted({w for w in said if w in bad or re.search(r"['’]$", w) or w.isdigit()}) == []
