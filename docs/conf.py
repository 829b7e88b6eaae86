"""How the documentation is built: ``make docs``, warnings as errors.

The pages are MyST Markdown, readable as they are. The built ones load nothing from elsewhere.
"""

import re
import sys
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Final

from sphinx.application import Sphinx
from sphinx.pycode import ModuleAnalyzer

sys.path.insert(0, str(Path(__file__).parent))  # orders_command

project: Final = "order-domain"
author: Final = "the authors of order-domain"
version: Final = version_of("order-domain")
release: Final = version

extensions: Final = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "cyclopts.ext.sphinx",
]
source_suffix: Final = {".md": "markdown"}
exclude_patterns: Final = ["decisions/README.md"]  # for who looks at the folder

myst_enable_extensions: Final = ["colon_fence", "deflist"]
myst_heading_anchors: Final = 3

autodoc_default_options: Final = {"no-value": True}
autodoc_member_order: Final = "bysource"
autodoc_typehints: Final = "signature"
autodoc_typehints_format: Final = "short"
autodoc_use_type_comments: Final = False
add_module_names: Final = False
toc_object_entries_show_parents: Final = "hide"
python_use_unqualified_type_names: Final = True
python_maximum_signature_line_length: Final = 78
napoleon_numpy_docstring: Final = False
napoleon_use_ivar: Final = True
napoleon_custom_sections: Final = ["Fixtures"]

html_theme: Final = "furo"
html_title: Final = f"order-domain {version}"
html_static_path: Final = ["_static"]
html_css_files: Final = ["pictures.css"]
html_show_copyright: Final = False
html_copy_source: Final = False
html_show_sphinx: Final = False
html_theme_options: Final = {
    "light_css_variables": {"font-stack": "system-ui, sans-serif"},
    "dark_css_variables": {},
}

_AFTER_COLON = re.compile(r"^(\S.*):\n\n(?= {4})", re.MULTILINE)
_AFTER_TEXT = re.compile(r"^(\S.*[^:\n])\n\n(?= {4})", re.MULTILINE)

_PACKAGES = ("order_domain", "order_adapters", "order_entrypoints")


def words_of(name: str) -> list[str]:
    """What stands below a constant or an alias where it is made; others import it from there."""
    for module in sorted(sys.modules):
        if module.split(".")[0] in _PACKAGES:
            told = ModuleAnalyzer.for_module(module).find_attr_docs()
            if ("", name) in told:
                return told["", name]
    return []


def show_code(  # noqa: PLR0913, PLR0917  (as Sphinx calls it)
    app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]
) -> None:
    """Take what is indented after a paragraph for code, as our docstrings mean it."""
    del app, obj, options
    if what == "data":
        lines[:] = words_of(name.rpartition(".")[2]) or lines
    text = _AFTER_COLON.sub(r"\1::\n\n", "\n".join(lines))
    lines[:] = _AFTER_TEXT.sub(r"\1\n\n::\n\n", text).split("\n")


def setup(app: Sphinx) -> None:
    """Be asked about each docstring before napoleon is."""
    app.connect("autodoc-process-docstring", show_code, priority=100)
