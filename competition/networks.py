"""From which network a request comes: the part of the address that an office shares.

What a header says about it is believed only as far as our own proxies wrote it: each appends the address it saw, so with
one proxy of ours the last entry is true, with two the one before, and everything further left is whatever the sender liked.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# Nothing to tell apart: a request over a unix socket, or an address nobody can read.
LOCAL = "setempat"


def address_of(remote: str, forwarded: str, trusted: int) -> str:
    """Return the address of whoever spoke to the outermost of our proxies; `trusted` is how many of them there are."""
    hops = [one.strip() for one in forwarded.split(",") if one.strip()] if trusted > 0 else []
    return hops[-trusted] if len(hops) >= trusted > 0 else remote


def network_of(address: str) -> str:
    """Return the network of an address: 256 neighbours in the old scheme, a site of the new one."""
    try:
        known: IPv4Address | IPv6Address = ip_address(address.strip("[] "))
    except ValueError:
        return LOCAL
    if isinstance(known, IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    if known.is_loopback:
        return LOCAL
    return str(ip_network(f"{known}/{24 if known.version == 4 else 48}", strict=False))
