"""The door for tests: people say, press and choose things, and see what comes back."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Self

import yarl
from aiohttp import web
from discord.gateway import DiscordWebSocket
from discord.http import Route

from loopback.gateway import Gateway
from loopback.openapi import load_openapi
from loopback.people import Channel, Guild, Json, Member, Message, Role, now, snowflake
from loopback.rest import Rest
from loopback.world import Interaction, World

PATIENCE = 15.0
STARTING = 60.0
"""A process that starts on a busy machine takes its time."""
_MOST_FILLED = {4: ("max_length", 4000), 19: ("max_values", 1)}
"""What says how much a field of a form takes, and how much where nothing says so."""
_TYPES: dict[type, int] = {str: 3, int: 4, bool: 5, bytes: 11}

_FIRST_OF_A_TOKEN = "MTA0MjQyNDI0MjQyNDI0MjQy"
"""An application's id in base64, as every token begins."""


class LoopbackDiscord:
    """A server on 127.0.0.1; ``token`` is the one that it knows the bot by.

    Unless it is not ``held``, requests and replies are checked against Discord's description.
    """

    def __init__(self, *, message_content: bool = False, held: bool = True) -> None:
        self.token = f"{_FIRST_OF_A_TOKEN}.{secrets.token_hex(8)}"
        self.world = World()
        self.gateway = Gateway(self.token, message_content)
        self._openapi = load_openapi() if held else None
        self._rest = Rest(self.world, self.token, self._openapi)
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self._rest.watched])
        app.add_routes([*self._rest.routes(), web.get("/gateway/", self.gateway.handle)])
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = self.world.url = f"http://127.0.0.1:{port}"
        self._rest.gateway_url = self.gateway_url
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        await self.gateway.drop()
        await self._runner.cleanup()

    @property
    def gateway_url(self) -> str:
        return f"{self.url.replace('http', 'ws', 1)}/gateway/"

    @property
    def violations(self) -> list[str]:
        return self.world.violations

    def add_guild(self, name: str, identity: int | None = None) -> Guild:
        """A server that the bot is in, before the client connects."""
        guild = Guild(name, self.world.owner, self.world.bot, identity or snowflake())
        self.world.guilds.append(guild)
        return guild

    async def ready(self) -> None:
        """Wait until the client is connected and its commands are known."""
        async with asyncio.timeout(STARTING):
            await self.world.command_sync.wait()
            await self.gateway.connected.wait()

    def prepare(self) -> None:
        """What the gateway tells a client that identifies, which none has done yet."""
        self.world.command_sync.clear()
        self.gateway.connected.clear()
        self.gateway.ready = {
            "v": 10,
            "user": self.world.bot.user(),
            "guilds": [{"id": str(g.id), "unavailable": True} for g in self.world.guilds],
            "session_id": secrets.token_hex(8),
            "resume_gateway_url": self.gateway_url,
            "application": {"id": str(self.world.bot.id), "flags": 0},
        }
        self.gateway.guilds = [guild.json() for guild in self.world.guilds]

    @contextmanager
    def impatient(self) -> Iterator[None]:
        """Take no answer to what is used meanwhile, as if it came after three seconds."""
        patience, self.world.patience = self.world.patience, -1.0
        yield
        self.world.patience = patience

    def allow(self, who: Member, name: str) -> None:
        """An admin allows a member a command under Server Settings → Integrations."""
        self.world.integrations.add((name, who.id))

    def fail_next(self, method: str, path: str, status: int) -> None:
        """Refuse the next request of this kind with 429 or 500; 0 cuts the connection."""
        self._rest.faults.append((method, re.compile(path), status))

    def has_failed(self) -> bool:
        """Whether every request that was to be refused has come."""
        return not self._rest.faults

    async def say(
        self,
        who: Member,
        channel: Channel,
        text: str,
        *,
        reply_to: Message | None = None,
        ping: bool = True,
        kind: int = 0,
    ) -> Message:
        """A message of a person; its text is blanked for the client where Discord would.

        Discord itself makes those of a ``kind`` that is neither 0 nor 19.
        """
        kind = 19 if reply_to is not None and kind == 0 else kind
        message = Message(channel, who, text, kind=kind, reply_to=reply_to, pings=ping)
        return await self.deliver(message)

    async def deliver(self, message: Message) -> Message:
        """A message as it is comes into its channel."""
        message.channel.messages.append(message)
        await self._dispatch_message("MESSAGE_CREATE", message)
        return message

    async def edit(self, message: Message, text: str) -> None:
        """A person words their message anew."""
        message.content = text
        message.edited += 1
        await self._dispatch_message("MESSAGE_UPDATE", message)

    async def unfurl(self, message: Message, url: str) -> None:
        """Discord adds a preview of a link to a message."""
        message.fields["embeds"] = [{"type": "link", "url": url, "title": "A page"}]
        await self._dispatch_message("MESSAGE_UPDATE", message)

    async def _dispatch_message(self, event: str, message: Message) -> None:
        channel, bot, text = message.channel, self.world.bot, message.content
        reply_to = message.reply_to
        self.world.people[message.author.id] = message.author
        data = message.json()
        replied = reply_to.author if reply_to is not None and message.kind == 19 else None
        pinged = message.pings and replied is bot
        addressed = f"<@{bot.id}>" in text or f"<@!{bot.id}>" in text or pinged
        data["mentions"] = [{**bot.user(), "member": bot.member()}] if addressed else []
        data["mention_roles"] = re.findall(r"<@&(\d+)>", text)
        if channel.guild is not None:
            data["member"] = message.author.member()
        if reply_to is not None:
            places = {"message_id": str(reply_to.id), **self._place(reply_to.channel)}
            data["message_reference"] = {"type": 0, **places}
            data["referenced_message"] = reply_to.json()
        if not (addressed or channel.guild is None or self.gateway.sees_content):
            data |= {"content": "", "embeds": [], "attachments": [], "components": []}
        await self.gateway.dispatch(event, data)

    async def remove(self, message: Message) -> None:
        """Somebody deletes a message."""
        message.deleted = True
        told = {"id": str(message.id), **self._place(message.channel)}
        await self.gateway.dispatch("MESSAGE_DELETE", told)

    async def purge(self, *messages: Message) -> None:
        """A moderator's bot deletes messages of a channel at once."""
        for message in messages:
            message.deleted = True
        told = {"ids": [str(one.id) for one in messages], **self._place(messages[0].channel)}
        await self.gateway.dispatch("MESSAGE_DELETE_BULK", told)

    async def close(self, channel: Channel) -> None:
        """An admin deletes a channel or a thread; of its messages nothing more is told."""
        assert channel.guild is not None
        for place in [one for one in channel.guild.channels if channel in (one, one.parent)]:
            channel.guild.channels.remove(place)
            for message in place.messages:
                message.deleted = True
        event = "THREAD_DELETE" if channel.parent else "CHANNEL_DELETE"
        await self.gateway.dispatch(event, channel.json())

    async def react(self, who: Member, message: Message, emoji: str) -> None:
        """A person adds a reaction to a message."""
        told: Json = {
            "user_id": str(who.id),
            "message_id": str(message.id),
            "message_author_id": str(message.author.id),
            "emoji": {"id": None, "name": emoji},
            "burst": False,
            "type": 0,
            **self._place(message.channel),
        }
        if message.channel.guild is not None:
            told["member"] = {**who.member(), "user": who.user()}
        await self.gateway.dispatch("MESSAGE_REACTION_ADD", told)

    async def open_channel(self, guild: Guild, name: str, kind: int = 0) -> Channel:
        """An admin makes a channel while the client is connected."""
        channel = guild.add_channel(name, kind)
        await self.gateway.dispatch("CHANNEL_CREATE", channel.json())
        return channel

    async def open_thread(self, who: Member, message: Message, name: str) -> Channel:
        """A person opens a thread under a message, whose id it has."""
        parent = message.channel
        thread = Channel(name, parent.guild, 11, id=message.id, parent=parent, owner=who)
        await self._open(thread)
        # What stands at its top points to the message, and has no words of its own.
        await self.say(who, thread, "", reply_to=message, kind=21)
        return thread

    async def open_post(
        self, who: Member, forum: Channel, name: str, text: str, **fields: Any
    ) -> Message:
        """A person opens a post of a forum, whose first message has its id."""
        thread = Channel(name, forum.guild, 11, parent=forum, owner=who)
        await self._open(thread)
        return await self.deliver(Message(thread, who, text, fields, id=thread.id))

    async def _open(self, thread: Channel) -> None:
        assert thread.guild is not None
        thread.guild.channels.append(thread)
        await self.gateway.dispatch("THREAD_CREATE", {**thread.json(), "newly_created": True})

    def _place(self, channel: Channel) -> Json:
        guild = {"guild_id": str(channel.guild.id)} if channel.guild else {}
        return {"channel_id": str(channel.id), **guild}

    async def command(
        self, who: Member, channel: Channel, name: str, **options: Any
    ) -> Interaction:
        """A slash command, with a space before a subcommand; bytes are an uploaded file."""
        root, _, sub = name.partition(" ")
        resolved: Json = {"attachments": {}}
        told = [self._option(key, value, resolved) for key, value in options.items()]
        told = [{"type": 1, "name": sub, "options": told}] if sub else told
        offered = self.world.offered(who, channel, root)
        data = {"id": offered["id"], "name": root, "type": 1, "options": told}
        return await self._interact(2, who, channel, {**data, "resolved": resolved})

    async def autocomplete(
        self, who: Member, channel: Channel, name: str, option: str, typed: str
    ) -> list[Json]:
        """What is offered while a person types an option."""
        root, _, sub = name.partition(" ")
        told: list[Json] = [{"type": 3, "name": option, "value": typed, "focused": True}]
        told = [{"type": 1, "name": sub, "options": told}] if sub else told
        offered = self.world.offered(who, channel, root)
        data = {"id": offered["id"], "name": root, "type": 1, "options": told}
        interaction = await self._interact(4, who, channel, data)
        await self.answered(interaction)
        return interaction.choices

    async def menu(self, who: Member, message: Message, name: str) -> Interaction:
        """Choose something from the menu of a message, whose text the bot then gets."""
        told = message.json()
        target = {"target_id": told["id"], "resolved": {"messages": {told["id"]: told}}}
        offered = self.world.offered(who, message.channel, name)
        data = {"id": offered["id"], "name": name, "type": 3, **target}
        return await self._interact(2, who, message.channel, data)

    async def join(self, guild: Guild) -> None:
        """The bot is invited to a server while it is connected."""
        guild.joined_at = now()
        self.world.guilds.append(guild)
        await self.gateway.dispatch("GUILD_CREATE", guild.json())

    async def leave(self, guild: Guild) -> None:
        """The bot is removed from a server."""
        self.world.guilds.remove(guild)
        await self.gateway.dispatch("GUILD_DELETE", {"id": str(guild.id)})

    def upload(self, filename: str, content: bytes) -> Json:
        """A file as a message has it."""
        told = self.world.store(filename, content)
        if self._openapi is not None:
            self.world.violations += self._openapi.schema_faults("AttachmentResponse", told)
        return told

    async def press(self, who: Member, message: Message, label: str) -> Interaction:
        """Press the button with this label."""
        return await self.press_id(who, message, message.buttons[label])

    async def press_id(self, who: Member, message: Message, custom_id: str) -> Interaction:
        """Press the button of this name, maybe before the client has read that it is shown."""
        data = {"custom_id": custom_id, "component_type": 2}
        return await self._interact(3, who, message.channel, data, message)

    async def pick(self, who: Member, message: Message, *values: str) -> Interaction:
        """Pick from the list of a message; channels by their ids."""
        rows = message.fields.get("components", [])
        listed = next(one for row in rows for one in row["components"] if one["type"] in (3, 8))
        data = {"custom_id": listed["custom_id"], "component_type": listed["type"]}
        data |= {"values": list(values)}
        if listed["type"] == 8:
            chosen = {value: self.world.channel(int(value)) for value in values}
            told = {key: one.json() for key, one in chosen.items() if one is not None}
            data["resolved"] = {
                "channels": {key: {**one, "permissions": "0"} for key, one in told.items()}
            }
        return await self._interact(3, who, message.channel, data, message)

    async def submit(
        self, who: Member, opened: Interaction, **values: str | list[tuple[str, bytes]]
    ) -> Interaction:
        """Fill in the form that an interaction opened; pairs of name and content are uploads.

        Raises ``ValueError`` for what Discord lets nobody send.
        """
        await self.answered(opened)
        form = opened.modal
        assert form is not None
        if unknown := values.keys() - {one["component"]["custom_id"] for one in form["components"]}:
            raise ValueError(f"Discord shows no such fields: {unknown}")
        files: Json = {}
        parts = [
            {"type": 18, "id": n, "component": self._filled(one["component"], values, files)}
            for n, one in enumerate(form["components"], 1)
        ]
        data = {"custom_id": form["custom_id"], "components": parts}
        data |= {"resolved": {"attachments": files}} if files else {}
        return await self._interact(5, who, opened.channel, data)

    def _filled(self, component: Json, values: Mapping[str, Any], files: Json) -> Json:
        kind, name = component["type"], component["custom_id"]
        value = values.get(name) or ("" if kind == 4 else [])
        if len(value) > component.get(*_MOST_FILLED[kind]) or (
            not value and component.get("required", True)
        ):
            raise ValueError(f"Discord would not let this be sent: {name}")
        if kind == 4:
            return {"type": 4, "id": 0, "custom_id": name, "value": value}
        told = {one["id"]: one for one in (self.upload(*file) for file in value)}
        files |= told
        return {"type": 19, "id": 0, "custom_id": name, "values": list(told)}

    async def answered(self, interaction: Interaction) -> Interaction:
        """Wait for the first answer."""
        async with asyncio.timeout(PATIENCE):
            await interaction.answered.wait()
        return interaction

    async def seen(self, interaction: Interaction, wanted: Callable[[str], bool] = bool) -> Message:
        """Wait until the person sees something like this of it, and return that."""
        return await self._until(
            lambda: next((m for m in reversed(interaction.shown) if wanted(m.text)), None)
        )

    async def reply(self, to: Message) -> Message:
        """Wait for the bot's reply to a message."""
        return await self._until(
            lambda: next((m for m in to.channel.messages if _replies(m, to)), None)
        )

    async def posted(self, channel: Channel, wanted: Callable[[str], bool] = bool) -> Message:
        """Wait until the bot posts something like this in a channel."""
        bot = self.world.bot
        return await self._until(
            lambda: next((m for m in channel.messages if m.author is bot and wanted(m.text)), None)
        )

    async def changed(self, message: Message, wanted: Callable[[Message], bool]) -> Message:
        """Wait until the bot made of a message what is wanted: another text, or nothing."""
        return await self._until(lambda: message if wanted(message) else None)

    async def _until(self, look: Callable[[], Message | None]) -> Message:
        async with asyncio.timeout(PATIENCE):
            while (found := look()) is None:
                posted = self.world.posted
                if (found := look()) is not None:
                    break
                await posted.wait()
        return found

    async def _interact(
        self,
        kind: int,
        who: Member,
        channel: Channel,
        data: Json,
        source: Message | None = None,
    ) -> Interaction:
        self.world.people[who.id] = who
        interaction = Interaction(kind, channel, who, data, source, token=secrets.token_hex(8))
        interaction.patience = self.world.patience
        self.world.interactions[interaction.token] = interaction
        told = {
            "id": str(interaction.id),
            "application_id": str(self.world.bot.id),
            "type": kind,
            "data": data,
            "channel_id": str(channel.id),
            "channel": channel.json(),
            "token": interaction.token,
            "version": 1,
            "app_permissions": str(self.world.bot.permissions),
            "locale": "en-US",
            "entitlements": [],
            "authorizing_integration_owners": {},
            "context": 0 if channel.guild else 1,
            "attachment_size_limit": 10_485_760,
        }
        if channel.guild is None:
            told["user"] = who.user()
        else:
            told["guild_id"] = str(channel.guild.id)
            told["member"] = {**who.member(), "user": who.user()}
        if source is not None:
            told["message"] = source.json()
        await self.gateway.dispatch("INTERACTION_CREATE", told)
        return interaction

    def _option(self, name: str, value: Any, resolved: Json) -> Json:
        if isinstance(value, Role):
            resolved["roles"] = {str(value.id): value.json()}
            return {"type": 8, "name": name, "value": str(value.id)}
        if isinstance(value, Channel):
            told = {**value.json(), "permissions": "0"}
            resolved["channels"] = {str(value.id): told}
            return {"type": 7, "name": name, "value": str(value.id)}
        if not isinstance(value, tuple):
            return {"type": _TYPES[type(value)], "name": name, "value": value}
        file = self.upload(*value)
        resolved["attachments"][file["id"]] = file
        return {"type": 11, "name": name, "value": file["id"]}


def _replies(message: Message, to: Message) -> bool:
    reference = message.fields.get("message_reference") or {}
    return str(reference.get("message_id")) == str(to.id) and not message.deleted


@contextmanager
def pointed_at(discord: LoopbackDiscord) -> Iterator[None]:
    """Every client of this process connects there meanwhile."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = f"{discord.url}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(discord.gateway_url)
    discord.prepare()
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@asynccontextmanager
async def connected(discord: LoopbackDiscord, serve: Any) -> AsyncIterator[None]:
    """Run a coroutine function that serves until the event that it is given is set."""
    stop = asyncio.Event()
    with pointed_at(discord):
        task = asyncio.create_task(serve(stop))
        ready = asyncio.create_task(discord.ready())
        await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED)
        try:
            if task.done():
                await task
            yield
        finally:
            ready.cancel()
            stop.set()
            await task


def sitecustomize(discord: LoopbackDiscord) -> str:
    """Source that points the clients of another process there, as ``pointed_at`` does here."""
    discord.prepare()
    return (
        "import yarl\n"
        "from discord.gateway import DiscordWebSocket\n"
        "from discord.http import Route\n"
        f"Route.BASE = {discord.url + '/api/v10'!r}\n"
        f"DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL({discord.gateway_url!r})\n"
    )
