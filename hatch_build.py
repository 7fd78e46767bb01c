"""The build hook: compiles every catalogue under locales/, so that a wheel carries them and git does not."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface[Any]):
    """Writes a .mo beside every .po and adds it to what is built (git ignores .mo files, and so would the build)."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the files of the wheel are collected; an editable install finds them in the tree."""
        for source in sorted(Path(self.root, "locales").glob("*/LC_MESSAGES/*.po")):
            with source.open("rb") as file:
                catalogue = read_po(file, locale=source.parent.parent.name)
            compiled = source.with_suffix(".mo")
            with compiled.open("wb") as file:
                write_mo(file, catalogue)
            build_data["artifacts"].append(compiled.relative_to(self.root).as_posix())
