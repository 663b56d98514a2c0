"""What benchmarks of jerks anywhere on the skin stored, for README.md and validation.md."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from typing import Any, Final

from benchmarks.showing.anywhere_tables import LARGE_MM, TIMES_LIMIT

_OURS: Final = "this version"
_NAIVE: Final = "naive flow"
_KNOWN: Final = "plain flow, place known"
_KNOWN_SIGMAS: Final = 6.0
_SHORT_S: Final = 0.1
_KINDS: Final = {"made": "made", "real": "real people"}


def make_anywhere_table(stored: dict[str, Any]) -> str:
    """One column for each kind of recording and compression, as Markdown."""
    ours = [score for score in stored["scores"] if score["method"] == _OURS]
    naive = [score for score in stored["scores"] if score["method"] == _NAIVE]
    names = [f"{_KINDS[s['kind']]}, {s['compression']}" for s in ours]

    def row(title: str, say: Callable[[int], str]) -> str:
        return f"| {title} | " + " | ".join(say(i) for i in range(len(ours))) + " |"

    rows = [
        row("found, of all", lambda i: _say_found(ours[i]["trials"])),
        row(f"found, of {LARGE_MM:g} mm and more", lambda i: _say_found(_large(ours[i]))),
        row("found, of those of 100 ms", lambda i: _say_found(_short(ours[i]))),
        row("naive flow: found, of all", lambda i: _say_found(naive[i]["trials"])),
        row(f"naive flow: of {LARGE_MM:g} mm and more", lambda i: _say_found(_large(naive[i]))),
        row("false events of one side", lambda i: _say_false(ours[i])),
        row("naive flow: false events", lambda i: _say_false(naive[i])),
        row("side right, of those answered", lambda i: _say_side(ours[i])),
        row("place off by, median", lambda i: _say_place(ours[i])),
        row("size over true size, median", lambda i: _say_size(ours[i])),
        row(f"found, of {TIMES_LIMIT:g} times the limit stated for their place and moment and more",
            lambda i: _say_found(_promised(ours[i]))),
        row("rest that was judged", lambda i: _say_judged(ours[i])),
    ]  # fmt: skip
    head = ["| | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    return "\n".join([*head, *rows])


def say_how_far_to_trust(stored: dict[str, Any]) -> str:
    """What the README says of small twitches and of false alarms."""
    ours = [score for score in stored["scores"] if score["method"] == _OURS]
    # Without loss is not how people record.
    usual = [score for score in ours if score["compression"] != "lossless"]
    large = [t for s in usual if s["kind"] == "real" for t in _large(s)]
    codings = " and ".join(dict.fromkeys(s["compression"].split(" v")[0] for s in usual))
    n_false = sum(s["n_false"] + s["n_beside"] for s in usual)
    minutes = sum(s["assessed_s"] + s["beside_s"] for s in usual) / 60.0
    return "\n".join(
        [
            f"- **Small twitches.** Of jerks of {LARGE_MM:g} mm and more, put anywhere on the skin "
            f"of real faces at rest (video compressed at {codings}), {_say_found(large)} are "
            f"found. {_say_small(usual)}",
            f"- **False alarms.** {n_false or 'None'} in {minutes:.1f} minutes of judged rest in "
            "which nothing twitched. That is little time, and few people: expect some.",
        ]
    )


def say_promises(stored: dict[str, Any]) -> str:
    """What the README says of stated limits."""
    told = [trial for trials in stored["trials"].values() for trial in trials]
    wide = [trial for trial in told if trial["wide_enough"]]
    return (
        "- **What the report promises.** Every report states the smallest movement that it would "
        "have seen, and how wide a patch of skin must move for that (9 mm, in compressed video "
        f"14 mm). Of jerks half as large again and so wide {_say_found(wide)} are found, in made "
        "and real faces, without loss and in compressed video; with narrower ones counted in, "
        f"{_say_found(told)}."
    )


def say_small_faces(stored: dict[str, Any]) -> str:
    """What the README says of faces of few pixels."""
    scores = stored["scores"]
    sizes_px = sorted({score["eye_distance_px"] for score in scores})
    n_false = sum(len(s["false_events"]) + s["kept"]["n_beside"] for s in scores)
    minutes = sum(s["assessed_s"] + s["kept"]["beside_s"] for s in scores) / 60.0
    wide = [t["placed"] for s in scores for t in s["kept"]["trials"] if t["wide_enough"]]
    return (
        f"- **Small faces.** With {sizes_px[0]} to {sizes_px[-1]} pixels between the outer corners "
        f"of the eyes (made and real people at rest, compressed) {n_false} false events of one "
        f"side came in {minutes:.0f} minutes. Of jerks half as large again as the limit stated "
        f"there, and wide enough, {_say_found(wide)} are found."
    )


def say_price(stored: dict[str, Any]) -> str:
    """What the README says of clear and of noisy recordings."""
    prices = stored["prices"]
    ours = [p for p in prices if p["method"] == _OURS and p["n_jerks"]]
    usual = max(p["threshold"] for p in ours)
    ours = [p for p in ours if p["threshold"] == usual]
    best = max(ours, key=lambda p: p["n_found"] / p["n_jerks"])
    others = [p for p in ours if p is not best]
    known = [
        p
        for p in prices
        if p["method"] == _KNOWN
        and p["threshold"] == _KNOWN_SIGMAS
        and p["clip"] in {other["clip"] for other in others}
    ]
    return (
        f"- **How clear the recording is decides.** Of jerks of 1 to 1.5 mm (compressed at crf "
        f"{stored['crf']:g}) {best['n_found']} of {best['n_jerks']} are found in the clearest of "
        f"{len(ours)} real faces and {_add('n_found', others)} of {_add('n_jerks', others)} in the "
        f"others, phone recordings that were compressed before. A simple threshold that is told "
        f"where and when to look sees {_add('n_found', known)} of those {_add('n_jerks', known)}: "
        "the rest is hardly more than the noise there. The report says so: what it would have "
        "seen is larger."
    )


def _add(what: str, prices: Sequence[dict[str, Any]]) -> int:
    return sum(price[what] for price in prices)


def _say_small(scores: Sequence[dict[str, Any]]) -> str:
    small = [t for s in scores for t in s["trials"] if t["jerk"]["size_mm"] < LARGE_MM]
    most = "missed" if 2 * len(_found(small)) < len(small) else "found, too"
    return f"In compressed video most smaller ones are {most}."


def _large(score: dict[str, Any]) -> list[dict[str, Any]]:
    return [t for t in score["trials"] if t["jerk"]["size_mm"] >= LARGE_MM]


def _short(score: dict[str, Any]) -> list[dict[str, Any]]:
    def length_s(jerk: dict[str, float]) -> float:
        return jerk["offset_s"] - jerk["onset_s"]

    return [t for t in score["trials"] if abs(length_s(t["jerk"]) - _SHORT_S) < 1e-3]


def _promised(score: dict[str, Any]) -> list[dict[str, Any]]:
    # A limit that is no number promises nothing; JSON has null for it.
    return [
        t
        for t in score["trials"]
        if t["limit_mm"] is not None and t["jerk"]["size_mm"] >= TIMES_LIMIT * t["limit_mm"]
    ]


def _found(trials: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [t for t in trials if t["answer"] == "found"]


def _say_found(trials: Sequence[dict[str, Any]]) -> str:
    return f"{len(_found(trials))} of {len(trials)}"


def _say_false(score: dict[str, Any]) -> str:
    minutes = (score["assessed_s"] + score["beside_s"]) / 60.0
    return f"{score['n_false'] + score['n_beside']} in {minutes:.1f} min"


def _say_side(score: dict[str, Any]) -> str:
    answered = [t for t in score["trials"] if t["answer"] != "nothing"]
    return f"{sum(t['answer'] != 'wrong side' for t in answered)} of {len(answered)}"


def _say_place(score: dict[str, Any]) -> str:
    errors_mm = [t["place_error_mm"] for t in _found(score["trials"])]
    told_mm = [mm for mm in errors_mm if mm is not None]
    return f"{median(told_mm):.1f} mm" if told_mm else "–"


def _say_size(score: dict[str, Any]) -> str:
    ratios = [(t["reported_mm"] or 0.0) / t["jerk"]["size_mm"] for t in _found(score["trials"])]
    return f"{median(ratios):.2f}" if ratios else "–"


def _say_judged(score: dict[str, Any]) -> str:
    return f"{100 * score['assessed_s'] / score['rest_s']:.0f} %" if score["rest_s"] else "–"
