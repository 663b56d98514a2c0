# What is wrong with answers to the questions.

error-answers-no-file = { $file } must be a file of answers with twitchcam_answers = { $version }, got something else. Make one with: twitchcam ask
error-answers-unknown-key = { $file } must hold { $known }, got { $got }.
error-answers-no-json = { $file } must be JSON, got something else. Mend it.
error-answers-country = The country must be one of { $known }, got { $got }. Leave it out for "your local emergency number".
error-answers-text = { $name } must be text of at most { $most } letters, got { $got }.
error-answers-number = { $name } must be a number from { $least } to { $most }, got { $got }.
error-answers-list = { $name } must be a list of choices, got { $got }.
error-answers-none-alone = { $name } must be { $none } alone or without it, got { $got }.
error-answers-letters = { $n } letters
# What the answers came from, where it was no file: "The answers: age must be …"
error-answers-where = The answers
error-answer-where = The answer
