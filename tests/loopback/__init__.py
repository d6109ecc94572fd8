"""A Discord on this machine, to which the real discord.py client connects.

Not a mock: the client logs in, opens its gateway and sends requests as it would to Discord. What
Discord would refuse is refused here, and told in ``LoopbackDiscord.violations``.
"""

from loopback.people import MANAGE, Channel, Guild, Member, Message, Role
from loopback.server import LoopbackDiscord, connected, pointed_at, sitecustomize
from loopback.world import Interaction, NotOffered

__all__ = [
    "MANAGE",
    "Channel",
    "Guild",
    "Interaction",
    "LoopbackDiscord",
    "Member",
    "Message",
    "NotOffered",
    "Role",
    "connected",
    "pointed_at",
    "sitecustomize",
]
