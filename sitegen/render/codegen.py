"""How templates run: Jinja's own ways, but for shorter ones where a page goes a thousand times."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from types import BuiltinMethodType
from typing import Any

import markupsafe
from jinja2 import Environment, TemplateAssertionError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import Symbols
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from sitegen.render.fragment_tag import Scopes, is_fragment
from sitegen.render.strings import UIStrings

#: What `escape` does, without a `Markup` around it.
_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", lambda text: str(escape(text)))


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


class Generator(CodeGenerator):
    """Compiles `{{ … }}` to a call of `written`, and a fragment to a look whether it was written before."""

    _scopes: Scopes
    _around: tuple[Symbols, ...] = ()
    """What surrounds the fragments that are being compiled."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """A template as a whole."""
        self._scopes = Scopes(node, self.environment)
        self.writeline("from sitegen.render.codegen import written")
        self.writeline("from sitegen.render.fragment_cache import Remade")
        self.writeline("from sitegen.render.page_context import included, keep, remembered")
        super().visit_Template(node, frame)

    def visit_CallBlock(self, node: nodes.CallBlock, frame: Frame) -> None:
        """A fragment, or a call of a macro with a body."""
        if is_fragment(node):
            self._write_fragment(node, frame)
        else:
            super().visit_CallBlock(node, frame)

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:
        """Another template; in a fragment it sees no more than the fragment does."""
        if not self._around or not node.with_context:
            super().visit_Include(node, frame)
            return
        values = ", ".join(f"{name!r}: {target}" for name, target in self._within(frame.symbols).items())
        self.writeline("for event in included(context, ", node)
        self.visit(node.template, frame)
        self.write(f", {self.name!r}, {node.ignore_missing!r}, {{{values}}}):")
        self.indent()
        self.simple_write("event", frame)
        self.outdent()

    def _within(self, symbols: Symbols) -> dict[str, str]:
        """The names that were given a meaning inside of a fragment, and how they are called in Python."""
        found: dict[str, str] = {}
        inner: Symbols | None = symbols
        while inner is not None and inner is not self._around[-1]:
            for name in sorted(inner.stores - found.keys()):
                found[name] = symbols.ref(name)
            inner = inner.parent
        return found

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """An attribute, without a call of ours where it is there; else by Jinja's own way."""
        found, owner = self.temporary_identifier(), self.temporary_identifier()
        self.write(f"({found} if ({found} := getattr(({owner} := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing")
        self.write(f" else environment.getattr({owner}, {node.attr!r}))")

    def _write_fragment(self, node: nodes.CallBlock, frame: Frame) -> None:
        if frame.require_output_check:  # a template that extends another shows nothing outside of blocks
            if self.has_known_extends:
                return
            self.writeline("if parent_template is None:")
            self.indent()
        self._write_kept(node, frame)
        if frame.require_output_check:
            self.outdent()

    def _write_kept(self, node: nodes.CallBlock, frame: Frame) -> None:
        inner = frame.inner()
        inner.require_output_check = False
        inner.symbols.analyze_node(node)
        names = [inner.symbols.ref(name.name) for name in node.args]
        for name, value in zip(names, node.call.args, strict=True):
            self.writeline(f"{name} = ", node)
            self.visit(value, frame)
        key, text = self.temporary_identifier(), self.temporary_identifier()
        place = f"{self.name}:{node.lineno}:{key}"
        parts = [repr(place), "context.eval_ctx.autoescape"]
        parts += map(_identity, names)
        self.writeline(f"{key} = ({', '.join(parts)},)")
        self.writeline(f"{text} = remembered(context, {key}, {self._common(node)!r})")
        self.writeline(f"if {text} is None:")
        self.indent()
        self.buffer(inner)
        self.enter_frame(inner)
        self._around += (frame.symbols,)
        self.blockvisit(node.body, inner)
        self._around = self._around[:-1]
        values = "".join(f"{name}, " for name in names)
        self.writeline(f"{text} = keep(context, {key}, concat({inner.buffer}), ({values}))", node)
        self.leave_frame(inner)
        self.outdent()
        self.start_write(frame, node)
        self.write(text)
        self.end_write(frame)

    def _common(self, node: nodes.CallBlock) -> tuple[str, ...]:
        try:
            return self._scopes.common(node)
        except TemplateAssertionError as error:
            self.fail(error.message or "", error.lineno)

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("written(")


def _identity(name: str) -> str:
    """What tells apart the values that a name of Python may have."""
    remade = f"{name}.identity if isinstance({name}, Remade) else id({name})"
    return f"{name} if type({name}) is str else {remade}"


#: What is called as it is: the theme's words, and methods of text, mappings and the like.
_PLAIN = frozenset({UIStrings, BuiltinMethodType})


class PageContext(Context):
    """The names of a template that runs. Functions are those of the environment, and no template's own."""

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: dict[str, Callable[[Context], Iterator[str]]],
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002, ARG002  # Jinja's name for it
    ) -> None:
        super().__init__(environment, parent, name, blocks)

    def call(self, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls. Of macros and words it is known what they want to be given."""
        kind = type(obj)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind not in _PLAIN and obj is not dict:
            return super().call(obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return obj(*args, **kwargs)
