"""A guided session as its page needs it: what is asked, with the words for it."""

from __future__ import annotations

from typing import Any

from twitchcam.capture.protocol import Protocol, Step
from twitchcam.wording import has_text, text


def describe_session(protocol: Protocol) -> dict[str, Any]:
    """Plain values, with a title for the session, and title and words for each of its steps."""
    described = protocol.describe()
    steps = [
        values | _say_step(step)
        for step, values in zip(protocol.steps, described["steps"], strict=True)
    ]
    return described | {"title": text(f"session-{protocol.name}"), "steps": steps}


def _say_step(step: Step) -> dict[str, str]:
    key = f"session-step-{step.name}"
    reading = f"{key}.text"
    return {
        "title": text(key),
        "do": text(f"{key}.do"),
        "text": text(reading) if has_text(reading) else "",
    }
