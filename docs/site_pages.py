"""Pages of the documentation site that are files of the project already: nothing is written twice.

Called by MkDocs (``hooks`` in ``mkdocs.yml``): README, CONTRIBUTING, the changelog, the list of
sample clips and the notebooks become pages, and links between them and ``docs/`` are turned to
where they lie there. Notebooks are not run: ``notebooks/run_notebooks.py`` stores what their cells
show. The usual plugins run them while the pages are built, or load scripts from elsewhere.
"""

from __future__ import annotations

import base64
import json
import posixpath
import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

ROOT: Final = Path(__file__).resolve().parent.parent
NOTEBOOKS: Final = sorted((ROOT / "notebooks").glob("*.ipynb"))
# Page of the site: file of the project.
PAGES: Final = {
    "index.md": "README.md",
    "contributing.md": "CONTRIBUTING.md",
    "changelog.md": "CHANGELOG.md",
    "sample_clips.md": "sample_clips/README.md",
    **{f"notebook_{path.stem}.md": f"notebooks/{path.name}" for path in NOTEBOOKS},
}
_LINK: Final = re.compile(r"(\]\()([^)#\s]+)([^)]*\))")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages; MkDocs calls this when it has listed ``docs/``."""
    for page, source in PAGES.items():
        path = ROOT / source
        figures: dict[str, bytes] = {}
        if path in NOTEBOOKS:
            text, figures = make_notebook_page(path)
        else:
            text = path.read_text(encoding="utf-8")
        files.append(File.generated(config, page, content=turn_links(text, source)))
        for name, picture in figures.items():
            files.append(File.generated(config, name, content=picture))
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
    return re.sub(r"\[([^\[\]\0]*)\0([^\0]*)\0", _name_file, turned)


_SHOWN: Final = (".md", ".png", ".svg", ".bib", ".html")


def _name_file(match: re.Match[str]) -> str:
    label, path = match.groups()
    return label if label.strip("`") == path else f"{label} (`{path}`)"


# What pandas writes into each table about its looks; the site has its own.
_STYLE: Final = re.compile(r"<style.*?</style>\s*|(?<=<table) [^>]*", re.DOTALL)
_HEADING: Final = re.compile(r"^#+ (.+)$", re.MULTILINE)


def make_notebook_page(path: Path) -> tuple[str, dict[str, bytes]]:
    """Markdown of one notebook, and its figures by the names that the Markdown gives them.

    A figure is described by the last heading above it.
    """
    notebook = json.loads(path.read_text(encoding="utf-8"))
    parts: list[str] = []
    figures: dict[str, bytes] = {}
    heading = path.stem
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            heading = (_HEADING.findall(source) or [heading])[-1]
            parts.append(source)
            continue
        parts.append(_fence("python", source))
        for output in cell["outputs"]:
            name = f"{path.stem}-{len(figures) + 1}.png"
            shown, picture = _show(output, f'<img src="{name}" alt="{escape(heading)}">')
            parts.append(shown)
            if picture:
                figures[name] = picture
    return "\n\n".join(part for part in parts if part) + "\n", figures


def _show(output: dict[str, Any], link: str) -> tuple[str, bytes]:
    """One output as Markdown, and its picture; empty for what only a running notebook shows."""
    if output["output_type"] == "stream":
        return _fence("text", "".join(output["text"])), b""
    data = output.get("data", {})
    if "image/png" in data:
        return link, base64.b64decode("".join(data["image/png"]))
    if "text/html" in data:
        return _STYLE.sub("", "".join(data["text/html"])), b""
    return _fence("text", "".join(data.get("text/plain", ""))), b""


def _fence(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```" if text.strip() else ""
