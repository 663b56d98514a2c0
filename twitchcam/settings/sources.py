"""Where the values of the settings come from: what was taken from a work, or how we chose.

The works themselves stand in ``references``, under the same keys.
"""

from __future__ import annotations

from typing import Final

# Keys used in ``source``.
SOURCES: Final = {
    "rufer2005": "Rüfer et al. 2005, white-to-white corneal diameter, n = 390: 11.71 (SD 0.42) mm",
    "mediapipe-iris": "Google AI blog 2020, MediaPipe Iris: horizontal iris 11.7 ± 0.5 mm",
    "blink-patterns-2014": (
        "Blink patterns 2014 (PMC4015796), 1,414 normal blinks: 53 % partial, 0.2 % of 0.5 s and up"
    ),
    "ocular-oral-norms": (
        "Quantitation of ocular-to-oral synkinesis (Maximal Static Response Assay), 78 patients: "
        "mouth corner 3.9 (SD 2.5) mm in eye closure"
    ),
    "oral-ocular-norms": (
        "Oral-ocular synkinesis by facial tracking 2025, 12 controls and 30 patients: fissure in a "
        "pucker 1.7 % smaller in controls, 30.0 % on the palsy side, 21.6 % on the other"
    ),
    "ocular-synkinesis-2013": (
        "Computer-assisted assessment of ocular synkinesis 2013, 50 and 50: healthy eyes narrow "
        "by 21.6 (SD 13.4) % in a smile, synkinetic ones by 32.7 (13.7) %"
    ),
    "synkinesis-sites": (
        "Frequency and location of synkineses, 103 patients: brow raise lifts the mouth corner in "
        "89 %, eye closure in 85 %, a pucker narrows the eye in 82 %"
    ),
    "overflow-2022": "Motor overflow in healthy faces 2022, n = 89: 96 % move more in a wink",
    "lid-gaze": "straight gaze 9.7 mm, 40° down 6.4 mm between the lids; lids follow the eye",
    "measured-real": "chosen on real recordings of healthy people, see docs/method.md",
    "measured-made": "chosen on made clips with known truth, see benchmarks/sensitivity.py",
    "engineering": "engineering choice; changing it within a factor of two changes little",
    "webcam-sampling": "share of a bell-shaped event's height kept at 15 to 60 fps, docs/method.md",
    "westerweel2005": (
        "Westerweel & Scarano 2005, universal outlier detection for PIV data, "
        "doi:10.1007/s00348-005-0016-6"
    ),
    "bouguet2001": "Bouguet 2001, pyramidal implementation of the Lucas-Kanade tracker",
    "shi1994": "Shi and Tomasi 1994, good features to track",
    "casiez2012": "Casiez 2012, 1 € filter: smoothing that gives way to fast movement",
    "turin1960": "Turin 1960, an introduction to matched filters",
    "pickands1975": "Pickands 1975, statistical inference using extreme order statistics",
    "smiling-tremor-2024": (
        "Isolated smiling tremor 2024 (PMC10883399), 9 cases: 8 to 10 Hz, at moderate smile effort"
    ),
    "symmetry-1999": (
        "OSCAR 1999, 20 healthy people: regional symmetry 91 to 93 % (SD 5 to 6); 5th percentiles "
        "81 % brow, 85 % closure, 83 % smile"
    ),
    "social-smile-2017": (
        "Social smiles in 3D 2017, n = 30: left minus right corner -0.56 mm, limits -3.85 to 2.71"
    ),
    "asymmetry-seen-2014": (
        "Perception of asymmetry 2014: nine in ten notice 3 mm in a smile, 2 mm of an eye"
    ),
    "smile-courses-2024": (
        "Left-right corner courses on video 2024: R 0.99 in healthy people, about 0.75 after palsy"
    ),
    "blink-palsy-2021": (
        "High-speed blinks 2021, n = 55: closure 94 % on the healthy side, 65 % on the weak side"
    ),
    "bursts-2012": (
        "178 people with one-sided facial spasm: eye first, in time the rest of that side in 93 %"
    ),
    "lid-bursts": "Eyelid twitching, physiology (Medscape): one lid, 3 to 8 Hz, not in step",
    "blink-rate-2006": (
        "Blink rates 2006, 50 against 150 people: over 27 a minute at rest tells most of them apart"
    ),
    "itu-h264": "ITU-T H.264, quantiser step doubles with every 6 of the quantisation parameter",
    "vp9-bitstream": "VP9 bitstream specification 2016, table of AC quantisers by index",
    "welch1967": "Welch 1967, power spectra by averaging over short windows",
}
