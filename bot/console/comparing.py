"""``footnote compare``."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from bot.console.running import AsJson, DataDir, LibraryName, output, run
from bot.console.showing import print_json
from bot.contract import VERSION, article_json
from bot.settings import Settings
from index.comparing import CUT, Comparison, Twins, compare
from index.folder import open_folder
from index.values import Article, Span

ArticleId = Annotated[str, typer.Argument(metavar="ID", help="Its id, or the beginning of it.")]
_KINDS = {
    "number": "figures",
    "name": "names",
    "negation": "denials",
    "quotation": "quoted words",
}


def compare_two(
    context: typer.Context,
    left: ArticleId,
    right: ArticleId,
    as_json: AsJson = False,
    data: DataDir = None,
    library: LibraryName = None,
) -> None:
    """Show where two articles say the same, and where they differ."""
    run(context, data, library, lambda settings: _compare(settings, left, right, as_json))


async def _compare(settings: Settings, left: str, right: str, as_json: bool) -> None:
    async with open_folder(settings.options(), "look") as folder:
        found = await compare(folder.library(settings.footnote_library), left, right)
    if as_json:
        print_json(comparison_json(found))
    else:
        _print(found)


def comparison_json(found: Comparison) -> dict[str, Any]:
    """Both articles, their twin sentences and those that only one has."""
    return {
        "version": VERSION,
        "left": article_json(found.left),
        "right": article_json(found.right),
        "twins": [_twins_json(found, twins) for twins in found.twins],
        "left_only": [_sentence(found.left, span) for span in found.left_only],
        "right_only": [_sentence(found.right, span) for span in found.right_only],
        "cut": found.cut,
    }


def _twins_json(found: Comparison, twins: Twins) -> dict[str, Any]:
    return {
        "likeness": twins.likeness,
        "left": _sentence(found.left, twins.left),
        "right": _sentence(found.right, twins.right),
        "differences": [
            {"kind": one.kind, "left": list(one.left), "right": list(one.right)}
            for one in twins.differences
        ],
    }


def _sentence(article: Article, span: Span) -> dict[str, Any]:
    start, end = span
    return {"start": start, "end": end, "text": article.text[start:end]}


def _print(found: Comparison) -> None:
    console = output()
    same = sum(twins.likeness == "same" for twins in found.twins)
    changed = [twins for twins in found.twins if twins.likeness == "different"]
    reworded = len(found.twins) - same - len(changed)
    console.print(
        f"Sentences: {same} the same, {reworded} reworded, {len(changed)} different in substance; "
        f"{len(found.left_only)} only in the first article, {len(found.right_only)} only in the "
        "second."
    )
    if found.cut:
        console.print(CUT)
    table = Table(show_lines=True)
    table.add_column("")
    for article in (found.left, found.right):
        table.add_column(Text(f"{article.title} · {article.id}"), overflow="fold", ratio=1)
    for twins in changed:
        table.add_row(
            Text("\n".join(_KINDS[one.kind] for one in twins.differences)),
            _marked(found.left, twins.left, [one.left for one in twins.differences]),
            _marked(found.right, twins.right, [one.right for one in twins.differences]),
        )
    for span in found.left_only:
        table.add_row("only here", Text(_words(found.left, span)), "")
    for span in found.right_only:
        table.add_row("only here", "", Text(_words(found.right, span)))
    if table.row_count:
        console.print(table)


def _words(article: Article, span: Span) -> str:
    return " ".join(article.text[span[0] : span[1]].split())


def _marked(article: Article, span: Span, differing: list[tuple[str, ...]]) -> Text:
    """A sentence with what differs in bold."""
    shown = Text(_words(article, span))
    for words in differing:
        for word in words:
            at = shown.plain.find(" ".join(word.split()))
            if at >= 0:
                shown.stylize("bold", at, at + len(word))
    return shown
