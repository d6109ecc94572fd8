"""Users, servers, channels and messages, and the JSON that tells of them."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]

_EPOCH_MS = 1_420_070_400_000
_count = itertools.count(1)
ALL = (1 << 50) - 1
MANAGE_GUILD = 1 << 5
MANAGE_MESSAGES = 1 << 13
TALK = (1 << 10) | (1 << 11) | (1 << 14) | (1 << 16) | (1 << 31) | (1 << 38)
MANAGE = TALK | MANAGE_GUILD
"""What those have who manage a server."""


def snowflake() -> int:
    """A new id, later than all before."""
    return (int(time.time() * 1000) - _EPOCH_MS << 22) + next(_count) % (1 << 22)


def now() -> str:
    """This moment as Discord writes it."""
    return datetime.now(UTC).isoformat()


@dataclass(eq=False)
class Member:
    """A person or the bot; ``permissions`` are those in every server."""

    name: str
    bot: bool = False
    permissions: int = TALK
    id: int = field(default_factory=snowflake)
    roles: tuple[int, ...] = ()

    def user(self) -> Json:
        return {
            "id": str(self.id),
            "username": self.name,
            "discriminator": "0",
            "global_name": self.name.title(),
            "avatar": None,
            "bot": self.bot,
            "public_flags": 0,
            "flags": 0,
            "primary_guild": None,
        }

    def member(self, roles: tuple[int, ...] = ()) -> Json:
        return {
            "roles": [str(role) for role in (*roles, *self.roles)],
            "joined_at": now(),
            "deaf": False,
            "mute": False,
            "flags": 0,
            "nick": None,
            "avatar": None,
            "permissions": str(self.permissions),
        }


@dataclass(eq=False)
class Message:
    """A message as it stands now; ``answers`` tells of the interaction that it answers."""

    channel: Channel
    author: Member
    content: str
    fields: Json = field(default_factory=dict)
    id: int = field(default_factory=snowflake)
    ephemeral: bool = False
    deleted: bool = False
    edited: int = 0
    kind: int = 0
    reply_to: Message | None = None
    pings: bool = True
    answers: Json | None = None

    @property
    def text(self) -> str:
        """All that a person reads: the content, then each embed's parts."""
        told = [self.content]
        for embed in self.fields.get("embeds", []):
            told += [embed.get("title") or "", embed.get("description") or ""]
            told += [f"{one['name']}: {one['value']}" for one in embed.get("fields", [])]
            told += [(embed.get("footer") or {}).get("text") or ""]
        return "\n".join(part for part in told if part)

    @property
    def buttons(self) -> dict[str, str]:
        """The custom ids of the buttons by their label or emoji."""
        found = {}
        for row in self.fields.get("components", []):
            for one in row.get("components", []):
                label = one.get("label") or (one.get("emoji") or {}).get("name") or "?"
                found[label] = one.get("custom_id", "")
        return found

    def json(self) -> Json:
        guild = self.channel.guild
        return {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "author": self.author.user(),
            "content": self.content,
            "timestamp": now(),
            "edited_timestamp": now() if self.edited else None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "pinned": False,
            "type": self.kind,
            "flags": 64 if self.ephemeral else 0,
            **({"guild_id": str(guild.id)} if guild else {}),
            **({"interaction_metadata": self.answers} if self.answers else {}),
            **{name: value for name, value in self.fields.items() if name != "allowed_mentions"},
            "embeds": [{"type": "rich", **one} for one in self.fields.get("embeds", [])],
            "components": _numbered(self.fields.get("components", []), itertools.count(1)),
        }


def _numbered(components: list[Json], ids: Iterator[int]) -> list[Json]:
    """Components with the ids that Discord gives them."""
    told = []
    for one in components:
        inner: Json = (
            {"components": _numbered(one["components"], ids)} if "components" in one else {}
        )
        if "emoji" in one:
            inner["emoji"] = {name: value for name, value in one["emoji"].items() if value}
        told.append({**one, "id": next(ids), **inner})
    return told


@dataclass(eq=False)
class Channel:
    """A text channel (0), direct messages (1), a voice channel (2), a thread (11), a forum (15).

    The bot may not write where it is ``locked``, may not embed where it is ``bare``, and may not
    read what was written, nor reply, where it is ``unread``. ``denied`` are the permissions that
    everybody is told to lack there but the roles that are ``allowed`` some.
    """

    name: str
    guild: Guild | None
    type: int = 0
    recipient: Member | None = None
    id: int = field(default_factory=snowflake)
    parent: Channel | None = None
    owner: Member | None = None
    locked: bool = False
    bare: bool = False
    unread: bool = False
    denied: int = 0
    allowed: dict[int, int] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)

    def json(self) -> Json:
        if self.recipient is not None:
            people = [self.recipient.user()]
            told = {"id": str(self.id), "type": 1, "recipients": people, "flags": 0}
            return {**told, "last_message_id": None}
        return {
            "id": str(self.id),
            "type": self.type,
            "name": self.name,
            "position": 0,
            "permission_overwrites": self._overwrites(),
            "parent_id": None,
            "nsfw": False,
            "topic": None,
            "rate_limit_per_user": 0,
            "last_message_id": None,
            **_OF_KIND.get(self.type, {}),
            **self._of_thread(),
            **({"guild_id": str(self.guild.id)} if self.guild else {}),
        }

    def _overwrites(self) -> list[Json]:
        if not self.denied or self.guild is None:
            return []
        told = {role: (allowed, 0) for role, allowed in self.allowed.items()}
        told[self.guild.id] = (0, self.denied)
        return [
            {"id": str(role), "type": 0, "allow": str(allow), "deny": str(deny)}
            for role, (allow, deny) in told.items()
        ]

    def _of_thread(self) -> Json:
        if self.parent is None or self.owner is None:
            return {}
        metadata = {"archived": False, "locked": False, "auto_archive_duration": 1440}
        return {
            "parent_id": str(self.parent.id),
            "owner_id": str(self.owner.id),
            "message_count": len(self.messages),
            "member_count": 1,
            "thread_metadata": {**metadata, "archive_timestamp": now()},
        }


_OF_KIND: dict[int, Json] = {
    2: {"bitrate": 64_000, "user_limit": 0, "rtc_region": None},
    15: {"available_tags": [], "default_sort_order": None, "default_forum_layout": 0},
}
"""What channels of a kind have besides."""


@dataclass(eq=False)
class Guild:
    """A server with its channels; ``bot_role`` is the role that came with the bot.

    Everybody is a member of it but ``strangers``; the bot has been one since ``joined_at``.
    """

    name: str
    owner: Member
    bot: Member
    id: int = field(default_factory=snowflake)
    bot_role: int = field(default_factory=snowflake)
    moderator_role: int = field(default_factory=snowflake)
    channels: list[Channel] = field(default_factory=list)
    strangers: set[int] = field(default_factory=set)
    joined_at: str = "2020-02-02T02:02:02+00:00"

    def add_channel(self, name: str, kind: int = 0) -> Channel:
        """A new text channel, before the client connects."""
        self.channels.append(Channel(name, self, kind))
        return self.channels[-1]

    def json(self) -> Json:
        everyone = _role(self.id, "@everyone", TALK)
        managed = _role(self.bot_role, self.bot.name, TALK)
        managed["managed"] = True
        managed["tags"] = {"bot_id": str(self.bot.id)}
        itself = {**self.bot.member((self.bot_role,)), "user": self.bot.user()}
        return {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner.id),
            "roles": [
                everyone,
                managed,
                _role(self.moderator_role, "moderators", TALK | MANAGE_MESSAGES),
            ],
            "channels": [channel.json() for channel in self.channels if not channel.parent],
            "members": [{**itself, "joined_at": self.joined_at}],
            "member_count": 2,
            "joined_at": self.joined_at,
            "large": False,
            "preferred_locale": "en-US",
            **{key: [] for key in _LISTS},
            **dict.fromkeys(_NUMBERS, 0),
            **dict.fromkeys(_NOTHING),
        }


_LISTS = (
    *("emojis", "stickers", "threads", "features", "voice_states", "presences"),
    *("stage_instances", "guild_scheduled_events", "soundboard_sounds"),
)
_NUMBERS = (
    *("afk_timeout", "verification_level", "default_message_notifications", "nsfw_level"),
    *("explicit_content_filter", "mfa_level", "system_channel_flags", "premium_tier"),
)
_NOTHING = ("icon", "splash", "banner", "description", "vanity_url_code", "system_channel_id")


@dataclass(frozen=True)
class Role:
    """A role that a person names in a command."""

    id: int
    name: str = "helpers"
    mentionable: bool = True

    def json(self) -> Json:
        return {**_role(self.id, self.name, TALK), "mentionable": self.mentionable}


def _role(identity: int, name: str, permissions: int) -> Json:
    return {
        "id": str(identity),
        "name": name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "permissions": str(permissions),
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
