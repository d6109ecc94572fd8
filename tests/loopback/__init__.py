"""A Discord on this machine, to which the real discord.py client connects.

Not a mock: the client logs in, opens its gateway and sends requests as it would to Discord. What
Discord would refuse is refused here, and told in ``LoopbackDiscord.violations``.
"""

from loopback.people import Channel, Guild, Member, Message, Role
from loopback.server import LoopbackDiscord, connected, pointed_at, sitecustomize
from loopback.world import Interaction

__all__ = [
    "Channel",
    "Guild",
    "Interaction",
    "LoopbackDiscord",
    "Member",
    "Message",
    "Role",
    "connected",
    "pointed_at",
    "sitecustomize",
]
