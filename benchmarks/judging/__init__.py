"""What was found, missed and made up, against the truth."""
