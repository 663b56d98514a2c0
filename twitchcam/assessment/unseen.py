"""Which regions could not be seen, in numbers and in words.

In      Visibility
Out     ``Unseen`` regions and sides, each with the reason that took most of it; a note for each
        reason, what took most first, with what to change
"""

from __future__ import annotations

from typing import Final

import numpy as np

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.records import UNSEEN_REASONS, Side, Unseen, UnseenReason, Visibility
from twitchcam.skin_places import list_regions
from twitchcam.wording import text
from twitchcam.wording.names import name_place, say_share

_TOLD_FROM: Final = 0.1  # share of the time
_LIDS: Final = ("upper_lid", "lower_lid")


def list_unseen(visibility: Visibility, face_share: float) -> tuple[Unseen, ...]:
    """Regions and sides that could not be seen for a tenth of the time or more.

    ``face_share`` is the share of the recording that shows a face.
    """
    found = []
    for region in REGION_NAMES:
        places = np.array(list_regions()) == region
        hidden = ~visibility.mark_region_seen(region)
        for s, side in enumerate(SIDES):
            share = float(hidden[:, s].mean()) / max(face_share, 1e-9)
            if share < _TOLD_FROM:
                continue
            counts = np.bincount(
                visibility.reason[:, places, s].ravel(), minlength=1 + len(UNSEEN_REASONS)
            )[1:]
            found.append(
                Unseen(
                    region=region,
                    side="left" if side == "left" else "right",
                    reason=UNSEEN_REASONS[int(counts.argmax())],
                    share=min(round(share, 2), 1.0),
                )
            )
    return tuple(found)


# Reasons in the order in which equal ones are told.
_TOLD_REASONS: Final[tuple[UnseenReason, ...]] = (
    "outside",
    "covered",
    "turned",
    "shade",
    "dark",
)


def describe_unseen(
    unseen: tuple[Unseen, ...], told_eyes: tuple[Side, ...] = ()
) -> tuple[str, ...]:
    """What could not be seen, why, and what to change: one sentence for each reason.

    What took most comes first. The lids of ``told_eyes`` are left out: their eyes have a note.
    """
    by_reason: dict[UnseenReason, list[Unseen]] = {reason: [] for reason in _TOLD_REASONS}
    for part in unseen:
        if part.region not in _LIDS or part.side not in told_eyes:
            by_reason[part.reason].append(part)
    notes = []
    for reason, parts in sorted(
        by_reason.items(), key=lambda item: -sum(part.share for part in item[1])
    ):
        if not parts:
            continue
        low, high = (extreme(round(100 * part.share) for part in parts) for extreme in (min, max))
        share = say_share(low / 100)
        if low != high:
            share = text("note-share-range", low=f"{low:.0f}", high=f"{high:.0f}")
        often = text("note-unseen-always") if low >= 99 else text("note-unseen-share", share=share)
        notes.append(text(f"note-unseen-{reason}", often=often, parts=_name_parts(parts)))
    return tuple(notes)


def _name_parts(parts: list[Unseen]) -> str:
    sides: dict[str, list[Side]] = {}
    for part in parts:
        sides.setdefault(part.region, []).append(part.side)
    return ", ".join(
        name_place(region, "both-of" if len(of) > 1 else of[0]) for region, of in sides.items()
    )
