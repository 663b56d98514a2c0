"""What a long watch comes to: how often, when, how large, and what could not be seen."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np

from twitchcam.app.watch import Watched
from twitchcam.evaluation import rate_per_minute
from twitchcam.interpretation.statements import say_rate
from twitchcam.records import TwitchEvent
from twitchcam.wording import text

REPORT_NAME = "watch.txt"


def write_watch_report(watched: Watched, folder: Path) -> str:
    """Write ``watch.txt`` into the folder, and return its text."""
    said = "\n".join(make_watch_report(watched)) + "\n"
    (folder / REPORT_NAME).write_text(said, encoding="utf-8")
    return said


def make_watch_report(watched: Watched) -> list[str]:
    """The lines of the report."""
    hours = watched.judged_s / 3600
    lines = [
        text(
            "watch-length",
            watched=_say_length(watched.watched_s),
            judged=_say_length(watched.judged_s),
        )
    ]
    if watched.unseen_s:
        lines.append(text("watch-unseen", length=_say_length(watched.unseen_s)))
    if watched.n_lost:
        lines.append(text("watch-lost", count=watched.n_lost))
    if hours <= 0:
        return [*lines, text("watch-nothing-judged"), *watched.problems[:1]]
    if not watched.events:
        _, _, high = rate_per_minute(0, hours)
        return [*lines, text("watch-nothing", high=say_rate(high))]
    by_place: dict[tuple[str, str], list[tuple[float, TwitchEvent]]] = defaultdict(list)
    for time_s, event in watched.events:
        by_place[event.side, event.region].append((time_s, event))
    for (side, region), events in sorted(by_place.items(), key=lambda item: -len(item[1])):
        # The interval holds for any unit of time.
        rate, low, high = rate_per_minute(len(events), hours)
        sizes = np.array([event.amplitude_mm for _, event in events])
        lines.append(
            text(
                "watch-rate",
                place=f"{side} {region.replace('_', ' ')}",
                count=len(events),
                rate=say_rate(rate),
                low=say_rate(low),
                high=say_rate(high),
                size=f"{np.median(sizes):.1f}",
                largest=f"{sizes.max():.1f}",
                first=_say_clock(events[0][0]),
                last=_say_clock(events[-1][0]),
            )
        )
    return [*lines, text("watch-independent")]


def _say_length(length_s: float) -> str:
    return text("watch-hours", hours=int(length_s // 3600), minutes=f"{length_s % 3600 / 60:.1f}")


def _say_clock(time_s: float) -> str:
    return f"{int(time_s // 3600)}:{int(time_s % 3600 // 60):02d}:{int(time_s % 60):02d}"
