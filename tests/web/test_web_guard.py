"""Who may ask the server for what: forged hosts, foreign pages, tokens, sizes, names."""

from __future__ import annotations

import logging
import re
import signal
import socket
import stat
import sys
from contextlib import closing, suppress

import httpx
import pytest
from web_server import serving

from twitchcam.errors import InputError
from twitchcam.store.library import Store
from twitchcam.web.addresses import list_addresses
from twitchcam.web.config import WebConfig, is_loopback
from twitchcam.web.serve import serve

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("web") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def anna(server):
    return server.add_person()


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "localhost.evil.example",
     "192.168.0.7", "10.0.0.1:80", "", "127.0.0.1@evil.example", "[::1", "a b"],
)  # fmt: skip
def test_a_host_that_is_not_ours_is_refused(server, host):
    # As in DNS rebinding: the name of another site leads to this computer.
    answer = server.client.get("/", headers={"Host": host})
    assert answer.status_code in (400, 421)
    assert "twitchcam is" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:9999", "[::1]:80", "LOCALHOST"])
def test_the_names_of_this_computer_are_ours_through_any_tunnel(server, host):
    assert server.client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1", "http://localhost:1", ""]
)
def test_a_change_asked_for_by_another_page_is_refused(server, anna, origin):
    headers = {"Origin": origin}
    for path in ("/people", f"/people/{anna}/delete", "/api/recordings"):
        assert server.client.post(path, data={"name": "x"}, headers=headers).status_code == 403
    assert server.client.get(f"/people/{anna}").status_code == 200


def test_a_change_without_an_origin_is_refused_when_a_browser_says_it_is_foreign(server):
    with httpx.Client(base_url=server.url) as client:
        foreign = {"Sec-Fetch-Site": "cross-site"}
        assert client.post("/people", data={"name": "x"}, headers=foreign).status_code == 403
        own = {"Sec-Fetch-Site": "same-origin"}
        assert client.post("/people", data={"name": ""}, headers=own).status_code == 422


def test_other_pages_may_link_here_but_not_load_from_here(server):
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    picture = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert server.client.get("/", headers=link).status_code == 200
    assert server.client.get("/static/app.css", headers=picture).status_code == 403
    # Browsers call another port of the same computer the same site. It is not us.
    neighbour = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"}
    for path in ("/", "/api/news", "/static/app.js"):
        assert server.client.get(path, headers=neighbour).status_code == 403


def test_a_refusal_is_a_calm_page_for_people_and_plain_words_for_scripts(server):
    foreign = {"Origin": "https://evil.example"}
    for path, status, words in (
        ("/people", 403, "Nothing was changed"),
        ("/recordings/x/again", 403, "To the start"),
    ):
        answer = server.client.post(path, headers=foreign)
        assert answer.status_code == status
        assert answer.headers["content-type"].startswith("text/html")
        assert words in answer.text
        # It asks for no news: who is not let in would ask in vain, again and again.
        assert "app.js" not in answer.text
    refused = server.client.post("/api/recordings", headers=foreign)
    assert refused.json() == {"problem": "This request came from another page."}
    assert server.client.get("/people").status_code == 405
    too_long = server.client.post("/people", content=bytes(9 << 20))
    assert too_long.status_code == 413
    assert "This is too much at once" in too_long.text


def test_pages_run_no_inline_script_and_load_nothing_from_elsewhere(server, anna):
    for path in ("/", f"/people/{anna}", f"/people/{anna}/upload", "/nowhere"):
        answer = server.client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in answer.headers
        # Texts lie in the page as data, which no browser runs.
        for opening in re.findall(r"<script[^>]*>", answer.text):
            assert " src=" in opening or ' type="application/json"' in opening
        assert not re.search(r"\son\w+=|\sstyle=|(src|href)=\"(?!/|#)", answer.text)


def test_what_people_type_stays_text(server):
    name = "<script>alert(1)</script>"
    person = server.add_person(name)
    page = server.client.get(f"/people/{person}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    server.client.post(f"/people/{person}/delete")


def test_the_name_of_a_file_never_becomes_a_path(server, anna):
    outside = server.data.parent / "escaped.mp4"
    for name in ("../../escaped.mp4", "/etc/passwd", "a\x00b.mp4", "..\\..\\x.mp4", "C:\\x.mp4"):
        recording_id = server.upload(anna, name, b"no video")
        end = server.wait_for(recording_id, "refused")
        assert "must be a video file" in end["problem"]
        assert (server.data / "recordings" / recording_id / "video").exists()
        server.client.post(f"/recordings/{recording_id}/delete")
        assert not (server.data / "recordings" / recording_id).exists()
    assert not outside.exists()


@pytest.mark.parametrize(
    "name", ["..%2F..%2Ftwitchcam.sqlite", "%2e%2e", "video", "../video", ".unfinished", "a%00b"]
)
def test_only_files_of_a_result_are_given_out(server, anna, name):
    recording_id = server.begin(anna, "clip.mp4", b"x")["id"]
    answer = server.client.get(f"/recordings/{recording_id}/files/{name}")
    assert answer.status_code == 404
    server.client.post(f"/recordings/{recording_id}/delete")


@pytest.mark.parametrize("key", ["0" * 32, "%2e%2e%2f", "a" * 500, "' OR 1=1 --"])
def test_keys_that_nothing_has_are_not_found(server, key):
    for path in (f"/people/{key}", f"/recordings/{key}", f"/api/recordings/{key}"):
        assert server.client.get(path).status_code == 404
    assert server.client.post(f"/recordings/{key}/delete").status_code in (404, 405)


def test_a_piece_that_is_too_large_is_refused_whether_it_says_so_or_not(server, anna):
    recording_id = server.begin(anna, "clip.mp4", b"x" * (20 << 20))["id"]
    too_large = b"x" * (9 << 20)
    assert server.put(recording_id, too_large, 0).status_code == 413

    def without_length():
        yield from (too_large[k : k + (1 << 20)] for k in range(0, len(too_large), 1 << 20))

    path = f"/api/recordings/{recording_id}/content?offset=0"
    with suppress(httpx.WriteError):  # the server may hang up on us
        assert server.client.put(path, content=without_length()).status_code == 413
    assert server.describe(recording_id)["received_bytes"] == 0
    server.client.post(f"/recordings/{recording_id}/delete")


def test_more_than_was_announced_is_refused(server, anna):
    recording_id = server.begin(anna, "clip.mp4", b"xyz")["id"]
    assert server.put(recording_id, b"xyz!", 0).status_code == 413
    assert server.put(recording_id, b"xy", 0).json() == {"received_bytes": 2}
    assert server.client.post(f"/api/recordings/{recording_id}/finish").status_code == 409
    server.client.post(f"/recordings/{recording_id}/delete")


def test_a_recording_larger_than_the_limit_is_refused_before_it_is_sent(server, anna):
    new = {"person_id": anna, "name": "x", "origin": "upload", "size_bytes": 5 << 30}
    answer = server.client.post("/api/recordings", json=new)
    assert answer.status_code == 413
    assert "at most 4 GB" in answer.json()["problem"]


@pytest.mark.parametrize(
    "new",
    [{}, {"person_id": "../..", "name": "x", "origin": "upload"}, [], "x",
     {"person_id": "0" * 32, "name": "x", "origin": "elsewhere"},
     {"person_id": "0" * 32, "name": "x", "origin": "upload", "size_bytes": -1}],
)  # fmt: skip
def test_an_order_that_makes_no_sense_is_refused(server, new):
    assert server.client.post("/api/recordings", json=new).status_code == 422


def test_too_many_unfinished_recordings_are_refused(server):
    ben = server.add_person("Ben")
    answers = [
        server.client.post(
            "/api/recordings",
            json={"person_id": ben, "name": f"{k}", "origin": "upload", "size_bytes": k + 1},
        )
        for k in range(101)
    ]
    assert answers[-1].status_code == 429
    server.client.post(f"/people/{ben}/delete")
    assert server.client.get(f"/people/{ben}").status_code == 404


@pytest.mark.parametrize("cues", ["x", [1], [{"step": "../x", "start_s": 0, "stop_s": 1}], {}])
def test_cues_that_make_no_sense_are_refused(server, anna, cues):
    recording_id = server.begin(anna, "clip.mp4", b"xyz", origin="camera")["id"]
    assert server.client.put(f"/api/recordings/{recording_id}/cues", json=cues).status_code == 422
    server.client.post(f"/recordings/{recording_id}/delete")


def test_with_a_token_nobody_comes_in_without_it(tmp_path):
    with serving(tmp_path / "data", TWITCHCAM_TOKEN="s3cret-token") as server:
        assert server.shown.endswith("/in/s3cret-token")
        for path in ("/", "/api/news", "/static/app.js", "/?token=wrong", "/?token=", "/in/wrong"):
            assert server.client.get(path).status_code == 401, path
        assert "open the full address" in server.client.get("/").text
        assert "the same file is chosen again" in server.client.get("/api/news").json()["problem"]
        shown = server.client.get("/?token=s3cret-token&x=1")
        assert shown.status_code == 303
        assert shown.headers["location"] == "/?x=1"
        cookie = shown.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        # Browsers show a cookie to every port of a host.
        assert "s3cret" not in cookie
        assert server.client.get("/").status_code == 200
        short = httpx.get(server.shown)
        assert (short.status_code, short.headers["location"]) == (303, "/")
        with httpx.Client(base_url=server.url) as client:
            bearer = {"Authorization": "Bearer s3cret-token"}
            assert client.get("/", headers=bearer).status_code == 200
            assert client.get("/").status_code == 401
        assert "s3cret" not in server.log()


def test_a_token_may_hold_anything(tmp_path):
    token = "it's \"a; b=c, d\\ \N{GREEK SMALL LETTER PI}&?"
    with serving(tmp_path / "data", TWITCHCAM_TOKEN=token) as server:
        assert server.client.get("/", params={"token": token}).status_code == 303
        assert server.client.get("/").status_code == 200


def test_another_host_gets_a_token_without_being_asked(tmp_path, monkeypatch):
    said = []
    config = WebConfig(host="0.0.0.0", port=0)
    monkeypatch.setattr("uvicorn.Server.run", lambda *_args, **_options: None)
    store = Store(tmp_path)
    serve(store, config, say=said.append)
    store.close()
    token = said[0].split("/in/")[1]
    assert len(token) == 16
    assert not is_loopback("0.0.0.0")


@pytest.mark.skipif(not list_addresses(), reason="needs a network")
def test_the_address_that_is_said_is_one_that_other_devices_can_open(tmp_path, monkeypatch):
    said = []
    monkeypatch.setattr("uvicorn.Server.run", lambda *_args, **_options: None)
    with closing(Store(tmp_path)) as store:
        serve(store, WebConfig(host="0.0.0.0", port=0), say=said.append)
    name = re.search(r"http://([\d.]+):\d+/in/[a-z2-9]{16}$", said[0])[1]
    assert name == list_addresses()[0]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_ctrl_c_with_a_page_open_is_no_fault(tmp_path):
    with serving(tmp_path / "data") as running:
        with running.client.stream("GET", "/api/news") as news:
            assert news.status_code == 200
            running.process.send_signal(signal.SIGINT)
            with suppress(httpx.RemoteProtocolError):
                news.read()
            running.process.wait(60)
        running.client.close()
        running.process.stdout.close()
        assert "ASGI" not in running.log()
        assert "Stopped." in running.log()


def test_an_answer_that_breaks_off_before_the_end_is_told(tmp_path, monkeypatch, caplog):
    cut = "ASGI callable returned without completing response."

    def run(server, **_options):
        log = logging.getLogger("uvicorn.error")
        log.error(cut)
        server.should_exit = True
        log.error(cut)
        log.error("Another fault.")

    monkeypatch.setattr("uvicorn.Server.run", run)
    # It would keep what is told from the log that this test reads.
    monkeypatch.setattr("uvicorn.Config.configure_logging", lambda _: None)
    with closing(Store(tmp_path)) as store:
        serve(store, WebConfig(port=0), say=lambda _: None)
    assert caplog.messages == [cut, "Another fault."]


def test_a_folder_is_served_once(server):
    store = Store(server.data)
    with pytest.raises(InputError, match=f"got a server at {re.escape(server.url)} already"):
        serve(store, WebConfig(port=0))
    store.close()


def test_a_taken_port_is_one_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        store = Store(tmp_path)
        with pytest.raises(InputError, match="Choose another with --port"):
            serve(store, WebConfig(port=taken.getsockname()[1]))
        store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_what_the_server_keeps_is_for_its_owner_only(server, anna):
    recording_id = server.begin(anna, "clip.mp4", b"xyz")["id"]
    server.put(recording_id, b"xyz", 0)
    server.client.put(f"/api/recordings/{recording_id}/cues", json=[])
    for path in server.data.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    server.client.post(f"/recordings/{recording_id}/delete")
