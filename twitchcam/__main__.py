"""``python -m twitchcam``, and what the command ``twitchcam`` calls.

Ctrl-C is answered in words also while Python is still loading the rest, which takes a moment.
"""

from __future__ import annotations

import signal


def main() -> None:
    """Run the command line."""
    try:
        from twitchcam.cli import main as run

        run()
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        from twitchcam.cli.endings import stop

        stop()


if __name__ == "__main__":
    main()
