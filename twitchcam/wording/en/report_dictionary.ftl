# What every column of every table means: in docs/outputs.md, and in signals.parquet.

# --- events.csv

column-events-kind = `twitch` (short) or `spasm` (held)
column-events-region = part of the face
column-events-side = `left`, `right` (the person's own) or `both`
column-events-onset_s = begins
column-events-apex_s = is largest
column-events-offset_s = is over; the first moment that no longer belongs to it
column-events-amplitude_mm = size at the apex, corrected for what the method is known to lose
column-events-peak_velocity_mm_per_s = fastest moment
column-events-snr = size over noise: of its place and moment, or of the recording for what is held
column-events-during = kinds of actions it fell into, parted by `;`; empty at rest
column-events-confidence = `low`, `moderate` or `high`
column-events-place_x = where on the face of a usual person, in distances of the outer eye corners: to the person's left of the middle; empty for movements of both sides and held ones
column-events-place_y = the same, down from the line of the eyes
column-events-area = part of the face, finer than `region`; empty like `place_x`
column-events-extent_mm = how far across the skin moves with it; empty like `place_x`
column-events-explained_by = what it belongs to: `none` (it stands by itself), `action` (the release or another part of an expression), `synkinesis` (it answers to an action, and there is a finding of that), `burst`, `lid_flutter`, `beat` or `tremor` (part of that pattern)

# --- actions.csv

column-actions-kind = what the person did: `blink`, `wink`, `eye_closure`, `smile`, …
column-actions-side = `left`, `right` or `both`
column-actions-onset_s = begins
column-actions-apex_s = is fullest
column-actions-offset_s = is over
column-actions-left_strength = 0 to 1: of full closure, or of the travel that is usual at most
column-actions-right_strength = the same of the right side
column-actions-left_mm = travel of what the action moves: lid, corner of the mouth, brow
column-actions-right_mm = the same of the right side
column-actions-complete = whether the lids met; empty where it means nothing
column-actions-cued = whether the person was asked for it at that time
column-actions-manner = how it was done, parted by `;`: `hard`, `half`, `full`, `teeth`
column-actions-left_direction_deg = direction of the mouth corner's travel: 0 outward, 90 up
column-actions-right_direction_deg = the same of the right side
column-actions-squeeze_mm = how far brow and cheek drew together over the lids

# --- couplings.csv

column-couplings-action = kind of action that may drag the region along
column-couplings-region = part of the face; `eye` is the opening between the lids
column-couplings-side = side that answers
column-couplings-n_actions = actions that could be judged
column-couplings-n_responses = actions that were answered
column-couplings-response_mm = mean answer, beyond what the mirror patch did
column-couplings-response_interval_low_mm = lower end of its 95 % interval
column-couplings-response_interval_high_mm = upper end
column-couplings-other_side_mm = the same mean of the other side
column-couplings-lag_s = median time from action to answer
column-couplings-dose_slope = mm of answer per mm of action (Theil-Sen)
column-couplings-dose_slope_interval_low = lower end of its 95 % interval
column-couplings-dose_slope_interval_high = upper end
column-couplings-p_value = how likely chance brings as much anywhere in the face
column-couplings-n_surrogates = shifted series it was compared with
column-couplings-not_assessed_reason = why nothing can be said; empty where something can
column-couplings-response_share = of the `eye`: narrowing as a share of its opening
column-couplings-other_side_share = the same of the other eye
column-couplings-onsets_s = onsets of the actions, parted by `;`
column-couplings-doses_mm = their sizes
column-couplings-answers_mm = their answers
column-couplings-area = where in the region the answer was looked at, finer than `region`; empty where its middle was
column-couplings-place_x = the same as in `events.csv`
column-couplings-place_y = the same

# --- candidates.csv

column-candidates-apex_s = is largest
column-candidates-side = `left` or `right`, the person's own
column-candidates-region = part of the face
column-candidates-area = the same, finer
column-candidates-snr = movement over the noise of its place and moment
column-candidates-noise_mm = that noise, as the flow shows it
column-candidates-amplitude_mm = size at the apex
column-candidates-length_s = of the pulse that fits best
column-candidates-half_width_s = its width at half of its height
column-candidates-away_mm = how far the skin is from where it mostly was within a second
column-candidates-left_over_mm = way from its onset to its offset: what did not return
column-candidates-other_side_snr = the most that the other side does near it
column-candidates-mirror_mm = the most that the mirrored place does near it, as the flow shows it
column-candidates-neighbour_share = what the places beside it do in the same direction, as a share of it
column-candidates-far_share = what nine tenths of all places of its zone stay below, as a share of it
column-candidates-extent_mm = how far across the skin moves with it
column-candidates-rejected_by = the first rule of `docs/detector.md` that speaks against a twitch of one side; empty for none
column-candidates-both_rejected_by = the first that speaks against one of both sides; empty for none

# --- signals.parquet

column-signals-time_s = moment, from the first picture
column-signals-face-activity_mm = movement of the whole face, 1 to 10 Hz
column-signals-jaw-drop_mm = chin below the line of the eye corners, from landmarks
column-signals-mouth-opening_mm = between the inner edges of the lips, from landmarks
column-signals-head-yaw_deg = turn of the head, positive to the person's left
column-signals-head-pitch_deg = positive: looks up
column-signals-head-roll_deg = positive: leans to the person's right shoulder
column-signals-excluded = why this moment was not judged, reasons parted by `;`; empty where it was
# Of a region and a side.
column-signal-transient_outward_mm = movement of the skin away from the middle of the face, without what is held longer than about 0.3 s
column-signal-transient_up_mm = the same, upward
column-signal-displacement_outward_mm = where the skin is, away from the middle of the face; the zero is arbitrary and wanders
column-signal-displacement_up_mm = the same, upward
column-signal-assessable_share = share of the places of the region at which a twitch of this side would have been seen and told here
column-signal-pulse_noise_mm = the largest noise of those places, as the flow shows it; `snr` of a twitch is its movement over the noise of its own place
column-signal-local_noise_mm = usual size of the transient movement at this moment: for a second place that moves with a twitch, and for answers to blinks
column-signal-lid_aperture_mm = opening between the lids, from landmarks
column-signal-iris_drop_mm = how far the iris sits below the line of the eye's corners (gaze)
column-signal-landmark_height_mm = height of the brow above the line of the eye corners, from landmarks
column-signal-landmark_outward_mm = corner of the mouth, from landmarks, away from the middle
column-signal-landmark_up_mm = corner of the mouth, from landmarks, upward
column-of-place = { $place }: { $meaning }
place-eyelids = { $side ->
        [left] left eye
        [right] right eye
       *[none] eye
    }
# In the file itself.
column-sides = left and right are the person's own
