"""The list of commands in the help: a whole sentence each, in as many lines as it needs."""

from __future__ import annotations

from typing import Any, Final

from typer.core import TyperGroup

from twitchcam.wording import text

# Letters; longer than any sentence. The library's own list cuts them to the width of the terminal.
_WHOLE: Final = 300


class CommandList(TyperGroup):
    """The commands of the program."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the name of each command and what it does."""
        found = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [
            (name, command.get_short_help_str(_WHOLE))
            for name, command in found
            if command is not None and not command.hidden
        ]
        with formatter.section(text("terminal-commands")):
            formatter.write_dl(rows)
