"""A page without what stands around and between the paragraphs of its article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml.etree import iterwalk
from lxml.html import HtmlElement

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:related|related-?(?:posts?|articles?|stories|links|content)|newsletters?"
    r"|sign-?up|subscribe|promos?|share|sharing|share-?(?:bar|this|tools|links|buttons)|addthis"
    r"|social|socials|captions?|credits?|rail|trending|most-?(?:read|popular|viewed|shared)"
    r"|recirc\w*|recommended|recommendations?|outbrain|taboola|cta|toolbar|cookies?|consent|gdpr"
    r"|breadcrumbs?|rollover|sponsored|sponsor|advert|advertisement|notification|comments|disqus"
    r"|next-?up|read-?(?:more|next))"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"tweet|embed|quote", re.IGNORECASE)
_BODY = re.compile(
    r"(?:^|[\s_-])(?:article|story|post|entry|content|news)[\s_-]*(?:body|text|content)"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
_KEPT = frozenset({"html", "body", "head", "main"})
_POINTERS = frozenset({"a", "p", "ul", "ol"})
_BOXES = frozenset({"blockquote", "div", "figure"})
_UNREAD = frozenset({"script", "style", "template", "noscript", "head", "svg"})

_LONGEST_NAME = 300
_MOST_SHARE = 0.3
"""Of the prose of a page, that is taken away as furniture."""
_LINKED = 0.8
"""Of the words of a paragraph or list that only points elsewhere."""
_LINK_LENGTH = 200
"""Characters of the longest link, which longer ones are teasers of other articles."""
_LEAST_PART = 300
"""Characters of prose in a box that is a part of the article."""


@dataclass(slots=True)
class _Weight:
    """Characters inside an element, and how many of them are the words of links."""

    text: int = 0
    linked: int = 0

    @property
    def prose(self) -> int:
        return self.text - self.linked


def prune(root: HtmlElement) -> None:
    """Take captions, share bars, newsletter boxes and lists of other articles out of ``root``.

    They are known by the names that pages give them, and by being nothing but links. What holds
    over three tenths of the page's prose is left: that is the article, whatever its name. An
    article in several boxes is put into the first. Takes time in proportion to the page.
    """
    weights = _weights(root)
    for element in _outermost(root, weights):
        # Dropping it, or leaving it for trafilatura to drop, would copy all the text that stands
        # behind it, time and again; so it becomes a mere bracket around that text.
        behind = element.tail
        element.clear()
        element.tag, element.text = "span", behind or " "
    _join(root, weights)
    _uncover(root)


def _outermost(root: HtmlElement, weights: Mapping[HtmlElement, _Weight]) -> list[HtmlElement]:
    """What is to be taken out, without what is inside of it."""
    most = _MOST_SHARE * weights[root].prose
    found = []
    walk = iterwalk(root, events=("start",))
    for _, element in walk:
        weight = weights.get(element)
        if weight is not None and weight.prose <= most and _is_furniture(element, weight):
            found.append(element)
            walk.skip_subtree()
    return found


def _is_furniture(element: HtmlElement, weight: _Weight) -> bool:
    if element.tag in _KEPT:
        return False
    if element.tag == "figcaption" or _points_elsewhere(element, weight):
        return True
    name = _name(element)
    return bool(name) and bool(_NAMED.search(name)) and not _QUOTED.search(name)


def _points_elsewhere(element: HtmlElement, weight: _Weight) -> bool:
    if element.tag not in _POINTERS or not weight.text:
        return False
    if element.tag == "a":
        return weight.text > _LINK_LENGTH
    if weight.linked < _LINKED * weight.text:
        return False
    return len(element) > 1 if element.tag in ("ul", "ol") else weight.text <= _LINK_LENGTH


def _name(element: HtmlElement) -> str:
    name = f"{element.get('class', '')} {element.get('id', '')}".strip()
    return _CAMEL.sub("-", name[:_LONGEST_NAME])


def _weights(root: HtmlElement) -> dict[HtmlElement, _Weight]:
    """Of every element that can be read, in the order of the page."""
    weights: dict[HtmlElement, _Weight] = {}
    links = 0
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            weights[element] = _Weight()
            links += element.tag == "a"
            if element.tag in _UNREAD:
                walk.skip_subtree()
            else:
                _add(weights[element], element.text, linked=links > 0)
            continue
        links -= element.tag == "a"
        if element is not root:
            mine, outer = weights[element], weights[element.getparent()]
            outer.text += mine.text
            outer.linked += mine.linked
            _add(outer, element.tail, linked=links > 0)
    return weights


def _add(weight: _Weight, text: str | None, *, linked: bool) -> None:
    length = len(text.strip()) if text else 0
    weight.text += length
    weight.linked += length * linked


def _join(root: HtmlElement, weights: Mapping[HtmlElement, _Weight]) -> None:
    """Put the parts of an article that stand in boxes of one name into the first of them."""
    boxes: dict[tuple[str, HtmlElement], list[HtmlElement]] = {}
    for element in root.iter("div", "section"):
        weight = weights.get(element)
        if weight and weight.prose >= _LEAST_PART and _BODY.search(_name(element)):
            article = next(element.iterancestors("article"), None)
            if article is not None:
                boxes.setdefault((element.get("class", ""), article), []).append(element)
    for first, *others in boxes.values():
        for other in others:
            # One inside the other is one part.
            if first not in other.iterancestors() and other not in first.iterancestors():
                first.extend(list(other))


def _uncover(root: HtmlElement) -> None:
    """Take the names off boxes of posts that the article quotes, which would cost them their place.

    trafilatura takes all for a share bar that is called social.
    """
    for quote in root.iter("blockquote"):
        for box in (quote, quote.getparent()):
            if box is not None and box.tag in _BOXES and _QUOTED.search(_name(box)):
                box.attrib.pop("class", None)
                box.attrib.pop("id", None)
