"""``footnote reindex`` and ``footnote doctor``."""

from __future__ import annotations

import typer
from rich.text import Text

from bot.console.progress import owned_folder, progress_bar
from bot.console.running import COULD_NOT, AsJson, DataDir, LibraryName, output, run
from bot.console.showing import print_json
from bot.contract import VERSION
from bot.invite import PORTAL, invite_link
from bot.settings import Settings
from index.doctor import Finding, examine
from index.folder import open_folder


def reindex(
    context: typer.Context,
    as_json: AsJson = False,
    data: DataDir = None,
    library: LibraryName = None,
) -> None:
    """Make the search indexes of a library anew, with the embedding that is set now."""
    run(context, data, library, lambda settings: _reindex(settings, as_json))


def doctor(
    context: typer.Context,
    as_json: AsJson = False,
    data: DataDir = None,
    library: LibraryName = None,
) -> None:
    """Check that everything stored is whole and can be found, and that a language model works."""
    run(context, data, library, lambda settings: _doctor(settings, as_json))


async def _reindex(settings: Settings, as_json: bool) -> None:
    async with owned_folder(settings, maintain=True) as folder:
        library = folder.library(settings.footnote_library)
        with progress_bar("Indexing") as (report,):
            await library.reindex(report)
        count = len(await library.entries())
    if as_json:
        print_json({"version": VERSION, "library": library.name, "articles": count})
    else:
        output().print(f"Indexed {count} article{'' if count == 1 else 's'} anew.")


def _verdict(healthy: bool, findings: list[Finding]) -> str:
    if not healthy:
        return "Not healthy; see what failed above."
    if any(finding.healthy is None for finding in findings):
        return "Nothing wrong was found; what was skipped belongs to the process that has it open."
    return "Healthy."


def _tell_of_discord(settings: Settings) -> None:
    """Say how the bot is invited, or what keeps it from running."""
    token = settings.discord_token
    link = token and invite_link(token.get_secret_value())
    if token is None:
        output().print(f"missing Discord: DISCORD_TOKEN is not set; make a bot at {PORTAL}.")
    elif link is None:
        output().print(f"missing Discord: DISCORD_TOKEN is no token; copy it again from {PORTAL}.")
    else:
        output().print(f"ok      Discord: invite the bot with {link}", soft_wrap=True)


async def _doctor(settings: Settings, as_json: bool) -> int:
    async with open_folder(settings.options(), "share") as folder:
        findings = await examine(folder)
    healthy = all(finding.healthy is not False for finding in findings)
    if as_json:
        checks = [{"check": f.check, "healthy": f.healthy, "detail": f.detail} for f in findings]
        print_json({"version": VERSION, "healthy": healthy, "checks": checks})
    else:
        marks = {
            True: Text("ok      ", "green"),
            False: Text("FAILED  ", "red"),
            None: Text("skipped "),
        }
        for finding in findings:
            output().print(marks[finding.healthy] + Text(f"{finding.check}: {finding.detail}"))
        _tell_of_discord(settings)
        output().print(_verdict(healthy, findings))
    return 0 if healthy else COULD_NOT
