"""What Discord refuses of a message, a command or a list of choices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

_NAME = re.compile(r"[-_\w]{1,32}")
_EMBED = {"title": 256, "description": 4096}


def message_faults(body: Json) -> Iterator[str]:
    """Why a message would be refused."""
    content, embeds = body.get("content") or "", body.get("embeds") or []
    rows = body.get("components") or []
    if not content and not embeds and not rows:
        yield "the message is empty"
    if len(content) > 2000:
        yield f"the content has {len(content)} characters"
    if len(embeds) > 10:
        yield f"there are {len(embeds)} embeds"
    if (total := sum(map(_embed_length, embeds))) > 6000:
        yield f"the embeds have {total} characters"
    for embed in embeds:
        yield from _embed_faults(embed)
    yield from _component_faults(rows)
    allowed = body.get("allowed_mentions")
    if allowed is None:
        yield "mentions are left to Discord's default"
    elif allowed.get("parse"):
        yield "mentions are parsed"


def command_faults(commands: list[Json]) -> Iterator[str]:
    """Why a list of commands would be refused."""
    for command in commands:
        if command.get("type", 1) == 1:
            yield from _option_faults(command, "command")


def _option_faults(option: Json, what: str) -> Iterator[str]:
    name, told = option["name"], option.get("description", "")
    if not _NAME.fullmatch(name) or name != name.lower():
        yield f"{what} {name!r} has a bad name"
    if not 1 <= len(told) <= 100:
        yield f"{what} {name!r} has a description of {len(told)} characters"
    options = option.get("options", [])
    needed = [bool(one.get("required")) for one in options]
    if needed != sorted(needed, reverse=True):
        yield f"{what} {name!r} has a required option after one that is not"
    if len(options) > 25:
        yield f"{what} {name!r} has {len(options)} options"
    for one in options:
        yield from _option_faults(one, "option")


def choice_faults(choices: list[Json]) -> Iterator[str]:
    """Why autocompletion would be refused."""
    if len(choices) > 25:
        yield f"there are {len(choices)} choices"
    for choice in choices:
        for part in ("name", "value"):
            if not 1 <= len(str(choice[part])) <= 100:
                yield f"a choice's {part} has {len(str(choice[part]))} characters"


def form_faults(form: Json) -> Iterator[str]:
    """Why a form would be refused."""
    labels = form["components"]
    if len(labels) > 5:
        yield f"the form has {len(labels)} fields"
    fields = [one["component"] for one in labels]
    if len({one["custom_id"] for one in fields}) < len(fields):
        yield "two fields of the form have the same custom id"
    for one in fields:
        if one["type"] == 19 and one.get("required", True) and one.get("min_values") == 0:
            yield f"the field {one['custom_id']!r} is required, but may have no file"


def _embed_length(embed: Json) -> int:
    fields = embed.get("fields", [])
    told = [embed.get("title"), embed.get("description"), embed.get("footer", {}).get("text")]
    told += [embed.get("author", {}).get("name")]
    told += [part for one in fields for part in (one["name"], one["value"])]
    return sum(len(part) for part in told if part)


def _embed_faults(embed: Json) -> Iterator[str]:
    for part, limit in _EMBED.items():
        if len(embed.get(part) or "") > limit:
            yield f"an embed's {part} has {len(embed[part])} characters"
    fields = embed.get("fields", [])
    if len(fields) > 25:
        yield f"an embed has {len(fields)} fields"
    for one in fields:
        if not 1 <= len(one["name"]) <= 256 or not 1 <= len(one["value"]) <= 1024:
            yield f"the field {one['name']!r} has {len(one['value'])} characters"


def _component_faults(rows: list[Json]) -> Iterator[str]:
    if len(rows) > 5:
        yield f"there are {len(rows)} rows of components"
    names: list[str] = []
    for row in rows:
        parts = row.get("components", [])
        if not 1 <= len(parts) <= 5:
            yield f"a row has {len(parts)} components"
        for one in parts:
            if len(one.get("label") or "") > 80:
                yield f"a label has {len(one['label'])} characters"
            if "custom_id" in one:
                names.append(one["custom_id"])
    if any(not 1 <= len(name) <= 100 for name in names):
        yield "a custom id is too long"
    if len(set(names)) < len(names):
        yield "two components have the same custom id"
