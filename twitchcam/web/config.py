"""How the web app is served, and what it lets in."""

from __future__ import annotations

import ipaddress
import math
import os
from dataclasses import dataclass
from typing import Final

from twitchcam.checks import check_range

LOOPBACK_NAMES: Final = ("127.0.0.1", "localhost", "::1")
TOKEN_VARIABLE: Final = "TWITCHCAM_TOKEN"
PHONE_HOST_VARIABLE: Final = "TWITCHCAM_PHONE_HOST"
GIGABYTE: Final = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class WebConfig:
    """Where to listen, and limits.

    Attributes
    ----------
    host, port : to bind to; port 0 takes any that is free.
    token : what a visitor must show; ``None`` lets everybody in who reaches the port.
    n_workers : recordings that are analysed at once.
    max_upload_bytes, max_part_bytes : of one recording; of one request.
    max_unfinished : recordings that may wait or be on their way at once.
    longest_recording_s : longer ones are refused; their pieces can be analysed.
    max_memory_bytes, max_cpu_s : of one analysis, where the system can hold it to them.
    max_wall_s : an analysis that takes longer hangs, and is ended.
    abandoned_after_s : a camera recording without news for this long has ended.
    phone_host : the address of this computer that phones open; ``None`` looks which there are.
    phone_open_s : for how long the door for a phone is open.
    unfinished_kept_s : an upload that was broken off is removed this long after its last piece.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    token: str | None = None
    n_workers: int = 1
    max_upload_bytes: int = 4 * GIGABYTE
    max_part_bytes: int = 8 << 20
    max_unfinished: int = 100
    longest_recording_s: float = 3600.0
    max_memory_bytes: int = 8 * GIGABYTE
    max_cpu_s: int = 4 * 3600
    max_wall_s: float = 8 * 3600.0
    abandoned_after_s: float = 20.0
    unfinished_kept_s: float = 72 * 3600.0
    phone_host: str | None = None
    phone_open_s: float = 15 * 60.0

    @staticmethod
    def default_workers() -> int:
        """One processor is left for the pages and the browser."""
        return max(1, min(4, (os.cpu_count() or 2) - 1))


def configure(host: str, port: int) -> WebConfig:
    """Make the settings of a server: from the command line, the rest from the environment.

    Raises
    ------
    InputError
        A variable of the environment does not hold a number that makes sense.
    """
    return WebConfig(
        host=host,
        port=port,
        token=os.environ.get(TOKEN_VARIABLE) or None,
        n_workers=round(_read("WORKERS", WebConfig.default_workers(), 1, 64)),
        max_upload_bytes=round(_read("MAX_UPLOAD_GB", 4, 0.001, 1000) * GIGABYTE),
        max_memory_bytes=round(_read("MAX_MEMORY_GB", 8, 0.1, 1000) * GIGABYTE),
        abandoned_after_s=_read("ABANDONED_AFTER_S", 20, 1, 3600),
        unfinished_kept_s=3600 * _read("UNFINISHED_KEPT_H", 72, 0.0001, 10_000),
        phone_host=os.environ.get(PHONE_HOST_VARIABLE) or None,
        phone_open_s=60 * _read("PHONE_OPEN_MIN", 15, 0.01, 240),
    )


def _read(name: str, usual: float, low: float, high: float) -> float:
    variable = f"TWITCHCAM_{name}"
    text = os.environ.get(variable, "")
    try:
        value = float(text) if text else usual
    except ValueError:
        value = math.nan
    check_range(variable, value, low, high)
    return value


def is_loopback(host: str) -> bool:
    """Whether only this computer reaches ``host``."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
