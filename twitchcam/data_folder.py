"""Where twitchcam keeps people, recordings, and a model that was fetched."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

FOLDER_VARIABLE: Final = "TWITCHCAM_DATA"


def default_folder() -> Path:
    """The folder that ``TWITCHCAM_DATA`` names, else the system's place for data of programs."""
    from platformdirs import user_data_path

    return Path(os.environ.get(FOLDER_VARIABLE) or user_data_path("twitchcam", appauthor=False))
