"""What a conversation keeps of an answer."""

from __future__ import annotations
