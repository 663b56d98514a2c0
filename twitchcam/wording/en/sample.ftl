# A result to look at: of a face that was made.

sample-name = a made face
sample-page = Sample report
sample-link = <a>Look at a sample report</a> of a made face, to see what comes of a recording.
sample-made-face = This is a made face, drawn by a computer, and nobody’s. In it, the left cheek jerks with every blink, and the right corner of the mouth goes less far in a smile. It shows what a report looks like; it says nothing about you.
sample-begin = Begin with your own face
sample-at-work = The sample is being made on this computer. It takes some seconds.
sample-failed = The sample could not be made.
sample-again = Try again
