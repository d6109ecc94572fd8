"""Plain text, and the YAML front matter that plain text and Markdown may begin with."""

from __future__ import annotations

import yaml
from frontmatter.default_handlers import YAMLHandler

from index.ingest.material import Material
from index.ingest.wrapping import unwrapped

_HEAD_LIMIT = 10_000


class _WordsOnly(yaml.BaseLoader):
    """YAML as text, lists and mappings of text; aliases, which can grow without end, refused."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("no aliases")
        return super().compose_node(parent, index)


def read_plain(text: str) -> Material:
    """Return the body of ``text`` with the fields of its front matter."""
    head, body = split_front_matter(text)
    return with_fields(head, unwrapped(body.replace("\r", "\n")))


def split_front_matter(text: str) -> tuple[dict[str, object], str]:
    """Return the fields of the front matter and the text after it.

    What only looks like front matter, is malformed or over 10,000 characters is left as text.
    """
    handler = YAMLHandler()
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if not handler.detect(text):
        return {}, text
    try:
        head, body = handler.split(text)
        fields = handler.load(head, Loader=_WordsOnly) if len(head) <= _HEAD_LIMIT else None
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, text
    if not isinstance(fields, dict):
        return {}, text
    return {str(key).lower(): value for key, value in fields.items()}, body


def with_fields(head: dict[str, object], text: str, heading: str | None = None) -> Material:
    """Return ``text`` with the fields that ``head`` has, under any of the names they go by."""
    return Material(
        text=text,
        title=head.get("title"),
        heading=heading,
        url=head.get("url"),
        source=head.get("source"),
        authors=head.get("authors") or head.get("author"),
        published=head.get("published") or head.get("date"),
        language=head.get("language") or head.get("lang"),
    )
