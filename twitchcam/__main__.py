"""``python -m twitchcam`` is ``twitchcam``, for where the command is not on the path."""

from twitchcam.cli import main

if __name__ == "__main__":
    main()
