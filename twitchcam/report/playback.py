"""What the page needs to show a recording again without a picture: landmarks and movement, small.

In      Analysis, Movement, FaceTrack
Out     a description (plain values) and one compressed block of numbers
Method  Points of the outlines and of the patches are kept in the head frame, with the similarity
        that puts them back into the picture. Whole numbers (thousandths of the eye distance,
        hundredths of a millimetre), differences in time, zigzag, low and high bytes apart, gzip.
        Long recordings keep every k-th frame, and of every k samples the largest movement.
"""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import OUTLINES, REGIONS, SIDES
from twitchcam.detection.field_arrows import measure_arrows
from twitchcam.report import words
from twitchcam.report.face_map import find_place
from twitchcam.skin_places import get_places
from twitchcam.tracking.head_frame import fit_head_frames, make_reference, move_to_head
from twitchcam.tracking.row_store import read_pieces
from twitchcam.wording import text
from twitchcam.wording.names import NO_SIDE, name_code
from twitchcam.wording.script_texts import list_texts

if TYPE_CHECKING:
    from twitchcam.records import Analysis, Bools, FaceTrack, Floats, Movement

# Ten minutes of 30 pictures and of 60 samples a second; together below 5 MB in the page.
MAX_FRAMES: Final = 18_000
MAX_SAMPLES: Final = 36_000
STEPS_PER_EYE_DISTANCE: Final = 1000
STEPS_PER_MM: Final = 100
ARROW_STEPS_PER_MM: Final = 20
_LARGEST: Final = 32_000
_FAST: Final = 4
# Their mean hardly changes from one picture to the next.
_PLACES_EVERY: Final = 8
_AS_GZIP: Final = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Playback:
    """A recording made small. ``packed`` is base64 of the gzipped numbers.

    ``texts`` are those of the scripts that play it, as ``script_texts.list_texts`` gives them.
    """

    description: dict[str, Any]
    packed: str
    texts: list[dict[str, str]]


def make_playback(analysis: Analysis, movement: Movement, track: FaceTrack | None) -> Playback:
    """Make all that the page plays; without ``track`` it has traces but no face."""
    block = _Block()
    step = -(-max(len(movement.time_s), 1) // MAX_SAMPLES)
    description: dict[str, Any] = {
        "duration_s": _last(movement.time_s),
        "steps_per_mm": STEPS_PER_MM,
        "sampling_rate_hz": movement.sampling_rate_hz / step,
        "regions": [{"name": r.name, "plain": words.name_place(r.name, NO_SIDE)} for r in REGIONS],
        "movement": block.add(_keep_largest(movement, step), STEPS_PER_MM),
        "face": _add_face(block, track, movement) if track is not None else None,
        "excluded": [
            [round(s.start_s, 3), round(s.stop_s, 3), words.name_reason(s.reason)]
            for s in analysis.quality.excluded
        ],
        "actions": [
            *(_describe_cue(cue) for cue in analysis.cues),
            *(_describe_action(action) for action in analysis.actions),
        ],
        "moments": [
            *(_describe_event(event) for event in analysis.events),
            *(_describe_tremor(tremor) for tremor in analysis.tremor),
        ],
    }
    return Playback(
        description=description, packed=block.pack(), texts=list_texts("player_scripts.ftl")
    )


class _Block:
    """Arrays behind each other in one run of bytes, packed as they come."""

    def __init__(self) -> None:
        self._packer = zlib.compressobj(_FAST, wbits=_AS_GZIP)
        self._packed = bytearray()
        self._n_bytes = 0

    def add(self, values: Floats, steps_per_unit: float) -> dict[str, Any]:
        """Add (n, columns) numbers; NaN is kept. Returns where they lie."""
        return self.add_whole(_round_to_steps(values, steps_per_unit), np.isfinite(values))

    def add_whole(self, whole: NDArray[np.int16], seen: Bools) -> dict[str, Any]:
        """Add (n, columns) numbers that are rounded to steps already, and which of them are any."""
        (n, n_columns), offset = whole.shape, self._n_bytes
        high = np.empty((n_columns, n), dtype=np.uint8)
        unseen = np.empty((n_columns, -(-n // 8)), dtype=np.uint8)
        for k in range(n_columns):  # one by one, so that hours need little memory
            change = np.diff(whole[:, k], prepend=np.int16(0))  # wraps, and wraps back
            zigzag = ((change << 1) ^ (change >> 15)).astype(np.uint16)
            self._pack((zigzag & 0xFF).astype(np.uint8))
            high[k] = zigzag >> 8
            # A row is seen or not as a whole often enough that this costs nothing once packed.
            unseen[k] = np.packbits(~seen[:, k], bitorder="little")
        self._pack(high)
        self._pack(unseen)
        return {"offset": offset, "n": n, "columns": n_columns}

    def _pack(self, part: NDArray[np.uint8]) -> None:
        self._packed += self._packer.compress(part.data)
        self._n_bytes += part.nbytes

    def pack(self) -> str:
        self._packed += self._packer.flush()
        return base64.b64encode(self._packed).decode()


def _round_to_steps(values: Floats, steps_per_unit: float) -> NDArray[np.int16]:
    """Whole steps; 0 for NaN."""
    whole = np.rint(np.where(np.isfinite(values), values, 0.0) * steps_per_unit)
    return whole.clip(-_LARGEST, _LARGEST).astype(np.int16)


def _last(time_s: Floats) -> float:
    return round(float(time_s[-1]), 4) if len(time_s) else 0.0


def _keep_largest(movement: Movement, step: int) -> Floats:
    """Every patch's transient movement, (n / step, columns); of ``step`` samples the largest.

    Columns come region by region, left before right, outward before up.
    """
    mm = movement.transient_mm
    if step == 1:
        return mm.reshape(len(mm), -1)
    n = len(mm) // step
    largest = np.empty((n, *mm.shape[1:]), dtype=mm.dtype)
    for r, s in np.ndindex(mm.shape[1:3]):  # one by one, so that hours need little memory
        parts = mm[: n * step, r, s].reshape(n, step, 2)
        size = np.nan_to_num(np.hypot(parts[..., 0], parts[..., 1]), nan=-1.0)
        largest[:, r, s] = parts[np.arange(n), size.argmax(axis=1)]
    return largest.reshape(n, -1)


def _add_face(block: _Block, track: FaceTrack, movement: Movement) -> dict[str, Any] | None:
    """Add outlines, patch centres, head pose and moving places of the frames that are kept."""
    ids = sorted({i for line in OUTLINES.values() for i in line})
    place = {landmark: k for k, landmark in enumerate(ids)}
    step = -(-max(len(track.time_s), 1) // MAX_FRAMES)
    steady = _steady_points(track, ids, step)
    if steady is None:
        return None
    points, pose, places = steady
    time_s = track.time_s[::step]
    steps_per_px = round(_LARGEST / (2 * max(track.frame_size_px)), 2)
    return {
        "width_px": track.frame_size_px[0],
        "height_px": track.frame_size_px[1],
        "steps_per_eye_distance": STEPS_PER_EYE_DISTANCE,
        "mm_per_eye_distance": round(100 * track.mm_per_percent, 4),
        "n_points": len(ids) + len(REGIONS) * len(SIDES),
        "n_outline": len(ids),
        "outlines": {name: [place[i] for i in line] for name, line in OUTLINES.items()},
        # Times have more digits than 16 bits hold: kept as the difference to an even clock.
        "mean_step_s": float(time_s[-1]) / max(len(time_s) - 1, 1),
        "time": block.add(_off_clock(time_s)[:, None], 10_000.0),
        "points": block.add_whole(points, np.broadcast_to(np.isfinite(pose[:, :1]), points.shape)),
        "steps_per_px": steps_per_px,
        "pose": block.add(pose, steps_per_px),
        "places": block.add(places, STEPS_PER_EYE_DISTANCE),
        "arrow_steps_per_mm": ARROW_STEPS_PER_MM,
        "arrows": block.add_whole(*_round_arrows(measure_arrows(track, movement, step))),
    }


def _round_arrows(arrows: Floats) -> tuple[NDArray[np.int16], Bools]:
    """Numbers of picture and place as they are, the movement in whole steps."""
    steps = np.array([1, 1, ARROW_STEPS_PER_MM, ARROW_STEPS_PER_MM])
    return _round_to_steps(arrows * steps, 1.0), np.ones(arrows.shape, dtype=bool)


def _off_clock(time_s: Floats) -> Floats:
    """How far each time is from the even clock from first to last, s."""
    n = len(time_s)
    return time_s - np.arange(n) * (float(time_s[-1]) / max(n - 1, 1))


def _steady_points(
    track: FaceTrack, ids: list[int], step: int
) -> tuple[NDArray[np.int16], Floats, Floats] | None:
    """Head-frame points and where two fixed points lie in the picture; ``None`` without a face.

    Points are (frames, 2 * points) thousandths of the eye distance, 0 where no face is. The pose
    is the picture place (x, y in px) of the head frame's origin and of the point one eye distance
    to the person's left of it. Last, the mean head-frame point of every place of the dense field.
    """
    frames = range(0, len(track.time_s), step)
    n_points = len(ids) + len(REGIONS) * len(SIDES)
    points = np.zeros((len(frames), n_points * 2), dtype=np.int16)
    pose = np.full((len(frames), 4), np.nan)
    patches = [np.array(region.landmarks(side)) for region in REGIONS for side in SIDES]
    reference = None
    place_sum, n_summed = np.zeros_like(get_places().neutral_mm), 0
    for first, piece in read_pieces(track.landmarks_px):
        kept = np.arange(-first % step, len(piece), step)
        kept = kept[np.isfinite(piece[kept, 0, 0])]
        if kept.size == 0:
            continue
        if reference is None:
            reference = make_reference(piece[kept[0]])
        faces = piece[kept]
        turn_scale, shift = fit_head_frames(faces, reference)
        some = slice(None, None, _PLACES_EVERY)
        whole = move_to_head(faces[some], turn_scale[some], shift[some])
        place_sum += get_places().locate(whole).sum(axis=0)
        n_summed += len(whole)
        rows = (first + kept) // step
        outlines, *centres = (
            move_to_head(faces[:, of], turn_scale, shift) for of in (ids, *patches)
        )
        centres = [points_of.mean(axis=1, keepdims=True) for points_of in centres]
        shown = np.concatenate([outlines, *centres], axis=1).reshape(len(kept), -1)
        points[rows] = _round_to_steps(shown.astype(np.float32), STEPS_PER_EYE_DISTANCE)
        for k, fixed in enumerate((0.0, 1.0)):
            at = (fixed - shift) / turn_scale
            pose[rows, 2 * k], pose[rows, 2 * k + 1] = at.real, at.imag
    return None if reference is None else (points, pose, place_sum / n_summed)


def _begin_large(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _known(value: float) -> float | None:
    return round(value, 3) if np.isfinite(value) else None


def _describe_cue(cue: Any) -> dict[str, Any]:
    """What the person was asked to do, as a lane of its own above what they did."""
    return {
        "kind": "asked",
        "label": text("player-asked-lane"),
        "onset_s": round(cue.start_s, 4),
        "apex_s": round(cue.start_s, 4),
        "offset_s": round(cue.stop_s, 4),
        "text": text("player-asked", what=name_code("session-step", cue.step)),
    }


def _describe_action(action: Any) -> dict[str, Any]:
    name = _begin_large(words.name_action(action.kind))
    key = "player-action" if action.side == "both" else "player-action-of-a-side"
    return {
        "kind": action.kind,
        "label": name,
        "onset_s": round(action.onset_s, 4),
        "apex_s": round(action.apex_s, 4),
        "offset_s": round(action.offset_s, 4),
        "text": text(key, name=name, side=action.side),
    }


def _describe_event(event: Any) -> dict[str, Any]:
    said = {
        "place": _begin_large(words.name_place(event.region, event.side, event.area)),
        "kind": words.name_kind(event.kind),
        "size": words.say_number(event.amplitude_mm, "mm"),
        "confidence": words.name_confidence(event.confidence),
    }
    if event.during:
        shown = text("player-event-during", doing=words.name_kinds(event.during), **said)
    else:
        shown = text("player-event", **said)
    return {
        "kind": event.kind,
        "region": event.region,
        "side": event.side,
        "place": find_place(event),
        "onset_s": round(event.onset_s, 4),
        "apex_s": round(event.apex_s, 4),
        "offset_s": round(event.offset_s, 4),
        "amplitude_mm": _known(event.amplitude_mm),
        "text": shown,
    }


def _describe_tremor(tremor: Any) -> dict[str, Any]:
    place = _begin_large(words.name_place(tremor.region, tremor.side))
    return {
        "kind": "tremor",
        "region": tremor.region,
        "side": tremor.side,
        "onset_s": round(tremor.start_s, 4),
        "apex_s": round(tremor.start_s, 4),  # it has none to speak of
        "offset_s": round(tremor.stop_s, 4),
        "amplitude_mm": _known(tremor.amplitude_mm),
        "text": text(
            "player-trembling",
            place=place,
            rate=words.say_number(tremor.frequency_hz, "Hz"),
            size=words.say_number(tremor.amplitude_mm, "mm"),
            confidence=words.name_confidence(tremor.confidence),
        ),
    }
