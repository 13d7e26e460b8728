"""The output folder of a build, staged as its options and its configuration say."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from sitegen.config import Config
from sitegen.publish.options import Options
from sitegen.tree.staging import Stage, staged


def staged_for(
    options: Options, config: Config, waiting: Callable[[str], None]
) -> AbstractContextManager[Stage]:
    """A stage for the build's output; `waiting` is told if another build has to end first. See `staged`."""
    return staged(
        options.root,
        options.out,
        replace=options.replace,
        keep=config.keep,
        wait=options.wait,
        waiting=waiting,
    )
