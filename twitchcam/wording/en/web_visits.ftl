# Visits in the app: when and why somebody was recorded, which side is affected, gradings.

# --- when a recording was made ------------------------------------------------------------------

web-visit-from-camera = Recorded here, with the camera.
web-visit-from-file = The date is the one that the video itself tells.
web-visit-from-modified = The video tells no date. This is the time of the file on the device that it came from.
web-visit-from-received = The video tells no date. This is the time at which it arrived here.
web-visit-from-typed = Somebody typed this date.
web-visit-date-refused = The video says that it is of { $date }, which cannot be: the clock of the camera was not set.
web-visit-change = Change the date, add a note or a grading
web-visit-date = Recorded on
web-visit-date-help = By the clock of this computer.
web-visit-note = Note of this visit
web-visit-note-help = Treatment, what has changed, who filmed. It is printed with the results.
web-visit-gradings = Gradings of a clinician
web-visit-gradings-help = Any name and a number, as House-Brackmann and 3. They are drawn beside what was measured.
web-visit-grading-name = Name of the grading
web-visit-grading-value = Number
web-visit-keep = Keep
web-visit-no-date = The date must be a day and a time that can be, not later than now, got { $got }. Choose it again.
web-visit-no-number = The grading { $name } must have a number, got { $got }. Write a number, as 3 or 2.5, or leave both fields empty.
web-visit-no-name = The number { $value } must have the name of its grading beside it, got none. Write the name, or leave both fields empty.
web-visit-name-twice = Every grading must have a name of its own, got { $name } twice. Change one of them.

# --- which side is affected -----------------------------------------------------------------------

web-side = Affected side
web-side-not-said = Not said
web-side-left = Left
web-side-right = Right
web-side-both = Both
web-side-none = None
web-side-help = The person’s own side. Results then name the affected and the other side.
web-side-keep = Keep

# --- on paper -------------------------------------------------------------------------------------

web-paper-recorded = recorded { $moment }
web-paper-printed = printed { $day }
web-paper-note = Note of the visit:

# --- answers that cannot wait -----------------------------------------------------------------------

web-pressing-answered = You answered so on { $day }.
web-pressing-until = This stays here until a doctor has seen it.
web-pressing-seen-on = Seen by a doctor on
web-pressing-seen = I have been seen
web-pressing-was-seen = Seen by a doctor on { $day }.
web-pressing-not-seen = Not seen yet: show it again
web-pressing-no-day = The day must be one that can be, not later than today, got { $got }. Choose it again.
web-report-answered-later = Questions were answered on { $day }, after this report was made. <a>What they lead to now</a>

# --- the list of people, and a day --------------------------------------------------------------------

web-list-search = Search a name
web-list-find = Search
web-list-all = Show everybody
web-list-none = Nobody’s name holds { $wanted }.
web-list-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
 }
web-list-name = Name
web-list-last-visit = Last visit
web-list-recordings = Recordings
web-list-sort-name = By name
web-list-sort-visit = By last visit
web-list-sorted = Order
web-list-pressing = Answers that cannot wait, not yet seen by a doctor
web-list-never = none yet
web-day-today = Recorded today
web-day-page = A day
web-day-title = Recorded on { $day }
web-day-choose = Another day
web-day-show = Show
web-day-before = The day before
web-day-after = The day after
web-day-none = Nobody was recorded on this day.
web-day-when = Time
web-day-result = Result
