"""Classes that the settings name: their arguments checked, found by their path, and made."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from index.errors import SettingsError

_CLASS_PATH = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*:[^\W\d]\w*")
_INTEGRATION = re.compile(r"llama_index\.(?P<kind>\w+)\.(?P<name>\w+)")
_NAME_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_SECRET_PARTS = frozenset(
    """key apikey token secret secrets password passwd passphrase credential credentials auth
    authorization""".split()
)
_LOGIN_IN_URL = re.compile(r"://[^/@\s]*:[^/@\s]*@")


def is_class_path(path: str) -> bool:
    """Whether it is of the form ``package.module:Class``."""
    return _CLASS_PATH.fullmatch(path) is not None


def read_arguments(kind: str, text: str) -> dict[str, Any]:
    """The arguments that a JSON object tells, for what errors call ``kind``.

    Raises ``SettingsError`` for other JSON, for none, and where one looks like a secret.
    """
    try:
        arguments = json.loads(text)
    except ValueError as error:
        raise SettingsError(f"The {kind}'s arguments are not JSON ({error}).") from error
    if not isinstance(arguments, dict):
        raise SettingsError(f'The {kind}\'s arguments are not a JSON object, as {{"a": 1}} is.')
    for name, value in _named_values(arguments):
        parts = {part.lower() for part in _NAME_PARTS.findall(name)}
        if parts & _SECRET_PARTS or (isinstance(value, str) and _LOGIN_IN_URL.search(value)):
            raise SettingsError(
                f"The {kind}'s argument {name!r} looks like a secret: arguments are stored, so "
                "put it in the environment variable that its provider reads."
            )
    return arguments


def import_class(kind: str, path: str) -> Any:
    """The class at ``package.module:Class``.

    Raises ``SettingsError``, which says what to install or to change, where there is none.
    """
    module_name, class_name = path.split(":")
    try:
        return getattr(importlib.import_module(module_name), class_name)
    except ModuleNotFoundError as error:
        raise SettingsError(_not_installed(kind, path, module_name, error)) from error
    except AttributeError as error:
        raise SettingsError(f"The module {module_name!r} has no class {class_name!r}.") from error
    except Exception as error:  # a module may raise anything while it is imported
        raise SettingsError(
            f"The module {module_name!r} cannot be imported: {in_one_line(error)}"
        ) from error


def make(kind: str, path: str, made: Any, arguments: Mapping[str, Any]) -> Any:
    """An instance of a class that was imported from ``path``. Raises ``SettingsError``.

    What its constructor reads from the environment is its own business.
    """
    try:
        return made(**arguments)
    except Exception as error:  # any constructor may raise anything
        raise SettingsError(
            f"The {kind} {path!r} could not be made with the arguments "
            f"{', '.join(arguments) or 'none'}: {in_one_line(error)}"
        ) from error


def in_one_line(error: Exception) -> str:
    """Its message on one line, or its kind where it has none, ended like a sentence."""
    message = " ".join(str(error).split())[:300] or type(error).__name__
    return message if message.endswith((".", "!", "?")) else f"{message}."


def _not_installed(kind: str, path: str, module_name: str, error: ModuleNotFoundError) -> str:
    missing = error.name or module_name
    if not f"{module_name}.".startswith(f"{missing}."):
        return f"The {kind} {path!r} needs the module {missing!r}, which is not installed."
    found = _INTEGRATION.match(module_name)
    package = (
        f"llama-index-{found['kind']}-{found['name']}".replace("_", "-")
        if found
        else f"the package that holds {missing!r}"
    )
    return f"The {kind} {path!r} is not installed: pip install {package}."


def _named_values(value: object, name: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key), inner
            yield from _named_values(inner, str(key))
    elif isinstance(value, list):
        for inner in value:
            yield name, inner
            yield from _named_values(inner, name)
