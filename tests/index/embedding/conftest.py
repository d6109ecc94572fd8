"""What is tested here is the embedding itself."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def remembering() -> None:
    """Nothing is remembered: every text is embedded."""
