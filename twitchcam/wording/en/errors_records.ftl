# What is wrong with a clock that ties two time lines together, or with tables.

error-clock-offset = offset_s must be a finite number of seconds, got { $got }.
error-clock-stretch = stretch must be a number above 0, got { $got }. It is 1 where both clocks run alike.
error-clock-counts-from = counts_from must be first_picture or file, got { $got }.
error-clock-unpaired = A clock must rest on as many moments here as there, at least one, got { $here } and { $there }. Name them in pairs.
error-clock-not-finite = The moments of a clock must be finite numbers, got others.
error-clock-same-moment = The moments of a clock must lie apart, got the same one several times.
error-tables-package = Tables must have the package pandas, got none. Run: pip install 'twitchcam[lab]'.
