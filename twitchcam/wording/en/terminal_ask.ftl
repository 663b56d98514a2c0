# The questions by keyboard: twitchcam ask.

terminal-ask-private = { $general_information } Your answers stay on this computer.
terminal-ask-keys = Enter alone skips a question. { $help } explains it, { $back } goes back, { $stop } stops; you can go on later.
terminal-ask-call = If what you are not sure of may be true, call { $number } now.
terminal-ask-place = ({ $n } of { $all })
terminal-ask-why = { $help } Why: { $why }

# --- how to type an answer --------------------------------------------------------------------------

# One letter each, small; the words after them in the line below.
terminal-ask-letters =
    .yes = y
    .no = n
    .unsure = u
terminal-ask-type-letter = y: yes   n: no   u: not sure
terminal-ask-type-signs = Type the numbers that are true, such as 2 5. 0: none. 3?: not sure of 3.
terminal-ask-type-numbers = Type the numbers that fit, such as 1 3.
terminal-ask-type-one = Type one number.
terminal-ask-type-number = Type a number.
terminal-ask-type-words = Type it in your own words.
terminal-ask-must-number = The answer must be a number, got { $got }. Try again.
terminal-ask-must-letter = The answer must be y, n or u (not sure), got { $got }. Try again.
terminal-ask-must-one = The answer must be one number, got { $got }. Try again.
terminal-ask-must-range = The answer must be a number from 1 to { $most }, got { $got }. Try again.

# --- at the end -------------------------------------------------------------------------------------

terminal-ask-kept = Your answers are in { $file }.
terminal-ask-go-on = Go on later with: twitchcam ask --out { $file }
terminal-ask-with-video = With a video: twitchcam analyze CLIP --answers { $file }
terminal-ask-with-result = With a result: twitchcam advise --answers { $file } --analysis FOLDER/analysis.json

# --- in the file of answers -------------------------------------------------------------------------

terminal-answers-file = Answers to the questions of twitchcam. You can change them here.
terminal-answers-open = A question with # before it was not answered, and stays unknown.
