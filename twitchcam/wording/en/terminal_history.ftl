# Results over time: twitchcam history.

terminal-history-person = { $n ->
        [0] { $name }: no recordings
        [one] { $name }: { $n } recording
       *[other] { $name }: { $n } recordings
    }
terminal-history-nobody = Nobody has been recorded yet. Begin with: twitchcam serve --open
terminal-history-none = { $name }: no results yet.
terminal-history-whose = { $name }. Affected side: { $side }.
terminal-history-kind = { $n ->
        [one] { $kind }, { $n } recording
       *[other] { $kind }, { $n } recordings
    }
terminal-history-columns =
    .when = when
    .clip = video
    .seen = would be seen
    .advice = advice
terminal-history-seen-from = { $size } and up
terminal-history-of-parts = { $seen } ({ $n } of { $all } parts)
