"""Which event answers which true movement: one kind of answer after the other, the best first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

import numpy as np

from twitchcam.evaluation import match_events

TOLERANCE_S: Final = 0.15
Kind = TypeVar("Kind", bound=str)


@dataclass(kw_only=True)
class Answers(Generic[Kind]):
    """What is answered so far.

    Attributes
    ----------
    true_s, said_s : apexes of the true movements, and of the events.
    compare : what kind of answer the second, an event, is to the first, a true movement.
    given : for a true movement, by its number, the kind of its answer and the number of the event.
    spare : numbers of the events that answer nothing so far.
    """

    true_s: Sequence[float]
    said_s: Sequence[float]
    compare: Callable[[int, int], Kind]
    given: dict[int, tuple[Kind, int]] = field(default_factory=dict)
    spare: set[int] = field(init=False)

    def __post_init__(self) -> None:
        self.spare = set(range(len(self.said_s)))

    def assign(self, kind: Kind) -> None:
        """Give unanswered movements those spare events that are such an answer, nearest in time."""
        waiting = [i for i in range(len(self.true_s)) if i not in self.given]
        free = sorted(self.spare)
        allowed = [[self.compare(i, j) == kind for j in free] for i in waiting]
        agreement = match_events(
            [self.true_s[i] for i in waiting],
            [self.said_s[j] for j in free],
            TOLERANCE_S,
            np.array(allowed, dtype=bool).reshape(len(waiting), len(free)),
        )
        for row, column in agreement.pairs:
            self.given[waiting[row]] = (kind, free[column])
            self.spare.discard(free[column])
