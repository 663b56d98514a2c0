"""Makes the sample report in a process of its own: ``python -m twitchcam.web.sample_worker``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from twitchcam.web.analysis_worker import serve_one_order


def make(order: dict[str, Any], tell: Any) -> None:
    """Make it into the folder that the order names."""
    from twitchcam.app.make_sample import make_sample

    tell(progress=0.0)
    make_sample(Path(order["results"]))


if __name__ == "__main__":
    serve_one_order(make)
