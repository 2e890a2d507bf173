"""An import-linter contract: a library is imported by the named rooms and by nobody else.

import-linter's own `protected` contract refuses names that nothing imports yet and knows no `completeness*`.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class OnlyImporters(Contract):
    """Broken when a module outside `importers` (names or patterns, with all below them) imports a library."""

    type_name = "only"

    libraries: Any = fields.ListField(subfield=fields.StringField())
    importers: Any = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        known = [library for library in self.libraries if library in graph.modules]
        strangers = [
            f"{importer} imports {library}"
            for library in known
            for importer in sorted(graph.find_modules_that_directly_import(library))
            if not self._may_import(importer)
        ]
        return ContractCheck(kept=not strangers, metadata={"strangers": strangers})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for stranger in check.metadata["strangers"]:
            output.print_error(f"- {stranger}", bold=False)
        output.print(f"Allowed: {', '.join(self.importers)}")

    def _may_import(self, importer: str) -> bool:
        return any(
            fnmatchcase(importer, pattern) or fnmatchcase(importer, f"{pattern}.*")
            for pattern in self.importers
        )
