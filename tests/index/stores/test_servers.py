"""How servers want the bot, which it had to leave, and what people chose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from index.stores.records import open_records
from index.stores.servers import Preferences, Servers

AT_ONCE = timedelta(0)


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Servers]:
    """The servers of a new catalogue."""
    records = open_records(tmp_path / "catalogue.sqlite3")
    yield records.chat.servers
    records.close()


def test_a_server_without_a_choice_has_the_defaults(servers: Servers) -> None:
    """Nothing needs to be chosen, and being somewhere chooses nothing."""
    servers.present(["1"])
    assert servers.preferences("1") == servers.preferences("2") == Preferences()


def test_each_choice_leaves_the_others(servers: Servers) -> None:
    """What is chosen holds until it is chosen anew, for that server alone."""
    servers.change("1", channels=("7", "8"), private=True)
    chosen = servers.change("1", keep_days=7, handover="9")
    assert chosen == Preferences(channels=("7", "8"), handover="9", private=True, keep_days=7)
    assert servers.preferences("1") == chosen
    assert servers.change("1", channels=(), handover=None) == Preferences(private=True, keep_days=7)
    assert servers.preferences("2") == Preferences()


def test_choices_outlast_leaving(servers: Servers) -> None:
    """A server that the bot comes back to has what it chose before."""
    servers.change("1", private=True)
    servers.left("1")
    servers.joined("1")
    assert servers.preferences("1") == Preferences(private=True)


def test_only_a_server_that_was_left_is_abandoned(servers: Servers) -> None:
    """The time counts from when it was left, and coming back ends it."""
    servers.joined("1")
    servers.change("2", private=True)
    assert servers.abandoned(AT_ONCE) == []
    servers.left("1")
    assert servers.abandoned(AT_ONCE) == ["1"]
    assert servers.abandoned(timedelta(days=1)) == []
    servers.joined("1")
    assert servers.abandoned(AT_ONCE) == []


def test_what_is_not_present_was_left(servers: Servers) -> None:
    """Leaving is noticed at the next start, and counts from the first time that it is."""
    servers.present(["1", "2"])
    servers.present(["2"])
    assert servers.abandoned(AT_ONCE) == ["1"]
    servers.present(["2", "3"])
    assert servers.abandoned(AT_ONCE) == ["1"]
    servers.present(["1", "2"])
    assert servers.abandoned(AT_ONCE) == ["3"]


def test_what_was_not_known_is_told(servers: Servers) -> None:
    """Where the bot came while it was off, or came back to."""
    servers.joined("1")
    assert servers.present(["1", "2"]) == {"2"}
    assert servers.present(["2"]) == frozenset()
    assert servers.present(["1", "2"]) == {"1"}


def test_a_library_that_is_no_server_is_never_abandoned(servers: Servers) -> None:
    """The bot cannot leave where it never was."""
    servers.present([])
    servers.present(["1"])
    servers.present([])
    assert "default" not in servers.abandoned(AT_ONCE)


def test_a_person_has_chosen_one_server(servers: Servers) -> None:
    """The last choice counts, and each person has their own."""
    assert servers.chosen("alice") is None
    servers.choose("alice", "1")
    servers.choose("bob", "3")
    servers.choose("alice", "2")
    assert (servers.chosen("alice"), servers.chosen("bob")) == ("2", "3")
