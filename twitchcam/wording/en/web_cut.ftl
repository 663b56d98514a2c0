# Keeping a part of the picture only.
web-cut-choice = Keep head and shoulders only: it takes less room. Stay where you are while you record.
