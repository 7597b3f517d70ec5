"""Settings of the documentation site, for Sphinx: Markdown as it stands, and nothing from elsewhere."""

project = "msgen"
html_title = "msgen"
root_doc = "index"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}

myst_heading_anchors = 4
suppress_warnings = ["misc.highlighting_failure"]
"""A console block or a cut piece of YAML need not be whole."""

html_theme = "furo"
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_static_path = ["_static"]
html_css_files = ["site.css"]
pygments_style = "default"
pygments_dark_style = "github-dark"
