# What --help says, what info prints, and how a command ends. These are read before anything else is
# loaded: texts without forms to choose from, so that --help answers at once.

terminal-option-answers = Answers from 'twitchcam ask'; the advice then fits you.
terminal-option-country = Two letters, such as GB: for the emergency number in the advice.
terminal-option-tracker = face_mesh, or face_landmarker, which is newer, steadier and slower; its model is a file of its own: get it once with 'twitchcam fetch-model'. [default: face_mesh on Python 3.11 and 3.12, else face_landmarker]
terminal-option-jobs = Processes that work on one clip at once; one a core if not given. The results are the same.
terminal-option-model = The model of face_landmarker, if not the one fetched.
terminal-option-annotate = Also write annotated.mp4: the clip with lines, names and traces.
terminal-option-with-video = Put the clip into report.html, which else shows the face as lines: then share the page with care.
terminal-option-hide = In these: blur the eyes, or leave the face out and draw lines.
terminal-option-elan = Also write annotations.eaf, for the annotation tool ELAN (needs: pip install pympi-ling).
terminal-option-language = Language of what is said and written: { $languages }.
terminal-analyze-what = Measure the movements of the face in each CLIP and write a report.
terminal-analyze-writes = Writes report.html (start there), advice.txt, analysis.json, tables (events.csv, actions.csv, couplings.csv, signals.parquet) and track.npz.
terminal-analyze-codes = Exit code: 0 done, also when nothing was found; 2 a file or setting is wrong; 3 a recording cannot be judged, its report says why; 1 a fault of twitchcam.
terminal-program = Find small, short movements of a face in a video: where, when, how large, how sure. Measurements and general information; not a medical device and not a diagnosis.
terminal-version = Show the version.
terminal-commands = Commands
terminal-argument-clips = Videos, or tracks (.npz) saved by twitchcam.
terminal-analyze-out = Where to write. Default: CLIP.twitchcam in the current folder, without the clip's suffix. With several clips, DIR holds one such folder for each.
terminal-analyze-mirrored = The video is a mirror image: turn it back.
terminal-analyze-json = Print analysis.json instead of the summary; with several clips, one a line.
terminal-ask-out = Where to keep the answers; go on with them later.
terminal-advise-analysis = An analysis.json that 'twitchcam analyze' wrote.
terminal-advise-full = Leave nothing out, and list the sources.
terminal-argument-folder = Results that twitchcam wrote earlier.
terminal-report-clip = The clip they were made from, for pictures of it.
terminal-argument-truth = Marks made by hand: a table (.csv, .tsv, .txt), ELAN (.eaf; needs: pip install pympi-ling), BORIS (.boris, or its events as a table), or the .truth.json of a made clip; or a folder of these.
terminal-evaluate-json = Print the numbers as JSON.
terminal-argument-form = A filled docs/triage_review.csv.
terminal-argument-story = Which one; without it, list them.
terminal-simulate-out = Where to write. Default: the current folder.
terminal-simulate-inject = Put twitches into a recording of your own instead, to test a camera or a room.
terminal-simulate-size = How large those twitches are.
terminal-serve-port = 0 takes any that is free.
terminal-serve-host = Another address lets other computers in, with a token.
terminal-serve-open = Open the browser.
terminal-serve-data = The data folder, if not the usual one.
terminal-argument-person = Whose; without it, list everybody.
terminal-history-data = The data folder, if not the usual one.
terminal-command-ask = Answer questions about what you noticed, by keyboard, for advice that fits you.
terminal-command-advise = Say what to do next, from answers, an analysis, or both: one page to print.
terminal-command-report = Write the page and the tables of an earlier result again; the clip is not needed.
terminal-command-evaluate-advice = Compare the advice with a clinician's: agreement, weighted kappa, too low, too high.
terminal-command-simulate = Make a clip whose twitches are known, to see what twitchcam finds in it.
terminal-command-serve = Record, upload and follow up in the browser. Nothing leaves this computer.
terminal-command-history = Show the course over time, each kind of session on its own, and what would have been seen.
terminal-command-fetch-model = Download the model of the tracker face_landmarker: all that twitchcam ever downloads.
terminal-command-info = Show versions and where things are.
terminal-info-data = Data of the web app
terminal-no-room = The disk must have room for the work, got none left. Make room, try again.
terminal-no-memory = The recording must fit into the memory it may use, got more. Cut it, or close other programs and try again.
terminal-decoder-died = The recording must be one that can be read to its end, but the process that read it died ({ $signal ->
        [SIGKILL] ended by the system, mostly of too little memory
       *[other] { $signal }
    }). Nothing half-written was left behind. Try again; if it dies again, save the video anew with another program and analyze that.
terminal-stopped = Stopped. Nothing half-written was left behind.
terminal-no-log = no file: there was no room for one.
terminal-our-fault = { $subject ->
        [file] Something went wrong inside twitchcam with { $name } ({ $error }); this is our fault, not yours. The details are in { $log }
       *[none] Something went wrong inside twitchcam ({ $error }); this is our fault, not yours. The details are in { $log }
    }
terminal-info-system = System
terminal-info-model = Face model
terminal-info-program = Program folder
terminal-info-temporary = Temporary files
terminal-info-results = Results
terminal-info-model-is = MediaPipe FaceMesh, inside the mediapipe package
terminal-info-results-are = CLIP.twitchcam in the folder where you start twitchcam
terminal-info-not-installed = not installed
