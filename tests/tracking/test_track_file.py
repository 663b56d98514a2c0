"""A saved track is the track: every number, no picture; a damaged one is refused in words."""

from __future__ import annotations

import gc
import io
import json
import tempfile
import warnings
import zipfile
from contextlib import contextmanager
from dataclasses import fields, replace

import numpy as np
import pytest
from made_faces import change_track, made_track

from twitchcam.anatomy import N_LANDMARKS
from twitchcam.errors import InputError
from twitchcam.records import Cue
from twitchcam.skin_places import count_places, get_field_shape
from twitchcam.synthetic.movements import Blink
from twitchcam.tracking.row_store import RowStore, read_pieces, read_rows
from twitchcam.tracking.track_file import read_track, write_track

FIELD = get_field_shape()
REFUSAL = r"must be a track saved by twitchcam, got .* Analyse the clip again\."


def _full_track():
    """Something in every field, and not the usual thing."""
    track = made_track(
        Blink(onset_s=0.3),
        duration_s=1.0,
        lost_s=((0.5, 0.6),),
        landmark_noise_px=0.3,
        sway_mm=2.0,
        turn_deg=3.0,
    )

    def mark(values):
        values[[3, 8]] = True

    track = change_track(track, repeated=mark, cut=mark, covered=mark)
    source = replace(track.source, name="abend ü.mp4", mirrored=True, notes=("cut off", "„so“"))
    return replace(
        track,
        source=source,
        cues=(Cue(step="smile", start_s=0.1, stop_s=0.4),),
        notes=("More than one face.",),
        unchanged_share=np.linspace(0.1, 0.8, 16).reshape(8, 2),
        quantiser_step=3.5,
    )


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path_factory, monkeypatch):
    """Landmark files of these tests lie apart, so that they can be counted."""
    folder = tmp_path_factory.mktemp("landmarks")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def _list_rows(folder):
    return [path for path in folder.iterdir() if path.suffix != ".lock"]


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    path = tmp_path_factory.mktemp("saved") / "track.npz"
    write_track(_full_track(), path)
    return path.read_bytes()


def test_nothing_is_lost_on_the_way_through_a_file(tmp_path):
    track = _full_track()
    write_track(track, tmp_path / "track.npz")
    back = read_track(tmp_path / "track.npz")
    for item in fields(track):
        before, after = getattr(track, item.name), getattr(back, item.name)
        if isinstance(before, np.ndarray):
            assert after.dtype == before.dtype, item.name
            np.testing.assert_array_equal(after, before, err_msg=item.name)
        else:
            assert after == before, item.name


def test_saving_what_was_read_gives_the_same_file(tmp_path, saved):
    (tmp_path / "first.npz").write_bytes(saved)
    write_track(read_track(tmp_path / "first.npz"), tmp_path / "second.npz")
    with np.load(tmp_path / "first.npz") as first, np.load(tmp_path / "second.npz") as second:
        assert first.files == second.files
        for name in first.files:
            np.testing.assert_array_equal(first[name], second[name])


def test_a_track_without_any_face_can_be_saved_too(tmp_path):
    track = replace(made_track(duration_s=0.5, lost_s=((0.0, 1.0),)), mm_per_percent=float("nan"))
    write_track(track, tmp_path / "track.npz")
    back = read_track(tmp_path / "track.npz")
    assert np.isnan(back.landmarks_px).all()
    assert np.isnan(back.mm_per_percent)


def test_the_file_holds_numbers_about_the_face_and_no_picture(tmp_path, saved):
    (tmp_path / "track.npz").write_bytes(saved)
    with np.load(tmp_path / "track.npz", allow_pickle=False) as held:
        sizes = {name: held[name].size for name in held.files}
    n_frames = 30
    assert sizes == {
        "about": 1,
        "time_s": n_frames,
        "head_rotation_deg": 3 * n_frames,
        "skin_displacement": 32 * n_frames,
        "flow_residual": 16 * n_frames,
        "field_displacement": 4 * count_places() * n_frames,
        "field_light": 2 * count_places() * n_frames,
        "colour_s": 1,
        "field_colour": 6 * count_places(),
        "field_texture": 2 * count_places(),
        "face_found": n_frames,
        "repeated": n_frames,
        "face_luma": n_frames,
        "cut": n_frames,
        "covered": n_frames,
        "other_person": n_frames,
        "eye_contrast": 2 * n_frames,
        "edge_width_percent": n_frames,
        "fine_texture": 16,
        "unchanged_share": 16,
        "landmarks_px": 3 * N_LANDMARKS * n_frames,
    }


@contextmanager
def _no_file_larger_than(size_bytes):
    """The system's own limit: a write that would go beyond it fails, as on a full disk."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_the_file_appears_only_when_it_is_complete(tmp_path):
    track = _full_track()
    write_track(track, tmp_path / "track.npz")
    before = (tmp_path / "track.npz").read_bytes()
    for name in ("track.npz", "new.npz"):
        with _no_file_larger_than(len(before) // 2), pytest.raises(OSError, match="too large"):
            write_track(track, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["track.npz"]
    assert (tmp_path / "track.npz").read_bytes() == before


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r"nowhere\.npz does not exist"):
        read_track(tmp_path / "nowhere.npz")


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"shopping list", bytes(5000)],
    ids=["empty", "zip", "text", "0"],
)
def test_something_else_is_refused_in_words(tmp_path, content):
    (tmp_path / "else.npz").write_bytes(content)
    with pytest.raises(InputError, match=r"else\.npz " + REFUSAL):
        read_track(tmp_path / "else.npz")


def test_a_folder_is_refused_in_words(tmp_path):
    with pytest.raises(InputError, match=REFUSAL):
        read_track(tmp_path)


def test_another_npz_is_refused_in_words(tmp_path):
    np.savez(tmp_path / "other.npz", time_s=np.arange(5.0))
    with pytest.raises(InputError, match=REFUSAL):
        read_track(tmp_path / "other.npz")


def _spoil(saved, path, **changed):
    """Rewrite the file with some members changed (bytes) or left out (``None``)."""
    with zipfile.ZipFile(io.BytesIO(saved)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = changed.get(name.removesuffix(".npy"), old.read(name))
            if content is not None:
                new.writestr(name, content)


def _as_npy(values):
    file = io.BytesIO()
    np.lib.format.write_array(file, np.asarray(values), allow_pickle=True)
    return file.getvalue()


def _about(saved, **changes):
    with np.load(io.BytesIO(saved)) as held:
        about = json.loads(held["about"].item())
    return _as_npy(json.dumps(about | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "twitchcam-track-9"},
        {"format": None},
        {"source": None},
        {"source": {"name": "a"}},
        {"cues": 5},
        {"cues": ["smile"]},
        {"notes": 1},
        {"frame_size_px": 5},
        {"something_new": 1},
    ],
    ids=str,
)
def test_a_track_with_another_description_is_refused_in_words(tmp_path, saved, changes):
    _spoil(saved, tmp_path / "track.npz", about=_about(saved, **changes))
    with pytest.raises(InputError, match=REFUSAL):
        read_track(tmp_path / "track.npz")


@pytest.mark.parametrize("about", ["[]", "3", '"text"', "null", "{", ""])
def test_a_description_that_is_none_is_refused_in_words(tmp_path, saved, about):
    _spoil(saved, tmp_path / "track.npz", about=_as_npy(about))
    with pytest.raises(InputError, match=REFUSAL):
        read_track(tmp_path / "track.npz")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("time_s", np.arange(30)[::-1]),
        ("time_s", np.arange(29)),
        ("time_s", np.zeros((30, 2))),
        ("time_s", 3.0),
        ("time_s", np.array(["a"] * 30)),
        ("time_s", np.array([{}] * 30)),
        ("face_found", np.ones(31, dtype=bool)),
        ("skin_displacement", np.zeros((30, 7, 2, 2))),
        ("field_displacement", np.zeros((30, *FIELD[1:]), dtype="<f4")),
        ("field_displacement", np.zeros((29, *FIELD), dtype="<f4")),
        ("field_texture", np.zeros((8, 2), dtype="<f4")),
        ("landmarks_px", np.zeros((30, 468, 3), dtype="<f4")),
        ("landmarks_px", np.zeros((30, N_LANDMARKS, 3), dtype="<f8")),
        ("landmarks_px", np.zeros((29, N_LANDMARKS, 3), dtype="<f4")),
    ],
)
def test_a_track_with_other_arrays_is_refused_in_words(
    tmp_path, saved, own_temporary_folder, name, values
):
    _spoil(saved, tmp_path / "track.npz", **{name: _as_npy(values)})
    with pytest.raises(InputError, match=REFUSAL):
        read_track(tmp_path / "track.npz")
    gc.collect()
    assert _list_rows(own_temporary_folder) == []


@pytest.mark.parametrize(
    "name", ["about", "time_s", "face_luma", "landmarks_px", "field_displacement"]
)
def test_a_track_with_a_part_missing_is_refused_in_words(tmp_path, saved, name):
    _spoil(saved, tmp_path / "track.npz", **{name: None})
    with pytest.raises(InputError, match=REFUSAL):
        read_track(tmp_path / "track.npz")


def _refusal(path):
    """What is said to a damaged file; ``None`` if it can be read in full."""
    try:
        track = read_track(path)
    except InputError as refusal:
        return str(refusal)
    return None if len(track.time_s) == 30 else "read in part"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_track_is_refused_in_words_or_read_in_full(
    tmp_path, saved, own_temporary_folder, seed
):
    random = np.random.default_rng(seed)
    path = tmp_path / "track.npz"
    for _ in range(25):
        damaged = np.frombuffer(saved, np.uint8).copy()
        if random.random() < 0.3:
            damaged = damaged[: random.integers(len(damaged))]
        else:
            at = random.integers(len(damaged) - 20)
            damaged[at : at + random.integers(1, 20)] ^= 0x5A
        path.write_bytes(damaged.tobytes())
        assert _refusal(path) is None or "must be a track saved by twitchcam" in _refusal(path)
    gc.collect()
    assert _list_rows(own_temporary_folder) == []


def test_what_lies_on_disk_goes_away_with_the_track(tmp_path, saved, own_temporary_folder):
    (tmp_path / "track.npz").write_bytes(saved)
    track = read_track(tmp_path / "track.npz")
    assert len(_list_rows(own_temporary_folder)) == 3, "landmarks, field and light"
    shared = replace(track, notes=())
    points, field = shared.landmarks_px[3:5], shared.field_displacement[7]
    del track, shared
    gc.collect()
    assert points.shape == (2, N_LANDMARKS, 3)
    assert len(_list_rows(own_temporary_folder)) == 2, "parts of them are still in use"
    del points
    gc.collect()
    assert len(_list_rows(own_temporary_folder)) == 1
    assert field.shape == FIELD
    del field
    gc.collect()
    assert _list_rows(own_temporary_folder) == []


def test_a_track_of_an_earlier_format_is_told_from_a_damaged_one(tmp_path, saved):
    _spoil(saved, tmp_path / "old.npz", about=_about(saved, format="twitchcam-track-4"))
    with pytest.raises(InputError, match=r"old\.npz was saved by an earlier version"):
        read_track(tmp_path / "old.npz")


@pytest.mark.parametrize("leave", ["discard", "forget"])
def test_a_store_that_is_given_up_leaves_nothing(own_temporary_folder, leave):
    store = RowStore()
    store.append(None)
    assert len(_list_rows(own_temporary_folder)) == 1
    if leave == "discard":
        store.discard()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # a forgotten file says so
        del store
        gc.collect()
    assert _list_rows(own_temporary_folder) == []


def test_an_empty_store_is_an_empty_array_and_leaves_nothing(own_temporary_folder):
    assert RowStore().close().shape == (0, N_LANDMARKS, 3)
    gc.collect()
    assert _list_rows(own_temporary_folder) == []


def test_stored_landmarks_are_kept_to_a_hundredth_of_a_pixel_and_cannot_be_changed(rng):
    points = rng.uniform(-50, 4000, (N_LANDMARKS, 3))
    store = RowStore()
    store.append(points)
    store.append(None)
    kept = store.close()
    np.testing.assert_allclose(kept[0], points, atol=0.01)
    assert np.isnan(kept[1]).all()
    with pytest.raises(ValueError, match="read-only"):
        kept[0] = 0


def test_rows_of_another_shape_and_finer_steps_are_kept_as_such(rng):
    rows = rng.normal(0, 3, (40, *FIELD))
    store = RowStore(FIELD, 4096)
    for row in rows:
        store.append(row)
    kept = store.close()
    assert kept.shape == rows.shape
    np.testing.assert_allclose(kept, rows, atol=0.5 / 4096 + 1e-6)
    np.testing.assert_array_equal(read_rows(kept, 11, 23), kept[11:23])
    np.testing.assert_array_equal(read_rows(kept, 35, 99), kept[35:])
    np.testing.assert_array_equal(read_rows(kept[::2], 5, 9), kept[10:18:2])


@pytest.mark.parametrize("on_disk", [True, False])
def test_long_recordings_are_read_in_pieces_that_make_the_whole(on_disk):
    n_frames = 2 * 512 + 5
    points = np.zeros((n_frames, N_LANDMARKS, 3), np.float32)
    points[:, 0, 0] = np.arange(n_frames)
    if on_disk:
        store = RowStore()
        store.append_rows(points.tobytes())
        points = store.close()
    pieces = list(read_pieces(points))
    assert [first for first, _ in pieces] == [0, 512, 1024]
    assert max(len(piece) for _, piece in pieces) == 512
    np.testing.assert_array_equal(
        np.concatenate([piece[:, 0, 0] for _, piece in pieces]), np.arange(n_frames)
    )


@pytest.mark.parametrize(
    "part",
    [
        slice(3, None),
        slice(None, 4),
        slice(None, None, 2),
        slice(None, None, -1),
        slice(None),
        [5, 1],
    ],
    ids=str,
)
def test_a_part_of_stored_landmarks_is_read_as_what_it_holds(part):
    points = np.zeros((9, N_LANDMARKS, 3), np.float32)
    points[:, 0, 0] = np.arange(9)
    store = RowStore()
    store.append_rows(points.tobytes())
    pieces = [piece for _, piece in read_pieces(store.close()[part])]
    np.testing.assert_array_equal(np.concatenate(pieces), points[part])
