"""All that this Discord knows, and what its requests change."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from urllib.parse import quote

from loopback.people import Channel, Guild, Json, Member, Message, snowflake
from loopback.rules import choice_faults, command_faults, form_faults, message_faults

_SHOWN = ("content", "embeds", "components", "flags")
_KEPT = (*_SHOWN[1:], "attachments", "allowed_mentions", "nonce")
"""What is kept of a message beside its content."""
_CHANGED = ("embeds", "components", "attachments")


@dataclass(eq=False)
class Interaction:
    """A command, a button or a form that a person used, and what came of it.

    After ``patience`` seconds without an answer Discord does not know it any more.
    """

    type: int
    channel: Channel
    member: Member
    data: Json
    source: Message | None = None
    id: int = field(default_factory=snowflake)
    token: str = ""
    began: float = field(default_factory=time.monotonic)
    patience: float = 3.0
    acknowledged_after: float | None = None
    message: Message | None = None
    deferred: bool = False
    followups: list[Message] = field(default_factory=list)
    choices: list[Json] = field(default_factory=list)
    modal: Json | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def expired(self) -> bool:
        """Whether the first answer would come too late."""
        late = time.monotonic() - self.began > self.patience
        return late and not self.answered.is_set()

    @property
    def metadata(self) -> Json:
        """What a message that answers it tells of it."""
        told = {"id": str(self.id), "user": self.member.user(), "type": self.type}
        told["authorizing_integration_owners"] = {}
        if self.type == 5:
            told["triggering_interaction_metadata"] = {**told, "type": 2}
        elif self.source is not None:
            told["interacted_message_id"] = str(self.source.id)
        return told

    @property
    def shown(self) -> list[Message]:
        """What the person sees of it."""
        return [one for one in (self.message, *self.followups) if one and not one.deleted]


class World:
    """Servers, channels, messages, interactions, and every request.

    ``integrations`` are the commands that members may use by the server's settings whatever their
    permissions; ``patience`` is how many seconds Discord waits for an answer.
    """

    def __init__(self) -> None:
        self.url = ""
        self.bot = Member("footnote", bot=True)
        self.owner = Member("owner")
        self.guilds: list[Guild] = []
        self.direct: list[Channel] = []
        self.people: dict[int, Member] = {}
        self.interactions: dict[str, Interaction] = {}
        self.attachments: dict[int, bytes] = {}
        self.requests: list[tuple[str, str, Json]] = []
        self.violations: list[str] = []
        self.registered: list[Json] = []
        self.integrations: set[tuple[str, int]] = set()
        self.patience = 3.0
        self.command_sync = asyncio.Event()
        self.posted = asyncio.Event()

    def channel(self, identity: int) -> Channel | None:
        """A channel by its id."""
        every = [c for guild in self.guilds for c in guild.channels] + self.direct
        return next((channel for channel in every if channel.id == identity), None)

    def direct_with(self, person: Member) -> Channel:
        """The channel of the bot's direct messages with a person."""
        known = next((c for c in self.direct if c.recipient is person), None)
        if known is None:
            known = Channel("direct", None, 1, recipient=person)
            self.direct.append(known)
        return known

    def register(self, commands: list[Json]) -> list[Json]:
        """Take the commands of the bot."""
        self.violations += command_faults(commands)
        owner = str(self.bot.id)
        self.registered = [
            {
                "version": "1",
                "type": 1,
                "description": "",
                **{name: value for name, value in command.items() if value is not None},
                "default_member_permissions": _text(command.get("default_member_permissions")),
                "id": str(snowflake()),
                "application_id": owner,
            }
            for command in commands
        ]
        self.command_sync.set()
        return self.registered

    def store(self, filename: str, content: bytes) -> Json:
        """Keep an uploaded file; what a message tells of it."""
        identity = snowflake()
        self.attachments[identity] = content
        url = f"{self.url}/attachments/{identity}/{quote(filename, safe='')}"
        named = {"id": str(identity), "filename": filename, "size": len(content)}
        return {**named, "url": url, "proxy_url": url}

    def faults_of(self, body: Json, edited: Message | None = None) -> list[str]:
        """Why this would be refused, kept for the test to see."""
        whole = body
        if edited is not None:
            whole = {"content": edited.content, "allowed_mentions": {"parse": []}}
            whole |= {**edited.fields, **body}
        faults = list(message_faults(whole))
        self.violations += faults
        return faults

    def post(self, channel: Channel, body: Json) -> Message:
        """A message of the bot in a channel."""
        fields = {name: body[name] for name in _KEPT if body.get(name)}
        message = Message(channel, self.bot, body.get("content") or "", fields)
        if reference := body.get("message_reference"):
            message.fields["message_reference"] = {"type": 0, **reference}
        channel.messages.append(message)
        self._happened()
        return message

    def change(self, message: Message, body: Json) -> None:
        """Edit a message."""
        message.content = body.get("content", message.content) or ""
        message.fields |= {name: body[name] or [] for name in _CHANGED if name in body}
        message.edited += 1
        self._happened()

    def delete(self, message: Message) -> None:
        """The bot deletes a message of its own."""
        message.deleted = True
        self._happened()

    def answer(self, interaction: Interaction, body: Json) -> list[str]:
        """The first answer to an interaction; why it is refused, nothing where it is taken."""
        kind, data = body["type"], body.get("data") or {}
        interaction.acknowledged_after = time.monotonic() - interaction.began
        faults: list[str] = []
        if kind in (4, 7):
            faults = self.faults_of(data, interaction.source if kind == 7 else None)
        elif kind == 8:
            faults = list(choice_faults(data["choices"]))
            self.violations += faults
        elif kind == 9:
            faults = list(form_faults(data))
            self.violations += faults
        if not faults:
            self._take(interaction, kind, data)
        return faults

    def _take(self, interaction: Interaction, kind: int, data: Json) -> None:
        ephemeral = bool(data.get("flags", 0) & 64)
        if kind in (4, 5):
            made = self.post(interaction.channel, data) if not ephemeral else None
            shown = made or Message(interaction.channel, self.bot, data.get("content") or "")
            shown.fields |= {name: data[name] for name in _SHOWN[1:3] if data.get(name)}
            shown.ephemeral, shown.answers = ephemeral, interaction.metadata
            interaction.message = shown
            interaction.deferred = kind == 5
        elif kind in (6, 7):
            interaction.message = interaction.source
            if kind == 7 and interaction.source is not None:
                self.change(interaction.source, data)
        elif kind == 8:
            interaction.choices = data["choices"]
        else:
            interaction.modal = data
        interaction.answered.set()
        self._happened()

    def follow(self, interaction: Interaction, body: Json) -> Message:
        """A further answer; the first after a deferred one is it, and seen by as many."""
        first = interaction.message
        if interaction.deferred and first is not None and not first.deleted:
            interaction.deferred = False
            self.change(first, body)
            return first
        fields = {name: body[name] for name in _SHOWN[1:3] if body.get(name)}
        message = Message(interaction.channel, self.bot, body.get("content") or "", fields)
        message.ephemeral = bool(body.get("flags", 0) & 64)
        message.answers = interaction.metadata
        interaction.followups.append(message)
        self._happened()
        return message

    def _happened(self) -> None:
        self.posted.set()
        self.posted = asyncio.Event()

    def find(self, name: str) -> Json:
        """A registered command by its name."""
        return next(command for command in self.registered if command["name"] == name)

    def offered(self, who: Member, channel: Channel, name: str) -> Json:
        """A registered command by its name. Raises ``NotOffered`` where Discord hides it."""
        command = self.find(name)
        if channel.guild is None:
            everywhere = [0, 1] if command.get("dm_permission", True) else [0]
            allowed = 1 in command.get("contexts", everywhere)
        else:
            needed = int(command["default_member_permissions"] or 0)
            named = (name, who.id) in self.integrations
            allowed = named or not needed & ~who.permissions or channel.guild.owner is who
        if not allowed:
            raise NotOffered(name)
        return command


class NotOffered(Exception):
    """Discord shows a person no such command there, and takes none from them."""


def _text(value: object) -> str | None:
    return None if value is None else str(value)
