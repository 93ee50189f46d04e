"""A whole run's tables from a seed: an online shop with comments in English, Korean and Traditional Chinese."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cxtext import tables as contracts

TOPICS = {  # id: (names by report language, share of commenters, share negative, effects on nps, csat, ces)
    "t01": ({"en": "Late delivery", "ko": "배송 지연", "zh-Hant": "配送延遲"}, 0.21, 0.90, (-62, -24, 0.7)),
    "t02": (
        {"en": "Friendly staff", "ko": "친절한 상담원", "zh-Hant": "客服親切"},
        0.16,
        0.08,
        (38, 16, -0.3),
    ),
    "t03": (
        {"en": "App login keeps failing", "ko": "앱 로그인 오류 반복", "zh-Hant": "App 登入一再失敗"},
        0.12,
        0.93,
        (-34, -15, 1.4),
    ),
    "t04": ({"en": "Price increase", "ko": "가격 인상", "zh-Hant": "價格調漲"}, 0.13, 0.75, (-28, -8, 0.1)),
    "t05": (
        {"en": "Refund procedure", "ko": "환불 절차", "zh-Hant": "退款流程"},
        0.09,
        0.80,
        (-25, -18, 1.1),
    ),
    "t06": ({"en": "Product quality", "ko": "상품 품질", "zh-Hant": "商品品質"}, 0.15, 0.30, (12, 9, -0.1)),
    "t07": ({"en": "Packaging", "ko": "포장 상태", "zh-Hant": "包裝"}, 0.08, 0.55, (0, 0, 0.0)),
    "t08": ({"en": "Newsletter", "ko": "뉴스레터", "zh-Hant": "電子報"}, 0.05, 0.50, (0, 0, 0.0)),
    "t09": ({"en": "Gift wrapping", "ko": "선물 포장", "zh-Hant": "禮物包裝"}, 0.02, 0.20, (5, 2, 0.0)),
    "t10": (
        {"en": "Store opening hours", "ko": "매장 영업시간", "zh-Hant": "門市營業時間"},
        0.012,
        0.60,
        (-4, -3, 0.1),
    ),
}
SAYINGS = {  # topic: language: (negative, positive)
    "t01": {
        "en": (
            "My parcel came nine days late and nobody told me why",
            "It arrived a day earlier than promised",
        ),
        "ko": (
            "배송이 일주일 넘게 늦어졌는데 안내가 전혀 없었어요",
            "주문한 다음 날 바로 도착해서 놀랐습니다",
        ),
        "zh-Hant": ("包裹晚了九天才到，完全沒有人通知我原因", "比預計還早一天送到，真的很快"),
    },
    "t02": {
        "en": ("The agent was rude and hung up on me", "Minji from support stayed with me until it worked"),
        "ko": ("상담원이 짜증을 내고 전화를 끊어 버렸습니다", "상담원분이 끝까지 친절하게 도와주셨어요"),
        "zh-Hant": ("客服態度很差，話沒講完就掛電話", "客服人員很親切，一步一步教我設定"),
    },
    "t03": {
        "en": (
            "The app logs me out every single time I open it",
            "Logging in with my fingerprint is quick now",
        ),
        "ko": ("앱을 열 때마다 로그인이 풀려서 너무 불편합니다", "지문 로그인이 생겨서 훨씬 편해졌어요"),
        "zh-Hant": ("每次打開 App 都要重新登入，驗證碼又收不到", "指紋登入之後方便多了，速度也快"),
    },
    "t04": {
        "en": ("Third price increase this year for the same box", "Still good value for what is in the box"),
        "ko": ("구성은 그대로인데 가격만 또 올랐네요", "이 가격이면 구성이 아주 알찬 편입니다"),
        "zh-Hant": ("內容一樣，價格今年卻漲了三次", "以這個價格來說內容算很划算"),
    },
    "t05": {
        "en": (
            "I filled in the refund form four times, still waiting",
            "The refund was on my card in two days",
        ),
        "ko": (
            "환불 신청서를 네 번이나 다시 썼는데 아직 처리가 안 됐어요",
            "환불이 이틀 만에 처리되어 좋았습니다",
        ),
        "zh-Hant": ("退款表格填了四次還是沒有下文", "退款兩天內就刷退回信用卡"),
    },
    "t06": {
        "en": (
            "The zip broke within a week of light use",
            "Sturdy, well made, and the colour is as in the photo",
        ),
        "ko": ("일주일 만에 지퍼가 고장 났습니다", "사진과 색상이 똑같고 마감이 튼튼합니다"),
        "zh-Hant": ("才用一個禮拜拉鍊就壞掉了", "做工扎實，顏色也和照片一樣"),
    },
    "t07": {
        "en": ("So much plastic around one small item", "Neatly packed, nothing was damaged at all"),
        "ko": ("작은 물건 하나에 비닐을 너무 많이 썼어요", "포장이 꼼꼼해서 파손이 하나도 없었습니다"),
        "zh-Hant": ("一個小東西用了一大堆塑膠包裝", "包得很仔細，東西完全沒有損壞"),
    },
    "t08": {
        "en": (
            "I get the newsletter twice a day, please stop",
            "The newsletter has recipes that I really use",
        ),
        "ko": ("뉴스레터가 하루에 두 번씩 와서 부담스러워요", "뉴스레터의 조리법이 정말 유용합니다"),
        "zh-Hant": ("電子報一天寄兩次，真的太多了", "電子報裡的食譜我真的會照著做"),
    },
    "t09": {
        "en": (
            "The gift card was missing from the wrapped box",
            "The ribbon and the card made my mother smile",
        ),
        "ko": ("선물 포장에 카드가 빠져 있었어요", "리본과 카드 덕분에 어머니가 정말 좋아하셨어요"),
        "zh-Hant": ("禮物盒裡少放了卡片", "緞帶和卡片讓我媽媽很開心"),
    },
    "t10": {
        "en": (
            "The store was closed at six although the site says eight",
            "Open on Sundays, which suits me well",
        ),
        "ko": ("홈페이지에는 8시까지라더니 6시에 문을 닫았어요", "일요일에도 열어서 편하게 방문합니다"),
        "zh-Hant": ("網站寫八點打烊，六點去就關了", "星期天也有開，對我來說很方便"),
    },
}
ENDINGS = {
    "en": ("", " Really.", " I have been with you since 2021.", " Order number starts with [number]."),
    "ko": ("", " 정말요.", " 2021년부터 이용하고 있습니다.", " 확인 부탁드려요."),
    "zh-Hant": ("", "真的。", "我從 2021 年就開始訂了。", "請確認一下。"),
}
TERMS = {
    "en": ("late", "parcel", "days"),
    "ko": ("배송", "지연", "도착"),
    "zh-Hant": ("包裹", "延遲", "送到"),
}
REGIONS = {
    "en": ("North", "South", "Coast"),
    "ko": ("수도권", "영남", "호남"),
    "zh-Hant": ("北部", "中部", "南部"),
}


def example_tables(lang: str = "en", n: int = 1500, seed: int = 0) -> dict[str, pd.DataFrame]:
    """All tables of a run with ``n`` respondents, true to their contracts, with ``comment_bias``."""
    rng = np.random.default_rng(seed)
    ids = [f"r{i:05d}" for i in range(n)]
    wrote = rng.random(n) < 0.58
    spoken = rng.choice(["en", "ko", "zh-Hant"], n, p=[0.4, 0.35, 0.25])
    responses = pd.DataFrame({
        "response_id": ids, "source": "scores.csv", "respondent": ids,
        "submitted_at": pd.Timestamp("2026-01-01", tz="UTC") + pd.to_timedelta(rng.integers(0, 181, n), "D"),
        "channel": rng.choice(["app", "web"], n), "weight": 1.0,
        "seg_region": rng.choice(REGIONS[lang], n, p=[0.5, 0.3, 0.2]),
        "seg_plan": rng.choice(["Basic", "Plus"], n, p=[0.65, 0.35]),
    })  # fmt: skip
    negative, positive = np.zeros((n, len(TOPICS)), bool), np.zeros((n, len(TOPICS)), bool)
    for j, (_, share, bad, _) in enumerate(TOPICS.values()):
        mentioned = wrote & (rng.random(n) < share)
        negative[:, j] = mentioned & (rng.random(n) < bad)
        positive[:, j] = mentioned & ~negative[:, j]
    effects = np.array([effect for *_, effect in TOPICS.values()], float)
    sign = np.sign(effects[:, :1]) + (effects[:, :1] == 0)
    pull = negative @ (-np.abs(effects) * [1, 1, -1] * (sign != 0)) + positive @ (
        np.abs(effects) * [0.6, 0.6, -0.6]
    )
    scores = _scores(ids, pull - wrote[:, None] * [4, 2, -0.1], rng)
    comments, mentions, links, sentiments = _texts(ids, wrote, spoken, negative, positive, rng)
    topics = pd.DataFrame({
        "topic_id": list(TOPICS), "name": [t[0][lang] for t in TOPICS.values()],
        "n_mentions": [(links["topic_id"] == t).sum() for t in TOPICS],
        "n_respondents": (negative | positive).sum(axis=0),
        "stability": [0.94, 0.91, 0.88, 0.83, 0.9, 0.72, 0.61, 0.44, 0.7, None], "origin": "found",
    })  # fmt: skip
    terms = pd.DataFrame(
        [
            (t, code, rank + 1, term, 1.0 / (rank + 1))
            for t in TOPICS
            for code, words in TERMS.items()
            for rank, term in enumerate(words)
        ],
        columns=["topic_id", "lang", "rank", "term", "weight"],
    )
    issues = pd.DataFrame(
        [
            ("scores.csv", 18, "N_NA", "note", "nps", "N… (3)", "nulled"),
            ("scores.csv", 40, "N_NA", "note", "nps", "n… (4)", "nulled"),
            ("scores.csv", 0, "W_ENCODING_GUESS", "warning", None, "cp949", "kept"),
            ("verbatims.csv", 7, "D_DUP_ROW", "note", None, None, "dropped"),
        ],
        columns=["file", "row", "code", "severity", "column", "excerpt", "action"],
    )
    made = {
        "responses": responses,
        "scores": scores,
        "comments": comments,
        "mentions": mentions,
        "sentiments": sentiments,
        "topics": topics,
        "topic_terms": terms,
        "mention_topics": links,
        "metrics": _metrics(scores, responses),
        "drivers": _drivers(scores, wrote, negative, positive),
        "issues": issues,
    }
    checked = {name: contracts.check(contracts.TABLES[name], frame) for name, frame in made.items()}
    return checked | {"comment_bias": _bias(scores, wrote)}


def _scores(ids: list[str], pull: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    frames = []
    for column, (metric, low, high, start, spread, scale) in enumerate(
        [("nps", 0, 10, 8.4, 1.9, 0.055), ("csat", 1, 5, 4.0, 0.8, 0.035), ("ces", 1, 7, 2.9, 1.2, 1.0)]
    ):
        value = np.clip(
            np.round(start + scale * pull[:, column] + rng.normal(0, spread, len(ids))), low, high
        )
        if metric == "nps":
            group = np.select([value >= 9, value >= 7], ["promoter", "passive"], "detractor")
        elif metric == "csat":
            group = np.select([value >= 4, value >= 3], ["top", "middle"], "low")
        else:
            group = np.select([value <= 2, value <= 4], ["top", "middle"], "low")
        frame = pd.DataFrame({"response_id": ids, "question_id": metric, "metric": metric, "value": value,
                              "raw": value.astype(int).astype(str), "scale_min": low, "scale_max": high,
                              "higher_is_better": metric != "ces", "group": group})  # fmt: skip
        frames.append(frame[rng.random(len(ids)) < 0.97])
    return pd.concat(frames, ignore_index=True)


def _texts(ids, wrote, spoken, negative, positive, rng):  # noqa: ANN001, ANN202
    comments, mentions, links, sentiments = [], [], [], []
    for i in np.flatnonzero(wrote):
        lang = str(spoken[i])
        said = [
            (t, side) for j, t in enumerate(TOPICS) for side, x in enumerate((negative, positive)) if x[i, j]
        ]
        parts = [SAYINGS[t][lang][side] for t, side in said] or [
            {"en": "Fine.", "ko": "괜찮아요", "zh-Hant": "還可以"}[lang]
        ]
        comment_id, glue = f"{ids[i]}|why|0", {"en": ". ", "ko": ". ", "zh-Hant": "。"}[lang]
        text = glue.join(parts) + glue.strip() + ENDINGS[lang][rng.integers(4)]
        comments.append((comment_id, ids[i], "why", text, lang, 0.95, len(text), False))
        for k, part in enumerate(parts):
            start = text.index(part)
            mentions.append((f"{comment_id}#{k}", comment_id, start, start + len(part), part))
            side = said[k][1] if said else 2
            p = {0: (0.86, 0.10, 0.04), 1: (0.04, 0.12, 0.84), 2: (0.1, 0.8, 0.1)}[side]
            if side < 2 and rng.random() < 0.1:
                p = (0.2, 0.6, 0.2)
            sentiments.append(
                (
                    f"{comment_id}#{k}",
                    "mention",
                    *p,
                    p[2] - p[0],
                    ("negative", "neutral", "positive")[int(np.argmax(p))],
                )
            )
            if said:
                links.append(
                    (
                        f"{comment_id}#{k}",
                        said[k][0],
                        0.6 + 0.3 * rng.random(),
                        "assigned" if rng.random() < 0.85 else "reassigned",
                    )
                )
        mean = np.mean([s[5] for s in sentiments[-len(parts) :]])
        label = "negative" if mean < -0.2 else "positive" if mean > 0.2 else "neutral"
        sentiments.append(
            (
                comment_id,
                "comment",
                *{"negative": (0.8, 0.1, 0.1), "neutral": (0.1, 0.8, 0.1), "positive": (0.1, 0.1, 0.8)}[
                    label
                ],
                mean,
                label,
            )
        )
    silent = np.flatnonzero(~wrote)[:40]
    comments += [(f"{ids[i]}|why|0", ids[i], "why", "N/A", "und", None, 3, True) for i in silent]
    return (
        pd.DataFrame(
            comments,
            columns=[
                "comment_id",
                "response_id",
                "question_id",
                "text",
                "lang",
                "lang_confidence",
                "n_chars",
                "filler",
            ],
        ),
        pd.DataFrame(mentions, columns=["mention_id", "comment_id", "start", "end", "text"]),
        pd.DataFrame(links, columns=["mention_id", "topic_id", "weight", "how"]),
        pd.DataFrame(
            sentiments,
            columns=["unit_id", "level", "p_negative", "p_neutral", "p_positive", "polarity", "label"],
        ),
    )


def outcome(scores: pd.DataFrame, metric: str) -> pd.Series:
    """What averages to the metric's statistic, by response."""
    rows = scores[scores["metric"] == metric].set_index("response_id")
    if metric == "nps":
        return 100.0 * (rows["group"] == "promoter") - 100.0 * (rows["group"] == "detractor")
    return 100.0 * (rows["group"] == "top") if metric == "csat" else rows["value"]


def _estimate(y: pd.Series) -> tuple[float, float, float, int]:
    half = 1.96 * y.std() / np.sqrt(len(y))
    return y.mean(), y.mean() - half, y.mean() + half, len(y)


def _metrics(scores: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    facts = responses.set_index("response_id")
    rows = []
    for metric, statistic, unit in (
        ("nps", "nps", "points"),
        ("csat", "top2", "percent"),
        ("ces", "mean", "scale points"),
    ):
        y = outcome(scores, metric)
        quarter = (
            facts["submitted_at"]
            .dt.tz_localize(None)
            .dt.to_period("Q")
            .astype(str)
            .str.replace("Q", "-Q")
            .loc[y.index]
        )
        cuts = [(None, None, y)] + [(None, q, y[quarter == q]) for q in sorted(quarter.unique())]
        for column in ("region", "plan"):
            values = facts[f"seg_{column}"].loc[y.index]
            cuts += [(f"{column}={v}", None, y[values == v]) for v in sorted(values.unique())]
        for segment, period, part in cuts:
            rows.append(
                (
                    metric,
                    statistic,
                    segment,
                    period,
                    *_estimate(part)[:3],
                    unit,
                    len(part),
                    len(part),
                    "score",
                    None,
                )
            )
        if metric == "csat":
            value = scores[scores["metric"] == "csat"]["value"]
            rows.append(
                (
                    "csat",
                    "mean",
                    None,
                    None,
                    *_estimate(value)[:3],
                    "scale points",
                    len(value),
                    len(value),
                    "t",
                    None,
                )
            )
    return pd.DataFrame(
        rows,
        columns=[
            "metric",
            "statistic",
            "segment",
            "period",
            "value",
            "low",
            "high",
            "unit",
            "n",
            "n_eff",
            "method",
            "flags",
        ],
    )


def _drivers(
    scores: pd.DataFrame, wrote: np.ndarray, negative: np.ndarray, positive: np.ndarray
) -> pd.DataFrame:
    """Plain least squares with normal intervals: near enough for drawings."""
    from statsmodels.api import OLS, add_constant
    from statsmodels.stats.multitest import multipletests

    rows = []
    for metric in ("nps", "csat", "ces"):
        y = outcome(scores, metric)
        at = y.index.str[1:].astype(int).to_numpy()
        keep = wrote[at]
        y, at = y.to_numpy()[keep], at[keep]
        x = np.hstack([negative[at], positive[at]]).astype(float)
        enough = x.sum(axis=0) >= 10
        fit = OLS(y, add_constant(x[:, enough])).fit(cov_type="HC3")
        beta, se, p = (np.full(x.shape[1], np.nan) for _ in range(3))
        beta[enough], se[enough], p[enough] = fit.params[1:], fit.bse[1:], fit.pvalues[1:]
        for k in range(x.shape[1]):
            t, share, with_it = list(TOPICS)[k % len(TOPICS)], x[:, k].mean(), x[:, k] > 0
            gap = y.mean() - y[~with_it].mean()
            seen = enough[k]
            rows.append(
                {
                    "metric": metric,
                    "topic_id": t,
                    "polarity": ("negative", "positive")[k // len(TOPICS)],
                    "base": "commenters",
                    "prevalence": 100 * share,
                    "prevalence_all": 80 * share,
                    "impact_marginal": gap if seen else None,
                    "impact_marginal_low": gap - 1.2 * share * 20 if seen else None,
                    "impact_marginal_high": gap + 1.2 * share * 20 if seen else None,
                    "impact_adjusted": beta[k] * share,
                    "impact_adjusted_low": (beta[k] - 1.96 * se[k]) * share,
                    "impact_adjusted_high": (beta[k] + 1.96 * se[k]) * share,
                    "impact_all": 0.8 * beta[k] * share,
                    "odds_ratio": 2.0,
                    "odds_ratio_low": 1.2,
                    "odds_ratio_high": 3.1,
                    "p": p[k],
                    "n_with": int(with_it.sum()),
                    "n_without": int((~with_it).sum()),
                }
            )
    drivers = pd.DataFrame(rows)
    tested = drivers["p"].notna()
    drivers.loc[tested, "q"] = multipletests(drivers.loc[tested, "p"], method="fdr_bh")[1]
    few = ~tested | (drivers["n_with"] < 30)
    verdict = np.select(
        [few, drivers["q"] > 0.05, drivers["impact_adjusted"] < 0],
        ["not enough data", "no clear effect", "drives down"],
        "drives up",
    )
    drivers["verdict"] = verdict
    drivers["n_needed"] = np.where(few, 4200.0, np.where(verdict == "no clear effect", 15300.0, np.nan))
    drivers["flags"] = np.where(few, "low_base", None)
    whole = drivers.assign(segment=None)
    part = whole[(whole["topic_id"] == "t01") & (whole["polarity"] == "negative")]
    part = part.assign(segment="plan=Plus", verdict=None, p=None, q=None, n_needed=None, flags="descriptive")
    return pd.concat([whole, part], ignore_index=True).astype({"segment": object})


def _bias(scores: pd.DataFrame, wrote: np.ndarray) -> pd.DataFrame:
    rows = []
    for metric, statistic in (("nps", "nps"), ("csat", "top2"), ("ces", "mean")):
        y = outcome(scores, metric)
        said = wrote[y.index.str[1:].astype(int).to_numpy()]
        parts = {"commenters": _estimate(y[said]), "silent": _estimate(y[~said]), "all": _estimate(y)}
        rows += [(metric, statistic, group, *numbers) for group, numbers in parts.items()]
        one, two = parts["commenters"], parts["silent"]
        gap, half = one[0] - two[0], np.hypot(one[0] - one[1], two[0] - two[1])
        rows.append((metric, statistic, "difference", gap, gap - half, gap + half, len(y)))
    return pd.DataFrame(rows, columns=["metric", "statistic", "group", "value", "low", "high", "n"])


def example_run(lang: str = "en") -> dict:
    """A run's record."""
    return {
        "version": "0.1.0",
        "made": "2026-07-02T09:30:00Z",
        "seed": 0,
        "device": "cpu",
        "inputs": [
            {"path": "/data/in/scores.csv", "sha256": "9f" * 32, "rows": 1523},
            {"path": "/data/in/verbatims.csv", "sha256": "1c" * 32, "rows": 911},
        ],
        "config": {
            "score": ["nps=NPS@0-10", "csat=CSAT@1-5", "ces=CES@1-7:low-is-good"],
            "segment": ["region", "plan"],
            "report-lang": lang,
        },
        "models": {
            "embedding": {"name": "multilingual-e5-small", "sha256": "ab" * 32},
            "sentiment": {"name": "cxtext-sentiment", "sha256": "cd" * 32},
        },
        "versions": {"python": "3.11.9", "pandas": "3.0.0", "torch": "2.13.0"},
        "counts": {
            "files": {
                "scores.csv": {
                    "rows_read": 1523,
                    "kept": 1500,
                    "dropped": {"D_DUP_ROW": 21},
                    "rejected": {"E_EMPTY_ID": 2},
                }
            },
            "responses": 1500,
            "respondents": 1500,
            "comments": 911,
            "responses_with_comment": 890,
        },
        "times": {"load": 0.4, "text": 1.1, "inference": 31.2, "topics": 6.8, "drivers": 1.9},
        "notes": {},
    }
