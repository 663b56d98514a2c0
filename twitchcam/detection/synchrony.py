"""Eye and mouth of one side that jerk together: the second place of a twitch.

In      TwitchEvents of one side, Movement, Actions
Out     further TwitchEvents: the other half of the same side, where it jerked at the same moment
Method  Of coinciding movements ``detect_twitches`` keeps the largest, because skin drags its
        neighbours. Eye and mouth are too far apart to drag each other; so for every twitch by the
        eye the mouth's half of that side is looked at once more, and the other way round. Knowing
        when to look, less is asked for: movement beyond the mirror patch, above the noise of the
        moment, and not small beside the twitch itself.
Where the defaults come from   settings.DetectionSettings
Known limits   A movement of the lids in a blink or wink is the action, and no partner.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import ndimage

from twitchcam.anatomy import LOWER_FACE, REGION_NAMES, SIDES, UPPER_FACE
from twitchcam.records import CLOSURE_KINDS, Action, Floats, Movement, TwitchEvent
from twitchcam.settings import DetectionSettings
from twitchcam.signals.movement import measure_velocity

_NEXT_TO: Final = {"lower_lid": ("cheek",), "cheek": ("lower_lid",)}
_MIRROR_REACH_S: Final = 0.05
_EDGE_SHARE: Final = 0.2


def find_partners(
    events: tuple[TwitchEvent, ...],
    movement: Movement,
    actions: tuple[Action, ...],
    settings: DetectionSettings,
) -> tuple[TwitchEvent, ...]:
    """The second places of events: where else on that side the skin jumped at the same moment.

    Parameters
    ----------
    events : tuple of TwitchEvent
        Twitches, as ``detect_twitches`` gives them.
    movement : Movement
        What they were found in.
    actions : tuple of Action
        What they did together explains itself.
    settings : DetectionSettings
        How near in time, how large.

    Returns
    -------
    tuple of TwitchEvent
        In the order of ``events``; none where none moved.

    Examples
    --------
    >>> find_partners(analysis.events, movement, actions, settings.detection)
    ()
    """
    xy = np.nan_to_num(movement.transient_mm)
    size_mm = np.hypot(xy[..., 0], xy[..., 1])
    width = 2 * round(_MIRROR_REACH_S * movement.sampling_rate_hz) + 1
    mirror_mm = ndimage.maximum_filter1d(size_mm[:, :, ::-1], size=width, axis=0, mode="nearest")
    beyond_mm = np.maximum(size_mm - mirror_mm, 0.0)
    partners = (
        _find_partner(event, events, size_mm, beyond_mm, movement, actions, settings)
        for event in events
        if event.kind == "twitch" and event.side != "both"
    )
    return tuple(partner for partner in partners if partner is not None)


def _find_partner(
    event: TwitchEvent,
    events: tuple[TwitchEvent, ...],
    size_mm: Floats,
    beyond_mm: Floats,
    movement: Movement,
    actions: tuple[Action, ...],
    settings: DetectionSettings,
) -> TwitchEvent | None:
    there = LOWER_FACE if event.region in UPPER_FACE else UPPER_FACE
    if any(
        other.side == event.side
        and other.region in there
        and abs(other.apex_s - event.apex_s) <= settings.together_s
        for other in events
    ):
        return None  # it is known already
    if there is UPPER_FACE and any(
        action.kind in CLOSURE_KINDS
        and action.onset_s < event.offset_s
        and event.onset_s < action.offset_s
        for action in actions
    ):
        return None
    s = SIDES.index(event.side)
    rate_hz = movement.sampling_rate_hz
    apex, reach = round(event.apex_s * rate_hz), round(settings.together_s * rate_hz)
    near = slice(max(apex - reach, 0), apex + reach + 1)
    best: tuple[float, int, int] | None = None
    for region in there:
        if region in _NEXT_TO.get(event.region, ()):
            continue
        r = REGION_NAMES.index(region)
        noise_mm = movement.local_noise_mm[near, r, s]
        snr = np.nan_to_num(beyond_mm[near, r, s] / noise_mm)
        at = int(np.argmax(snr))
        moved_mm = float(beyond_mm[near, r, s][at])
        enough = snr[at] >= settings.partner_snr and moved_mm >= max(
            settings.partner_min_mm, settings.partner_share * event.amplitude_mm
        )
        if enough and (best is None or snr[at] > best[0]):
            best = float(snr[at]), r, near.start + at
    if best is None:
        return None
    snr_there, r, apex_there = best
    onset, offset = _find_extent(size_mm[:, r, s], apex_there)
    velocity = measure_velocity(movement, onset, offset)[:, r, s]
    time_s = movement.time_s
    partner = TwitchEvent(
        kind="twitch",
        region=REGION_NAMES[r],
        side=event.side,
        onset_s=float(time_s[onset]),
        apex_s=float(time_s[apex_there]),
        offset_s=float(time_s[offset - 1]) + 1.0 / rate_hz,
        amplitude_mm=float(size_mm[apex_there, r, s]),
        peak_velocity_mm_per_s=float(np.nan_to_num(np.hypot(*velocity.T)).max()),
        snr=snr_there,
        during=event.during,
        confidence="low",
    )
    return None if any(_is_same_movement(partner, other) for other in events) else partner


def _is_same_movement(partner: TwitchEvent, event: TwitchEvent) -> bool:
    """Whether a partner is the flank of a twitch that stands for itself."""
    return (
        event.region == partner.region
        and event.side in (partner.side, "both")
        and event.onset_s < partner.offset_s
        and partner.onset_s < event.offset_s
    )


def _find_extent(size_mm: Floats, apex: int) -> tuple[int, int]:
    """Half-open range around ``apex`` in which the size stays above a share of it."""
    low = size_mm < _EDGE_SHARE * size_mm[apex]
    before, after = np.flatnonzero(low[:apex]), np.flatnonzero(low[apex:])
    onset = int(before[-1]) + 1 if before.size else 0
    return onset, apex + int(after[0]) if after.size else len(size_mm)
