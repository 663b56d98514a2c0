# What the store refuses, and what it writes into an export.

store-name-length = The name must have 1 to { $most } letters that can be shown, got { $got }. A first name or a code will do.
store-name-again = The name must be a new one, got { $name } again. Add a letter or a number.
store-nobody = PERSON must be one of those recorded ({ $known }), got { $name }.
store-nobody-yet = nobody yet
store-folder = The data folder { $folder } must be one that can be written to, got: { $why }. Choose another with --data.
store-database = The database { $address } must be one that can be opened, got { $got }. Check its address, that it runs, and that its driver is installed.
store-database-address = The database address must be one that SQLAlchemy knows, got another. Write it like postgresql+psycopg://user@host/name.
store-database-newer = The database { $address } must be of this twitchcam or an older one, got one of a newer. Update twitchcam.

store-export-what = Everything that twitchcam keeps of one person.
store-export-person = name, recordings, results over time, answers, log
store-export-videos = the recordings themselves
store-export-reports = the reports: open them in a browser
store-export-no-diagnosis = Measurements and general information. Not a diagnosis.
