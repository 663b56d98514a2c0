# The questions by keyboard: twitchcam ask.

terminal-ask-private = { $general_information } Your answers stay on this computer.
terminal-ask-keys = Enter alone skips a question. { $help } explains it, { $back } goes back, { $stop } stops; you can go on later.
