"""A side that moves less, a smile that tires, an eye that does not close.

In      Analysis (symmetry, actions)
Out     ``smile_weakness``, ``smile_fatigue``, ``incomplete_eye_closure``
Method  Weakness: among the wide smiles, the same side must be behind nearly always, skin and
        landmarks must agree, and what is missing must exceed what healthy smiles differ by.
        Fatigue: the travel falls from repeat to repeat, surely so, by a fifth or more; or within
        the holds. Closure: one eye stays open where the other shuts.
Where the defaults come from   settings.SymmetrySettings
Departures from the sources    A course correlation below 0.9 [smile-courses-2024] or a ratio
        below 80 % [symmetry-1999] would be enough on its own by the norms; both occur in acting
        healthy people, so they are evidence here and no rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from scipy import stats

from twitchcam.interpretation.statements import SOURCES, say_size_limit
from twitchcam.interpretation.symmetry import measure_fall
from twitchcam.records import Action, Analysis, Confidence, Finding, Floats, Side, Symmetry
from twitchcam.settings import Settings, SymmetrySettings
from twitchcam.wording import text
from twitchcam.wording.names import join_words, say_share

_MAX_P_OF_FALL: Final = 0.05
_MANY: Final = 5
_SIDES: Final[tuple[Side, Side]] = ("left", "right")


def find_weakness(analysis: Analysis, settings: Settings) -> tuple[Finding, ...]:
    """Weaker side, tiring, and eyes that do not close."""
    smiles = [s for s in analysis.symmetry if s.action.startswith("smile")]
    return (
        *_find_weak_side(smiles, settings.symmetry),
        *_find_fatigue(smiles, settings.symmetry),
        *_find_open_eye(analysis.actions, settings.symmetry),
    )


def _find_weak_side(smiles: list[Symmetry], settings: SymmetrySettings) -> Iterable[Finding]:
    each_mm = np.array(
        [pair for s in smiles for pair in zip(s.left_each_mm, s.right_each_mm, strict=True)]
    ).reshape(-1, 2)
    if not len(each_mm):
        return
    larger_mm = each_mm.max(axis=1)
    wide_mm = each_mm[larger_mm >= settings.wide_share * larger_mm.max()]
    if len(wide_mm) < settings.min_actions:
        return
    left_mm, right_mm = np.median(wide_mm, axis=0).tolist()
    weak = 0 if left_mm < right_mm else 1
    behind = each_mm[:, weak] < each_mm[:, 1 - weak]
    ratio = float(np.median(wide_mm[:, weak] / np.maximum(wide_mm[:, 1 - weak], 1e-6)))
    missing_mm = float(np.median(wide_mm[:, 1 - weak] - wide_mm[:, weak]))
    large = missing_mm >= settings.weak_difference_mm and ratio <= settings.weak_ratio
    steep = missing_mm >= settings.min_weak_mm and ratio <= settings.very_weak_ratio
    agrees = _landmarks_agree(smiles, weak, settings)
    if not (large or steep) or not agrees or behind.mean() < settings.same_side_share:
        return
    side = _SIDES[weak]
    most = max(smiles, key=lambda s: s.n_actions)
    yield Finding(
        code="smile_weakness",
        side=side,
        statement=(
            text(
                "finding-weak",
                side=side,
                n=str(int(behind.sum())),
                all=str(len(behind)),
                lesser=f"{wide_mm[:, weak].mean():.1f}",
                larger=f"{wide_mm[:, 1 - weak].mean():.1f}",
                ratio=say_share(ratio),
                usual=f"{settings.weak_difference_mm:.1f}",
            )
        ),
        evidence={
            "left_mm": left_mm,
            "right_mm": right_mm,
            "ratio": ratio,
            "missing_mm": missing_mm,
            "n_smiles": len(behind),
            "n_wide_smiles": len(wide_mm),
            "n_behind": int(behind.sum()),
            "landmark_ratio": most.landmark_ratio or float("nan"),
            "trajectory_correlation": most.trajectory_correlation or float("nan"),
            "normal_ratio_low": 0.83,
            "normal_difference_mm": settings.weak_difference_mm,
        },
        confidence=_grade(large=large, steep=steep, n=len(wide_mm)),
        limits=(
            text("finding-weak-limit"),
            say_size_limit(),
        ),
        sources=(*SOURCES, "social-smile-2017", "symmetry-1999", "smile-courses-2024"),
    )


def _grade(*, large: bool, steep: bool, n: int) -> Confidence:
    if large and steep and n > _MANY - 2:
        return "high"
    return "moderate" if large else "low"


def _landmarks_agree(smiles: list[Symmetry], weak: int, settings: SymmetrySettings) -> bool:
    """The mesh, which evens sides out, shows that side behind in most of the smiles too."""
    weights, agree = [], []
    for smile in smiles:
        lesser = 0 if smile.left_mm < smile.right_mm else 1
        if smile.landmark_ratio is None:
            continue
        ratio = smile.landmark_ratio if lesser == weak else 1 / max(smile.landmark_ratio, 1e-6)
        weights.append(smile.n_actions)
        agree.append(ratio <= settings.landmark_agrees)
    return bool(weights) and float(np.average(agree, weights=weights)) > 0.5


def _find_fatigue(smiles: list[Symmetry], settings: SymmetrySettings) -> Iterable[Finding]:
    """Repeats that fall, in smiles alike first, then in all of them; or holds that sink."""
    for each_mm in _list_series(smiles):
        falls = [measure_fall(each_mm[:, s], settings) or 0.0 for s in (0, 1)]
        tired = [s for s in (0, 1) if falls[s] >= settings.min_fall and falls_surely(each_mm[:, s])]
        if tired:
            yield Finding(
                code="smile_fatigue",
                side="both" if len(tired) == 2 else _SIDES[tired[0]],
                statement=_say_fall(each_mm, falls, tired),
                evidence={
                    "left_fall": falls[0],
                    "right_fall": falls[1],
                    "n_smiles": len(each_mm),
                    "first_mm": float(each_mm[0, tired[0]]),
                    "last_mm": float(each_mm[-1, tired[0]]),
                },
                confidence=_grade_fatigue(len(each_mm), tired),
                limits=(text("finding-tires-limit"), say_size_limit()),
                sources=SOURCES,
            )
            return
    for smile in smiles:
        slopes = (smile.left_hold_slope_per_s or 0.0, smile.right_hold_slope_per_s or 0.0)
        sinking = [s for s in (0, 1) if slopes[s] <= -settings.hold_fades_per_s]
        if sinking and smile.n_actions >= settings.min_actions:
            parts = [
                text("finding-sinks-by", side=_SIDES[s], share=say_share(-slopes[s]))
                for s in sinking
            ]
            yield Finding(
                code="smile_fatigue",
                side="both" if len(sinking) == 2 else _SIDES[sinking[0]],
                statement=(text("finding-sinks", parts=join_words(parts))),
                evidence={
                    "left_hold_slope_per_s": slopes[0],
                    "right_hold_slope_per_s": slopes[1],
                    "n_smiles": smile.n_actions,
                },
                confidence=_grade_fatigue(smile.n_actions, sinking),
                limits=(text("finding-tires-limit"), say_size_limit()),
                sources=SOURCES,
            )
            return


def _list_series(smiles: list[Symmetry]) -> list[Floats]:
    """Excursion (n, sides) in order of time: smiles alike, the most first, then all together."""
    series = [
        np.column_stack([s.onsets_s, s.left_each_mm, s.right_each_mm])
        for s in sorted(smiles, key=lambda s: -s.n_actions)
    ]
    if len(series) > 1:
        series.append(np.concatenate(series))
    return [rows[np.argsort(rows[:, 0]), 1:] for rows in series]


def falls_surely(travel_mm: Floats | tuple[float, ...]) -> bool:
    """Whether repeats fall one after the other more than chance would have it (Kendall)."""
    found = stats.kendalltau(np.arange(len(travel_mm)), travel_mm, alternative="less")
    return bool(found.pvalue < _MAX_P_OF_FALL)


def _say_fall(each_mm: Floats, falls: list[float], tired: list[int]) -> str:
    parts = [
        text(
            "finding-tires-from",
            side=_SIDES[s],
            first=f"{each_mm[0, s]:.1f}",
            last=f"{each_mm[-1, s]:.1f}",
            fall=say_share(falls[s]),
        )
        for s in tired
    ]
    kept = [s for s in (0, 1) if s not in tired]
    return text(
        "finding-tires",
        n=str(len(each_mm)),
        parts=join_words(parts),
        other=_SIDES[kept[0]] if len(kept) == 1 else "none",
    )


def _grade_fatigue(n: int, sides: list[int]) -> Confidence:
    """One side that tires while the other does not is no lack of will."""
    if len(sides) == 1:
        return "high" if n > _MANY else "moderate"
    return "low"


def _find_open_eye(actions: tuple[Action, ...], settings: SymmetrySettings) -> Iterable[Finding]:
    """An eye that stays open in closures, or else in blinks, that shut the other one."""
    for kinds, least in (
        (("eye_closure",), settings.min_actions),
        (("blink", "eye_closure"), settings.min_full_blinks),
    ):
        # Of one side: the other eye was not seen, or is shut for good.
        closed = [a for a in actions if a.kind in kinds and a.side == "both"]
        shut = np.array([(a.left_strength, a.right_strength) for a in closed]).reshape(-1, 2)
        travel_mm = np.array([(a.left_mm, a.right_mm) for a in closed]).reshape(-1, 2)
        enough = shut.max(axis=1, initial=0.0) >= settings.shut_share
        full = shut[enough]
        if len(full) < least or _hardly_opens(full, travel_mm[enough], settings):
            continue
        usual = np.median(full, axis=0)
        weak = int(np.argmin(usual))
        stays = full[:, weak] < settings.shut_share * full[:, 1 - weak]
        if usual[weak] >= settings.shut_share * usual[1 - weak]:
            continue
        if stays.mean() < settings.same_side_share:
            continue
        side = _SIDES[weak]
        yield Finding(
            code="incomplete_eye_closure",
            side=side,
            statement=(
                text(
                    "finding-open-eye",
                    side=side,
                    n=str(int(stays.sum())),
                    all=str(len(full)),
                    share=say_share(usual[weak]),
                    other=say_share(usual[1 - weak]),
                )
            ),
            evidence={
                "n_closures": len(full),
                "n_incomplete": int(stays.sum()),
                "left_closed_share": float(usual[0]),
                "right_closed_share": float(usual[1]),
            },
            confidence="moderate" if len(full) > _MANY else "low",
            limits=(
                text("finding-open-eye-limit"),
                text("finding-open-eye-look"),
            ),
            sources=(*SOURCES, "blink-palsy-2021", "blink-patterns-2014"),
        )
        return


def _hardly_opens(shut: Floats, travel_mm: Floats, settings: SymmetrySettings) -> bool:
    """Whether one eye opens by far less than the other: it droops, or is shut for good.

    What a palsy leaves open is as wide as the other eye, or wider. ``shut`` and ``travel_mm``
    (n, 2) are shares of the opening and millimetres; of an eye that hardly moved the opening is not
    known.
    """
    known = (shut >= settings.min_known_share).all(axis=1)
    if not known.any():
        return False
    opening_mm = np.median(travel_mm[known] / shut[known], axis=0)
    return bool(opening_mm.min() < settings.min_opening_share * opening_mm.max())
