"""What a page needs so that its scripts can look up texts.

``scripts/fluent-bundle.js`` is @fluent/bundle 0.19.1 as its makers publish it (Apache License 2.0,
in ``fluent-bundle.LICENSE``; https://github.com/projectfluent/fluent.js): the same format, and the
same forms of number, as on the server. ``texts.js`` asks it. The page holds the texts themselves
as JSON in an element ``texts``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from twitchcam.wording import read_sources

FOLDER: Final = Path(__file__).parent / "scripts"
# In the order in which a page needs them.
NAMES: Final = ("fluent-bundle.js", "texts.js")


def list_texts(file: str) -> list[dict[str, str]]:
    """What a page holds: the texts of one file, in the language in use and then in the first.

    Examples
    --------
    >>> [(item["language"], item["source"][:13]) for item in list_texts("language.ftl")]
    [('en', 'language-name')]
    """
    return [{"language": code, "source": source} for code, source in read_sources(file)]
