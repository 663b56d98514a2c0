"""Under which addresses other devices reach this computer."""

from __future__ import annotations

import ipaddress
import socket
from typing import Final

import psutil

# Of the documentation (RFC 5737): nobody has it, and asking for the way to it sends nothing.
_SOMEWHERE: Final = ("192.0.2.1", 9)


def list_addresses() -> list[str]:
    """IPv4 addresses of this computer in its networks, the likeliest first.

    The first is the one from which it would reach the rest of the world; addresses that a device
    gives itself when it finds no network (169.254.…) come last.

    Examples
    --------
    >>> "127.0.0.1" in list_addresses()
    False
    """
    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    found = [
        item.address
        for name, items in psutil.net_if_addrs().items()
        for item in items
        if name in up and item.family == socket.AF_INET
    ]
    usual = _find_usual()
    reached = [one for one in dict.fromkeys(found) if not ipaddress.ip_address(one).is_loopback]
    return sorted(reached, key=lambda one: (one != usual, ipaddress.ip_address(one).is_link_local))


def find_address(host: str) -> str:
    """Under which address others reach what listens on ``host``: 0.0.0.0 is none.

    Examples
    --------
    >>> find_address("192.0.2.7")
    '192.0.2.7'
    """
    return next(iter(list_addresses()), host) if host in ("0.0.0.0", "::") else host


def _find_usual() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(_SOMEWHERE)
        except OSError:  # no way out of here
            return ""
        return str(asking.getsockname()[0])
