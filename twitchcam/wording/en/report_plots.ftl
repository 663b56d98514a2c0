# Labels of figures for papers. Kinds of actions have their short names of the tables there.

plot-axis-time = time (s)
plot-axis-answer = answer (mm)
plot-axis-amplitude = amplitude (mm)
plot-axis-frequency = frequency (Hz)
plot-axis-travel = travel (mm)
plot-axis-dose = { $action } (mm)
plot-axis-aligned = { $to ->
        [apex] time from the action's apex (s)
       *[onset] time from the action's onset (s)
    }
plot-response = { $place }, { $action }, n = { $n }
plot-situation = { $place }, { $situation }
plot-kind-blink = blink
plot-kind-wink = wink
plot-kind-eye_closure = eye_closure
plot-kind-smile = smile
plot-kind-pucker = pucker
plot-kind-brow_raise = brow_raise
plot-kind-mouth_open = mouth_open
plot-kind-rest = rest
