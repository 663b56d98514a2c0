"""A paragraph for the methods section of a paper, filled in from an analysis.

In      Analysis
Out     Text with versions, tracker, settings that were changed, and how well the recording could be
        judged; and how to cite twitchcam
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twitchcam.interpretation.statements import say_same
from twitchcam.wording import text

if TYPE_CHECKING:
    from twitchcam.records import Analysis


def make_methods_text(analysis: Analysis) -> str:
    """Make the paragraph."""
    quality, source = analysis.quality, analysis.source
    versions = analysis.versions
    parts = [
        text(
            "study-methods-recording",
            width=str(source.width_px),
            height=str(source.height_px),
            rate=_say(quality.frame_rate_hz, 1),
            duration=_say(source.duration_s, 0),
        ),
        text(
            "study-methods-tool",
            version=analysis.twitchcam_version,
            tracker=analysis.tracker.name,
            mediapipe=analysis.tracker.mediapipe_version,
            model=analysis.tracker.model_sha256[:12],
        ),
        text("study-methods-how"),
        _say_settings(analysis),
        text(
            "study-methods-judged",
            minutes=_say(quality.observed_s / 60, 1),
            share=_say(100 * quality.observed_s / max(quality.duration_s, 1e-9), 0),
        ),
    ]
    limits = [limit.limit_mm for limit in quality.detection_limits]
    if limits:
        low, high = _say(min(limits), 2), _say(max(limits), 2)
        parts.append(text("study-methods-limit", same=say_same(low, high), low=low, high=high))
    if limits and quality.limit_width_mm is not None:
        parts.append(text("study-methods-limit-width", width=_say(quality.limit_width_mm, 1)))
    if versions:
        listed = ", ".join(f"{name} {number}" for name, number in versions.items())
        parts.append(text("study-methods-versions", versions=listed))
    parts.append(text("study-methods-purpose"))
    how = text("study-cite", version=analysis.twitchcam_version)
    return " ".join(parts) + f"\n\n{how}\n{text('study-checksum', sha256=source.sha256)}\n"


def _say_settings(analysis: Analysis) -> str:
    changed = [
        f"{stage}.{name} = {value}"
        for stage, values in analysis.changed_settings.items()
        for name, value in values.items()
    ]
    if not analysis.versions:
        return text("study-methods-settings-unknown")
    if not changed:
        return text("study-methods-settings-usual")
    return text("study-methods-settings-changed", changed=", ".join(changed))


def _say(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}"
