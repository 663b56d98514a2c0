# What every room can say of a file, a choice or a number that cannot be used.

error-no-file = { $file } does not exist. Check the path.
error-unreadable = { $file } could not be read: { $reason }. Check the path.
error-no-option = { $name } must be one of { $choices }, got { $got }.
error-out-of-range = { $name } must lie between { $low } and { $high }, got { $got }.
