"""Every number that steers a result: one frozen record per stage.

Each field carries its unit, why it has this value, and where the value comes from. Nothing is
set in frames or samples: a recording at 25, 30 or 120 frames a second is judged alike.
``docs/settings.md`` is generated from here.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, Final

from twitchcam.errors import check_range

# Keys used in ``source``. "F 12" style numbers of the literature list live in docs/sources.md.
SOURCES: Final = {
    "rufer2005": "Rüfer et al. 2005, white-to-white corneal diameter, n = 390: 11.71 (SD 0.42) mm",
    "mediapipe-iris": "Google AI blog 2020, MediaPipe Iris: horizontal iris 11.7 ± 0.5 mm",
    "doughty-partial": "Blink patterns 2014 (PMC4015796): 53 % of 1,414 normal blinks are partial",
    "measured-real": "chosen on real recordings of healthy people, see docs/method.md",
    "measured-made": "chosen on made clips with known truth, see benchmarks/sensitivity.py",
    "engineering": "engineering choice; changing it within a factor of two changes little",
    "webcam-sampling": "share of a bell-shaped event's height kept at 15 to 60 fps, docs/method.md",
    "bouguet2001": "Bouguet 2001, pyramidal implementation of the Lucas-Kanade tracker",
    "huber1964": "Huber 1964, robust estimation of a location parameter",
}


def _setting(default: float, *, unit: str, why: str, source: str, low: float, high: float) -> Any:
    return field(
        default=default,
        metadata={"unit": unit, "why": why, "source": source, "low": low, "high": high},
    )


class _Checked:
    """Refuses a value outside the range that its field allows."""

    def __post_init__(self) -> None:
        for item in fields(self):  # type: ignore[arg-type]
            value = getattr(self, item.name)
            if "low" in item.metadata:
                check_range(item.name, value, item.metadata["low"], item.metadata["high"])
