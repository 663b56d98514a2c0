"""The face map: every movement in its place, and what could not be seen greyed in place."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from examples_of_analysis import make_analysis, make_event, make_quality

from twitchcam.records import PlaceLimits
from twitchcam.report.face_map import (
    FaceMap,
    describe_face_map,
    draw_face_map,
    find_place,
    list_dots,
    list_unseen_areas,
    tally_areas,
)
from twitchcam.report.page import make_page
from twitchcam.report.sentences import say_map_key
from twitchcam.skin_places import (
    count_places,
    get_neutral_eye_distance_mm,
    get_places,
    list_areas,
    measure_apart_mm,
)

N = count_places()
TEMPLE = list_areas().index("temple")


def event_at(place, side="left", **changes):
    at_mm = get_places().neutral_mm[place + (N if side == "right" else 0)]
    x, y = (at_mm / get_neutral_eye_distance_mm()).round(6)
    told = {"area": list_areas()[place], "extent_mm": 6.5, **changes}
    return make_event(3.0, side=side, place=(float(x), float(y)), **told)


def make_limits(unseen=()):
    return PlaceLimits(
        limit_mm=tuple(None if k in unseen else 0.3 + k / 1000 for k in range(2 * N)),
        assessed_share=tuple(0.0 if k in unseen else 0.9 for k in range(2 * N)),
    )


def make_map(events=(), limits=None, spots=()):
    return FaceMap(spots=spots, dots=list_dots(events, limits), areas=tally_areas(events))


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("place", range(0, N, 49))
def test_a_small_movement_colours_its_own_place_on_its_own_side_only(place, side):
    dots = list_dots([event_at(place, side)], make_limits())
    assert [k for k, dot in enumerate(dots) if dot.n] == [place + (N if side == "right" else 0)]


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_place_of_an_event_is_found_again(side):
    found = find_place(event_at(TEMPLE, side))
    assert found == TEMPLE + (N if side == "right" else 0)
    assert find_place(make_event(3.0)) is None


@pytest.mark.parametrize("extent_mm", [6.5, 13.0, 26.0])
def test_a_movement_reaches_half_its_extent_to_every_side(extent_mm):
    dots = list_dots([event_at(TEMPLE, extent_mm=extent_mm)], None)
    near = measure_apart_mm()[TEMPLE] <= extent_mm / 2 + 0.1
    assert [dot.n for dot in dots[:N]] == near.astype(int).tolist()


def test_where_movements_meet_they_are_counted_together_and_the_largest_is_kept():
    events = [event_at(TEMPLE, amplitude_mm=size_mm) for size_mm in (0.4, 1.2, math.nan)]
    dot = list_dots(events, None)[TEMPLE]
    assert (dot.n, dot.max_mm) == (3, 1.2)


def test_the_drawing_looks_at_the_reader():
    """The person's left is on the reader's right, the forehead above."""
    drawn = str(draw_face_map(make_map([event_at(TEMPLE)])))
    (x, y), *_ = re.findall(r'class="dot-left[^"]*" d="M(\d+) (\d+)', drawn)
    assert int(x) > 160
    chin = list_areas().index("chin")
    drawn = str(draw_face_map(make_map([event_at(chin, "right")])))
    (x, chin_y), *_ = re.findall(r'class="dot-right[^"]*" d="M(\d+) (\d+)', drawn)
    assert int(x) < 160
    assert int(chin_y) > int(y)


def test_a_dot_is_larger_with_size_and_stronger_with_number():
    def look(n, amplitude_mm):
        drawn = draw_face_map(make_map([event_at(TEMPLE, amplitude_mm=amplitude_mm)] * n))
        return re.search(r"often-(\d) large-(\d)", drawn).groups()

    assert look(1, 0.3) == ("1", "1")
    assert look(2, 0.7) == ("2", "2")
    assert look(5, 2.0) == ("3", "3")


def test_every_place_is_drawn_once_as_moved_calm_or_unseen():
    unseen = {TEMPLE + N, 5}
    drawn = str(draw_face_map(make_map([event_at(TEMPLE)], make_limits(unseen))))
    counted = {
        kind.split()[0]: line.count("h0")
        for kind, line in re.findall(r'<path class="([^"]+)" d="([^"]+)"', drawn)
        if kind.split()[0] in ("dot-left", "calm", "unseen")
    }
    assert counted == {"dot-left": 1, "unseen": 2, "calm": 2 * N - 3}
    hatched = re.search(r'class="hatch" d="([^"]+)"', drawn)[1]
    assert hatched.count("M") == 2
    # What is drawn later lies on top.
    assert drawn.index('class="unseen"') < drawn.index('class="hatch"')


def test_what_moved_counts_as_seen_even_where_little_could_be_judged():
    drawn = str(draw_face_map(make_map([event_at(TEMPLE)], make_limits({TEMPLE}))))
    assert "unseen" not in drawn
    assert "dot-left" in drawn


def test_what_the_map_shows_is_said_in_words():
    temple = {N + k for k in np.flatnonzero(np.array(list_areas()) == "temple").tolist()}
    limits = make_limits(temple)
    face_map = make_map([event_at(TEMPLE, amplitude_mm=0.8)] * 3, limits)
    said = describe_face_map(face_map).replace("\N{NO-BREAK SPACE}", " ")
    assert "left temple: 3 movements of its own, up to 0.80 mm" in said
    assert said.endswith("Could not be seen: right temple.")
    assert list_unseen_areas(face_map.dots) == ["right temple"]


def test_the_key_says_the_smallest_movement_that_shows_over_all_seen_places():
    limits = make_limits({0, 2 * N - 1})
    said = say_map_key(make_map((), limits)).replace("\N{NO-BREAK SPACE}", " ")
    assert "0.30 to 0.79 mm, depending on the place" in said
    assert "Coloured" not in said
    assert say_map_key(make_map()) == "Nothing to mark."


def test_a_movement_is_either_a_dot_or_a_disc():
    placed, held = event_at(TEMPLE), make_event(30.0, kind="spasm", region="chin")
    quality = make_quality(place_limits=make_limits())
    page = make_page(make_analysis(events=(placed, held), quality=quality))
    drawn = re.search(r'<svg class="face-map".*?</svg>', page)[0]
    assert drawn.count('<circle class="disc') == 1
    assert "left chin: 1 movement of its own" in drawn
    assert "left temple: 1 movement of its own" in drawn


def test_documents_without_places_show_regions_only():
    drawn = str(draw_face_map(make_map()))
    assert "calm" not in drawn
    assert "unseen" not in drawn


def test_the_map_stays_small():
    assert len(draw_face_map(make_map([event_at(TEMPLE)], make_limits()))) < 12_000
