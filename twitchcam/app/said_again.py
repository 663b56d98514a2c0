"""Read an analysis whose findings are said in the language of who reads it now.

A document keeps the sentences of the language in which the clip was analysed. What findings say
follows from the rest of the document and the settings in it, so they can be said again, without
the clip. Where today's rules would find something else, the sentence of then stays.
"""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Final

from twitchcam.interpretation.findings import find_findings
from twitchcam.records import Analysis, Finding
from twitchcam.report.document import read_document
from twitchcam.report.folder import restore_settings

# Documents keep six digits of each number.
_AS_WRITTEN: Final = 1e-4


def read_in_language(path: Path) -> Analysis:
    """Read ``path`` as ``read_document`` does, with its findings in the language in use."""
    analysis = read_document(path)
    said = find_findings(replace(analysis, findings=()), restore_settings(analysis))
    return replace(analysis, findings=tuple(_say(kept, said) for kept in analysis.findings))


def _say(kept: Finding, said: tuple[Finding, ...]) -> Finding:
    same = next((finding for finding in said if _is_same(finding, kept)), kept)
    return replace(kept, statement=same.statement, limits=same.limits)


def _is_same(a: Finding, b: Finding) -> bool:
    if (a.code, a.side, a.confidence, a.evidence.keys()) != (
        b.code, b.side, b.confidence, b.evidence.keys(),
    ):  # fmt: skip
        return False
    return all(_is_equal(value, b.evidence[name]) for name, value in a.evidence.items())


def _is_equal(a: float | str, b: float | str) -> bool:
    if isinstance(a, str) or isinstance(b, str):
        return a == b
    return math.isclose(a, b, rel_tol=_AS_WRITTEN, abs_tol=_AS_WRITTEN)
