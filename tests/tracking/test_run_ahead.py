"""A stage that runs ahead changes nothing but the time it takes."""

from __future__ import annotations

import threading
import time

import cv2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from threadpoolctl import threadpool_info, threadpool_limits

from twitchcam.tracking.run_ahead import libraries_single_threaded, run_ahead


def _workers():
    return [t for t in threading.enumerate() if t.name == "twitchcam-run-ahead"]


class Source:
    """Counts up to ``n``, remembers how far it was read and whether it was closed."""

    def __init__(self, n, error_at=None):
        self.n_read = 0
        self.closed = False
        self._n, self._error_at = n, error_at

    def items(self):
        try:
            for k in range(self._n):
                if k == self._error_at:
                    raise OSError(f"broken at {k}")
                self.n_read += 1
                yield k
        finally:
            self.closed = True


@given(st.lists(st.integers(), max_size=50), st.integers(1, 10))
def test_items_come_out_as_they_went_in(items, n_ahead):
    assert list(run_ahead(items, n_ahead)) == items


def test_stages_can_follow_each_other():
    doubled = (2 * k for k in run_ahead(range(100)))
    assert list(run_ahead(doubled)) == list(range(0, 200, 2))
    assert _workers() == []


@pytest.mark.parametrize("error_at", [0, 5, 19])
def test_an_error_is_raised_at_its_place(error_at):
    source, seen = Source(20, error_at), []
    with pytest.raises(OSError, match=f"broken at {error_at}"):
        seen.extend(run_ahead(source.items()))
    assert seen == list(range(error_at))
    assert source.closed
    assert _workers() == []


def test_it_runs_ahead_but_not_far():
    source = Source(1000)
    ahead = run_ahead(source.items(), n_ahead=3)
    assert next(ahead) == 0
    deadline = time.monotonic() + 60
    while source.n_read < 4 and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.1)
    assert 4 <= source.n_read <= 6
    ahead.close()


def test_when_the_reader_leaves_early_the_source_is_closed_and_the_thread_ends():
    source = Source(10**9)
    ahead = run_ahead(source.items())
    assert [next(ahead) for _ in range(3)] == [0, 1, 2]
    ahead.close()
    assert source.closed
    assert _workers() == []


def test_a_slow_reader_gets_everything():
    ahead = run_ahead(range(10), n_ahead=1)
    seen = []
    for item in ahead:
        time.sleep(0.02)
        seen.append(item)
    assert seen == list(range(10))


def test_the_source_works_while_the_reader_is_busy():
    second_made = threading.Event()

    def make_two():
        yield 1
        second_made.set()
        yield 2

    ahead = run_ahead(make_two())
    assert next(ahead) == 1
    assert second_made.wait(timeout=60), "the reader has not asked for it yet"
    assert list(ahead) == [2]


def test_the_libraries_get_their_threads_back_even_after_an_error():
    cv2.setNumThreads(2)

    def look_and_fail():
        with libraries_single_threaded():
            assert cv2.getNumThreads() == 1
            assert set(_count_blas_threads()) == {1}
            raise KeyError

    # A worker of these tests has one from the start.
    with threadpool_limits(2, "blas"):
        before = _count_blas_threads()
        assert 2 in before
        with pytest.raises(KeyError):
            look_and_fail()
        assert _count_blas_threads() == before
    assert cv2.getNumThreads() == 2


def _count_blas_threads():
    return [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]
