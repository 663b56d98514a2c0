# Answers to worries that a person wrote down. "words" are those by which the worry is known, as people
# of this language write them, parted by commas.

advice-fear-als =
    .words = als, mnd, motor neurone, motor neuron, lou gehrig, amyotrophic
    .answer = You wrote that you fear ALS. It is rare. Twitches on their own are common in healthy people. Doctors look for muscles that get weak or thin, and a visit can check that.
advice-fear-ms =
    .words = ms, multiple sclerosis, sclerosis
    .answer = You wrote that you fear MS. A twitch on its own does not show it. Doctors look for other signs, such as numb skin or a change of sight. A visit can check that.
advice-fear-tumour =
    .words = tumour, tumor, cancer, brain tumour, brain tumor
    .answer = You wrote that you fear a tumour. A twitch of the face rarely has that cause. If a visit shows a need, a scan of the head can give a clear answer.
advice-fear-stroke =
    .words = stroke, tia
    .answer = You wrote that you fear a stroke. Its signs come suddenly: a face that droops, a weak arm, slurred speech. If you have one of them, call { $number } now. A twitch that comes and goes is not one of them.
advice-fear-palsy_again =
    .words = palsy, paralysis, bell, bell's, bells, relapse, recurrence
    .answer = You wrote that you fear a weak face. A weak face moves less; a twitch is something else. Of a hundred people who had one, about seven get it again. If your face droops or an eye does not close, see a doctor the same day.
advice-fear-parkinson =
    .words = parkinson, parkinson's, parkinsons
    .answer = You wrote that you fear Parkinson's. Doctors look for slow and stiff movement and a shake at rest. A twitch of the face on its own is not the usual way it begins. A visit can check that.
advice-fear-fits =
    .words = epilepsy, seizure, seizures, fit, fits
    .answer = You wrote that you fear fits. Doctors look for blackouts, for jerks at a steady beat, and for jerks of an arm along with the face. If you had one of these, call a doctor today.
advice-other-fear = You wrote down a worry. Say it to the doctor in your own words. It is always fine to ask.

# --- whom to see, and how soon ----------------------------------------------------------------------

advice-doctor-emergency = the emergency service
advice-doctor-family_doctor = your family doctor
advice-doctor-ent = an ear, nose and throat (ENT) doctor or a facial nerve clinic
advice-doctor-neurology = a nerve doctor (neurologist)
advice-doctor-eye_clinic = an eye clinic
advice-doctor-pharmacist = a pharmacist
advice-doctor-maternity = your midwife or maternity unit
advice-doctor-dentist = your dentist
advice-doctor-giver = the clinic that gave the injection
advice-doctor-prescriber = the doctor who gave you the medicine
advice-doctor-children = a children's doctor
advice-soon-now = now
advice-soon-today = today
advice-soon-3_days = within 3 days
advice-soon-2_weeks = within 2 weeks
advice-soon-weeks = in the next weeks
advice-soon-if_it_lasts = if it lasts more than 2 weeks
advice-soon-once_answered = once the warning signs are answered
advice-soon-if_it_bothers = if it bothers you
advice-soon-if_there_again = if it is there again
advice-soon-next_visit = at your next visit
advice-soon-if_something_bothers = if something bothers you
advice-soon-if_it_troubles = if it troubles you
advice-soon-if_it_troubles_the_child = if it troubles the child
advice-soon-if_something_changes = if something changes

# --- the log ----------------------------------------------------------------------------------------

advice-log =
    .line-1 = For two weeks, note each day: when it came, how often, and how long it lasted.
    .line-2 = Note what you did just before: coffee, a meal, a screen, stress, or too little sleep.
    .line-3 = Film your face at rest for one minute, once or twice a week, in the same light.
    .line-4 = Take the notes and the films to the doctor.
