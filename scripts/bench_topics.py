"""Speed, memory and repeatability of topics on generated vectors, against BERTopic in the same process.

`python scripts/bench_topics.py [fit|assign|million|stable]`, all of them if none is named. Each part runs in
a process of its own, so that peak memory is its own; imports and the first, compiling, fit of BERTopic come
before the clock. One thread a library unless OMP_NUM_THREADS says otherwise.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
import warnings

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

WIDTH, TOPICS = 384, 30
warnings.filterwarnings("ignore")


def planted(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """``n`` unit vectors around 30 centres of unequal size, 15 % of them around none; and their topics."""
    rng = np.random.default_rng(seed)
    centre = np.random.default_rng(99).standard_normal((TOPICS, WIDTH)).astype(np.float32)
    share = np.linspace(3, 1, TOPICS)
    topic = rng.choice(TOPICS, n, p=share / share.sum())
    noise = rng.random(n) < 0.15
    x = rng.standard_normal((n, WIDTH), dtype=np.float32)
    for a in range(0, n, 50_000):  # in place: memory is measured beside it
        some = slice(a, a + 50_000)
        x[some] *= 1.6
        x[some] += centre[topic[some]] * ~noise[some, None]
        x[some] /= np.linalg.norm(x[some], axis=1, keepdims=True)
    return x, np.where(noise, -1, topic)


def ours(vectors: np.ndarray, seed: int = 0):
    """Model and labels of all vectors, by the parts that a run uses."""
    from cxtext.topics.fit import fit
    from cxtext.topics.texts import Texts

    n = len(vectors)
    texts = Texts(np.arange(n), np.arange(n), np.ones(n, dtype=int), np.full(n, "en", object), vectors,
                  np.ones(n, dtype=bool))  # fmt: skip
    words = Words()
    fitted = fit(texts, words, np.zeros(n), encoder="", seed=seed, method="centres", progress=lambda *_: None)
    labels = fitted.model.assign(vectors, ["en"] * n).row
    labels[fitted.sample] = fitted.labels
    return fitted.model, labels


class Words:
    """A word for every text, without a list of a million lists."""

    def __getitem__(self, i: int) -> list[str]:
        return [f"w{i % 997}"]


def theirs(vectors: np.ndarray, seed: int | None = None):
    from bertopic import BERTopic

    model = BERTopic(embedding_model=None)
    if seed is not None:
        model.umap_model.random_state = seed
    labels, _ = model.fit_transform([f"w{i % 997}" for i in range(len(vectors))], embeddings=vectors)
    return model, np.asarray(labels)


def peak() -> float:
    """Peak memory of this process, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(function, *arguments):
    start, before = time.perf_counter(), peak()
    result = function(*arguments)
    return result, time.perf_counter() - start, peak() - before


def fit(who: str) -> None:
    vectors, truth = planted(20_000)
    run = {"ours": ours, "BERTopic": theirs}[who]
    run(vectors[:1000])
    (_, labels), seconds, extra = timed(run, vectors)
    print(f"fit 20,000, {who}: {seconds:.1f} s, {extra:.0f} MB more, AMI {_ami(truth, labels):.3f}, "
          f"{(labels >= 0).mean():.0%} with a topic")  # fmt: skip


def assign(who: str) -> None:
    vectors, _ = planted(5_000)
    new, truth = planted(100_000 if who == "ours" else 2_000, seed=1)
    if who == "ours":
        model, _ = ours(vectors)
        call = lambda: model.assign(new, ["en"] * len(new)).row  # noqa: E731
    else:
        model, _ = theirs(vectors)
        call = lambda: np.asarray(model.transform(["w"] * len(new), embeddings=new)[0])  # noqa: E731
    call()
    labels, seconds, _ = timed(call)
    print(f"assign, {who}: {len(new) / seconds:,.0f} a second ({len(new):,} in {seconds:.2f} s), "
          f"AMI {_ami(truth, labels):.3f}")  # fmt: skip


def million(who: str) -> None:
    vectors, truth = planted(1_000_000)
    (_, labels), seconds, _ = timed(ours, vectors)
    print(f"{who}: 1,000,000 x {WIDTH} fitted and assigned in {seconds:.0f} s, peak {peak():.0f} MB "
          f"(vectors {vectors.nbytes / 2**20:.0f} MB), AMI {_ami(truth, labels):.3f}")  # fmt: skip


def stable(who: str) -> None:
    from sklearn.metrics import adjusted_rand_score

    vectors, _ = planted(10_000)
    run = ours if who == "ours" else theirs
    labels = [run(vectors, seed)[1] for seed in range(5 if who == "ours" else 2)]
    pairs = [adjusted_rand_score(a, b) for i, a in enumerate(labels) for b in labels[:i]]
    print(f"seeds, {who}: mean pairwise ARI {np.mean(pairs):.3f}")


def _ami(truth: np.ndarray, labels: np.ndarray) -> float:
    from sklearn.metrics import adjusted_mutual_info_score

    some = np.random.default_rng(0).permutation(len(truth))[:50_000]
    return float(adjusted_mutual_info_score(truth[some], labels[some]))


PARTS = {"fit": fit, "assign": assign, "million": million, "stable": stable}

if __name__ == "__main__":
    if len(sys.argv) == 3:
        PARTS[sys.argv[1]](sys.argv[2])
    else:
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, "
              f"OMP_NUM_THREADS {os.environ['OMP_NUM_THREADS']}", flush=True)  # fmt: skip
        for part in sys.argv[1:] or PARTS:
            for who in ("ours",) if part == "million" else ("ours", "BERTopic"):
                subprocess.run([sys.executable, __file__, part, who], check=True)
