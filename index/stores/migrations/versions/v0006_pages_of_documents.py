"""Where the pages of a paged document begin."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the offsets of pages to revisions."""
    op.add_column("revisions", sa.Column("pages", sa.JSON()))
