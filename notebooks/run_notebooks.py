"""Run notebooks and store what they show, so that they can be read without running them.

    python notebooks/run_notebooks.py            # all of them
    python notebooks/run_notebooks.py 05_tremor  # one

Needs ``pip install -e ".[test]"``. The documentation shows what is stored, see
``docs/site_pages.py``; ``pytest --nbmake notebooks`` runs them without storing anything.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).resolve().parent
_TIMEOUT_S = 180


def run_notebook(path: Path) -> None:
    """Run one from top to bottom in its own folder, and store its outputs."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, timeout=_TIMEOUT_S, resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    for number, cell in enumerate(notebook.cells):
        _tidy(cell, number)
    # Moments and versions of who ran it would change the file each time.
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    nbformat.write(notebook, path)


def _tidy(cell: Any, number: int) -> None:
    cell.id, cell.metadata = f"cell-{number:02d}", {}
    for output in cell.get("outputs", ()):
        if output.output_type == "stream" and output.name == "stderr":
            raise ValueError(f"Cell {number} must not warn, got: {output.text}")
        data = output.get("data", {})
        # A picture and a table need no second telling as text.
        if {"image/png", "text/html"} & set(data):
            data.pop("text/plain", None)


if __name__ == "__main__":
    for chosen in sorted(NOTEBOOKS.glob("*.ipynb")):
        if len(sys.argv) < 2 or chosen.stem in sys.argv[1:]:
            print(chosen.name)
            run_notebook(chosen)
