# What the ready-made clips of twitchcam simulate show.

story-smile-tremor = the left cheek trembles in a smile, lifts less, and less from smile to smile
story-bilateral-twitches = brief twitches of cheeks and lips on both sides, at rest and smiling
story-blink-cheek = the left cheek jerks with every blink, more with harder blinks
story-resting-cheek = the left cheek twitches at rest; a stretch of chewing is no twitch
story-mouth-corner-after-palsy = the left mouth corner twitches; the left eye narrows in a pucker
story-healthy = blinks, smiles, looks, raises the brows, talks a little, sways; no twitch
