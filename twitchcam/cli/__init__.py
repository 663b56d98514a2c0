"""The command line: what can be typed, how it is shown, how it ends."""

from twitchcam.cli.commands import app, main, run_here

__all__ = ["app", "main", "run_here"]
