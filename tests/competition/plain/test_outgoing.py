"""What somebody outside gives as an address leads to a public machine, over TLS, or nowhere."""

import socket
import threading

import pytest

from competition import outgoing
from competition.outgoing import Unreachable, Way, fault_of, is_public, post
from tests.webhooks import receiver

WAY = Way()


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://data.contoh.go.id/kipp?a=1", ""),
        ("https://data.contoh.go.id:443/", ""),
        ("http://data.contoh.go.id/", "scheme"),
        ("ftp://data.contoh.go.id/", "scheme"),
        ("https://data.contoh.go.id:22/", "port"),
        ("https://data.contoh.go.id:99999/", "odd"),
        ("https://localhost/", "host"),
        ("https://127.0.0.1/", "host"),
        ("https://[::1]/", "host"),
        ("https://0x7f.1/", "host"),
        ("https://127.1/", "host"),
        ("https://2130706433/", "host"),
        ("https:///kipp", "host"),
        ("https://a:b@data.contoh.go.id/", "odd"),
        ("https://@data.contoh.go.id/", "odd"),
        ("https://data.contoh.go.id/#a", "odd"),
        ("https://data.contoh.go.id/a b", "odd"),
        ("https://data.contoh.go.id/\r\nX-A: b", "odd"),
        ("https://dåta.contoh.go.id/", "odd"),
    ],
)
def test_an_address_is_looked_at_before_anybody_is_asked(url, fault):
    assert fault_of(url, WAY) == fault


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("103.10.10.10", True),
        ("2001:4860:4860::8888", True),
        *((one, False) for one in ("127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0")),
        *((one, False) for one in ("100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1")),
        *((one, False) for one in ("::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1")),
        *((one, False) for one in ("64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2001:0:7f00:1::")),
        # Global, as the standard library has it: the elder's translation, its hidden form, a site's own, not given yet.
        *((one, False) for one in ("::ffff:0:7f00:1", "::7f00:1", "fec0::1", "4000::1")),
    ],
)
def test_only_machines_out_in_the_net_are_public(address, public):
    assert is_public(address) is public


def test_a_name_that_leads_home_is_refused_and_asked_for_once(monkeypatch):
    """Also where one of several answers leads home, and where a second question would have brought another answer."""
    asked, tried = [], []

    def look_up(host, port, **_kinds):
        asked.append(host)
        where = ["103.10.10.10", "127.0.0.1"] if len(asked) == 1 else ["103.10.10.10"]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in where]

    def connect(address, timeout):
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(outgoing.socket, "getaddrinfo", look_up)
    monkeypatch.setattr(outgoing.socket, "create_connection", connect)
    with pytest.raises(Unreachable, match="network"):
        post("https://data.contoh.go.id/", b"", {}, WAY)
    assert (asked, tried) == (["data.contoh.go.id"], [])
    with pytest.raises(Unreachable, match="ConnectionRefused"):
        post("https://data.contoh.go.id/", b"", {}, WAY)
    assert (len(asked), tried) == (2, [("103.10.10.10", 443)])


def test_a_name_server_that_says_nothing_is_not_waited_for(monkeypatch):
    end = threading.Event()
    monkeypatch.setattr(outgoing.socket, "getaddrinfo", lambda *_given, **_kinds: end.wait(30))
    monkeypatch.setattr(outgoing, "CONNECT_SECONDS", 0.1)
    with pytest.raises(Unreachable, match="Timeout"):
        post("https://data.contoh.go.id/", b"", {}, WAY)
    assert not end.is_set()
    end.set()


def test_a_redirect_is_an_answer_and_is_not_followed(tmp_path):
    with receiver(tmp_path) as there:
        there.status, there.headers = 302, {"Location": there.url}
        assert post(there.url, b"a", {"X-A": "b"}, Way(home=str(tmp_path / "home.pem"))) == 302
        [(path, headers, body)] = there.taken
        assert (path, body, headers["X-A"], headers["Host"]) == ("/kipp?a=1", b"a", "b", f"localhost:{there.port}")


def test_a_certificate_nobody_knows_gets_nothing(tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    with receiver(tmp_path) as there, receiver(other):
        with pytest.raises(Unreachable, match="SSL"):
            post(there.url, b"a", {}, Way(home=str(other / "home.pem")))
        assert there.taken == []


def test_a_machine_that_takes_the_line_and_says_nothing_is_left(monkeypatch):
    monkeypatch.setattr(outgoing, "CONNECT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(Unreachable, match="imeout"):
        post(
            f"https://localhost:{silent.getsockname()[1]}/", b"a", {}, Way(home=outgoing.ssl.get_default_verify_paths().cafile)
        )
