"""Every setting, read from the environment and from a ``.env`` file where there is one.

``.env.example`` lists the same keys, and a test holds the two equal.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as UnreadableSetting

from bot.chat_options import ChatOptions, Prices
from index.errors import SettingsError
from index.fetch.pages import FetchOptions

if TYPE_CHECKING:
    from index.folder import Options

_KEPT_ANSWERS = 500
_WRITTEN = {
    "bool": "write true or false",
    "int": "write a whole number",
    "float": "write a number",
}
"""How a setting of a type is written that was not."""


class Settings(BaseSettings):
    """The settings of one process; nothing else reads the environment."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True
    )

    discord_token: SecretStr | None = Field(default=None, description="of the bot in Discord")
    discord_message_content: bool = Field(default=False, description="the privileged intent is on")
    footnote_data_dir: Path = Field(
        default_factory=lambda: user_data_path("footnote"), description="where everything is kept"
    )
    footnote_library: str = Field(default="default", description="the library of the console")
    chroma_url: str | None = Field(default=None, description="a Chroma server for the vectors")
    embedding: str = Field(default="minilm", description="minilm, or package.module:Class")
    embedding_args: dict[str, Any] = Field(default_factory=dict)
    embedding_languages: str = Field(default="", description="its codes, empty for all")
    reader: str = Field(default="footnote", description="footnote, or package.module:Class")
    reader_args: dict[str, Any] = Field(default_factory=dict)
    llm: str | None = Field(default=None, description="the model that writes the answers")
    llm_api_key: SecretStr | None = Field(default=None, description="of its provider")
    llm_args: dict[str, Any] = Field(default_factory=dict)
    llm_prompt_tokens: int = Field(default=6_000, ge=1_000, le=1_000_000)
    llm_completion_tokens: int = Field(default=1_000, ge=100, le=100_000)
    llm_seconds: float = Field(default=60.0, gt=0, le=600)
    llm_silence_seconds: float = Field(default=20.0, gt=0, le=600)
    llm_daily_answers: int = Field(default=500, ge=0, description="of one server, 0 for any")
    llm_daily_tokens: int = Field(default=0, ge=0, description="of one server, 0 for any")
    llm_price_in: Decimal | None = Field(default=None, ge=0, description="of a million tokens")
    llm_price_out: Decimal | None = Field(default=None, ge=0, description="of a million tokens")
    llm_currency: str = Field(default="$", max_length=10, description="of the prices")
    prompts_dir: Path | None = Field(default=None, description="texts in place of ours")
    answers: Literal["cautious", "balanced", "eager"] = Field(
        default="balanced", description="how sure an answer must be"
    )
    restore_days: int = Field(default=30, ge=0, le=3650)
    max_article_mb: int = Field(default=20, ge=1, le=200)
    allow_private_urls: bool = Field(default=False, description="fetch from intranets too")
    refresh_hours: int = Field(default=24, ge=0, le=8760)
    feed_minutes: int = Field(default=30, ge=0, le=10_080)
    max_server_articles: int = Field(default=20_000, ge=1)
    max_server_mb: int = Field(default=500, ge=1, le=100_000)
    max_server_feeds: int = Field(default=50, ge=0, le=1_000)
    max_watches: int = Field(default=10, ge=0, le=1_000)
    questions_per_minute: int = Field(default=10, ge=1, le=1_000)
    server_questions_per_minute: int = Field(default=120, ge=1, le=10_000)
    left_server_days: int = Field(default=30, ge=0, le=3650)
    timezone: str = Field(default="UTC", description="where those are who ask")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "WARNING"
    log_format: Literal["plain", "json"] = "plain"

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: Any) -> Any:  # whatever was given, before checks
        return value.upper() if isinstance(value, str) else value

    @field_validator("timezone")
    @classmethod
    def _known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ValueError, OSError, ZoneInfoNotFoundError):
            raise PydanticCustomError("zone", "it must be a name such as Europe/Oslo") from None
        return value

    @property
    def zone(self) -> ZoneInfo:
        """Which tells the day on which a question is asked."""
        return ZoneInfo(self.timezone)

    @property
    def max_article_bytes(self) -> int:
        """The most bytes that one article may have."""
        return self.max_article_mb * 1_000_000

    def options(self) -> Options:
        """How to open the data folder. Raises ``SettingsError``."""
        # The stores behind these take over a second to import, which a command that opens no
        # folder should not pay.
        from index.embedding.configured import EmbeddingSpec
        from index.folder import Options
        from index.generation.model import Limits
        from index.generation.specs import ModelSpec
        from index.reader.configured import ReaderSpec
        from index.stores.spending import DailyLimits

        model = None
        if self.llm is not None:
            model = ModelSpec(self.llm, json.dumps(self.llm_args), self.llm_api_key)

        return Options(
            data_dir=self.footnote_data_dir.expanduser(),
            embedding=EmbeddingSpec(
                self.embedding,
                json.dumps(self.embedding_args),
                tuple(re.findall(r"[a-z]+", self.embedding_languages.lower())),
            ),
            chroma_url=self.chroma_url,
            restore_days=self.restore_days,
            reader=ReaderSpec(self.reader, json.dumps(self.reader_args)),
            stance=self.answers,
            model=model,
            limits=Limits(
                prompt_tokens=self.llm_prompt_tokens,
                completion_tokens=self.llm_completion_tokens,
                seconds=self.llm_seconds,
                silence_seconds=self.llm_silence_seconds,
            ),
            prompts=None if self.prompts_dir is None else self.prompts_dir.expanduser(),
            daily=DailyLimits(self.llm_daily_answers, self.llm_daily_tokens),
            kept_answers=_KEPT_ANSWERS,
        )

    def fetch_options(self) -> FetchOptions:
        """How web pages are fetched."""
        return FetchOptions(allow_private=self.allow_private_urls, max_bytes=self.max_article_bytes)

    def chat_options(self) -> ChatOptions:
        """How the bot behaves in chat."""
        return ChatOptions(
            max_bytes=self.max_article_bytes,
            server_articles=self.max_server_articles,
            server_characters=self.max_server_mb * 1_000_000,
            watches=self.max_watches,
            per_person=self.questions_per_minute,
            per_server=self.server_questions_per_minute,
            message_content=self.discord_message_content,
            left_days=self.left_server_days,
            refresh_hours=self.refresh_hours,
            feed_minutes=self.feed_minutes,
            server_feeds=self.max_server_feeds,
            zone=self.zone,
            prices=self._prices(),
        )

    def _prices(self) -> Prices | None:
        if self.llm_price_in is None and self.llm_price_out is None:
            return None
        free = Decimal(0)
        told = self.llm_price_in or free, self.llm_price_out or free
        return Prices(*told, self.llm_currency)


def load_settings(**overrides: object) -> Settings:
    """The settings, with those that are given and not None taken instead of the environment's.

    Raises ``SettingsError`` that names the setting and says what is wrong with it.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]  # pydantic checks each value
    except UnreadableSetting as exc:
        field = re.search(r'field "(\w+)"', str(exc))
        name = field[1].upper() if field else "A setting"
        raise SettingsError(
            f"{name} cannot be read as JSON; correct it in the environment or in .env."
        ) from exc
    except ValidationError as exc:
        first = exc.errors(include_url=False)[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "A setting"
        kinds = {
            "bool": "write true or false",
            "int": "write a whole number",
            "float": "write a number",
        }
        told = kinds.get(first["type"].partition("_")[0], first["msg"])
        raise SettingsError(
            f"{name} is set to {json.dumps(first['input'], default=str)}, which does not do: "
            f"{told.rstrip('.')}; correct it in the environment or in .env."
        ) from exc
