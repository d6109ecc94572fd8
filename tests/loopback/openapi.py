"""Requests and replies held to Discord's own description of its REST interface.

The description is read where it lies; where it is absent nothing is held.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

_ROOT = "urn:discord"
_SHOWN = 300
_VARYING = re.compile(r"[0-9a-f]{15,}|\d{4}-\d\d-\d\dT[\d:.+]+")
"""Ids and moments, which are another each time."""
# What the client sends or reads beside what is described.
_ALSO = ("tts", "nsfw", "flags")


def description() -> Path:
    """Where the description lies, whether it is there or not."""
    default = Path(__file__).parents[2].parent / "shared" / "data"
    return Path(os.environ.get("FOOTNOTE_EVAL_DATA") or default) / "discord-openapi.json"


@dataclass(frozen=True)
class OpenApi:
    """The operations, each address with a pattern that it matches."""

    paths: tuple[tuple[re.Pattern[str], str, dict[str, Any]], ...]
    registry: Registry[Any]
    validators: dict[str, Draft202012Validator] = field(default_factory=dict)
    passed: set[tuple[str, str]] = field(default_factory=set)

    def request_faults(self, method: str, path: str, body: Any) -> Iterator[str]:
        """Why a request is not as described."""
        found = self._operation(method, path)
        if found is None:
            yield f"{method} {path} is not described"
            return
        where, operation = found
        if "application/json" in operation.get("requestBody", {}).get("content", {}) and body:
            where += "/requestBody/content/application~1json/schema"
            yield from self._faults(where, body, f"{method} {path}")

    def reply_faults(self, method: str, path: str, status: int, body: Any) -> Iterator[str]:
        """Why a reply of this Discord is not as described."""
        found = self._operation(method, path)
        reply = {} if found is None else found[1]["responses"].get(str(status), {})
        if found is not None and "application/json" in reply.get("content", {}):
            where = f"{found[0]}/responses/{status}/content/application~1json/schema"
            yield from self._faults(where, body, f"reply to {method} {path}")

    def schema_faults(self, name: str, body: Any) -> Iterator[str]:
        """Why something that is told by the gateway is not as the schema of this name."""
        yield from self._faults(f"#/components/schemas/{name}", body, name)

    def _operation(self, method: str, path: str) -> tuple[str, dict[str, Any]] | None:
        for pattern, name, operations in self.paths:
            if pattern.fullmatch(path) and method.lower() in operations:
                pointer = name.replace("~", "~0").replace("/", "~1")
                return f"#/paths/{pointer}/{method.lower()}", operations[method.lower()]
        return None

    def _faults(self, where: str, body: Any, what: str) -> Iterator[str]:
        # Holding all commands to the description takes a quarter of a second, each time the same.
        seen = where, _VARYING.sub("#", json.dumps(body, sort_keys=True))
        if seen in self.passed:
            return
        if where not in self.validators:
            schema = {"$ref": f"{_ROOT}{where.replace('{', '%7B').replace('}', '%7D')}"}
            self.validators[where] = Draft202012Validator(schema, registry=self.registry)
        fault = best_match(self.validators[where].iter_errors(body))
        if fault is None:
            self.passed.add(seen)
        else:
            yield f"{what}: {fault.json_path} {fault.message[:_SHOWN]}"


@cache
def load_openapi() -> OpenApi | None:
    """The description, None where it is absent; it is large, so it is read once."""
    if not description().exists():
        return None
    told = json.loads(description().read_text(encoding="utf-8"))
    schemas = told["components"]["schemas"]
    schemas["SnowflakeType"] = {"type": ["string", "integer"]}
    _close([schema for name, schema in schemas.items() if "Request" in name])
    registry = Registry().with_resource(
        _ROOT, Resource.from_contents(told, default_specification=DRAFT202012)
    )
    # Names before variables: @original before {message_id}.
    names = sorted(told["paths"], key=lambda name: name.count("{"))
    return OpenApi(
        tuple((re.compile(re.sub(r"\{\w+\}", r"[^/]+", n)), n, told["paths"][n]) for n in names),
        registry,
    )


def _close(schema: Any) -> None:
    """Let objects that list their properties have no others but a few."""
    if isinstance(schema, list):
        for part in schema:
            _close(part)
    elif isinstance(schema, dict):
        for part in schema.values():
            _close(part)
        if schema.get("type") == "object" and schema.get("properties"):
            schema.setdefault("additionalProperties", False)
            schema["properties"] |= {n: {} for n in _ALSO if n not in schema["properties"]}
