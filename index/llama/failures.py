"""The errors of LlamaIndex LLMs and of the clients behind them, told apart here, once."""

from __future__ import annotations

from collections.abc import Iterator

from index.errors import (
    KeyRefused,
    ModelBusy,
    ModelError,
    ModelTimedOut,
    ModelUnavailable,
    RequestRefused,
)

_TIMEOUTS = frozenset({"TimeoutException", "APITimeoutError", "TimeoutError"})
_CONNECTIONS = frozenset({"TransportError", "APIConnectionError", "ConnectionError", "OSError"})
_BROKEN_OFF = frozenset({"RemoteProtocolError", "ReadError", "WriteError"})
"""The server was reached: one that fails at a long prompt hangs up without a word."""


def translated(error: Exception, *, begun: bool = False) -> ModelError:
    """What a foreign error means, told by its status or its kind, never in its own words.

    Those may hold the key, or an address that is nobody's business. ``begun`` says that a part of
    the reply had come.
    """
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and status >= 400:
        return _of_status(status, error)
    kinds = _kinds(error)
    if kinds & _TIMEOUTS:
        return ModelTimedOut("did not answer in time")
    if kinds & _CONNECTIONS:
        advice = "see whether its server runs, and try again"
        was_reached = begun or any(_kinds(one) & _BROKEN_OFF for one in _causes(error))
        return ModelUnavailable("broke off" if was_reached else "cannot be reached", advice)
    return ModelError(f"failed ({type(error).__name__})", "see the log, and try again")


def _kinds(error: BaseException) -> set[str]:
    return {kind.__name__ for kind in type(error).__mro__}


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and those behind it: clients wrap what befell the connection."""
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__


def _of_status(status: int, error: Exception) -> ModelError:
    told = f"(status {status})"
    if status in (401, 403):
        return KeyRefused(f"does not accept the key {told}", "correct LLM_API_KEY")
    if status in (429, 529):
        wait = _retry_after(error)
        advice = "try again later" if wait is None else f"try again in {wait:.0f} s"
        return ModelBusy(f"is asked too often {told}", advice, wait)
    if status == 408:
        return ModelTimedOut(f"did not answer in time {told}")
    if status < 500:
        return RequestRefused(f"refuses the request {told}", "check LLM and LLM_ARGS")
    return ModelUnavailable(f"failed {told}")


def _retry_after(error: Exception) -> float | None:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        wait = float(headers.get("retry-after", "nan"))
    except (TypeError, ValueError):
        return None
    return wait if 0 <= wait < float("inf") else None
