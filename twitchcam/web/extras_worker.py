"""Makes what a result can have besides its report: ``python -m twitchcam.web.extras_worker``.

As ``analysis_worker``: one order as a line of JSON, news as lines of JSON, gone with the server.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from twitchcam.web.analysis_worker import serve_one_order


def make_extra(order: dict[str, Any], tell: Any) -> None:
    """Make one of ``halves``, ``annotated``, ``elan``; it appears when it is complete."""
    from twitchcam.app.make_extras import make_extra as make

    video = Path(order["video"])
    make(order["kind"], Path(order["results"]), video if video.exists() else None)
    tell(progress=1.0)


if __name__ == "__main__":
    serve_one_order(make_extra)
