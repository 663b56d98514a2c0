# What every output carries: what twitchcam is for, and when to call for help.

advice-intended-use = twitchcam measures how a face moves in a video. It gives measurements and general information to people and researchers. It is not a medical device. Nothing here is a diagnosis or medical advice. It cannot replace a doctor who examines you.
advice-general-information = General information and measurements. Not a diagnosis.

# Stands for the number to call where the country is not known.
advice-local-number = your local emergency number
advice-emergency-signs =
    .face = a face that suddenly droops on one side
    .limb = sudden weakness of an arm or a leg
    .senses = sudden trouble with speech, sight, breathing, swallowing or balance
    .fit = passing out, or a fit, with the twitching
advice-emergency = Call { $number } now if one of these comes on suddenly. A face droops on one side. An arm or a leg is weak. It is hard to speak, see, breathe, swallow or stand. The twitching comes with passing out.
advice-call = Call { $number } now, whatever this report says.

advice-out-of-hours-line = your out-of-hours line
advice-closed = If the surgery is closed or full, call { $line } or go to an emergency department.

advice-level-emergency = Emergency: call for help now
advice-level-urgent = Urgent: do not wait
advice-level-not_advised = No advice yet: the warning signs were not answered
advice-level-appointment = Make an appointment
advice-level-self_care = Look after it yourself for now
