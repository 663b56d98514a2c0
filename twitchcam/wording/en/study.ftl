# For studies: methods paragraph, repeatability, planning, blinding.
study-methods-recording = Faces were recorded on video ({ $width } × { $height } pixels, { $rate } new pictures a second, { $duration } s).
study-methods-tool = Movements of the skin were measured with twitchcam { $version } (landmarks: { $tracker }, MediaPipe { $mediapipe }, model checksum { $model }…).
study-methods-how = It anchors on facial landmarks, removes the movement of the head, follows the open skin by optical flow at places 6.5 mm apart, and takes for a twitch what stands out of the noise of its place and moment on one side; millimetres rest on the mean diameter of the iris.
study-methods-settings-usual = All settings were those of this version.
study-methods-settings-changed = Settings were those of this version, but for: { $changed }.
study-methods-settings-unknown = The result does not say which settings were changed; analyse the clip again with this version to have it said.
study-methods-judged = { $minutes } minutes ({ $share } % of the recording) could be judged.
study-methods-limit = { $same ->
        [yes] The smallest twitch that would have been seen was { $low } mm.
       *[no] The smallest twitch that would have been seen was { $low } to { $high } mm, depending on the part of the face.
    }
study-methods-limit-width = This holds for twitches of patches of skin at least { $width } mm wide (full width at half maximum).
study-methods-versions = Versions: { $versions }.
study-methods-purpose = twitchcam is not a medical device; its results are measurements and no diagnosis.
study-cite = How to cite: The twitchcam authors. twitchcam: measuring small one-sided movements of a face in video (version { $version }). Software, Apache-2.0. See CITATION.cff.
study-checksum = SHA-256 of the recording: { $sha256 }
study-repeatability-rate-per-minute = Twitches per minute: mean { $mean } of { $persons } persons in { $recordings } recordings. Standard error of measurement { $error } (95 % { $low } to { $high }). Smallest detectable change { $change }.
study-repeatability-median-amplitude-mm = Median size in mm: mean { $mean } of { $persons } persons in { $recordings } recordings. Standard error of measurement { $error } (95 % { $low } to { $high }). Smallest detectable change { $change }.
study-repeatability-note = A difference between two recordings of one person beyond the smallest detectable change is more than noise 95 of 100 times. It holds for recordings as long and as good as these, and only if nothing changed between them.
study-interval = { $value } ({ $low } to { $high })
study-boris-made-by = Made by twitchcam { $version }. Not a medical device; measurements, no diagnosis.
study-boris-subject = at the same time { $number }
study-plan = To see a rate of { $rate } a minute change by the factor { $change } (power { $power }, two-sided 5 %), { $minutes } minutes must be judged at each of the two visits, all persons together.
study-plan-spread = This takes a variance of counts { $spread } times their mean. Chance alone has 1; twitches that come in bouts have more: take it from repeated recordings.
study-blinded = { $count ->
    [one] { $count } clip without names
   *[other] { $count } clips without names
 } in { $folder }; the key is { $place }. Keep it away from whoever judges.
