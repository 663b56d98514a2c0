"""What the stages hand to each other, and nothing else: each record in the file of its stage.

Frozen records. Units are in the names, time comes first, arrays are copied and read-only,
``left`` and ``right`` are the person's own sides. Spans and events are half-open: the start
belongs to them, the stop does not. "Nothing found" is an empty tuple; "could not look" is a
reason in words.
"""

from __future__ import annotations

from twitchcam.records.analysis import Analysis
from twitchcam.records.arrays import Bools, Floats
from twitchcam.records.assessment import (
    DetectionLimit,
    Framing,
    FramingProblem,
    Gesture,
    PlaceLimits,
    Quality,
)
from twitchcam.records.capture import Cue, Frame, Source, TurnedDeg
from twitchcam.records.detection import (
    ACTION_KIND_UNITS,
    CLOSURE_KINDS,
    OWN_MOVEMENTS,
    Action,
    ActionKind,
    Explanation,
    Manner,
    Spectrum,
    Tremor,
    TwitchEvent,
    TwitchKind,
)
from twitchcam.records.evaluation import Clip, Mark, Marks
from twitchcam.records.interpretation import FINDING_CODES, Coupling, Finding, Response, Symmetry
from twitchcam.records.over_time import MeasureName, NoValue, Shown, VisitMeasure
from twitchcam.records.signals import (
    NO_FIELD,
    Expression,
    FieldPulses,
    LightSwing,
    Movement,
    PulsePeak,
    WeakPeaks,
)
from twitchcam.records.spans import (
    SPAN_REASONS,
    Measurement,
    Span,
    SpanReason,
    is_spoiled,
    mark_outside,
    mark_unspoiled,
    sum_spans_s,
)
from twitchcam.records.tracking import Company, FaceTrack, TrackerInfo
from twitchcam.records.triage import Advice, AdviceLevel, Answers, AnswerValue
from twitchcam.records.visibility import (
    ALL_SEEN,
    UNSEEN_REASONS,
    Unseen,
    UnseenReason,
    Visibility,
)
from twitchcam.records.vocabulary import Confidence, Side

__all__ = [
    "ACTION_KIND_UNITS",
    "ALL_SEEN",
    "CLOSURE_KINDS",
    "FINDING_CODES",
    "NO_FIELD",
    "OWN_MOVEMENTS",
    "SPAN_REASONS",
    "UNSEEN_REASONS",
    "Action",
    "ActionKind",
    "Advice",
    "AdviceLevel",
    "Analysis",
    "AnswerValue",
    "Answers",
    "Bools",
    "Clip",
    "Company",
    "Confidence",
    "Coupling",
    "Cue",
    "DetectionLimit",
    "Explanation",
    "Expression",
    "FaceTrack",
    "FieldPulses",
    "Finding",
    "Floats",
    "Frame",
    "Framing",
    "FramingProblem",
    "Gesture",
    "LightSwing",
    "Manner",
    "Mark",
    "Marks",
    "MeasureName",
    "Measurement",
    "Movement",
    "NoValue",
    "PlaceLimits",
    "PulsePeak",
    "Quality",
    "Response",
    "Shown",
    "Side",
    "Source",
    "Span",
    "SpanReason",
    "Spectrum",
    "Symmetry",
    "TrackerInfo",
    "Tremor",
    "TurnedDeg",
    "TwitchEvent",
    "TwitchKind",
    "Unseen",
    "UnseenReason",
    "Visibility",
    "VisitMeasure",
    "WeakPeaks",
    "is_spoiled",
    "mark_outside",
    "mark_unspoiled",
    "sum_spans_s",
]
