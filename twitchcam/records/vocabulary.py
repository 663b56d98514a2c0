"""Words that records of several stages use."""

from __future__ import annotations

from typing import Literal

Side = Literal["left", "right", "both"]
Confidence = Literal["low", "moderate", "high"]
