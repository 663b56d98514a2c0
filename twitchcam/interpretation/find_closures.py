"""Both eyes that close far more often, or for far longer, than quiet eyes do.

In      Analysis (actions, quality)
Out     ``forced_closure_both_eyes``
Method  Closings of both eyes that nobody asked for: their rate, surely above what quiet eyes do
        [blink-rate-2006], or several long, squeezed ones.
Where the defaults come from   settings.PatternSettings
Known limits   Closing the eyes on purpose, tired or dry eyes, and bright light look the same.
"""

from __future__ import annotations

from twitchcam.evaluation import rate_per_minute
from twitchcam.interpretation.statements import SOURCES, say_rate
from twitchcam.records import Analysis, Finding
from twitchcam.settings import Settings
from twitchcam.wording import text

_KINDS = ("blink", "eye_closure")


def find_closures(analysis: Analysis, settings: Settings) -> tuple[Finding, ...]:
    """Eyes that close too often or too long, if they do."""
    patterns, observed_s = settings.patterns, analysis.quality.observed_s
    closings = [
        action
        for action in analysis.actions
        if action.kind in _KINDS and action.side == "both" and not action.cued
    ]
    long_s = [
        action.offset_s - action.onset_s
        for action in closings
        if action.offset_s - action.onset_s >= patterns.long_closure_s and "hard" in action.manner
    ]
    # Closings are counted in the whole recording, so the whole of it is what they happened in.
    minutes = analysis.quality.duration_s / 60
    rate, low, high = rate_per_minute(len(closings), minutes) if minutes > 0 else (0.0, 0.0, 0.0)
    too_often = low > patterns.closure_rate_per_minute
    too_long = len(long_s) >= patterns.min_long_closures
    if not (too_often or too_long) or observed_s < settings.assessment.min_observed_s:
        return ()
    sentences = []
    if too_often:
        sentences.append(
            text(
                "finding-closures-often",
                n=len(closings),
                rate=say_rate(rate),
                low=say_rate(low),
                high=say_rate(high),
                usual=f"{patterns.closure_rate_per_minute:.0f}",
            )
        )
    if too_long:
        sentences.append(
            text(
                "finding-closures-long",
                n=len(long_s),
                long=f"{patterns.long_closure_s:.0f}",
                longest=f"{max(long_s):.1f}",
            )
        )
    return (
        Finding(
            code="forced_closure_both_eyes",
            side="both",
            statement=" ".join(sentences),
            evidence={
                "n_closings": len(closings),
                "rate_per_minute": rate,
                "rate_low_per_minute": low,
                "rate_high_per_minute": high,
                "n_long": len(long_s),
                "longest_s": max(long_s, default=0.0),
            },
            confidence="moderate" if too_often and too_long else "low",
            limits=(text("finding-closures-limit"),),
            sources=(*SOURCES, "blink-rate-2006"),
        ),
    )
