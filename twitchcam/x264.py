"""x264 set so that the same pictures give the same file, whatever lay in memory before.

Where a processor has AVX-512, the x264 in PyAV's wheels (18.1.0 and 19.0.2) looks ahead at memory
that nobody has written yet: the same pictures were encoded otherwise from one time to the next, by
so much that a made twitch of 1.5 mm measured 1.46 to 1.53 mm. Without those instructions there is
one file only (``findings/x264_avx512_memory.sh``).
"""

from __future__ import annotations

from typing import Final

# OpenCV's number for the first part of AVX-512.
_AVX_512: Final = 13


def list_x264_params(*others: str) -> dict[str, str]:
    """The option ``x264-params`` of FFmpeg's libx264, with ``others`` beside our own."""
    import cv2

    params = (*others, "asm=avx2") if cv2.checkHardwareSupport(_AVX_512) else others
    return {"x264-params": ":".join(params)} if params else {}
