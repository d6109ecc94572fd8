"""The link that invites the bot, told from its token."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import urlencode

PERMISSIONS = {
    "View Channels": 1 << 10,
    "Send Messages": 1 << 11,
    "Embed Links": 1 << 14,
    "Read Message History": 1 << 16,
    "Send Messages in Threads": 1 << 38,
}
"""All that the bot asks for, by the names that Discord shows."""

PORTAL = "https://discord.com/developers/applications"


def invite_link(token: str) -> str | None:
    """The invitation with exactly what the bot needs, None where the token is malformed.

    A token begins with the application's id in base64, so that nobody needs to be asked.
    """
    first = token.partition(".")[0]
    try:
        application = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    if not application.isdigit():
        return None
    asked = {
        "client_id": application,
        "scope": "bot applications.commands",
        "permissions": sum(PERMISSIONS.values()),
    }
    return f"https://discord.com/oauth2/authorize?{urlencode(asked)}"
