#!/bin/sh
# Phones, browsers and camcorders write clips whose pictures begin after their sound. decord's AVReader is
# there to hand out each picture with the sound of the same time. Expected: of a clip with a flash and a tone
# at 2 s, the pictures that flash are those with the tone, also if the first picture is at 1 s. In fact
# decord takes the first picture for the begin of the clip and the first sound, too: the tone comes with
# pictures 1 s after the flash, VideoReader gives the flash the time 1 s and AudioReader the tone 2 s, and
# nothing tells by how much they are apart. Who pairs lips and voice by decord has to read both starts
# elsewhere.
#
# Needs: python3.11 with venv, the package index. Exits with 1 if this changes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q decord==0.6.0 av==18.1.0 numpy==2.4.6 2>/dev/null
cat > "$work/pair.py" <<'PY'
import sys
from fractions import Fraction

import av
import decord
import numpy as np

PATH = sys.argv[1]
SOUND_HZ, PICTURES_HZ, LENGTH_S = 48000, 25, 4
START_S, STOP_S = 2.0, 2.2  # of flash and tone


def write(first_picture_s):
    with av.open(PATH, "w") as out:
        video = out.add_stream("libx264", rate=PICTURES_HZ, options={"bf": "0", "crf": "8"})
        video.width = video.height = 64
        video.pix_fmt = "yuv420p"
        audio = out.add_stream("aac", rate=SOUND_HZ)
        audio.layout = "mono"
        times = np.arange(SOUND_HZ * LENGTH_S) / SOUND_HZ
        tone = np.sin(2 * np.pi * 1000 * times) * ((times >= START_S) & (times < STOP_S))
        for at in range(0, len(tone) - 1023, 1024):
            samples = np.float32(0.8 * tone[None, at : at + 1024])
            sound = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
            sound.sample_rate, sound.pts, sound.time_base = SOUND_HZ, at, Fraction(1, SOUND_HZ)
            out.mux(audio.encode(sound))
        out.mux(audio.encode(None))
        for k in range(round(first_picture_s * PICTURES_HZ), LENGTH_S * PICTURES_HZ):
            level = 200 if START_S <= k / PICTURES_HZ < STOP_S else 20
            picture = av.VideoFrame.from_ndarray(np.full((64, 64, 3), level, np.uint8))
            picture = picture.reformat(format="yuv420p")
            picture.pts, picture.time_base = k, Fraction(1, PICTURES_HZ)
            out.mux(video.encode(picture))
        out.mux(video.encode(None))


def read():
    with av.open(PATH) as clip:
        true_s = min(f.time for f in clip.decode(video=0) if f.to_ndarray(format="gray").mean() > 100)
    pairs = decord.AVReader(PATH, sample_rate=SOUND_HZ, mono=True)
    flash, tone = [], []
    for k in range(len(pairs)):
        sound, picture = pairs[k]
        flash += [k] if picture.asnumpy().mean() > 100 else []
        tone += [k] if np.abs(sound.asnumpy()).max(initial=0) > 0.3 else []
    flash_s = float(decord.VideoReader(PATH).get_frame_timestamp(flash[0])[0])
    sound = np.abs(decord.AudioReader(PATH, sample_rate=SOUND_HZ, mono=True)[:].asnumpy()[0])
    tone_s = float(np.argmax(sound > 0.3) / SOUND_HZ)
    return round(true_s, 1), flash[0], tone[0], round(flash_s, 1), round(tone_s, 1)


print("decord", decord.__version__)
seen = []
for first_picture_s in (0.0, 1.0):
    write(first_picture_s)
    seen.append(read())
    true_s, flash, tone, flash_s, tone_s = seen[-1]
    print(f"first picture at {first_picture_s} s, flash and tone at {true_s} s: flash in picture {flash}, "
          f"tone with picture {tone}; VideoReader {flash_s} s, AudioReader {tone_s} s")  # fmt: skip
sys.exit(seen != [(2.0, 50, 50, 2.0, 2.0), (2.0, 25, 50, 1.0, 2.0)])
PY
"$work/venv/bin/python" "$work/pair.py" "$work/clip.mp4"
