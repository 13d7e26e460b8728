"""The state that all stages of a build share."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from msgspec import Struct

from sitegen.build.options import Options
from sitegen.build.report import Stopwatch
from sitegen.locks import ignore_message
from sitegen.read.file_state import Files
from sitegen.store import Store

if TYPE_CHECKING:
    from sitegen.build.graph import Graph
    from sitegen.config.settings import Config
    from sitegen.output.open_stage import Stage

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, the number of finished items, and the number of all items."""


def no_progress(stage: str, done: int, total: int) -> None:
    """Ignore progress."""


class Listener(Struct, frozen=True):
    """Callbacks for progress and for a message while the build waits for another one."""

    progress: Progress = no_progress
    waiting: Callable[[str], None] = ignore_message


#: Ignores all events.
NO_LISTENER = Listener()


class BuildContext(Struct, frozen=True):
    """A build's options and the state that its stages share."""

    options: Options
    files: Files
    store: Store
    graph: Graph
    stopwatch: Stopwatch
    listener: Listener = NO_LISTENER

    def stage(self, config: Config) -> AbstractContextManager[Stage]:
        """Open a stage for the output folder; see `open_stage`."""
        from sitegen.output.open_stage import OutputOptions, open_stage

        options = self.options
        output_options = OutputOptions(options.replace, config.keep, options.wait, self.listener.waiting)
        return open_stage(options.root, options.out, output_options)
