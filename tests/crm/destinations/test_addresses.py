"""Webhooks never lead into the house's own network."""

import socket
from typing import Any

import pytest
from pytest_django import Settings

from crm.destinations.addresses import checked_url, resolve_target
from crm.destinations.errors import DeliveryError, DestinationError
from crm.destinations.transport import post_signed


@pytest.fixture
def production(settings: Settings) -> None:
    settings.WEBHOOKS_MAY_STAY_INSIDE = False


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.8", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "[::1]", "[fe80::1]", "[fc00::1]", "[::ffff:127.0.0.1]", "[2002:7f00:1::]", "224.0.0.1", "localhost",
        "[::127.0.0.1]", "[::ffff:0:10.0.0.8]", "[64:ff9b::10.0.0.8]", "[64:ff9b:1::a00:8]", "[fec0::1]", "[3fff::1]",
        "[5f00::1]",
    ],
)  # fmt: skip
def test_a_private_address_is_refused(production: None, address: str) -> None:
    with pytest.raises(DestinationError) as raised:
        resolve_target(f"https://{address}/hooks")

    assert raised.value.code == "address_refused"


@pytest.mark.parametrize("hosts", [("10.0.0.8",), ("93.184.215.14", "127.0.0.1")])
def test_a_name_that_means_a_private_address_is_refused_when_it_is_called(
    production: None, monkeypatch: pytest.MonkeyPatch, hosts: tuple[str, ...]
) -> None:
    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in hosts]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)

    with pytest.raises(DeliveryError) as raised:
        post_signed("https://receiver.example/hooks", b"{}", {})

    assert raised.value.code == "address_refused"


@pytest.mark.parametrize(
    ("code", "url"),
    [
        ("not_https", "http://receiver.example/"),
        ("not_https", "ftp://receiver.example/"),
        ("not_https", "receiver.example"),
        ("no_host", "https:///hooks"),
        ("no_host", "https://user:word@receiver.example/"),
        ("no_host", "https://receiver.example:99999/"),
        ("no_host", "https://[::1/"),
    ],
)
def test_an_address_that_is_none_is_refused(production: None, code: str, url: str) -> None:
    with pytest.raises(DestinationError) as raised:
        checked_url(url)

    assert raised.value.code == code


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "[2a00:1450:4007::1]", "[64:ff9b::5db8:d70e]", "[2002:5db8:d70e::]"]
)
def test_a_public_address_is_called(production: None, address: str) -> None:
    assert resolve_target(f"https://{address}/hooks").address == address.strip("[]")
