"""A tiny transformers model, built here and saved to a folder: real loading code without real weights."""

from __future__ import annotations

import json

import pytest

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "query", ":", "good", "bad", "late", "parcel", "the", "was", "a"]


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    """``tiny(labels)`` saves a two-layer classifier with those label names and returns its folder."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    def build(labels: list[str] | None, /, **card: object):
        folder = tmp_path_factory.mktemp("tiny")
        core = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="[UNK]"))
        core.pre_tokenizer = pre_tokenizers.Whitespace()
        core.post_processor = processors.TemplateProcessing(
            single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
        )
        PreTrainedTokenizerFast(
            tokenizer_object=core, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]",
            model_max_length=16,
        ).save_pretrained(folder)  # fmt: skip
        names = {"id2label": dict(enumerate(labels))} if labels else {"num_labels": 3}
        config = BertConfig(
            vocab_size=len(WORDS), hidden_size=8, num_hidden_layers=2, num_attention_heads=2,
            intermediate_size=16, max_position_embeddings=16, initializer_range=0.5, **names,
        )  # fmt: skip
        state = torch.random.get_rng_state()
        torch.manual_seed(0)
        BertForSequenceClassification(config).save_pretrained(folder)
        torch.random.set_rng_state(state)
        if card:
            lines = [f"{key} = {json.dumps(value)}" for key, value in card.items()]
            (folder / "card.toml").write_text("\n".join(['name = "tiny"', 'kind = "folder"', *lines]))
        return folder

    return build
