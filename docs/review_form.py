"""The form on which clinicians say what they would have advised: to print, and to fill in.

``python -m docs.make_triage`` writes both files. A filled table is compared with
``twitchcam evaluate-advice docs/triage_review.csv``.
"""

from __future__ import annotations

import csv
import io
from html import escape
from pathlib import Path

from docs.advice_stories import read_stories, tell
from twitchcam.report.advice_agreement import COLUMNS, ORDER

FORM = Path(__file__).with_name("triage_review.html")
TABLE = Path(__file__).with_name("triage_review.csv")
N_STORIES = 60

_STYLE = """
body { font: 11pt/1.4 sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
.story { border: 1px solid #888; padding: .4rem .7rem; margin: .6rem 0; break-inside: avoid; }
.story p { margin: .2rem 0; } .boxes span { margin-right: 1.2rem; white-space: nowrap; }
.line { border-bottom: 1px solid #888; height: 1.4rem; }
table { border-collapse: collapse; } th, td { border: 1px solid #888; padding: .15rem .5rem; }
h2 { break-before: page; } @page { margin: 14mm; }
"""
_LEVELS = "; ".join(
    (
        "self-care: watch it, come if it lasts",
        "appointment: within weeks",
        "urgent: today to three days",
        "emergency: an ambulance now",
    )
)


def choose_stories() -> list[tuple[str, dict[str, str], str]]:
    """Choose stories evenly over the levels that were given: name, row, level."""
    told = [(name, row, tell(row).level) for name, row in read_stories().items()]
    chosen: list[tuple[str, dict[str, str], str]] = []
    for level in ORDER:
        of_level = [story for story in told if story[2] == level]
        n = N_STORIES // len(ORDER)
        chosen += [of_level[k * len(of_level) // n] for k in range(n)]
    # Mixed, so that the order tells nothing: by the letters of the story.
    return sorted(chosen, key=lambda story: story[1]["story"][::-1])


def make_form() -> str:
    """Make the form to print. The levels given stand on the last page, so that they lead nobody."""
    stories = choose_stories()
    boxes = "".join(f"<span>&#9633; {level.replace('_', '-')}</span>" for level in ORDER)
    cards = [
        f'<div class="story"><p><b>{k}.</b> {escape(row["story"])}</p>'
        f'<p class="boxes">Your level: {boxes}</p><p>Whom, how soon, what you would say:</p>'
        '<p class="line"></p></div>'
        for k, (_, row, _) in enumerate(stories, 1)
    ]
    given = [
        f"<tr><td>{k}</td><td>{name}</td><td>{level.replace('_', '-')}</td><td>"
        f"{escape(tell(row).headline)}</td></tr>"
        for k, (name, row, level) in enumerate(stories, 1)
    ]
    return "\n".join(
        [
            '<!doctype html><html lang="en"><meta charset="utf-8">',
            f"<title>Advice of twitchcam: review form</title><style>{_STYLE}</style>",
            "<h1>Advice of twitchcam: what would you have said?</h1>",
            f"<p>{len(stories)} made-up people who noticed something in their face. Choose the "
            f"level that you would give. {_LEVELS}. Then look at the last page.</p>",
            "<p>Name, profession, date:</p><p class='line'></p>",
            *cards,
            "<h2>The levels given</h2><table><tr><th></th><th>story</th><th>level</th>"
            "<th>first sentence</th></tr>",
            *given,
            "</table><p>Signed, with what must change first:</p>",
            *["<p class='line'></p>"] * 3,
            "</html>\n",
        ]
    )


def make_table() -> str:
    """Make the table to fill in: the column ``yours`` is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*COLUMNS, "what_is_told"])
    for name, row, level in choose_stories():
        writer.writerow([name, level, "", row["story"]])
    return text.getvalue()


def write_form() -> None:
    """Write both."""
    FORM.write_text(make_form(), encoding="utf-8")
    TABLE.write_text(make_table(), encoding="utf-8")
