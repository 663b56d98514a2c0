"""How a command ends when it is stopped while something loads."""

from __future__ import annotations

import pytest

from twitchcam.cli.endings import OUR_FAULT, STOPPED, collect_ending


def _load_compiled(stopped: type[BaseException]) -> None:
    """As pybind11 says that its module could not be loaded."""
    try:
        raise stopped
    except stopped as cause:
        raise ImportError("initialization failed") from cause


def test_ctrl_c_that_a_library_tells_as_another_error_is_ctrl_c(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended, collect_ending(None, tmp_path, []):
        _load_compiled(KeyboardInterrupt)
    assert ended.value.code == STOPPED
    assert "Stopped" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_what_fails_to_load_by_itself_is_our_fault(tmp_path, capsys):
    codes: list[int] = []
    with collect_ending(None, tmp_path, codes):
        _load_compiled(OSError)
    assert codes == [OUR_FAULT]
    assert "ImportError" in capsys.readouterr().err
