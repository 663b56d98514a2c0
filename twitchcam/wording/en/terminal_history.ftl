# Results over time: twitchcam history.

terminal-history-person = { $n ->
        [0] { $name }: no recordings
        [one] { $name }: { $n } recording
       *[other] { $name }: { $n } recordings
    }
terminal-history-nobody = Nobody has been recorded yet. Begin with: twitchcam serve --open
terminal-history-none = { $name }: no results yet.
terminal-history-columns =
    .when = when
    .rate = per minute
    .place = most often
    .size = its size
    .seen = would be seen
    .advice = advice
terminal-history-seen-from = { $size } and up
terminal-history-of-parts = { $seen } ({ $n } of { $all } parts)
terminal-history-not-judged = not judged
