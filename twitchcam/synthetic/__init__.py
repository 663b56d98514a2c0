"""Made recordings whose truth is known.

``clip``
    ``ClipPlan`` says what a clip shows and how it was filmed; ``render_frames`` draws it,
    ``write_clip`` encodes it and writes its truth.
``movements``
    What can be asked for: twitches, tremor, blinks, smiles, speech, chewing, co-contraction …
``jerks``, ``open_skin``
    Jerks at any place of open skin, planned by the hundred, and the skin they may lie in.
``stories``
    Six ready-made clips (``STORIES``, ``make_story``).
``tracks``
    Made ``FaceTrack`` records without pictures, and their exact mirror images.
``injection``
    Known movement put into the skin of a real recording: how others can test their cameras.
``truth``
    The record of what really happened.
"""
