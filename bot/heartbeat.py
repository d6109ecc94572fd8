"""The sign of life that a running bot leaves in its data folder for whoever watches over it."""

from __future__ import annotations

import time
from pathlib import Path

from index.errors import FolderError, FolderUnwritable

CONNECTED = "connected"
"""The file in the data folder that is touched again and again while the bot is connected."""

LONGEST_SILENCE_SECONDS = 90.0
"""How old the last beat of a healthy bot may be: two that are missed, and one that is late."""


def beat(data_dir: Path) -> None:
    """Leave word that the bot is connected to Discord now. Raises ``FolderUnwritable``."""
    path = data_dir / CONNECTED
    try:
        path.touch()
    except OSError as exc:
        raise FolderUnwritable(
            f"The file {path} cannot be written ({exc.strerror}); change its permissions."
        ) from exc


def age(data_dir: Path) -> float | None:
    """The seconds since the last beat, None where there was none. Raises ``FolderError``."""
    path = data_dir / CONNECTED
    try:
        beaten = path.stat().st_mtime
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as exc:
        raise FolderError(
            f"The file {path} cannot be read ({exc.strerror}); ask as the user that runs the bot."
        ) from exc
    # After a clock was set back, a beat in the future says as little as an old one.
    return abs(time.time() - beaten)
