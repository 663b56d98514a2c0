"""Made clips: what is drawn is what the truth says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from examples import keep_pairs, keep_short
from project_paths import SAMPLE_CLIPS

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.errors import InputError
from twitchcam.synthetic import photograph, render
from twitchcam.synthetic.acting import HeadMotion
from twitchcam.synthetic.clip import ClipPlan, describe_truth, render_frames, write_clip
from twitchcam.synthetic.face_geometry import (
    FACE_CENTRE_PX,
    MM_PER_PX,
    eye_distance_px,
    face_axes,
    region_anchor_px,
)
from twitchcam.synthetic.fields import (
    FACE_WINDOW_PX,
    LIP_WINDOW_PX,
    STEP_PX,
    face_grid,
    mouth_opening_field,
    pucker_field,
    smile_field,
    twitch_field,
)
from twitchcam.synthetic.head import HeadPose, PictureMap, move_points
from twitchcam.synthetic.movements import (
    USUAL_DIRECTION,
    Blink,
    Dragged,
    Pucker,
    Smile,
    Tremble,
    Twitch,
)
from twitchcam.synthetic.script import compose_script
from twitchcam.synthetic.stories import STORIES, make_story, plan_story
from twitchcam.synthetic.truth import read_truth

pytestmark = pytest.mark.slow

STILL = HeadMotion(sway_mm=0.0, turn_deg=0.0, roll_deg=0.0, zoom=0.0)
QUIET = ClipPlan(
    duration_s=0.2, frame_rate_hz=30.0, noise=0.0, light_drift=0.0, light_flicker=0.0, head=STILL
)
SCALE = 165.0 / eye_distance_px()


def _renderer(fine_texture: float = 0.0) -> render.FaceRenderer:
    return render.FaceRenderer((640, 480), SCALE, fine_texture, FACE_CENTRE_PX, 0)


def _frames(plan: ClipPlan) -> list[np.ndarray]:
    return list(render_frames(plan))


def _decode(path: Path, stop_s: float = np.inf) -> tuple[list[float], list[np.ndarray]]:
    times_s, frames = [], []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            if frame.time >= stop_s:
                break
            times_s.append(frame.time)
            frames.append(frame.to_ndarray(format="rgb24"))
    return times_s, frames


@pytest.fixture
def dotted_face(monkeypatch: pytest.MonkeyPatch) -> render.FaceRenderer:
    """A face that shows nothing but one white dot in the middle of each region's patch."""

    def draw_dots(times: int, fine_texture: float, seed: int) -> np.ndarray:  # noqa: ARG001
        along = (np.arange(512 * times) + 0.5) / times - 0.5
        picture = np.zeros((512 * times, 512 * times))
        for region in REGION_NAMES:
            for side in SIDES:
                x, y = region_anchor_px(region, side)
                dot = np.outer(
                    np.exp(-0.5 * ((along - y) / 0.35) ** 2),
                    np.exp(-0.5 * ((along - x) / 0.35) ** 2),
                )
                picture = np.maximum(picture, 250.0 * dot)
        return np.repeat(picture[..., None].round().astype(np.uint8), 3, axis=2)

    monkeypatch.setattr(render, "enlarge_photograph", draw_dots)
    return _renderer()


def _dot_px(picture: np.ndarray, near: np.ndarray) -> np.ndarray:
    left, top = (int(v) - 8 for v in near)
    part = picture[top : top + 17, left : left + 17, 0].astype(float)
    part = part**2  # the middle of the dot counts, not its skirt
    rows, columns = np.mgrid[top : top + 17, left : left + 17]
    return np.array([(part * columns).sum(), (part * rows).sum()]) / part.sum()


@pytest.mark.parametrize(
    ("region", "side"),
    keep_pairs(REGION_NAMES, SIDES),
)
def test_the_skin_travels_exactly_as_far_as_the_truth_says(
    dotted_face: render.FaceRenderer, region: str, side: str
) -> None:
    size_mm = 2.0
    twitch = twitch_field(region, side, None)
    before = dotted_face.draw(render.FaceState())
    after = dotted_face.draw(render.FaceState(shares=((twitch, size_mm),)))
    anchor = region_anchor_px(region, side)
    grid_x, grid_y = face_grid()
    rest = render.sum_fields(()).main[
        round((anchor[1] - grid_y[0, 0]) / STEP_PX), round((anchor[0] - grid_x[0, 0]) / STEP_PX)
    ]
    if region == "lower_lip":
        rest = np.array([0.0, -4.0])
    expected = (anchor + rest - FACE_CENTRE_PX) * SCALE + [319.5, 239.5]
    start = _dot_px(before, expected)
    direction = np.array(USUAL_DIRECTION[region])
    vector = direction / np.linalg.norm(direction) @ face_axes(side)
    stop = _dot_px(after, start + vector * size_mm / QUIET.mm_per_px)
    np.testing.assert_allclose((stop - start) * QUIET.mm_per_px, size_mm * vector, atol=0.06)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("region", REGION_NAMES)
def test_where_the_middle_of_a_patch_arrives_the_way_back_leads_to_it(
    region: str, side: str
) -> None:
    field = render.sum_fields(((twitch_field(region, side, None), 2.0),))
    rest = render.sum_fields(())
    on_low = region == "lower_lip"
    sheet, still = (field.low, rest.low) if on_low else (field.main, rest.main)
    corner = (LIP_WINDOW_PX if on_low else FACE_WINDOW_PX)[:2]
    place = (region_anchor_px(region, side) - corner) / STEP_PX
    moved, unmoved = _sample(sheet, place), _sample(still, place)
    assert np.linalg.norm(moved - unmoved) * MM_PER_PX == pytest.approx(2.0, rel=0.006)
    back = _sample(render.invert_sheet(sheet, -sheet, 30), place + moved / STEP_PX)
    np.testing.assert_allclose(back * MM_PER_PX, -moved * MM_PER_PX, atol=0.015)


def _sample(sheet: np.ndarray, place: np.ndarray) -> np.ndarray:
    x, y = np.float32(place).reshape(2, 1, 1)
    return cv2.remap(sheet, x, y, cv2.INTER_LINEAR)[0, 0]


@pytest.mark.parametrize("name", ["smile", "pucker", "mouth"])
def test_the_way_back_from_a_displaced_point_is_its_skin_point(name: str) -> None:
    shares = {
        "smile": ((smile_field("left"), 1.0), (smile_field("right"), 1.0)),
        "pucker": ((pucker_field(), 1.0),),
        "mouth": ((mouth_opening_field(), 10.0),),
    }[name]
    field = render.sum_fields(shares)
    back = render.invert_sheet(field.low, -field.low, 40)
    height, width = back.shape[:2]
    columns, rows = np.meshgrid(np.arange(width), np.arange(height))
    source = np.dstack([columns, rows]) + back / STEP_PX
    arrived = source + cv2.remap(field.low, source.astype(np.float32), None, 1) / STEP_PX
    inner = (slice(15, -15), slice(25, -25))
    error_px = np.abs(arrived - np.dstack([columns, rows]))[inner] * STEP_PX
    assert np.percentile(error_px, 98) < 0.03


def test_few_rounds_from_frame_to_frame_are_as_good_as_many() -> None:
    smile = smile_field("left")
    gradual, jump = _renderer(), _renderer()
    for share in np.linspace(0.0, 1.0, 12):
        slowly = gradual.draw(render.FaceState(shares=((smile, float(share)),)))
    for _ in range(8):
        settled = jump.draw(render.FaceState(shares=((smile, 1.0),)))
    assert np.abs(slowly.astype(int) - settled).mean() < 0.05


def test_a_twitch_leaves_the_other_half_of_the_face_alone() -> None:
    renderer = _renderer()
    before = renderer.draw(render.FaceState()).astype(int)
    twitch = twitch_field("cheek", "left", None)
    after = renderer.draw(render.FaceState(shares=((twitch, 2.0),)))
    assert np.abs(after - before)[:, :300].max() <= 1
    assert np.abs(after - before)[:, 330:].max() > 8


def test_a_blink_moves_nothing_but_the_lids() -> None:
    renderer = _renderer()
    before = renderer.draw(render.FaceState()).astype(int)
    shut = renderer.draw(render.FaceState(left_closure=1.0, right_closure=1.0))
    change = np.abs(shut - before).max(axis=2)
    rows = np.flatnonzero((change > 2).any(axis=1))
    assert change.max() > 80
    assert rows[0] > 140
    assert rows[-1] < 225


def test_a_wink_leaves_the_other_eye_open() -> None:
    renderer = _renderer()
    before = renderer.draw(render.FaceState()).astype(int)
    wink = renderer.draw(render.FaceState(left_closure=1.0))
    assert np.abs(wink - before)[:, :300].max() <= 1
    assert np.abs(wink - before)[:, 340:].max() > 80


def test_the_face_mesh_sees_the_lids_close() -> None:
    mesh_module = pytest.importorskip("mediapipe.python.solutions.face_mesh")
    renderer = _renderer(1.5)
    apertures = []
    with mesh_module.FaceMesh(static_image_mode=True, refine_landmarks=True) as mesh:
        for closure in (0.0, 1.0):
            state = render.FaceState(left_closure=closure, right_closure=closure)
            found = mesh.process(renderer.draw(state)).multi_face_landmarks[0].landmark
            y = np.array([point.y for point in found])
            apertures.append([y[145] - y[159], y[374] - y[386]])
    left_open, shut = np.array(apertures)
    assert np.all(shut < 0.4 * left_open)


def test_a_turned_head_is_taken_back_to_the_photograph() -> None:
    pose = HeadPose(right_px=3.0, yaw_deg=8.0, pitch_deg=-4.0, roll_deg=3.0, zoom=1.02)
    place = PictureMap((640, 480), SCALE, FACE_CENTRE_PX).unmove(pose)[100:400, 180:460]
    x, y = move_points(place[..., 0], place[..., 1], pose)
    rows, columns = np.mgrid[100:400, 180:460]
    error_x = (x - FACE_CENTRE_PX[0]) * SCALE + 319.5 - columns
    error_y = (y - FACE_CENTRE_PX[1]) * SCALE + 239.5 - rows
    assert np.percentile(np.hypot(error_x, error_y), 99) < 0.15


def test_the_nose_goes_to_the_persons_left_in_a_positive_yaw_and_up_in_a_positive_pitch() -> None:
    nose = np.array([[222.98]]), np.array([[129.94]])
    assert move_points(*nose, HeadPose(yaw_deg=5.0))[0] > nose[0]
    assert move_points(*nose, HeadPose(pitch_deg=5.0))[1] < nose[1]


def test_a_clip_keeps_uneven_frame_times_and_its_size(tmp_path: Path) -> None:
    times_s = (0.0, 0.033, 0.066, 0.15, 0.2, 0.31, 0.34)
    plan = replace(QUIET, frame_times_s=times_s, size_px=(320, 240), eye_distance_px=80.0)
    write_clip(plan, tmp_path / "uneven.mp4")
    found_s, frames = _decode(tmp_path / "uneven.mp4")
    np.testing.assert_allclose(found_s, times_s, atol=1e-4)
    assert frames[0].shape == (240, 320, 3)


def test_a_mild_compression_keeps_the_picture(tmp_path: Path) -> None:
    plan = replace(QUIET, crf=10.0)
    write_clip(plan, tmp_path / "clip.mp4")
    _, decoded = _decode(tmp_path / "clip.mp4")
    for drawn, read in zip(_frames(plan), decoded, strict=True):
        assert np.abs(drawn.astype(int) - read).mean() < 2.5


def test_the_same_seed_draws_the_same_pictures() -> None:
    plan = replace(QUIET, noise=1.5, head=HeadMotion(), light_drift=0.01)
    assert all(np.array_equal(a, b) for a, b in zip(_frames(plan), _frames(plan), strict=True))
    other = _frames(replace(plan, seed=1))
    assert not np.array_equal(_frames(plan)[0], other[0])


@pytest.mark.skipif(sys.platform != "linux", reason="memory is filled by glibc")
def test_a_plan_gives_one_clip_whatever_lay_in_memory(tmp_path):
    """x264 looks at memory that nobody has written, where a processor has AVX-512."""
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from twitchcam.synthetic.clip import ClipPlan, write_clip\n"
        "plan = ClipPlan(duration_s=0.7, size_px=(480, 360), eye_distance_px=125.0)\n"
        "write_clip(plan, Path(sys.argv[1]))\n"
    )
    clips = set()
    for filled_with in ("0", "90", "165"):
        path = tmp_path / f"{filled_with}.mp4"
        environment = {**os.environ, "MALLOC_PERTURB_": filled_with}
        command = [sys.executable, "-c", program, str(path)]
        subprocess.run(command, env=environment, check=True)
        clips.add(path.read_bytes())
    assert len(clips) == 1


def test_half_the_eye_distance_means_twice_the_millimetres_in_a_pixel() -> None:
    assert replace(QUIET, eye_distance_px=82.5).mm_per_px == pytest.approx(2 * QUIET.mm_per_px)


def test_the_truth_says_what_was_asked_for(tmp_path: Path) -> None:
    moves = (
        Blink(onset_s=1.0, left=0.5, right=0.5),
        Blink(onset_s=2.0),
        Blink(onset_s=3.0, right=0.0),
        Smile(onset_s=4.0, left=0.5, right=1.0),
        Twitch(region="chin", side="both", onset_s=6.0, size_mm=1.0, duration_s=0.2),
        Tremble(region="cheek", side="left", start_s=7.0, stop_s=9.0, frequency_hz=6, size_mm=1),
        Dragged(action="blink", region="cheek", side="left", size_mm=2.0, lag_s=0.1),
    )
    truth = describe_truth(ClipPlan(duration_s=10.0, movements=moves), "clip")
    assert [a.kind for a in truth.actions] == ["blink", "blink", "wink", "smile"]
    assert [a.complete for a in truth.actions] == [False, True, True, None]
    assert [(t.region, t.side, t.size_mm, t.cause) for t in truth.twitches] == [
        ("cheek", "left", 1.0, "blink"),
        ("cheek", "left", 2.0, "blink"),
        ("cheek", "left", 2.0, "blink"),
        ("chin", "left", 1.0, None),
        ("chin", "right", 1.0, None),
    ]
    assert truth.twitches[-1].apex_s == pytest.approx(6.1)
    assert truth.actions[3].left_mm == pytest.approx(0.5 * truth.actions[3].right_mm)
    assert truth.couplings[0].n_actions == 3
    assert truth.tremor[0].frequency_hz == 6
    truth.write(tmp_path / "clip.truth.json")
    assert read_truth(tmp_path / "clip.truth.json") == truth


@pytest.mark.parametrize("name", keep_short(sorted(STORIES), "blink_cheek", "smile_tremor"))
def test_the_sample_clips_are_those_that_the_stories_make(name: str) -> None:
    path = SAMPLE_CLIPS / f"{name}.mp4"
    if not path.exists():
        pytest.skip("the sample clips are not part of this copy")
    plan = plan_story(name)
    written = read_truth(path.with_suffix(".truth.json"))
    assert json.dumps(written.twitches, default=str) == json.dumps(
        describe_truth(plan, name).twitches, default=str
    )
    assert written == describe_truth(plan, name)
    assert path.stat().st_size < 2_000_000
    _, decoded = _decode(path, stop_s=0.5)
    for drawn, read in zip(_frames(replace(plan, duration_s=0.5)), decoded, strict=True):
        assert np.abs(drawn.astype(int) - read).mean() < 3.0


def test_a_story_is_written_with_its_truth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from twitchcam.synthetic import stories

    short = replace(plan_story("healthy"), duration_s=0.2)
    monkeypatch.setattr(stories, "plan_story", lambda _name: short)
    path = make_story("healthy", tmp_path)
    assert path.name == "healthy.mp4"
    assert read_truth(tmp_path / "healthy.truth.json").n_frames == 6


def test_a_pucker_can_drag_the_lids_of_one_side() -> None:
    moves = (
        Pucker(onset_s=0.5),
        Dragged(action="pucker", region="lower_lid", side="left", size_mm=1, lid_closure=0.3),
    )
    script = compose_script(np.arange(0.0, 3.0, 0.01), moves, 0)
    assert script.closure("left").max() == pytest.approx(0.3)
    assert script.closure("right").max() == 0.0
    truth = describe_truth(replace(QUIET, movements=moves), "clip")
    assert truth.couplings[0].lid_closure == 0.3


def test_an_unknown_story_is_refused_with_the_names_of_the_known(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"must be one of smile_tremor.*got 'nonsense'"):
        make_story("nonsense", tmp_path)


def test_without_scikit_image_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    photograph.load_photograph.cache_clear()
    monkeypatch.setitem(sys.modules, "skimage.data", None)
    with pytest.raises(InputError, match=r"Install it with: pip install 'twitchcam\[simulate\]'"):
        photograph.load_photograph()


def test_the_made_face_fits_into_its_grid() -> None:
    left, top, right, bottom = FACE_WINDOW_PX
    for region in REGION_NAMES:
        for side in SIDES:
            x, y = region_anchor_px(region, side)
            assert left + 15 < x < right - 15
            assert top + 15 < y < bottom - 15
