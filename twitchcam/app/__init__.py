"""What can be done with twitchcam, for the terminal and the browser alike: one file a use case."""
