"""How a page records its camera with the app's own scripts: what several benchmarks begin with."""

from __future__ import annotations

from typing import Final

# The camera is on and its pictures are read; nothing is recorded yet.
OPEN_CAMERA: Final = """
  const { openCamera, RateMeter } = await import("/static/camera.js");
  const { FrameReader, Take } = await import("/static/ways.js");
  const { begin, cancel } = await import("/static/sender.js");
  const stream = await openCamera();
  const view = document.createElement("video");
  Object.assign(view, { muted: true, srcObject: stream });
  await view.play();
  const reader = new FrameReader(stream, () => {});
"""
# A recording of ``person``, called ``name``, has an ``id`` and a ``take`` that can be started.
MAKE_TAKE: Final = """
  const { id } = await begin({ person_id: person, name, origin: "camera" });
  const problems = [];
  const hear = { onReach() {}, onRefused: (x) => problems.push(String(x)), onBroken() {} };
  const take = new Take(id, stream, reader, new RateMeter(view), hear);
"""
