"""Pictures that a browser sends as they are: none is lost, whatever breaks off."""

from __future__ import annotations

import os
import subprocess
import time
from contextlib import contextmanager

import av
import numpy as np
import pytest
from web_server import RunningServer, serving

from twitchcam.capture.files import open_video
from twitchcam.capture.sole_recorder import AlreadyRecording, be_sole_recorder

pytestmark = pytest.mark.slow

SIZE = (64, 48)
KIND = {"format": "I420", "width": SIZE[0], "height": SIZE[1], "full_range": 0, "matrix": "bt709"}
_FIRST_US = 7_000_000_123


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("web") / "data") as running:
        yield running


def make_pictures(n: int, *, seed: int = 1) -> np.ndarray:
    """(n, 72, 64): planes of brightness and halved colour, full of noise."""
    shape = (n, SIZE[1] * 3 // 2, SIZE[0])
    return np.random.default_rng(seed).integers(16, 236, shape, np.uint8)


def find_time_us(k: int) -> int:
    return _FIRST_US + round(1e6 * k / 30)


def pack(pictures: np.ndarray, first: int = 0) -> bytes:
    return b"".join(
        find_time_us(first + k).to_bytes(8, "little", signed=True) + picture.tobytes()
        for k, picture in enumerate(pictures)
    )


def begin(server: RunningServer) -> str:
    person = server.add_person(f"Anna {os.urandom(4).hex()}")
    return server.begin(person, "Free recording", b"", origin="camera", size_bytes=None)["id"]


def send(server: RunningServer, key: str, content: bytes, **kind):
    return server.client.post(
        f"/api/recordings/{key}/pictures", params=KIND | kind, content=content
    )


def read_planes(path) -> tuple[np.ndarray, list[float]]:
    with av.open(str(path)) as video:
        frames = list(video.decode(video=0))
    return np.array([frame.to_ndarray() for frame in frames]), [frame.time for frame in frames]


def find_video(server: RunningServer, key: str):
    return server.data / "recordings" / key / "video"


def test_what_the_camera_gave_is_in_the_file_bit_for_bit_at_its_times(server):
    key, pictures = begin(server), make_pictures(12)
    for first in (0, 6):
        answer = send(server, key, pack(pictures[first : first + 6], first))
        assert answer.json() == {"n_kept": first + 6}
    # An answer that was lost on its way: the same pictures come again.
    assert send(server, key, pack(pictures[6:], 6)).json() == {"n_kept": 12}
    assert server.client.post(f"/api/recordings/{key}/finish").is_success
    planes, times_s = read_planes(find_video(server, key))
    assert np.array_equal(planes, pictures)
    assert times_s == pytest.approx([k / 30 for k in range(12)], abs=0.001)
    assert not list(find_video(server, key).parent.glob("part-*"))


def test_a_server_that_is_killed_costs_less_than_a_second_and_goes_on_where_it_was(tmp_path):
    pictures = make_pictures(120)
    server = RunningServer(tmp_path / "data")
    key = begin(server)
    for first in range(0, 60, 6):
        assert send(server, key, pack(pictures[first : first + 6], first)).is_success
        time.sleep(0.2)
    server.kill()
    [part] = find_video(server, key).parent.glob("part-*")
    with open_video(part) as before:
        n_before = len(list(before.frames()))
    assert n_before >= 30
    with serving(tmp_path / "data") as again:
        # What was on its way comes once more, then what was taken meanwhile.
        for first in range(54, 120, 6):
            assert send(again, key, pack(pictures[first : first + 6], first)).is_success
        assert again.client.post(f"/api/recordings/{key}/finish").is_success
        planes, times_s = read_planes(find_video(again, key))
    numbers = [round(30 * at_s) for at_s in times_s]
    assert numbers == [*range(min(n_before, 54)), *range(54, 120)]
    assert np.array_equal(planes, pictures[numbers])


def test_a_recording_that_nobody_goes_on_with_is_put_together_and_measured(tmp_path):
    with serving(tmp_path / "data", TWITCHCAM_ABANDONED_AFTER_S="1") as server:
        key = begin(server)
        assert send(server, key, pack(make_pictures(30))).is_success
        # It is noise: it can be read, and no face is in it.
        server.wait_for(key, "refused", "done")
        assert find_video(server, key).exists()


def test_another_way_begins_with_nothing_of_the_first(server):
    key = begin(server)
    assert send(server, key, pack(make_pictures(6))).is_success
    answer = server.client.delete(f"/api/recordings/{key}/content")
    assert answer.json() == {"received_bytes": 0}
    assert server.put(key, b"webm", 0).json() == {"received_bytes": 4}


def test_what_makes_no_sense_is_refused_in_a_sentence(server):
    key, content = begin(server), pack(make_pictures(2))
    for part, kind in ((content[:-1], {}), (b"", {}), (content, {"width": 66}),
                       (content, {"format": "RGBA"}), (content, {"width": 9})):  # fmt: skip
        assert send(server, key, part, **kind).status_code == 422
    assert send(server, key, content).is_success
    other = send(server, key, pack(make_pictures(2), 9)[: 2 * (8 + 3072)], width=64, height=32)
    assert other.status_code == 409
    assert "size" in other.json()["problem"]
    assert send(server, "f" * 32, content).status_code == 404
    server.client.post(f"/recordings/{key}/delete")
    assert send(server, key, content).status_code == 404
    assert not find_video(server, key).parent.exists()


def test_an_upload_takes_no_pictures(server):
    key = server.begin(server.add_person("Uploader"), "x.mp4", b"12345678")["id"]
    assert send(server, key, pack(make_pictures(2))).status_code == 409


def test_room_is_said_from_pictures_of_this_camera(server):
    def ask(pictures):
        return server.client.post("/api/room", params=KIND | {"rate": 30}, content=pack(pictures))

    noisy, quiet = make_pictures(6), np.full((6, 72, 64), 100, np.uint8)
    minutes = [ask(pictures).json()["minutes"] for pictures in (noisy, quiet)]
    assert minutes[0] < minutes[1]
    assert ask(noisy).json()["encoding"] == "lossless"
    assert "MB" in ask(noisy).json()["words"]
    assert ask(noisy[:1]).status_code == 422


@contextmanager
def small_disk(folder, size_mb: int):
    """A file system of its own that is soon full; skipped where nobody may mount one."""
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size_mb}m", "tmpfs", str(folder)],
        check=False, capture_output=True,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("needs the right to mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_said_and_what_was_recorded_is_kept(tmp_path):
    with (
        small_disk(tmp_path / "disk", 260) as disk,
        serving(disk / "data", TWITCHCAM_ABANDONED_AFTER_S="600") as server,
    ):
        key = begin(server)
        assert send(server, key, pack(make_pictures(30))).is_success
        (disk / "other").write_bytes(bytes(60 << 20))
        full = send(server, key, pack(make_pictures(6), 30))
        assert full.status_code == 507
        assert "Make room" in full.json()["problem"]
        assert server.client.post(f"/api/recordings/{key}/finish").is_success
        planes, _ = read_planes(find_video(server, key))
        assert len(planes) == 30


def test_the_desk_and_the_browser_do_not_record_at_once(tmp_path):
    """Two would take each other's time, and pictures."""
    with serving(tmp_path / "data") as server:
        key = begin(server)
        with be_sole_recorder(tmp_path / "data"):
            refused = send(server, key, pack(make_pictures(3)))
        assert refused.status_code == 409
        assert "Another recording is going on" in refused.text
        assert send(server, key, pack(make_pictures(3))).json() == {"n_kept": 3}
        with pytest.raises(AlreadyRecording), be_sole_recorder(tmp_path / "data"):
            pass
        assert server.client.delete(f"/api/recordings/{key}/content").status_code == 200
        with be_sole_recorder(tmp_path / "data"):
            pass
