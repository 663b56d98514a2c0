# What every room can say of a file, a choice or a number that cannot be used.

error-no-file = { $file } does not exist. Check the path.
error-unreadable = { $file } could not be read: { $reason }. Check the path.
error-no-option = { $name } must be one of { $choices }, got { $got }.
error-out-of-range = { $name } must lie between { $low } and { $high }, got { $got }.

# In the place of the ending of a file's name that has none.
error-no-ending = no ending
error-no-language = There are no texts in the language { $code }. There are: { $known }.
