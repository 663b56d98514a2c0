"""The model file of the second tracker: where it lies, whether it is whole, how it is fetched.

``fetch_model`` is the only place in twitchcam that ever uses the network, and runs only when
somebody asks for it by name.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from twitchcam.data_folder import default_folder
from twitchcam.errors import InputError
from twitchcam.wording import text
from twitchcam.wording.names import join_words

MODEL_VARIABLE: Final = "TWITCHCAM_FACE_LANDMARKER"
# The bundle that MediaPipe publishes, version 1, 16-bit floats.
MODEL_URL: Final = (
    "https://storage.googleapis.com/mediapipe-models/face_landmarker/face_landmarker/float16/1/"
    "face_landmarker.task"
)
MODEL_SHA256: Final = "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff"
_NEEDED: Final = ("face_detector.tflite", "face_landmarks_detector.tflite")
_PIECE_BYTES: Final = 1 << 18
_MAX_BYTES: Final = 64 << 20
_PATIENCE_S: Final = 30.0


def stored_path() -> Path:
    """Where ``fetch_model`` puts the model."""
    return default_folder() / "models" / "face_landmarker.task"


def find_model(given: str | Path | None = None) -> Path:
    """The model to use: the one given, else the one named by the environment, else the one fetched.

    Raises
    ------
    InputError
        When there is none, or what is there is no whole model.
    """
    path = Path(given or os.environ.get(MODEL_VARIABLE) or stored_path())
    if not path.is_file():
        if path == stored_path():
            raise InputError(text("error-model-not-fetched", variable=MODEL_VARIABLE))
        raise InputError(text("error-model-no-file", path=str(path)))
    _check_bundle(path)
    return path


def _check_bundle(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as bundle:
            missing = [name for name in _NEEDED if name not in bundle.namelist()]
            damaged = bundle.testzip()
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as error:
        raise InputError(
            text("error-model-damaged", file=path.name, kind=type(error).__name__)
        ) from error
    if missing or damaged:
        part = missing[0] if missing else str(damaged)
        key = "error-model-lacks" if missing else "error-model-part-damaged"
        needed = join_words(_NEEDED)
        raise InputError(text(key, file=path.name, needed=needed, part=part))


def fetch_model(
    *,
    url: str = MODEL_URL,
    sha256: str = MODEL_SHA256,
    on_progress: Callable[[float], None] = lambda _done: None,
) -> Path:
    """Download the model into the user's data folder; kept only if its checksum is right.

    Raises
    ------
    InputError
        When it cannot be fetched or stored, or is another file than it must be.
    """
    target = stored_path()
    if target.is_file() and _hash_file(target) == sha256:
        return target
    unfinished = target.with_name(f".unfinished-{os.getpid()}-{target.name}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb"):
            pass  # so that a folder that cannot be written to is known before anything is fetched
        got = _download(url, unfinished, on_progress)
        if got != sha256:
            raise InputError(text("error-model-checksum", must=sha256[:12], got=got[:12]))
        unfinished.replace(target)
    except OSError as error:
        raise InputError(
            text(
                "error-model-not-stored",
                folder=str(target.parent),
                reason=error.strerror or str(error),
            )
        ) from error
    finally:
        with suppress(OSError):
            unfinished.unlink()
    return target


def _download(url: str, path: Path, on_progress: Callable[[float], None]) -> str:
    """Fetch ``url`` into ``path``; the SHA-256 of what came."""
    from http.client import HTTPException
    from urllib.error import URLError
    from urllib.request import urlopen

    digest = hashlib.sha256()
    n_bytes = 0
    try:
        with urlopen(url, timeout=_PATIENCE_S) as answer, path.open("wb") as file:
            announced = int(answer.headers.get("Content-Length") or 0)
            while piece := answer.read(_PIECE_BYTES):
                n_bytes += len(piece)
                if n_bytes > _MAX_BYTES:
                    break
                digest.update(piece)
                file.write(piece)
                on_progress(n_bytes / announced if announced else 0.0)
        if n_bytes < announced:
            raise ConnectionError(text("error-model-broke-off", got=n_bytes, must=announced))
    except (URLError, HTTPException, TimeoutError, ConnectionError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise InputError(
            text(
                "error-model-not-fetchable",
                address=url,
                reason=str(reason),
                variable=MODEL_VARIABLE,
            )
        ) from error
    return digest.hexdigest()


def _hash_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
