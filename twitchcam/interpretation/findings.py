"""What was found, in plain statements with numbers, limits and sources.

In      Analysis with everything that was measured, and no findings yet
Out     Findings; ``nothing_found`` or ``not_assessable`` when there is nothing else to say
        Single movements of low confidence are no finding: ``nothing_found`` names their moments.
Method  Each kind of finding has its file, ``find_….py``, with one function of the analysis and
        the settings. Here they are asked one after the other, most telling first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias

from twitchcam.anatomy import REGION_NAMES
from twitchcam.detection.tremor import find_min_mm
from twitchcam.interpretation.find_bursts import find_bursts
from twitchcam.interpretation.find_closures import find_closures
from twitchcam.interpretation.find_cocontraction import find_cocontraction
from twitchcam.interpretation.find_jerks import find_jerks
from twitchcam.interpretation.find_lid_flutter import find_lid_flutter
from twitchcam.interpretation.find_tremor import find_tremor
from twitchcam.interpretation.find_twitches import find_twitches
from twitchcam.interpretation.find_weakness import find_weakness
from twitchcam.interpretation.own_movements import list_moments, list_tremor_moments
from twitchcam.interpretation.statements import (
    SOURCES,
    name_place,
    say_limit_width,
    say_moment,
    say_same,
)
from twitchcam.interpretation.why_not import explain_poor, hides_most
from twitchcam.records import CLOSURE_KINDS, Analysis, Finding, Quality, Side
from twitchcam.settings import Settings
from twitchcam.wording import names, text
from twitchcam.wording.names import join_words

Finder: TypeAlias = Callable[[Analysis, Settings], tuple[Finding, ...]]

_MAX_MOMENTS_NAMED: Final = 3
FINDERS: Final[tuple[Finder, ...]] = (
    find_jerks,
    find_bursts,
    find_cocontraction,
    find_tremor,
    find_weakness,
    find_twitches,
    find_lid_flutter,
    find_closures,
)


def find_findings(analysis: Analysis, settings: Settings) -> tuple[Finding, ...]:
    """State what the stages before found.

    Parameters
    ----------
    analysis : Analysis
        Everything measured, every event attributed.
    settings : Settings
        The ones it was made with.

    Returns
    -------
    tuple of Finding
        At least one: ``nothing_found`` with the smallest movement that would have been seen, or
        ``not_assessable`` with the reason, where there is nothing else to state.

    Examples
    --------
    >>> [finding.code for finding in find_findings(analysis, settings)]
    ['resting_twitch']
    """
    quality = analysis.quality
    if not quality.usable:
        return (_state_not_assessable(quality, settings),)
    findings = tuple(finding for find in FINDERS for finding in find(analysis, settings))
    return findings or (_state_nothing_found(analysis, settings),)


def _state_not_assessable(quality: Quality, settings: Settings) -> Finding:
    why = explain_poor(quality, settings.assessment)
    return Finding(
        code="not_assessable",
        side=None,
        statement=text("finding-not-assessable", why=why),
        evidence={"observed_s": quality.observed_s, "face_coverage": quality.face_coverage},
        confidence="high",
        limits=(text("finding-not-assessable-limit"),),
        sources=SOURCES,
    )


def _state_nothing_found(analysis: Analysis, settings: Settings) -> Finding:
    quality = analysis.quality
    limits_mm = [limit.limit_mm for limit in quality.detection_limits]
    min_trembling_mm = find_min_mm(quality.mm_per_px or 0.0, settings.tremor)
    moments = _list_all_moments(analysis)
    coarse = max(limits_mm) >= settings.assessment.coarse_limit_mm
    short = quality.observed_s < settings.assessment.min_observed_s or hides_most(quality)
    n_smiles = sum(s.n_actions for s in analysis.symmetry if s.action.startswith("smile"))
    min_smiles = int(settings.symmetry.min_actions)
    staring = not quality.moves_flat and _never_blinks(analysis, settings)
    lifeless = staring or quality.moves_flat
    return Finding(
        code="nothing_found",
        side=None,
        statement=(
            " ".join(
                [
                    *([text("finding-nothing-flat")] if quality.moves_flat else []),
                    *([text("finding-nothing-stares")] if staring else []),
                    _say_nothing(quality),
                    _say_limits(min(limits_mm), max(limits_mm)),
                    *_say_moments(moments),
                ]
            )
        ),
        evidence={
            "observed_s": quality.observed_s,
            "smallest_limit_mm": min(limits_mm),
            "largest_limit_mm": max(limits_mm),
            **_list_limits(quality),
            "n_blinks": sum(action.kind == "blink" for action in analysis.actions),
            "n_smiles_compared": n_smiles,
            **({"n_moments": len(moments), "first_moment_s": moments[0].at_s} if moments else {}),
        },
        confidence="low" if short or coarse or moments or lifeless else "moderate",
        limits=(
            text("finding-nothing-smaller", width=say_limit_width(quality)),
            text("finding-nothing-trembling", size=f"{min_trembling_mm:.1f}"),
            *((text("finding-nothing-little"),) if short else ()),
            *(
                (text("finding-nothing-smiles", least=str(min_smiles), n=n_smiles),)
                if n_smiles < min_smiles
                else ()
            ),
        ),
        sources=SOURCES,
    )


def _never_blinks(analysis: Analysis, settings: Settings) -> bool:
    """Whether open eyes were watched for longer than people go without a blink."""
    closings = any(action.kind in CLOSURE_KINDS for action in analysis.actions)
    long = analysis.quality.observed_s >= settings.patterns.longest_stare_s
    return long and not closings and not analysis.quality.eyes_not_judged


class _Moment(NamedTuple):
    at_s: float
    region: str
    side: Side


def _list_all_moments(analysis: Analysis) -> list[_Moment]:
    """Unsure single movements and stretches of trembling, in order of time."""
    brief = [_Moment(e.apex_s, e.region, e.side) for e in list_moments(analysis.events)]
    shaken = [_Moment(t.start_s, t.region, t.side) for t in list_tremor_moments(analysis.tremor)]
    return sorted([*brief, *shaken])


def _say_moments(moments: list[_Moment]) -> list[str]:
    """Where and when to look once more; nothing where there is nothing."""
    if not moments:
        return []
    n_more = len(moments) - _MAX_MOMENTS_NAMED
    named = [
        text(
            "finding-moment",
            place=name_place(moment.region, moment.side),
            time=say_moment(moment.at_s),
        )
        for moment in moments[:_MAX_MOMENTS_NAMED]
    ]
    more = [text("finding-moments-more", n=str(n_more))] if n_more > 0 else []
    return [text("finding-moments", n=len(moments), where=join_words([*named, *more]))]


def _say_limits(least_mm: float, largest_mm: float) -> str:
    low, high = f"{least_mm:.1f}", f"{largest_mm:.1f}"
    return text("finding-nothing-limit", same=say_same(low, high), low=low, high=high)


def _say_nothing(quality: Quality) -> str:
    """Say that nothing was found, and in which parts if others could not be looked at."""
    judged = f"{quality.observed_s:.1f}"
    unseen = {part.region for part in quality.unseen} - {x.region for x in quality.detection_limits}
    if not quality.hidden_regions and not unseen:
        return text("finding-nothing", judged=judged)
    left_out = {*quality.hidden_regions, *unseen}
    seen = [names.name_place(n, names.NO_SIDE) for n in REGION_NAMES if n not in left_out]
    return text("finding-nothing-there", judged=judged, places=join_words(seen))


def _list_limits(quality: Quality) -> dict[str, float | str]:
    """The smallest twitch that would have been seen, by region, on the worse of the two sides."""
    limits: dict[str, float | str] = {}
    for limit in quality.detection_limits:
        name = f"limit_{limit.region}_mm"
        limits[name] = max(limit.limit_mm, float(limits.get(name, 0.0)))
    return limits
