"""One request to an address that somebody outside chose: to a public machine alone, over TLS, for seconds, led nowhere else.

The name is looked up once, and the very address that was looked at is connected to, so that no second answer of a name server
leads into our own network. Redirects are answers like others. Of the answer its status counts; a little of its body is read
and dropped.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

CONNECT_SECONDS = 5
# In all, however the other side drips.
WHOLE_SECONDS = 10
MOST_READ = 1024
# The only ones of the newer kind that are given to machines in the net. The others hide one of the older kind (NAT64, SIIT),
# are given up (sites' own) or not given yet, and the standard library calls some of those global.
GIVEN = ipaddress.ip_network("2000::/3")


class Unreachable(Exception):
    """Nothing was sent, or no answer came; says why in one line."""


@dataclass(frozen=True, slots=True)
class Way:
    """Which ways out there are: ports, and for tests alone machines of our own, whose certificates `home` has signed."""

    ports: tuple[int, ...] = (443,)
    home: str = ""


def fault_of(url: str, way: Way) -> str:
    """Return why nothing can be sent to an address (`scheme`, `host`, `port`, `odd`), without asking anybody; or nothing."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "odd"
    if parts.scheme != "https":
        return "scheme"
    if not parts.hostname or (not way.home and not _is_name(parts.hostname)):
        return "host"
    if (port or 443) not in way.ports and not way.home:
        return "port"
    is_plain = url.isascii() and url.isprintable() and " " not in url
    return "" if is_plain and "@" not in parts.netloc and not parts.fragment else "odd"


def is_public(address: str) -> bool:
    """Say whether a numeric address is a machine out in the net: not ours, not a neighbour's, not one that hides another."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return is_public(str(found.ipv4_mapped))
        if found.sixtofour or found.teredo or found not in GIVEN:
            return False
    return found.is_global and not found.is_multicast


def post(url: str, body: bytes, headers: Mapping[str, str], way: Way) -> int:
    """Send the body, and return the status of the answer.

    :raises Unreachable: a bad address, one of our own network, or no answer in time.
    """
    if fault := fault_of(url, way):
        raise Unreachable(f"address refused: {fault}")
    parts = urlsplit(url)
    try:
        line = _connect(parts, way)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{type(error).__name__}: {error}") from error
    connection = http.client.HTTPConnection(parts.hostname, timeout=CONNECT_SECONDS)
    connection.sock = line
    # Each piece may take seconds; all of them together may not take minutes.
    end = threading.Timer(WHOLE_SECONDS, _break, [line])
    end.start()
    try:
        connection.request("POST", _target(parts), body, {"Host": parts.netloc, **headers, "Connection": "close"})
        answer = connection.getresponse()
        answer.read(MOST_READ)
        return answer.status
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(f"{type(error).__name__}: {error}") from error
    finally:
        end.cancel()
        connection.close()


def _connect(parts: SplitResult, way: Way) -> socket.socket:
    """Return a line to the machine of this name, by the address that was looked at.

    :raises Unreachable: any of its addresses is none of the public ones: then none is tried.
    """
    port = parts.port or 443
    found = _look_up(parts.hostname, port)
    if not found or not (way.home or all(map(is_public, found))):
        raise Unreachable("address refused: network")
    line = socket.create_connection((found[0], port), timeout=CONNECT_SECONDS)
    try:
        return ssl.create_default_context(cafile=way.home or None).wrap_socket(line, server_hostname=parts.hostname)
    except OSError:
        line.close()
        raise


def _look_up(host: str, port: int) -> list[str]:
    """Return the addresses of a name, in so many seconds: whoever owns the name owns the server that answers for it, and a
    resolver waits for that one much longer, which nothing can tell it. So it is left waiting in a thread of its own.

    :raises OSError: no answer, or none in time.
    """
    answer: Future[list] = Future()

    def ask() -> None:
        try:
            answer.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answer.set_exception(error)

    threading.Thread(target=ask, daemon=True).start()
    return [one[4][0] for one in answer.result(CONNECT_SECONDS)]


def _is_name(host: str) -> bool:
    """Say whether it is the name of a machine, with a dot, and no number in any writing."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        last = host.rstrip(".").rpartition(".")[2]
        return "." in host.rstrip(".") and not last.isdigit() and not last.lower().startswith("0x")
    return False


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _break(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
