"""Renames that the design declares by `was:`, carried into what was generated and what people wrote."""

from msgen.merging.renaming.any_declared import declares_any
from msgen.merging.renaming.carry import Carried, carry
from msgen.merging.renaming.dangling import dangling_imports
from msgen.merging.renaming.declared import declared
from msgen.merging.renaming.ids import renamed_id
from msgen.merging.renaming.python_names import NO_NAMES, PythonNames, module_at, python_names
from msgen.merging.renaming.renamed_lines import RenamedLines
from msgen.merging.renaming.renames import ContextRenames, Renames, ServiceRenames

__all__ = [
    "NO_NAMES", "Carried", "ContextRenames", "PythonNames", "RenamedLines", "Renames", "ServiceRenames", "carry",
    "dangling_imports", "declared", "declares_any", "module_at", "python_names", "renamed_id",
]  # fmt: skip
