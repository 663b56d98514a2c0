"""Makes a smaller copy of one recording: ``python -m twitchcam.web.smaller_worker``.

As ``analysis_worker``: one order as a line of JSON, news as lines of JSON, gone with the server.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from twitchcam.web.analysis_worker import serve_one_order


def make_copy(order: dict[str, Any], tell: Any) -> None:
    """Make the copy and measure it; both appear when they are complete."""
    from twitchcam.app.make_smaller import make_smaller, write_about
    from twitchcam.report.document import read_document

    copy, about = Path(order["copy"]), Path(order["about"])
    unfinished = copy.with_name(f".unfinished-{copy.name}")
    try:
        made = make_smaller(
            Path(order["video"]),
            unfinished,
            read_document(Path(order["results"]) / "analysis.json").quality,
            mirrored=order["mirrored"],
            on_progress=lambda share: tell(progress=round(share, 4)),
        )
        unfinished.replace(copy)
        write_about(about, made)
    finally:
        unfinished.unlink(missing_ok=True)


if __name__ == "__main__":
    serve_one_order(make_copy)
