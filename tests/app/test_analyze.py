"""What measuring a clip does to the process that it runs in."""

from __future__ import annotations

import pytest
from made_faces import made_track
from threadpoolctl import threadpool_info, threadpool_limits

from twitchcam import pipeline
from twitchcam.app.analyze import analyze_into
from twitchcam.errors import InputError

pytestmark = pytest.mark.slow


def _count_blas_threads():
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


def test_small_products_use_one_thread_and_the_others_are_given_back(tmp_path, monkeypatch):
    track, seen = made_track(duration_s=4.0), []
    measure = pipeline.measure_track

    def look(*args, **kwargs):
        seen.append(_count_blas_threads())
        return measure(*args, **kwargs)

    monkeypatch.setattr(pipeline, "measure_track", look)
    # A worker of these tests has one from the start.
    with threadpool_limits(2, "blas"):
        before = _count_blas_threads()
        assert 2 in before
        analyze_into(tmp_path / "out", lambda: track)
        assert _count_blas_threads() == before
    assert seen == [{1}]


def test_they_are_given_back_when_the_clip_cannot_be_used(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise InputError("of no use")

    monkeypatch.setattr(pipeline, "measure_track", refuse)
    with threadpool_limits(2, "blas"):
        before = _count_blas_threads()
        with pytest.raises(InputError, match="of no use"):
            analyze_into(tmp_path / "out", lambda: made_track(duration_s=1.0))
        assert _count_blas_threads() == before
    assert not (tmp_path / "out").exists()
