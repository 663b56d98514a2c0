"""When one movement counts as dragging another."""

from __future__ import annotations

from dataclasses import dataclass

from twitchcam.settings.setting import Checked, fixed, setting


@dataclass(frozen=True, slots=True, kw_only=True)
class CouplingSettings(Checked):
    """When one movement counts as dragging another."""

    min_actions: float = setting(
        4.0,
        unit="actions",
        why="a person blinks four times in 10 to 15 s; moved to random times, trains of four make "
        "no more couplings by chance than longer ones",
        source="measured-real",
        low=2.0,
        high=1000.0,
    )
    min_held_actions: float = setting(
        3.0,
        unit="actions",
        why="clinics ask for three of each; each lasts long enough to say much",
        source="engineering",
        low=2.0,
        high=1000.0,
    )
    answer_before_s = fixed(
        0.05,
        unit="s",
        why="both muscles share one nerve volley; pictures blur which is first",
        source="engineering",
    )
    answer_after_s: float = setting(
        0.2,
        unit="s",
        why="an apex later than this after the lids' apex is its own movement",
        source="engineering",
        low=0.0,
        high=2.0,
    )
    answer_noise_ratio: float = setting(
        2.0,
        unit="times the local noise",
        why="an answer counts when it stands out of the noise of its place; knowing when to look, "
        "less is asked for than of a twitch",
        source="measured-real",
        low=0.5,
        high=50.0,
    )
    min_held_answer_mm = fixed(
        0.3,
        unit="mm",
        why="smaller changes of lids or held skin cannot be told from their wandering",
        source="engineering",
    )
    shortest_shift_s = fixed(
        2.0,
        unit="s",
        why="shorter shifts leave blinks near their own answers",
        source="engineering",
    )
    max_p: float = setting(
        0.01,
        unit="probability",
        why="one healthy recording in a hundred may be called wrongly",
        source="engineering",
        low=1e-5,
        high=0.5,
    )
    min_share_answered: float = setting(
        0.5,
        unit="share",
        why="what is wired together answers most times; smaller answers drown",
        source="engineering",
        low=0.0,
        high=1.0,
    )
    min_blink_answers = fixed(
        3.0,
        unit="blinks",
        why="two movements that meet a blink are a coincidence: a camera that moved in two of four "
        "blinks made a chin answer",
        source="measured-made",
    )
    min_side_ratio: float = setting(
        2.0,
        unit="times the other side",
        why="healthy faces move along on both sides",
        source="ocular-oral-norms",
        low=1.0,
        high=100.0,
    )
    min_blink_answer_mm: float = setting(
        0.3,
        unit="mm",
        why="twice of what a blink alone makes the measured skin seem to move",
        source="measured-made",
        low=0.0,
        high=20.0,
    )
    min_answer_mm: float = setting(
        1.0,
        unit="mm",
        why="in a closure or a raised brow; 88 % of patients with such a coupling move further "
        "(mean 3.9, SD 2.5 mm), and smaller ones may be healthy overflow",
        source="ocular-oral-norms",
        low=0.0,
        high=20.0,
    )
    marked_answer_mm = fixed(
        2.0,
        unit="mm",
        why="78 % of patients with such a coupling move further",
        source="ocular-oral-norms",
    )
    pucker_narrowing_share: float = setting(
        0.1,
        unit="share of the eye's opening",
        why="healthy eyes narrow by 1.7 %, those of patients by 30 %",
        source="oral-ocular-norms",
        low=0.0,
        high=1.0,
    )
    pucker_narrowing_difference = fixed(
        0.05,
        unit="share of the eye's opening",
        why="the other eye of patients narrows too, by 21.6 %",
        source="oral-ocular-norms",
    )
    smile_narrowing_difference: float = setting(
        0.15,
        unit="share of the eye's opening",
        why="both healthy eyes narrow in a smile, by 21.6 % (SD 13.4); only a difference counts",
        source="ocular-synkinesis-2013",
        low=0.0,
        high=1.0,
    )
