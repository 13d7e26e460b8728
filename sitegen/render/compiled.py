"""How templates run: Jinja's own ways, but for shorter ones where a page goes a thousand times."""

from __future__ import annotations

from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from sitegen.render.words import Words


def written(value: Any) -> str:
    """A value as it stands in HTML: `escape`, without a `Markup` around what is only put together."""
    kind = type(value)
    if kind is str:
        return _escaped(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    if kind is int:
        return str(value)
    return escape(value)


def _escaped(text: str) -> str:
    """The text with the five characters that markupsafe replaces, and by the same."""
    text = text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
    return text.replace("'", "&#39;").replace('"', "&#34;")


class Generator(CodeGenerator):
    """Compiles `{{ … }}` to a call of `written`."""

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.written(")


class PageContext(Context):
    """The names of a template that runs."""

    def call(self, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls. Of macros and words it is known what they want to be given."""
        kind = type(obj)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind is not Words:
            return super().call(obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return obj(*args, **kwargs)
