"""``footnote demo``: the sample articles, three questions they answer and one they don't."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from bot.console.running import AsJson, output, run
from bot.console.showing import print_json, print_receipt, print_reply
from bot.contract import reply_json
from bot.settings import Settings
from index.folder import open_folder
from index.values import Question

QUESTIONS = (
    "Which councillors voted against the closure?",
    "How much will the bridge repairs cost?",
    "How many pairs of terns were counted on Gull Rock?",
    "Who designed the new hospital in Oslo?",
)


def demo(context: typer.Context, as_json: AsJson = False) -> None:
    """Show what Footnote does, with sample articles in a folder that is gone afterwards."""
    run(context, None, None, lambda settings: _demo(settings, as_json))


async def _demo(settings: Settings, as_json: bool) -> None:
    # As in ``add``: a seventh of a second that no other command should pay.
    from index.ingest.reading import read_sources

    with TemporaryDirectory(prefix="footnote-demo-") as place:
        options = replace(settings.options(), data_dir=Path(place), chroma_url=None)
        async with open_folder(options) as folder:
            library = folder.library("demo")
            with as_file(files("bot") / "samples") as samples:
                items = read_sources([str(samples)], max_bytes=settings.max_article_bytes)
                async for receipt in library.add(items):
                    if not as_json:
                        print_receipt(receipt)
            for question in QUESTIONS:
                reply = await library.ask(Question(question, library.name))
                if as_json:
                    print_json(reply_json(reply))
                    continue
                output().print(f"\n> {question}", style="bold")
                print_reply(reply)
