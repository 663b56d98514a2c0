# Who else is in a recording, beside the one who is judged: a few words for a list.
company-other_faces = several faces
company-other_person = more than one person
company-perhaps_other_person = perhaps more than one person
