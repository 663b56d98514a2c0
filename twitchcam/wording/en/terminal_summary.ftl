# The screen that "twitchcam analyze" ends with: at most 24 lines of 80 letters.

terminal-title = { $name }, { $length }
terminal-advice = { $level }. { $headline }
terminal-ask = Type: twitchcam ask
terminal-place = { $n ->
        [one] { $place }: { $n } short movement, up to { $size }.
       *[other] { $place }: { $n } short movements, up to { $size }.
    }
terminal-left-out = Left out most: { $reason }.
# Where no single reason took most: the moment of every blink, and a face that moves.
terminal-left-out-rest = moments around blinks, and while the face moved
terminal-seen-too = Seen too, not counted: { $actions }.
terminal-more = … more in the report.
# After several clips.
terminal-of-several = { $n } of { $of } clips have a result.
terminal-of-several-failed = Without one: { $names }.
terminal-report = Report: { $path }
