"""What people were told beside an answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the remarks, of which answers so far have none."""
    op.add_column("answers", sa.Column("remarks", sa.JSON()))
