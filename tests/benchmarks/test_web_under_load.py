"""What the commands about a busy or hostile web count as wrong."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.fuzzed_web import describe_app, list_addresses, name_address, name_known
from benchmarks.soak import Seen, judge, split_looks


def _look(number: int, memory_mb: float, handles: int) -> tuple[float, float, int, int]:
    return 5.0 * number, memory_mb, handles, 12


@pytest.mark.parametrize(
    ("memory_mb", "handles", "ends", "n_left", "said"),
    [
        pytest.param(
            [231, 231, 232, 237, 238], [20, 26, 22, 24, 26], {"done": 3}, 0, "", id="flat"
        ),
        pytest.param([200, 231, 280, 380, 480], [20] * 5, {"done": 3}, 0, "Memory", id="memory"),
        pytest.param([200] * 5, [20, 30, 40, 50, 60], {"done": 3}, 0, "Handles", id="handles"),
        pytest.param([200] * 5, [20] * 5, {"done": 3, "running": 1}, 0, "'running': 1", id="lost"),
        pytest.param([200] * 5, [20] * 5, {"refused": 3}, 2, "2 folders", id="left behind"),
    ],
)
def test_a_long_use_is_judged_by_growth_losses_and_what_is_left(
    memory_mb, handles, ends, n_left, said
):
    looks = [_look(k, *each) for k, each in enumerate(zip(memory_mb, handles, strict=True))]
    wrong = judge(Seen(ends=Counter(ends), looks=looks), n_left)
    assert len(wrong) == bool(said)
    assert said in "".join(wrong)


def test_a_request_that_failed_is_told_once():
    seen = Seen(faults=["OSError: gone"] * 3, looks=[_look(0, 200, 20)])
    assert judge(seen, 0) == ["OSError: gone"]


def test_the_first_and_the_last_fifth_are_compared():
    looks = [_look(k, 200, 20) for k in range(10)]
    assert split_looks(looks) == (looks[:2], looks[-2:])


@pytest.fixture(scope="module")
def described(tmp_path_factory):
    return describe_app(tmp_path_factory.mktemp("app"))


def test_every_page_is_described_though_the_app_itself_shows_no_description(described):
    addresses = list_addresses(described)
    assert {"GET /", "GET /people/{person_id}", "POST /api/recordings"} <= addresses
    assert len(addresses) > 60


@pytest.mark.parametrize(
    ("method", "url", "name"),
    [
        ("GET", "http://127.0.0.1:1/", "GET /"),
        ("GET", "http://127.0.0.1:1/?q=a", "GET /"),
        ("POST", "http://127.0.0.1:1/people/7/seen", "POST /people/{person_id}/seen"),
        ("TRACE", "http://127.0.0.1:1/people/7", "TRACE /people/{person_id}"),
        ("GET", "http://127.0.0.1:1/people/7/a/b/c", "GET elsewhere"),
    ],
)
def test_an_answer_is_counted_for_the_address_that_was_asked(described, method, url, name):
    assert name_address(described, method, url) == name


def test_people_who_are_there_are_asked_for_in_paths_and_in_what_is_sent(described):
    name_known(described, {"person_id": ["anna"], "recording_id": ["7"]})
    (asked,) = described["paths"]["/people/{person_id}"]["get"]["parameters"]
    assert asked["schema"]["enum"][0] == "anna"
    sent = [
        schema["properties"]["person_id"]
        for schema in described["components"]["schemas"].values()
        if "person_id" in schema.get("properties", {})
    ]
    assert sent
    assert all(each["enum"][0] == "anna" for each in sent)
