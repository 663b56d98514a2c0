# The page of one person: results over time.
person-both-sides-or-none = both sides alike, or no movement
person-smallest-size-everywhere = Smallest that shows everywhere
