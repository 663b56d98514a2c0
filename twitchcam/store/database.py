"""Open the database and bring its tables up to date."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from twitchcam.errors import InputError
from twitchcam.wording import text

FILE_NAME: Final = "twitchcam.sqlite"
_MIGRATIONS: Final = Path(__file__).with_name("migrations")
_WAIT_S: Final = 15.0
# Any number that no other program takes for its own lock of a PostgreSQL database.
_MIGRATION_LOCK: Final = 7_219_846_103


def open_database(folder: Path, url: str | None) -> Engine:
    """Connect to ``url`` (default: a SQLite file in ``folder``) with tables up to date.

    Raises
    ------
    InputError
        The address makes no sense, the database cannot be reached, or a newer twitchcam wrote it.
    """
    address = _read_url(url) if url else URL.create("sqlite", database=str(folder / FILE_NAME))
    shown = address.render_as_string(hide_password=True)
    try:
        engine = _make_engine(address)
        try:
            _bring_up_to_date(engine, shown)
        except BaseException:
            engine.dispose()
            raise
    except (SQLAlchemyError, ModuleNotFoundError, OSError) as error:
        # The driver's own text may hold the password; its first line is kept out on purpose.
        got = type(error).__name__
        raise InputError(text("store-database", address=shown, got=got)) from error
    return engine


def _read_url(url: str) -> URL:
    try:
        address = make_url(url)
        address.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        # Not shown: it may hold a password.
        raise InputError(text("store-database-address")) from error
    return address


def _make_engine(address: URL) -> Engine:
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True)
    if address.database and address.database != ":memory:":
        # Made here, so that nobody else may read it; SQLite gives its side files the same rights.
        with suppress(FileExistsError):
            os.close(os.open(address.database, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    engine = create_engine(address, connect_args={"timeout": _WAIT_S, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver would begin transactions at moments of its own choice.
    connection.isolation_level = None
    for line in (
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=NORMAL",
        "PRAGMA foreign_keys=ON",
        # What is deleted is overwritten, not just unlinked.
        "PRAGMA secure_delete=ON",
    ):
        connection.execute(line)


def _begin_sqlite(connection: Connection) -> None:
    # A writer that starts as a reader can be refused in the middle; it must say so at once.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def write(engine: Engine) -> Iterator[Connection]:
    """Give a connection for one change: all of it or nothing."""
    with engine.execution_options(writes=True).begin() as connection:
        yield connection


def forget_deleted(engine: Engine) -> None:
    """Let the log beside a SQLite file go, in which deleted rows could still be read."""
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()


def _bring_up_to_date(engine: Engine, shown: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with write(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise InputError(text("store-database-newer", address=shown)) from error
