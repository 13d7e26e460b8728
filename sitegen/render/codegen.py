"""Jinja's compiler and context, with faster code where a page runs it thousands of times."""

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

#: `escape` without the `Markup` around the result.
_escape_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", lambda text: str(escape(text)))


def escape_value(value: Any) -> str:
    """A value in HTML, like `escape` but without `Markup`: the results are only joined."""
    kind = type(value)
    if kind is str:
        return _escape_text(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    if kind is int:
        return str(value)
    return escape(value)


class ThemeCodeGenerator(CodeGenerator):
    """Compiles `{{ … }}` to a call of `escape_value`, and fragments to a cache lookup."""

    _scopes: Scopes
    _enclosing: tuple[Symbols, ...] = ()
    """The scopes around the fragments being compiled."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """Compile a template."""
        self._scopes = Scopes(node, self.environment)
        self.writeline("from sitegen.render.codegen import escape_value")
        self.writeline("from sitegen.render.fragment_cache import PageValue")
        self.writeline(
            "from sitegen.render.page_context import end_fragment, include_in_fragment, start_fragment"
        )
        super().visit_Template(node, frame)

    def visit_CallBlock(self, node: nodes.CallBlock, frame: Frame) -> None:
        """Compile a fragment or a `{% call %}` block."""
        if is_fragment(node):
            self._write_fragment(node, frame)
        else:
            super().visit_CallBlock(node, frame)

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:
        """Compile an include; inside a fragment it sees only what the fragment sees."""
        if not self._enclosing or not node.with_context:
            super().visit_Include(node, frame)
            return
        values = ", ".join(
            f"{name!r}: {target}" for name, target in self._names_inside(frame.symbols).items()
        )
        self.writeline("for event in include_in_fragment(context, ", node)
        self.visit(node.template, frame)
        self.write(f", {self.name!r}, {node.ignore_missing!r}, {{{values}}}):")
        self.indent()
        self.simple_write("event", frame)
        self.outdent()

    def _names_inside(self, symbols: Symbols) -> dict[str, str]:
        """The names assigned inside the fragment, with their Python names."""
        found: dict[str, str] = {}
        inner: Symbols | None = symbols
        while inner is not None and inner is not self._enclosing[-1]:
            for name in sorted(inner.stores - found.keys()):
                found[name] = symbols.ref(name)
            inner = inner.parent
        return found

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """Compile an attribute: `getattr`, and Jinja's slower lookup only if that fails."""
        found, owner = self.temporary_identifier(), self.temporary_identifier()
        self.write(f"({found} if ({found} := getattr(({owner} := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing")
        self.write(f" else environment.getattr({owner}, {node.attr!r}))")

    def _write_fragment(self, node: nodes.CallBlock, frame: Frame) -> None:
        if frame.require_output_check:  # a template that extends another renders only blocks
            if self.has_known_extends:
                return
            self.writeline("if parent_template is None:")
            self.indent()
        self._write_cached(node, frame)
        if frame.require_output_check:
            self.outdent()

    def _write_cached(self, node: nodes.CallBlock, frame: Frame) -> None:
        inner = frame.inner()
        inner.require_output_check = False
        inner.symbols.analyze_node(node)
        names = [inner.symbols.ref(name.name) for name in node.args]
        for name, value in zip(names, node.call.args, strict=True):
            self.writeline(f"{name} = ", node)
            self.visit(value, frame)
        key, text = self.temporary_identifier(), self.temporary_identifier()
        location = f"{self.name}:{node.lineno}:{key}"
        parts = [repr(location), "context.eval_ctx.autoescape"]
        parts += map(_key_expression, names)
        self.writeline(f"{key} = ({', '.join(parts)},)")
        self.writeline(f"{text} = start_fragment(context, {key}, {self._shared_names(node)!r})")
        self.writeline(f"if {text} is None:")
        self.indent()
        self.buffer(inner)
        self.enter_frame(inner)
        self._enclosing += (frame.symbols,)
        self.blockvisit(node.body, inner)
        self._enclosing = self._enclosing[:-1]
        values = "".join(f"{name}, " for name in names)
        self.writeline(f"{text} = end_fragment(context, {key}, concat({inner.buffer}), ({values}))", node)
        self.leave_frame(inner)
        self.outdent()
        self.start_write(frame, node)
        self.write(text)
        self.end_write(frame)

    def _shared_names(self, node: nodes.CallBlock) -> tuple[str, ...]:
        try:
            return self._scopes.shared_names(node)
        except TemplateAssertionError as error:
            self.fail(error.message or "", error.lineno)

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("escape_value(")


def _key_expression(name: str) -> str:
    """The Python expression that identifies the value of a variable in a fragment's key."""
    others = f"{name}.identity if isinstance({name}, PageValue) else id({name})"
    return f"{name} if type({name}) is str else {others}"


#: Types that need no context: the theme's strings, and methods of text, mappings and the like.
_PLAIN_CALLABLES = frozenset({UIStrings, BuiltinMethodType})


class PageContext(Context):
    """The names of a running template. Its functions are those of the environment."""

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, object],
        name: str | None,
        blocks: dict[str, Callable[[Context], Iterator[str]]],
        globals: MutableMapping[str, object] | None = None,  # noqa: A002, ARG002  # Jinja's name
    ) -> None:
        super().__init__(environment, parent, name, blocks)

    def call(self, obj: Callable[..., object], /, *args: object, **kwargs: object) -> object:
        """Call a function for a template, with a shortcut for macros and strings."""
        kind = type(obj)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind not in _PLAIN_CALLABLES and obj is not dict:
            return super().call(obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return obj(*args, **kwargs)
