# What is wrong with a clip that is to be made.

error-made-weights = weights must sum to 1, got { $got }. Divide them by their sum.
error-made-place = A place must lie on the face, got { $x } mm outward and { $y } mm down. Choose one between its outline and the midline.
error-made-no-face = { $file } must show a face to put movement into, got none. Use a recording of a face.
error-made-photograph = Made clips need the photograph inside scikit-image, which must be installed, got none. Install it with: pip install 'twitchcam[simulate]'
# What was named wrongly: "The story must be one of …"
error-made-story = The story
