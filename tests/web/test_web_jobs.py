"""Recordings that are sent, wait, are measured; servers that die in the middle of it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from io import BytesIO
from pathlib import Path

import httpx
import numpy as np
import psutil
import pytest
from examples import keep_short
from making_videos import write_told
from project_paths import SAMPLE_CLIPS
from web_server import RunningServer, serving, wait_until

from twitchcam.store.folders import RecordingFiles
from twitchcam.store.library import Store
from twitchcam.tracking.track_file import FORMAT, read_track
from twitchcam.web.analysis_queue import Analyst
from twitchcam.web.config import WebConfig
from twitchcam.web.housekeeping import Housekeeping
from twitchcam.web.news import News
from twitchcam.web.takes import Takes

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("web") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def anna(server):
    return server.add_person()


def list_workers(server: RunningServer) -> list[psutil.Process]:
    children = psutil.Process(server.process.pid).children(recursive=True)
    return [
        child for child in children if "twitchcam.web.analysis_worker" in " ".join(child.cmdline())
    ]


@pytest.fixture(scope="module")
def clara(server):
    return server.add_person("Clara")


@pytest.fixture(scope="module")
def sent(server, clara, short_clip):
    """A clip that was sent and measured, and the news of it that its page heard meanwhile."""
    heard: list[dict] = []
    ready = threading.Event()

    def listen() -> None:
        with (
            suppress(httpx.HTTPError),
            httpx.stream("GET", f"{server.url}/api/news", timeout=60.0) as stream,
        ):
            for line in stream.iter_lines():
                ready.set()
                if line.startswith("data: {"):
                    heard.append(json.loads(line.removeprefix("data: ")))

    threading.Thread(target=listen, daemon=True).start()
    assert ready.wait(30.0)
    recording_id = server.upload(clara, "My clip.mp4", short_clip)
    server.wait_for(recording_id, "done")

    def list_states() -> list[str]:
        return [item["state"] for item in heard if item.get("recording") == recording_id]

    wait_until(lambda: "done" in list_states(), "the news of it")
    return recording_id, tuple(heard)


def test_a_clip_that_was_sent_is_measured_and_kept(server, clara, sent):
    recording_id, heard = sent
    page = server.client.get(f"/recordings/{recording_id}").text
    assert "My clip.mp4" in page
    assert "left cheek" in page
    assert "Read the full report" in page
    document = server.client.get(f"/recordings/{recording_id}/files/analysis.json").json()
    assert document["source"]["name"] == "My clip.mp4"
    report = server.client.get(f"/recordings/{recording_id}/files/report.html")
    assert report.headers["content-security-policy"].startswith("sandbox allow-scripts")
    assert "allow-same-origin" not in report.headers["content-security-policy"]
    assert "My clip.mp4" in report.text
    states = [item["state"] for item in heard if item.get("recording") == recording_id]
    assert states[0] in ("receiving", "waiting")
    assert states[-1] == "done"
    assert any(0 < item.get("progress", 0) < 1 for item in heard if item.get("state") == "running")
    person = server.client.get(f"/people/{clara}").text
    assert "Over time" in person
    assert "Twitches at rest" in person
    whole = server.client.get(f"/people/{clara}/export.zip")
    names = zipfile.ZipFile(BytesIO(whole.content)).namelist()
    assert any(name.endswith("video.mp4") for name in names)
    assert any(name.endswith("report.html") for name in names)
    wait_until(lambda: not list(server.data.glob("*.zip")), "the export to be removed")


def test_a_mirrored_clip_is_measured_again_with_sides_changed(server, sent):
    recording_id, _ = sent
    server.client.post(f"/recordings/{recording_id}/mirrored", data={"mirrored": "true"})
    server.wait_for(recording_id, "waiting", "running")
    server.wait_for(recording_id, "done")
    document = server.client.get(f"/recordings/{recording_id}/files/analysis.json").json()
    assert document["source"]["mirrored"] is True
    assert {event["side"] for event in document["events"]} == {"right"}
    assert "right cheek" in server.client.get(f"/recordings/{recording_id}").text


def age_track(path: Path) -> None:
    """Make a saved track one of an earlier format."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    about = json.loads(np.load(BytesIO(parts["about.npy"])).item())
    assert about["format"] == FORMAT != "twitchcam-track-1"
    packed = BytesIO()
    np.save(packed, np.array(json.dumps(about | {"format": "twitchcam-track-1"})))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts | {"about.npy": packed.getvalue()}).items():
            archive.writestr(name, content)


def test_a_track_of_an_earlier_version_is_made_anew_while_the_video_is_there(server, clara, sent):
    """The last that is done with this clip: its video is deleted."""
    recording_id, _ = sent
    results = server.data / "recordings" / recording_id / "results"
    track = read_track(results / "track.npz")

    def answer_anew() -> dict:
        path = f"/people/{clara}/questions?group=health"
        assert server.client.post(path, data={}).status_code == 303
        return server.wait_for(recording_id, "done", "refused", "failed")

    age_track(results / "track.npz")
    assert answer_anew()["state"] == "done"
    made_anew = read_track(results / "track.npz")
    np.testing.assert_array_equal(made_anew.skin_displacement, track.skin_displacement)

    age_track(results / "track.npz")
    server.client.post(f"/recordings/{recording_id}/delete-video")
    assert server.client.get(f"/recordings/{recording_id}/video").status_code == 404
    assert "cheek" in server.client.get(f"/recordings/{recording_id}").text
    end = answer_anew()
    assert end["state"] == "refused"
    assert end["problem"].startswith("My clip.mp4 must still have its video to be measured anew")
    assert server.client.get(f"/recordings/{recording_id}/files/report.html").is_success


_EMPTY = (b"", "got an empty file")
_PLAYLIST = (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "must be a video file")


@pytest.mark.parametrize(
    ("content", "problem"),
    keep_short(
        [
            _EMPTY,
            (b"just text, no video at all", "got text"),
            (b"\x00" * 5000, "no video format that is known"),
            _PLAYLIST,
            (
                b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + b"\xff" * 4000,
                "readable index",
            ),
        ],
        _EMPTY,
        _PLAYLIST,
    ),
)
def test_what_is_no_video_is_refused_in_one_sentence(server, anna, content, problem):
    recording_id = server.upload(anna, "holiday.mp4", content)
    end = server.wait_for(recording_id, "refused")
    assert problem in end["problem"]
    assert end["problem"].startswith("holiday.mp4 ")
    assert "Could not be used" in server.client.get(f"/recordings/{recording_id}").text


def test_many_at_once_all_come_to_an_end(server, short_clip):
    ben = server.add_person("Ben")

    def send(k: int) -> str:
        content = short_clip if k == 2 else b"no video, number %d" % k
        return server.upload(ben, f"{k}.mp4", content, modified_ms=k)

    with ThreadPoolExecutor(4) as pool:
        ids = list(pool.map(send, range(4)))
    assert len(set(ids)) == 4
    states = [server.wait_for(key, "done", "refused")["state"] for key in ids]
    assert states[2] == "done"
    assert states.count("refused") == 3
    server.client.post(f"/people/{ben}/delete")
    assert server.client.get(f"/people/{ben}").status_code == 404


def test_a_stopped_analysis_ends_at_once_and_can_be_taken_up(server, anna):
    content = (SAMPLE_CLIPS / "blink_cheek.mp4").read_bytes()
    recording_id = server.upload(anna, "long.mp4", content)
    server.wait_for(recording_id, "running")
    wait_until(lambda: list_workers(server), "a worker")
    answer = server.client.post(f"/api/recordings/{recording_id}/cancel")
    assert answer.json()["state"] == "cancelled"
    assert list_workers(server) == []
    assert "Measure what there is" in server.client.get(f"/recordings/{recording_id}").text
    server.client.post(f"/recordings/{recording_id}/again")
    server.wait_for(recording_id, "running")
    # Deleting stops it too, and nothing of it comes back.
    server.client.post(f"/recordings/{recording_id}/delete")
    time.sleep(0.5)
    assert not (server.data / "recordings" / recording_id).exists()
    assert list_workers(server) == []


def test_a_worker_that_dies_ends_one_recording_in_words_and_no_other(server, anna):
    content = (SAMPLE_CLIPS / "blink_cheek.mp4").read_bytes()
    recording_id = server.upload(anna, "odd.mp4", content)
    [worker] = wait_until(lambda: list_workers(server), "a worker")
    worker.send_signal(signal.SIGUSR1)
    end = server.wait_for(recording_id, "refused", "failed", "done")
    assert end["state"] == "refused"
    assert "the process that read it died" in end["problem"]
    after = server.wait_for(server.upload(anna, "next.mp4", b"just text"), "refused")
    assert "got text" in after["problem"]
    server.client.post(f"/recordings/{recording_id}/delete")


def test_a_camera_that_fell_silent_leaves_what_was_sent(tmp_path, short_clip):
    with serving(tmp_path / "data", TWITCHCAM_ABANDONED_AFTER_S="1") as server:
        anna = server.add_person()
        about = {"origin": "camera", "protocol": "quick", "size_bytes": None}
        recording_id = server.begin(anna, "Short session", b"", **about)["id"]
        cue = {"step": "light_blink", "start_s": 2.8, "stop_s": 3.8}
        assert server.client.put(f"/api/recordings/{recording_id}/cues", json=[cue]).is_success
        assert server.put(recording_id, short_clip, 0).is_success
        server.wait_for(recording_id, "done")
        document = server.client.get(f"/recordings/{recording_id}/files/analysis.json").json()
        assert document["cues"] == [cue]
        assert any(action["cued"] for action in document["actions"])
        empty = server.begin(anna, "Short session", b"", **about)["id"]
        wait_until(
            lambda: server.client.get(f"/api/recordings/{empty}").status_code == 404, "its end"
        )


def test_a_server_that_dies_while_it_measures_takes_it_up_again(tmp_path, short_clip):
    server = RunningServer(tmp_path / "data")
    anna = server.add_person()
    recording_id = server.upload(anna, "clip.mp4", short_clip)
    server.wait_for(recording_id, "running")
    [worker] = wait_until(lambda: list_workers(server), "a worker")
    server.kill()
    wait_until(lambda: not worker.is_running(), "the worker to follow its server")
    with serving(tmp_path / "data") as again:
        assert again.describe(recording_id)["state"] in ("waiting", "running")
        again.wait_for(recording_id, "done")
        page = again.client.get(f"/recordings/{recording_id}").text
        assert "left cheek" in page
        assert "Read the full report" in page


def test_a_recording_beyond_the_limits_is_refused_and_the_server_lives(tmp_path, short_clip):
    with serving(tmp_path / "data", TWITCHCAM_MAX_MEMORY_GB="0.3") as server:
        anna = server.add_person()
        recording_id = server.upload(anna, "clip.mp4", short_clip)
        end = server.wait_for(recording_id, "refused", "failed")
        assert end["problem"]
        assert server.client.get("/").status_code == 200


@pytest.fixture
def store(tmp_path):
    with closing(Store(tmp_path / "data")) as opened:
        yield opened


_ALL_OLD = WebConfig(abandoned_after_s=0.0, unfinished_kept_s=-1.0)


def keep_house(store: Store, *, for_s: float = 1.0, config: WebConfig = _ALL_OLD) -> None:
    """Look after recordings of which, unless told otherwise, all are old enough to be ended."""
    news = News()

    async def run() -> None:
        house = Housekeeping(store, news, Analyst(store, news, config), Takes(store), config)
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(house.run(), for_s)

    asyncio.run(run())


def begin_each(store: Store):
    """A broken upload and a camera recording without a tab."""
    anna = store.add_person("Anna")
    upload, camera = (
        store.add_recording(anna.id, name=origin, origin=origin) for origin in ("upload", "camera")
    )
    for recording in (upload, camera):
        store.files(recording.id).append(b"part", 0)
    return upload, camera


def test_an_upload_that_nobody_goes_on_with_is_removed_in_the_end(store):
    anna = store.add_person("Anna")
    old, new = (
        store.add_recording(anna.id, name=name, origin="upload", size_bytes=9)
        for name in ("old.mp4", "new.mp4")
    )
    for recording in (old, new):
        store.files(recording.id).append(b"part", 0)
    four_days_ago_s = time.time() - 4 * 24 * 3600
    os.utime(store.files(old.id).video, (four_days_ago_s, four_days_ago_s))
    # It was begun just now as far as its row tells; nobody loses what is young.
    keep_house(store, config=WebConfig())
    assert store.get_recording(old.id).state == "receiving"
    keep_house(store, config=WebConfig(unfinished_kept_s=0.5))
    assert store.list_recordings(anna.id) == []
    assert list((store.folder / "recordings").iterdir()) == []


def test_a_folder_that_cannot_be_removed_keeps_no_other_recording_waiting(
    store, monkeypatch, caplog
):
    _upload, camera = begin_each(store)

    def fail(_files):
        raise OSError("busy")

    monkeypatch.setattr(RecordingFiles, "delete", fail)
    keep_house(store)
    assert store.get_recording(camera.id).state == "waiting"
    assert "could not be looked after" in caplog.text


def test_a_database_that_is_away_for_a_moment_ends_no_task(store, monkeypatch):
    monkeypatch.setattr("twitchcam.web.housekeeping.LOOK_EVERY_S", 0.05)
    monkeypatch.setattr("twitchcam.web.analysis_queue.LOOK_EVERY_S", 0.05)
    _upload, camera = begin_each(store)
    list_in_state, claim_waiting, failed = store.list_in_state, store.claim_waiting, []

    def once(name, ask):
        def ask_in_vain_once(*states):
            if name not in failed:
                failed.append(name)
                raise OSError("away")
            return ask(*states)

        return ask_in_vain_once

    monkeypatch.setattr(store, "list_in_state", once("list", list_in_state))
    keep_house(store)
    assert store.get_recording(camera.id).state == "waiting"

    claimed = []
    monkeypatch.setattr(store, "claim_waiting", once("claim", lambda: claimed.append(1)))
    news = News()

    async def work() -> None:
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(Analyst(store, news, WebConfig()).run(), 1.0)

    asyncio.run(work())
    assert claimed
    assert failed == ["list", "claim"]
    assert claim_waiting().id == camera.id


def test_what_was_finished_while_it_was_looked_at_is_neither_removed_nor_set_back(
    store, monkeypatch
):
    upload, camera = begin_each(store)
    monkeypatch.setattr(store, "list_in_state", lambda *_states: [upload, camera])
    for recording in (upload, camera):
        store.change_recording(recording.id, state="done")
    keep_house(store)
    assert {item.state for item in store.list_recordings()} == {"done"}
    assert store.files(upload.id).received_bytes == 4


def test_a_recording_is_of_the_day_that_its_file_tells(server, tmp_path):
    ben = server.add_person("Ben")
    clip = write_told(tmp_path / "phone.mov", {"creation_time": "2026-08-01T09:30:00Z"})
    unset = write_told(tmp_path / "old.mov", {"creation_time": "1971-02-03T00:00:00Z"})
    told = server.upload(ben, "phone.mov", clip.read_bytes(), modified_ms=1_790_000_000_000)
    not_told = server.upload(ben, "old.mov", unset.read_bytes(), modified_ms=1_780_000_000_000)
    for recording in (told, not_told):
        server.wait_for(recording, "done", "refused")
    page = server.client.get(f"/recordings/{told}").text
    assert "The date is the one that the video itself tells." in page
    assert "Recording of 1 Aug 2026" in page
    page = server.client.get(f"/recordings/{not_told}").text
    assert "of 1971-02-03, which cannot be" in page
    assert "Recording of 28 May 2026" in page
