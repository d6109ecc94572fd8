"""Markdown as the plain text that its reader sees."""

from __future__ import annotations

from markdown_it import MarkdownIt

from index.ingest.markup import first_heading, parse, visible_text
from index.ingest.material import Material
from index.ingest.plain import split_front_matter, with_fields


def read_markdown(text: str) -> Material:
    """Return the visible text of Markdown with its first heading and front matter.

    No markers, link targets or tags; items and table rows a line each; code as it stands.
    """
    head, body = split_front_matter(text)
    # HTML is kept and read as such, so that a script in it is left out whole.
    renderer = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    root = parse(renderer.render(body))
    if root is None:
        return with_fields(head, "")
    return with_fields(head, visible_text(root), first_heading(root))
