"""Reports hold no name; what the app shows of them, and prints, says whose they are and when."""

from __future__ import annotations

import re
from typing import Final

from markupsafe import escape

from twitchcam.app.say import say_moment
from twitchcam.store.rows import Person, Recording
from twitchcam.wording import text

# The lines for name, birthday and day of the page for a doctor, empty in the file.
_FIELDS: Final = re.compile(r'(<p class="fields">)(.*?)(</p>)(.*?</header>)', re.DOTALL)
_LINE: Final = "<span></span>"
# Longer than the line that it stands on, a name makes the line longer.
_STYLE: Final = "width:auto;min-width:36mm;max-width:70mm;overflow-wrap:anywhere;white-space:normal"


def fill_in_whose(page: str, person: Person, recording: Recording) -> str:
    """Write name, day and note into a report's page for a doctor; all else stays.

    A report that has no such lines comes back as it is.
    """

    def fill(found: re.Match[str]) -> str:
        opening, lines, closing, rest = found.groups()
        parts = lines.split(_LINE)
        written = [person.name, "", say_moment(recording.recorded_at)]
        filled = parts[0]
        for told, part in zip(written, parts[1:], strict=False):
            line = f'<span style="{_STYLE}">{escape(told)}</span>' if told else _LINE
            filled += line + part
        note = ""
        if recording.note:
            note = (
                f"<p><strong>{escape(text('web-paper-note'))}</strong> {escape(recording.note)}</p>"
            )
        return f"{opening}{filled}{closing}{rest}{note}"

    return _FIELDS.sub(fill, page, count=1)
