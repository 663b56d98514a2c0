"""A native library's chatter is hidden; what Python says to the person is not."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from twitchcam.tracking.quiet import native_log_silenced

CHATTER = b"W0000 native chatter\n"
BEGINNING = (
    "import os, sys\n"
    "from twitchcam.tracking.quiet import native_log_silenced\n"
    "def say(word):\n"
    "    os.write(2, b'native ' + word.encode() + b'\\n')\n"
    "    print('python', word, file=sys.stderr)\n"
)


def _run(program, words=(), **options):
    return subprocess.run(
        [sys.executable, "-c", BEGINNING + program, *words],
        capture_output=True,
        encoding="utf-8",
        check=False,
        **options,
    )


def test_native_output_goes_nowhere_and_comes_back_afterwards(capfd):
    os.write(2, b"before\n")
    with native_log_silenced():
        os.write(2, CHATTER)
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "before\nafter\n"


def test_native_output_comes_back_after_an_error(capfd):
    def chatter_and_fail():
        with native_log_silenced():
            os.write(2, CHATTER)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        chatter_and_fail()
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "after\n"


def test_standard_output_is_left_alone(capfd):
    with native_log_silenced():
        os.write(1, b"result\n")
    assert capfd.readouterr().out == "result\n"


def test_python_still_speaks_and_keeps_its_order():
    ended = _run("say('a')\nwith native_log_silenced():\n    say('b')\nsay('c')\n")
    assert ended.returncode == 0
    assert ended.stderr == "native a\npython a\npython b\nnative c\npython c\n"


def test_silence_within_silence_ends_with_the_outer_one():
    ended = _run(
        "with native_log_silenced():\n"
        "    with native_log_silenced():\n"
        "        say('inner')\n"
        "    say('outer')\n"
        "say('after')\n"
    )
    assert ended.stderr == "python inner\npython outer\nnative after\npython after\n"


def test_a_stderr_of_pythons_own_making_stays_in_use(capfd):
    import io

    mine = io.StringIO()
    kept, sys.stderr = sys.stderr, mine
    try:
        with native_log_silenced():
            assert sys.stderr is mine
            print("noted", file=sys.stderr)  # noqa: T201
        assert sys.stderr is mine
    finally:
        sys.stderr = kept
    assert mine.getvalue() == "noted\n"
    assert capfd.readouterr().err == ""


def test_no_descriptor_is_left_open():
    before = os.listdir("/proc/self/fd") if os.path.isdir("/proc/self/fd") else None  # noqa: PTH208, PTH112
    if before is None:
        pytest.skip("open descriptors are counted on Linux only")
    for _ in range(20):
        with native_log_silenced():
            pass
    assert len(os.listdir("/proc/self/fd")) == len(before)  # noqa: PTH208


@pytest.mark.skipif(os.name == "nt", reason="programs are started in another way there")
def test_a_program_started_without_stderr_works_all_the_same():
    ended = _run(
        "with native_log_silenced():\n    print('result')\nprint('after')\n",
        preexec_fn=lambda: os.close(2),
    )
    assert ended.returncode == 0
    assert ended.stdout == "result\nafter\n"


@pytest.mark.skipif(os.name == "nt", reason="programs are started in another way there")
def test_without_stderr_native_chatter_does_not_end_up_in_a_file_that_is_being_written(tmp_path):
    """The next file to be opened gets the free descriptor 2, and native code writes to it."""
    ended = _run(
        "with native_log_silenced(), open(sys.argv[1], 'wb') as file:\n"
        "    try:\n        os.write(2, b'native chatter')\n"
        "    except OSError:\n        pass\n"
        "    file.write(b'landmarks')\n",
        words=[str(tmp_path / "file")],
        preexec_fn=lambda: os.close(2),
    )
    assert ended.returncode == 0
    assert (tmp_path / "file").read_bytes() == b"landmarks"
