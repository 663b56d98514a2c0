# Whether recordings of one person can be compared.

history-other-limits = These recordings do not see equally small movements: the smallest that would have been seen everywhere runs from { $low } to { $high }. A higher count can come from a better picture.
history-other-parts = Not in every recording could the same parts of the face be judged ({ $parts }). A count can differ for that reason alone.
