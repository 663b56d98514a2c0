"""Pages of the documentation site that are files of the project already: nothing is written twice.

Called by MkDocs (``hooks`` in ``mkdocs.yml``): README, CONTRIBUTING, the changelog and the list of
sample clips become pages, and links between them and ``docs/`` are turned to where they lie there.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

ROOT: Final = Path(__file__).resolve().parent.parent
# Page of the site: file of the project.
PAGES: Final = {
    "index.md": "README.md",
    "contributing.md": "CONTRIBUTING.md",
    "changelog.md": "CHANGELOG.md",
    "sample_clips.md": "sample_clips/README.md",
}
_LINK: Final = re.compile(r"(\]\()([^)#\s]+)([^)]*\))")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages; MkDocs calls this when it has listed ``docs/``."""
    for page, source in PAGES.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        files.append(File.generated(config, page, content=turn_links(text, source)))
    return files


def on_page_markdown(markdown: str, page: object, **_: object) -> str:
    """Turn links that leave ``docs/``; MkDocs calls this for every page."""
    source = page.file.src_uri  # type: ignore[attr-defined]
    return markdown if source in PAGES else turn_links(markdown, f"docs/{source}")


def turn_links(text: str, source: str) -> str:
    """Links of a file of the project, as they are called on the site.

    Parameters
    ----------
    text : str
        Markdown.
    source : str
        Path of its file in the project.

    Returns
    -------
    str
        The same with links to pages of the site turned; a link to a file that the site does not
        hold becomes the name of the file.

    Examples
    --------
    >>> turn_links("[limits](docs/limits.md#eyes), [licence](LICENSE)", "README.md")
    '[limits](limits.md#eyes), licence (`LICENSE`)'
    """
    site_of = {source: page for page, source in PAGES.items()}
    folder = posixpath.dirname(source)

    def turn(match: re.Match[str]) -> str:
        label, target, rest = match.groups()
        if "://" in target or target.startswith("mailto:"):
            return match.group()
        path = posixpath.normpath(posixpath.join(folder, target))
        inside = path.removeprefix("docs/")
        on_site = site_of.get(path) or (
            inside if path != inside and Path(path).suffix in _SHOWN else None
        )
        if on_site is None:
            return f"\0{path}\0"
        return f"{label}{on_site}{rest}"

    turned = _LINK.sub(turn, text)
    # Links out of the site lose their brackets: [licence](LICENSE) is read as licence (`LICENSE`).
    return re.sub(r"\[([^\[\]]*)\0([^\0]*)\0", _name_file, turned)


_SHOWN: Final = (".md", ".png", ".svg", ".bib", ".html")


def _name_file(match: re.Match[str]) -> str:
    label, path = match.groups()
    return label if label.strip("`") == path else f"{label} (`{path}`)"
