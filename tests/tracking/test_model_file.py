"""The second tracker's model: fetched only on demand, kept only whole, missed in plain words."""

from __future__ import annotations

import hashlib
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from twitchcam.errors import InputError
from twitchcam.tracking.model_file import MODEL_VARIABLE, fetch_model, find_model, stored_path

NAMES = ("face_detector.tflite", "face_landmarks_detector.tflite")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TWITCHCAM_DATA", str(tmp_path / "data"))
    monkeypatch.delenv(MODEL_VARIABLE, raising=False)


def make_bundle(path, names=NAMES):
    with zipfile.ZipFile(path, "w") as bundle:
        for name in names:
            bundle.writestr(name, name * 200)
    return path


@pytest.fixture
def bundle(tmp_path):
    return make_bundle(tmp_path / "bundle.task")


@pytest.fixture
def served(bundle):
    """A server on this computer: its address, and how often it was asked."""
    content, asked = bundle.read_bytes(), []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            if self.path == "/missing":
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[:-50] if self.path == "/broken" else content)

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", hashlib.sha256(content).hexdigest(), asked
    server.shutdown()
    server.server_close()


def names_stored():
    folder = stored_path().parent
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def test_a_fetched_model_is_stored_found_and_not_fetched_again(served, bundle):
    url, sha256, asked = served
    shares = []
    path = fetch_model(url=f"{url}/model", sha256=sha256, on_progress=shares.append)
    assert path.read_bytes() == bundle.read_bytes()
    assert names_stored() == {"face_landmarker.task"}
    assert shares[-1] == 1.0
    assert find_model() == path
    fetch_model(url=f"{url}/model", sha256=sha256)
    assert asked == ["/model"]


def test_a_stored_model_that_was_damaged_is_fetched_again(served, bundle):
    url, sha256, _ = served
    path = fetch_model(url=f"{url}/model", sha256=sha256)
    path.write_bytes(b"damage")
    assert fetch_model(url=f"{url}/model", sha256=sha256).read_bytes() == bundle.read_bytes()


@pytest.mark.parametrize(
    ("where", "sha256", "words"),
    [
        ("/model", "0" * 64, "must have the checksum"),
        ("/missing", None, "Not Found"),
        ("/broken", None, "broke off"),
    ],
    ids=["another file", "not there", "cut off on the way"],
)
def test_what_is_not_the_whole_model_is_not_stored(served, where, sha256, words):
    url, right, _ = served
    with pytest.raises(InputError, match=words):
        fetch_model(url=url + where, sha256=sha256 or right)
    assert names_stored() == set()


def test_without_a_connection_one_sentence_says_what_else_can_be_done(served):
    sha256 = served[1]
    with pytest.raises(InputError, match=f"fetch the file yourself.*{MODEL_VARIABLE}"):
        fetch_model(url="http://127.0.0.1:9/model", sha256=sha256)


def test_a_folder_that_cannot_be_made_is_named_before_anything_is_fetched(
    served, tmp_path, monkeypatch
):
    url, sha256, asked = served
    (tmp_path / "file").touch()
    monkeypatch.setenv("TWITCHCAM_DATA", str(tmp_path / "file"))
    with pytest.raises(InputError, match="must be stored in"):
        fetch_model(url=f"{url}/model", sha256=sha256)
    assert asked == []


def test_the_given_model_comes_first_then_the_environment_then_the_stored_one(
    bundle, tmp_path, monkeypatch
):
    stored_path().parent.mkdir(parents=True)
    make_bundle(stored_path())
    assert find_model() == stored_path()
    named = make_bundle(tmp_path / "named.task")
    monkeypatch.setenv(MODEL_VARIABLE, str(named))
    assert find_model() == named
    assert find_model(bundle) == bundle


def test_without_any_model_the_command_that_fetches_it_is_named():
    with pytest.raises(InputError, match="twitchcam fetch-model"):
        find_model()


def test_a_given_model_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r"nowhere\.task must be a file"):
        find_model(tmp_path / "nowhere.task")


def _cut(path):
    path.write_bytes(path.read_bytes()[:-100])


def _scratch(path):
    raw = bytearray(path.read_bytes())
    raw[100] ^= 0xFF
    path.write_bytes(raw)


def _empty(path):
    path.write_bytes(b"")


def _other(path):
    make_bundle(path, names=("hand_detector.tflite",))


@pytest.mark.parametrize("spoil", [_cut, _scratch, _empty, _other])
def test_a_damaged_or_foreign_model_is_refused_in_one_sentence(bundle, spoil):
    spoil(bundle)
    with pytest.raises(InputError, match=r"bundle\.task must .* got .* Fetch it anew"):
        find_model(bundle)
