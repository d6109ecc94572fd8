"""Which address comes next."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.bulk.frontier import Frontier, Lead

HOSTS = ("a", "b", "c")


def lead(host: str, number: int, role: str = "page") -> Lead:
    return Lead(f"http://{host}.example/{number}", host, role)  # type: ignore[arg-type]


@settings(max_examples=50)
@given(
    st.lists(st.lists(st.sampled_from(HOSTS), max_size=8), max_size=6),
    st.integers(1, 4),
    st.randoms(use_true_random=False),
)
def test_each_lead_comes_once_and_no_host_twice_at_a_time(
    batches: list[list[str]], at_once: int, random: object
) -> None:
    """Whatever is added meanwhile, and in whatever order leads are done with."""
    frontier, busy, taken, added = Frontier(), list[Lead](), list[Lead](), list[Lead]()
    number = 0
    while True:
        if batches:
            batch = [lead(host, number + at) for at, host in enumerate(batches.pop())]
            number += len(batch)
            added += batch
            frontier.add(batch)
        while len(busy) < at_once and (one := frontier.take()):
            busy.append(one)
            taken.append(one)
            assert len({other.host for other in busy}) == len(busy)
        if not busy and not batches:
            break
        if busy:
            frontier.settled(busy.pop(random.randrange(len(busy))))  # type: ignore[attr-defined]
    assert sorted(one.url for one in taken) == sorted(one.url for one in added)


def test_hosts_take_turns_and_later_lists_go_first() -> None:
    """The pages of a list come in its order, before what their host had."""
    frontier = Frontier()
    frontier.add([lead("a", 1), lead("a", 2), lead("b", 3)])
    first, second = frontier.take(), frontier.take()
    assert (first, second) == (lead("a", 1), lead("b", 3))
    assert frontier.take() is None
    frontier.add([lead("a", 4), lead("a", 5)])
    frontier.settled(lead("a", 1))
    order = []
    while one := frontier.take():
        order.append(one)
        frontier.settled(one)
    assert order == [lead("a", 4), lead("a", 5), lead("a", 2)]


def test_a_host_is_given_up_after_failures_in_a_row() -> None:
    """An answer in between counts anew; another host is not concerned."""
    frontier = Frontier()
    frontier.add([lead("a", number) for number in range(40)])
    given_up: list[Lead] = []
    for number in range(25):
        one = frontier.take()
        assert one == lead("a", number)
        if number == 8:
            frontier.settled(one)
        else:
            given_up += frontier.failed(one)
            if given_up:
                break
    assert given_up == [lead("a", number) for number in range(19, 40)]
    assert frontier.take() is None
    frontier.add([lead("b", 1)])
    assert frontier.take() == lead("b", 1)


def test_leads_of_a_role_can_be_dropped() -> None:
    """Others stay, and a host of which nothing is left does not come."""
    frontier = Frontier()
    frontier.add([lead("a", 1, "sitemap"), lead("b", 2, "sitemap"), lead("b", 3)])
    frontier.drop("sitemap")
    assert frontier.take() == lead("b", 3)
    assert frontier.take() is None
