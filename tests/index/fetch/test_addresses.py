"""Which addresses are fetched from: public ones, however they are written."""

from __future__ import annotations

import re
import socket
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from webservers import Names

from index.errors import BadAddress, FetchError, PrivateAddress, Unreachable
from index.fetch.addresses import Guard, guard, is_public, numeric_address
from index.fetch.fetching import open_fetcher
from index.fetch.pages import FetchOptions
from index.fetch.urls import checked_url, redirected

PUBLIC = guard(allow_private=False)
INTRANET = guard(allow_private=True)
ANYTHING = Guard(lambda _address: True, None, "", "")
ONE_SENTENCE = re.compile(r"[A-Z0-9a-z\[][^\n]*[^.]\.")

PRIVATE_HOSTS = """
127.0.0.1 127.1 127.0.1 2130706433 0177.0.0.1 017700000001 0x7f.0.0.1 0x7f000001 0X7F.1 127.0.0.1.
00000177.0.0.1 ①②⑦.⓪.⓪.① 127。0。0。1
0 0.0.0.0 0x0 10.0.0.1 012.0.0.1 172.16.0.1 172.31.255.255 192.168.0.1 3232235521 100.64.0.1
100.100.100.200 169.254.169.254 0xa9fea9fe 2852039166 0251.0376.0251.0376 169.254.43518
192.0.0.192 192.0.2.1 192.88.99.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250
240.0.0.1 255.255.255.255 168.63.129.16
[::] [::1] [0:0:0:0:0:0:0:1] [::127.0.0.1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:a9fe:a9fe]
[::ffff:0:127.0.0.1] [64:ff9b::127.0.0.1] [64:ff9b::a9fe:a9fe] [64:ff9b:1::808:808]
[2002:7f00:1::] [2002:a9fe:a9fe::] [2001:0:4136:e378:8000:63bf:3fff:fdd2] [2001:db8::1]
[2606:4700::5efe:10.0.0.1] [2606:4700::200:5efe:7f00:1]
[fe80::1] [fec0::1] [fc00::1] [fd00::1] [fd00:ec2::254] [ff02::1] [100::1] [3fff::1] [5f00::1]
[4000::1] [2001:10::1]
""".split()

BAD_ADDRESSES = [
    *(
        "",
        " ",
        "news",
        "news.example/page",
        "/page",
        "//news.example/",
        "http:",
        "http://",
        "https:///p",
    ),
    *("ftp://news.example/", "file:///etc/passwd", "gopher://news.example/", "javascript:alert(1)"),
    *("data:text/html,hello", "ws://news.example/", "http+unix://news.example/"),
    *("http://[::1", "http://[::1%25eth0]/", "http://[2606:4700::1%25eth0]/"),
    *("http://1.2.3.4.5/", "http://256.1.1.1/", "http://08.8.8.8/"),
    *("http://1.2.3.99999999999/", "http://news.1/", "http://4294967296/"),
    *(
        "http://news example/",
        "http://news%2eexample/",
        "http://news.example\x00/",
        "http://a\r\nb/",
    ),
    *("http://news..example/", "http://.news.example/", f"http://{'a' * 64}.example/"),
    *(
        f"http://{'a.' * 127}example/",
        f"http://news.example/{'a' * 9_000}",
        "http://news.example:0/",
    ),
    *("http://news.example:22/", "http://news.example:6379/", "https://news.example:65536/"),
    *(
        "http://news.example:port/",
        "http://good.example\\@bad.example/",
        "http://*/",
        "0://[]@",
    ),
]

v4 = st.integers(0, 2**32 - 1).map(IPv4Address)
v6 = st.integers(0, 2**128 - 1).map(IPv6Address) | st.integers(2**125, 2**126 - 1).map(IPv6Address)


@st.composite
def written(draw: st.DrawFn) -> str:
    """An IPv4 address in one to four numbers, each in any of three bases."""
    high = draw(st.lists(st.integers(0, 300), max_size=4))
    numbers = [*high, draw(st.integers(0, 2**33))]
    forms = st.sampled_from(("{:d}", "0{:o}", "0x{:x}", "0X{:X}", "000{:o}", "0x00{:x}", "0{:d}"))
    return ".".join(draw(forms).format(number) for number in numbers)


def by_the_system(host: str) -> IPv4Address | None:
    try:
        return IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


@pytest.mark.parametrize("host", PRIVATE_HOSTS)
async def test_no_way_to_write_a_private_address_gets_through(host: str) -> None:
    """Literal addresses that are not public are refused, and nobody is asked for them."""
    names = Names()
    async with open_fetcher(FetchOptions(), lookup=names) as fetcher:
        with pytest.raises(PrivateAddress) as refused:
            await fetcher.get(f"http://{host}/secret?token=abc")
    assert names.asked == []
    assert ONE_SENTENCE.fullmatch(str(refused.value))
    assert "abc" not in str(refused.value)


@pytest.mark.parametrize("host", PRIVATE_HOSTS)
async def test_no_name_of_a_private_address_gets_through(host: str) -> None:
    """A name that is looked up as such an address, alone or beside a public one, is refused."""
    address = checked_url(f"http://{host}/", ANYTHING).raw_host or ""
    for found in ([address], ["93.184.215.14", address], [address, "2606:4700::1"]):
        async with open_fetcher(FetchOptions(), lookup=Names(trap_example=[found])) as fetcher:
            with pytest.raises(PrivateAddress, match=r"^trap\.example "):
                await fetcher.get("https://trap.example/")


@pytest.mark.parametrize("url", BAD_ADDRESSES)
def test_what_is_no_address_of_a_page_is_refused(url: str) -> None:
    """Other schemes, hosts that cannot be and ports that are not the web's get one sentence."""
    with pytest.raises(BadAddress) as refused:
        checked_url(url, PUBLIC)
    assert ONE_SENTENCE.fullmatch(str(refused.value))


@pytest.mark.parametrize(
    "url",
    ["http://ann:hunter2@news.example/", "http://hunter2@8.8.8.8/", "http://:hunter2@a.example"],
)
def test_an_address_with_a_password_is_refused_without_showing_it(url: str) -> None:
    """Nobody is signed in, and the error tells no secret, whether given or led to."""
    for check in (
        lambda: checked_url(url, PUBLIC),
        lambda: redirected(checked_url("http://a.example/", PUBLIC), url, PUBLIC, secure=False),
    ):
        with pytest.raises(BadAddress, match="user name") as refused:
            check()
        assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("given_as", "understood"),
    [
        ("  https://News.Example:443/a b?q=ü#part ", "https://news.example/a%20b?q=%C3%BC"),
        ("http://134744072/", "http://8.8.8.8/"),
        ("http://8.8.8.8.:8080/x", "http://8.8.8.8:8080/x"),
        ("http://[2606:4700:0:0::1]:8443/", "http://[2606:4700::1]:8443/"),
        ("http://[64:ff9b::8.8.8.8]/", "http://[64:ff9b::808:808]/"),
        ("http://[::ffff:8.8.8.8]/", "http://[::ffff:808:808]/"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://1.2.3.4.example/", "http://1.2.3.4.example/"),
    ],
)
def test_public_addresses_are_taken_in_one_form(given_as: str, understood: str) -> None:
    """Names as they are, IP addresses as they are usually written, never a fragment."""
    assert str(checked_url(given_as, PUBLIC)) == understood


@given(written())
@example("0x")
@example("0.0.0.0x")
def test_addresses_are_read_as_the_system_reads_them(host: str) -> None:
    """Whatever the system takes for an IPv4 address is that address here, or is refused."""
    try:
        understood = numeric_address(host)
    except ValueError:
        understood = None
    system = by_the_system(host)
    assert understood == system or system is None
    if system is not None:
        assert understood == system


@given(v4 | v6)
@example(IPv4Address("168.63.129.16"))
def test_public_is_never_more_than_python_knows_as_global(
    address: IPv4Address | IPv6Address,
) -> None:
    """What is fetched from is global by the standard library's lists too, and no multicast."""
    if is_public(address):
        assert address.is_global
        assert not address.is_multicast


@given(v4)
@example(IPv4Address("10.0.0.1"))
@example(IPv4Address("169.254.169.254"))
def test_an_address_inside_another_is_as_public_as_itself(address: IPv4Address) -> None:
    """IPv4-mapped and NAT64 forms follow the address in them; the other tunnels lead nowhere."""
    low = int(address)
    for net in ("::ffff:0:0", "64:ff9b::"):
        assert is_public(IPv6Address(int(IPv6Address(net)) | low)) == is_public(address)
    assert not is_public(IPv6Address(int(IPv6Address("2002::")) | low << 80))
    assert not is_public(IPv6Address(int(IPv6Address("2001::")) | low ^ 0xFFFFFFFF))
    assert not is_public(IPv6Address(low))
    assert is_public(IPv6Address(int(IPv6Address("2606:4700::5efe:0:0")) | low)) <= is_public(
        address
    )


@pytest.mark.parametrize(
    "host",
    [
        *("10.1.2.3", "192.168.1.1", "172.20.0.5", "100.64.1.1", "127.0.0.1", "[::1]", "[fd12::1]"),
        *("[::ffff:10.0.0.1]", "8.8.8.8", "[2606:4700::1]"),
    ],
)
def test_an_intranet_is_fetched_from_where_that_is_allowed(host: str) -> None:
    """With ALLOW_PRIVATE_URLS private networks and this machine are as good as the web."""
    assert checked_url(f"http://{host}:9000/", INTRANET)


@pytest.mark.parametrize(
    "host",
    [
        *("169.254.169.254", "[fe80::1]", "100.100.100.200", "[fd00:ec2::254]", "168.63.129.16"),
        *("0.0.0.0", "224.0.0.1", "255.255.255.255", "[ff02::1]", "[::ffff:169.254.169.254]"),
        *("[64:ff9b::10.0.0.1]", "[2002:a00:1::]", "[::]", "192.0.0.192"),
    ],
)
def test_even_an_intranet_has_no_page_where_a_cloud_describes_its_machines(host: str) -> None:
    """Link-local, metadata, multicast and reserved addresses stay refused with the setting."""
    with pytest.raises(PrivateAddress):
        checked_url(f"http://{host}/", INTRANET)


def test_https_never_leads_to_http() -> None:
    """Who gave an https address gets nothing that somebody on the way could have written."""
    start = checked_url("https://a.example/x", PUBLIC)
    with pytest.raises(BadAddress, match="unprotected"):
        redirected(start, "http://a.example/x", PUBLIC, secure=True)
    assert str(redirected(start, "/y#z", PUBLIC, secure=True)) == "https://a.example/y"


async def test_a_name_without_an_address_reads_like_one_of_a_private_address() -> None:
    """Whether the system fails, finds nothing or nonsense, nobody learns which names are inside."""
    told = set()

    async def fails(_name: str) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "secret inner name server")

    for lookup in (fails, Names(a_example=[[]]), Names(a_example=[["nonsense"]])):
        async with open_fetcher(FetchOptions(), lookup=lookup) as fetcher:
            with pytest.raises(Unreachable, match=r"^a\.example is not ") as refused:
                await fetcher.get("http://a.example/")
        told.add(str(refused.value))
    async with open_fetcher(FetchOptions(), lookup=Names(a_example=[["10.0.0.1"]])) as fetcher:
        with pytest.raises(PrivateAddress) as private:
            await fetcher.get("http://a.example/")
    assert told == {str(private.value)}
    assert "spelt" in str(private.value)


async def test_an_unknown_name_of_an_intranet_is_said_to_be_unknown() -> None:
    """Where private addresses are allowed there is nothing to hide."""
    options = FetchOptions(allow_private=True)
    async with open_fetcher(options, lookup=Names(a_example=[[]])) as fetcher:
        with pytest.raises(Unreachable, match=r"^a\.example is not known"):
            await fetcher.get("http://a.example/")


async def test_the_system_is_asked_where_nobody_else_is() -> None:
    """``localhost`` is looked up for real, and found to be private."""
    async with open_fetcher(FetchOptions()) as fetcher:
        with pytest.raises(PrivateAddress, match="localhost"):
            await fetcher.get("http://localhost/")


@given(st.text(max_size=40) | st.text("htp:/@[]%.0x#?\\ ", max_size=20).map("http://{}".format))
def test_any_text_is_an_address_or_an_error_of_the_tree(text: str) -> None:
    """Nothing that a person pastes makes anything else of it."""
    with suppress(FetchError):
        url = checked_url(text, PUBLIC)
        assert checked_url(str(url), PUBLIC) == url
