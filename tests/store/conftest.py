"""A store on SQLite, and on a PostgreSQL server where one is told of."""

from __future__ import annotations

import os

import pytest
from sqlalchemy import create_engine, text

from twitchcam.store.library import Store

POSTGRESQL = os.environ.get("TWITCHCAM_TEST_POSTGRESQL", "")
BACKENDS = (
    "sqlite",
    pytest.param(
        "postgresql",
        marks=pytest.mark.skipif(not POSTGRESQL, reason="TWITCHCAM_TEST_POSTGRESQL is not set"),
    ),
)


def empty_postgresql(worker: str) -> str:
    """A schema of its own for each worker, emptied."""
    schema = f"test_{worker}"
    engine = create_engine(POSTGRESQL)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    engine.dispose()
    return f"{POSTGRESQL}?options=-csearch_path%3D{schema}"


@pytest.fixture(params=BACKENDS)
def url(request):
    if request.param == "sqlite":
        return None
    return empty_postgresql(os.environ.get("PYTEST_XDIST_WORKER", "main"))


@pytest.fixture
def store(tmp_path, url):
    opened = Store(tmp_path / "data", url)
    yield opened
    opened.close()


@pytest.fixture
def anna(store):
    return store.add_person("Anna")
