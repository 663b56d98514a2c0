"""Filming with a phone: a door that is open for a while, for one person, and for nothing else."""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any

import cv2
import httpx
import numpy as np
import psutil
import pytest
from browsing import browsing, find_barriers, is_too_wide, needs_chromium, watch
from playwright.sync_api import Page, expect
from starlette.responses import PlainTextResponse
from web_server import RunningServer, serving

from twitchcam.errors import InputError
from twitchcam.web.addresses import list_addresses
from twitchcam.web.phone_line import PhoneLine

pytestmark = pytest.mark.slow

_PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
# No video at all: what is sent is looked at here, not what is measured.
_CLIP = b"no video " * 40_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with serving(tmp_path_factory.mktemp("web") / "data", TWITCHCAM_PHONE_HOST="127.0.0.1") as one:
        yield one


@pytest.fixture(scope="module")
def anna(server: RunningServer) -> str:
    return server.add_person("Anna")


def open_door(server: RunningServer, person_id: str, **form: str) -> str:
    """Open it as the button does; return the address that the page shows."""
    assert server.client.post(f"/people/{person_id}/phone", data=form).status_code == 303
    return read_address(server.client.get(f"/people/{person_id}/phone").text)


def read_address(page: str) -> str:
    found = re.search(r"http://[\d.]+:\d+/[a-z2-9]{12}", page)
    assert found, page
    return found[0]


def end(server: RunningServer, person_id: str) -> None:
    assert server.client.post(f"/people/{person_id}/phone/end").status_code == 303


def list_listeners(server: RunningServer) -> set[tuple[str, int]]:
    connections = psutil.Process(server.process.pid).net_connections("inet")
    return {tuple(one.laddr) for one in connections if one.status == psutil.CONN_LISTEN}


@pytest.fixture
def door(server: RunningServer, anna: str) -> Iterator[str]:
    yield open_door(server, anna)
    end(server, anna)


@pytest.fixture
def phone(door: str) -> Iterator[httpx.Client]:
    origin = door.rpartition("/")[0]
    with httpx.Client(base_url=door, headers={"Origin": origin}) as client:
        yield client


def test_nothing_listens_before_the_door_is_opened_and_after_it_is_ended(server, anna):
    usual = list_listeners(server)
    assert len(usual) == 1
    address = open_door(server, anna)
    (new,) = list_listeners(server) - usual
    assert f"http://{new[0]}:{new[1]}" == address.rpartition("/")[0]
    assert httpx.get(address).status_code == 200
    end(server, anna)
    assert list_listeners(server) == usual
    with pytest.raises(httpx.ConnectError):
        httpx.get(address)
    assert "http://127" not in server.client.get(f"/people/{anna}/phone").text


def test_every_opening_has_a_key_of_its_own_and_ends_the_one_before(server, anna):
    first = open_door(server, anna)
    ben = server.add_person("Ben")
    second = open_door(server, ben)
    assert first.rpartition("/")[2] != second.rpartition("/")[2]
    with pytest.raises(httpx.ConnectError):
        httpx.get(first)
    # Anna's page does not show the way to Ben's.
    shown = server.client.get(f"/people/{anna}/phone").text
    assert second not in shown
    assert "open for somebody else" in shown
    end(server, anna)  # that is not hers to end
    assert httpx.get(second).status_code == 200
    server.client.post(f"/people/{ben}/delete")
    assert len(list_listeners(server)) == 1


def test_who_has_no_key_is_told_nothing(door):
    origin = door.rpartition("/")[0]
    for path in ("/", "/people", "/api/news", "/static/app.css", "/wrongkey2345/", "/favicon.ico"):
        answer = httpx.get(origin + path)
        assert answer.status_code == 404
        assert "This address has ended" in answer.text
        assert "Anna" not in answer.text
        assert answer.headers["referrer-policy"] == "same-origin"


def test_with_the_key_there_is_one_page_and_nothing_to_read(server, anna, phone):
    assert "Anna" not in phone.get("").text
    others = server.begin(anna, "other.mp4", b"xyz")["id"]
    for path in (
        "/people", f"/people/{anna}", "/api/news", f"/api/recordings/{others}", "/api/recordings",
        f"/recordings/{others}/video", "/static/record.js", "/static/../server.py", "/language",
    ):  # fmt: skip
        assert phone.get(path).status_code in (404, 405), path
    # What was not begun here can be neither added to nor finished nor stopped.
    at = f"/api/recordings/{others}"
    assert phone.put(f"{at}/content", params={"offset": 0}, content=b"xyz").status_code == 404
    assert phone.post(f"{at}/finish").status_code == 404
    assert phone.post(f"{at}/cancel").status_code == 404
    assert server.describe(others)["received_bytes"] == 0
    server.client.post(f"/recordings/{others}/delete")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "localhost"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, 403),
    ],
)
def test_foreign_pages_and_forged_names_are_refused(phone, headers, status):
    new = {"name": "a.mp4", "size_bytes": 3}
    assert phone.post("/api/recordings", json=new, headers=headers).status_code == status


def test_a_video_lands_with_its_person_whatever_the_phone_says(server, anna, phone):
    ben = server.add_person("Ben")
    new = {"name": "holiday.mov", "size_bytes": 3, "person_id": ben, "origin": "camera"}
    begun = phone.post("/api/recordings", json=new).json()
    at = f"/api/recordings/{begun['id']}"
    assert phone.put(f"{at}/content", params={"offset": 0}, content=b"x").is_success
    # Sent in part: the same file goes on where it stopped.
    again = phone.post("/api/recordings", json=new).json()
    assert (again["id"], again["received_bytes"]) == (begun["id"], 1)
    assert phone.put(f"{at}/content", params={"offset": 1}, content=b"yz").is_success
    assert phone.post(f"{at}/finish").json()["state"] == "waiting"
    # What is here is out of the phone's hands.
    assert phone.post(f"{at}/cancel").status_code == 409
    assert "holiday.mov" in server.client.get(f"/people/{anna}").text
    assert "holiday.mov" not in server.client.get(f"/people/{ben}").text
    server.client.post(f"/people/{ben}/delete")


@pytest.mark.parametrize("new", [{}, {"name": "a"}, {"name": "a", "size_bytes": 0}, []])
def test_what_makes_no_sense_is_refused_in_words(phone, new):
    answer = phone.post("/api/recordings", json=new)
    assert answer.status_code == 422
    assert answer.json()["problem"]
    assert phone.put("/api/recordings/x/content?offset=0", content=b"").status_code == 404


def test_too_much_at_once_is_refused(phone):
    answer = phone.post("/api/recordings", content=b"x" * (9 << 20))
    assert answer.status_code == 413


def test_the_door_closes_by_itself_when_its_time_is_over():
    async def open_and_wait() -> None:
        line = PhoneLine("127.0.0.1", 0.2)
        running = asyncio.create_task(line.run())
        await line.open("anna", "127.0.0.1", lambda _visit: PlainTextResponse("here"))
        port = line.visit.port
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()
        deadline = time.monotonic() + 10
        while line.visit is not None and time.monotonic() < deadline:
            await asyncio.sleep(0.05)
        await line.close()
        with pytest.raises(OSError, match="Connect call failed"):
            await asyncio.open_connection("127.0.0.1", port)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        del reader

    asyncio.run(open_and_wait())


def test_a_video_on_its_way_keeps_the_door_open_for_a_while_but_not_for_ever():
    async def open_one() -> None:
        line = PhoneLine("127.0.0.1", 0.0)
        await line.open("anna", "127.0.0.1", lambda _visit: PlainTextResponse("here"))
        visit = line.visit
        visit.hear()
        assert 50 < visit.closes_s - time.time() <= 60
        visit.opened_s = visit.closes_s = time.time() - 3 * 3600
        visit.hear()
        assert visit.closes_s < time.time()
        await line.close()

    asyncio.run(open_one())


def test_an_address_that_is_none_of_ours_is_one_sentence():
    line = PhoneLine(None, 60.0)
    with pytest.raises(InputError, match=r"203\.0\.113\.1 must be one that phones can reach"):
        asyncio.run(line.open("anna", "203.0.113.1", lambda _visit: PlainTextResponse("")))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as opened:
        yield opened


@contextmanager
def opening(browser: Any, **options: Any) -> Iterator[Page]:
    context = browser.new_context(**options)
    page = context.new_page()
    complaints = watch(page)
    yield page
    context.close()
    assert complaints == []


def read_code(picture: bytes) -> str:
    pixels = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    return cv2.QRCodeDetector().detectAndDecode(pixels)[0]


@needs_chromium
def test_a_phone_reads_the_code_and_sends_two_videos_to_the_right_person(
    server, anna, browser, tmp_path
):
    clips = [tmp_path / "first.mp4", tmp_path / "second.mov"]
    for clip in clips:
        clip.write_bytes(_CLIP + clip.name.encode())
    with opening(browser, color_scheme="dark") as desk:
        desk.goto(f"{server.url}/people/{anna}/phone")
        assert find_barriers(desk) == []
        desk.get_by_role("button", name="Open the way").click()
        expect(desk.locator("#left")).to_have_text("About 15 minutes left.")
        address = read_code(desk.screenshot())
        assert address == desk.locator("code").inner_text()
        assert find_barriers(desk) == []
        with opening(browser, **_PHONE) as phone:
            phone.goto(address)
            assert find_barriers(phone) == []
            assert not is_too_wide(phone)
            # Phones open their own camera for these two, and all videos for the third.
            facing = [
                item.get_attribute("capture") for item in phone.locator("input[type=file]").all()
            ]
            assert facing == ["user", "environment", None]
            phone.locator("#files").set_input_files(clips)
            arrived = phone.locator("#sent .done")
            expect(arrived).to_have_count(2)
            expect(arrived.first).to_contain_text("on the computer")
        for clip in clips:
            expect(desk.locator("#arrived")).to_contain_text(clip.name)
        desk.get_by_role("button", name="End it now").click()
        expect(desk.get_by_role("button", name="Open the way")).to_be_visible()
    assert len(list_listeners(server)) == 1


def _can_make_networks() -> bool:
    ip = shutil.which("ip")
    if ip is None:
        return False
    made = subprocess.run([ip, "netns", "add", "twitchcam-try"], capture_output=True, check=False)
    if made.returncode == 0:
        subprocess.run([ip, "netns", "del", "twitchcam-try"], check=True)
    return made.returncode == 0


@contextmanager
def another_network() -> Iterator[tuple[str, str]]:
    """A network with two ends: the name of a namespace at the other, and our address at this."""
    name = f"tc{socket.gethostname()[:2]}{time.time_ns() % 10_000}"
    near, far = f"{name}a"[:15], f"{name}b"[:15]
    commands = [
        f"netns add {name}",
        f"link add {near} type veth peer name {far} netns {name}",
        f"addr add 10.213.77.1/24 dev {near}",
        f"link set {near} up",
        f"-n {name} addr add 10.213.77.2/24 dev {far}",
        f"-n {name} link set {far} up",
    ]
    try:
        for command in commands:
            subprocess.run(["ip", *command.split()], check=True)
        yield name, "10.213.77.1"
    finally:
        subprocess.run(["ip", "link", "del", near], check=False)
        subprocess.run(["ip", "netns", "del", name], check=False)


_SEND = """
import sys, httpx
address, content = sys.argv[1], b"from elsewhere"
origin = address.rpartition("/")[0]
with httpx.Client(base_url=address, headers={"Origin": origin}, trust_env=False) as phone:
    assert phone.get("").status_code == 200
    new = {"name": "elsewhere.mp4", "size_bytes": len(content)}
    one = phone.post("/api/recordings", json=new).json()["id"]
    phone.put(f"/api/recordings/{one}/content?offset=0", content=content).raise_for_status()
    phone.post(f"/api/recordings/{one}/finish").raise_for_status()
    print(one)
"""


@pytest.mark.skipif(not _can_make_networks(), reason="needs the right to make networks")
def test_a_device_in_the_network_sends_by_that_address_and_reaches_nothing_else(tmp_path):
    with another_network() as (name, host), serving(tmp_path / "data") as server:
        assert host in list_addresses()
        anna = server.add_person()

        def run(program: str, *words: str) -> subprocess.CompletedProcess[str]:
            command = ["ip", "netns", "exec", name, sys.executable, "-c", program, *words]
            return subprocess.run(command, capture_output=True, text=True, check=False)

        address = open_door(server, anna, host=host)
        assert address.startswith(f"http://{host}:")
        sent = run(_SEND, address)
        assert sent.returncode == 0, sent.stderr
        assert server.describe(sent.stdout.strip())["name"] == "elsewhere.mp4"
        # The app itself does not listen there, and in the end nothing does.
        port = server.url.rpartition(":")[2]
        reach = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 3)"
        assert "Refused" in run(reach, host, port).stderr
        end(server, anna)
        assert run(_SEND, address).returncode != 0


def test_addresses_are_real_ones_that_something_can_listen_on():
    for address in list_addresses():
        with closing(socket.create_server((address, 0))):
            pass
