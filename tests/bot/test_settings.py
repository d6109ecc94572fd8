"""Every setting has a default, a line in ``.env.example``, and a sentence for a bad value."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support import Console, complaint

from bot.settings import Settings, load_settings
from index.errors import SettingsError

EXAMPLE = Path(__file__).parents[2] / ".env.example"

BAD = {
    "LOG_LEVEL": "loud",
    "LOG_FORMAT": "yaml",
    "RESTORE_DAYS": "-1",
    "MAX_ARTICLE_MB": "lots",
}
BAD_IN_USE = {"EMBEDDING": "no such thing", "CHROMA_URL": "localhost"}


def example() -> dict[str, str]:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("=") for line in lines if line.strip() and not line.startswith("#")]
    assert all(equals for _, equals, _ in pairs)
    return {key: value for key, _, value in pairs}


def test_the_example_has_exactly_the_settings() -> None:
    """A key in ``.env.example`` is a setting, and every setting is there."""
    assert list(example()) == [name.upper() for name in Settings.model_fields]


def test_the_example_has_the_defaults(surroundings: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copied as it is, the example changes nothing."""
    defaults = load_settings()
    for name, value in example().items():
        monkeypatch.setenv(name, value)
    assert load_settings() == defaults


def test_each_setting_is_explained() -> None:
    """Before every group of keys stands a comment."""
    blocks = re.split(r"\n\s*\n", EXAMPLE.read_text(encoding="utf-8").strip())
    assert all(block.startswith("#") for block in blocks)


@pytest.mark.parametrize(("name", "value"), BAD.items())
def test_a_bad_value_is_named(surroundings: None, name: str, value: str) -> None:
    """A value that does not do is an error of the settings that names its variable."""
    with pytest.raises(SettingsError, match=name):
        load_settings(**{name.lower(): value})


def test_a_bad_value_gets_one_sentence(console: Console) -> None:
    """At the console a bad value is wrong usage, told in a sentence that names it."""
    for name, value in BAD.items():
        assert name in complaint(console("list", env={name: value}), 2)


def test_a_value_that_is_bad_in_use_gets_one_sentence(console: Console) -> None:
    """What only its user can judge is told as well."""
    console("add", "-", stdin="One\n\nOne article.")
    for name, value in BAD_IN_USE.items():
        assert value in complaint(console("ask", "Who?", env={name: value}), 2)


def test_arguments_that_are_not_json_are_named(
    surroundings: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """EMBEDDING_ARGS that cannot be read are an error of the settings like any other."""
    monkeypatch.setenv("EMBEDDING_ARGS", "{device: cpu}")
    with pytest.raises(SettingsError, match="EMBEDDING_ARGS"):
        load_settings()


def test_a_secret_in_the_arguments_is_refused(console: Console) -> None:
    """Arguments are stored, so a key among them is refused and not repeated."""
    settings = {
        "EMBEDDING": "word_hash_embedding:WordHashEmbedding",
        "EMBEDDING_ARGS": '{"api_key": "sk-quay-4711"}',
    }
    told = complaint(console("add", "-", stdin="One\n\nOne article.", env=settings), 2)
    assert "api_key" in told
    assert "sk-quay-4711" not in told


def test_levels_may_be_written_small_and_empty_values_are_defaults(
    surroundings: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``LOG_LEVEL=debug`` is understood, and ``CHROMA_URL=`` is none."""
    monkeypatch.setenv("LOG_LEVEL", "debug")
    monkeypatch.setenv("CHROMA_URL", "")
    loaded = load_settings()
    assert loaded.log_level == "DEBUG"
    assert loaded.chroma_url is None
