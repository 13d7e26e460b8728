"""The tag `fragment`: a part of a page that depends only on named values, so that it is rendered once.

    {% fragment card, level, lang=meta.lang %} … {% endfragment %}

Inside, a template sees the named values; `t`, `theme` and `site`, which are the same on all pages of a
language; functions; and macros of the same file that see no more than that. Included templates see the same
except the macros. Each page that reuses a fragment repeats the fragment's queries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TypeGuard

from jinja2 import Environment, TemplateAssertionError, nodes
from jinja2.compiler import Frame
from jinja2.ext import Extension
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.meta import TrackingCodeGenerator
from jinja2.parser import Parser

#: Names with the same value on all pages of a language.
SHARED_NAMES = frozenset({"site", "t", "theme"})

#: Tags that could access names of the page.
_FORBIDDEN_TAGS: Mapping[type[nodes.Node], str] = {
    nodes.Block: "block",
    nodes.Extends: "extends",
    nodes.FromImport: "from",
    nodes.Import: "import",
}
_FORBIDDEN_IN_MACROS: Mapping[type[nodes.Node], str] = {nodes.Include: "include"}


class FragmentTag(Extension):
    """Parses the tag to a `{% call %}` block, which `ThemeCodeGenerator` compiles."""

    tags = {"fragment"}  # noqa: RUF012  # as Jinja declares it

    def parse(self, parser: Parser) -> nodes.CallBlock:
        """Parse the names and values of the tag, and its body."""
        line = next(parser.stream).lineno
        names: list[nodes.Name] = []
        values: list[nodes.Expr] = []
        while parser.stream.current.type != "block_end":
            if names:
                parser.stream.expect("comma")
            name = parser.parse_assign_target(name_only=True)
            if any(name.name == other.name for other in names):
                parser.fail(f"The fragment names `{name.name}` twice", name.lineno)
            given = parser.stream.skip_if("assign")
            values.append(parser.parse_expression() if given else nodes.Name(name.name, "load", lineno=line))
            names.append(nodes.Name(name.name, "param", lineno=line))
        body = parser.parse_statements(("name:endfragment",), drop_needle=True)
        call = nodes.Call(self.attr("tags", lineno=line), values, [], None, None)
        return nodes.CallBlock(call, names, [], body, lineno=line)


def is_fragment(node: nodes.Node) -> TypeGuard[nodes.CallBlock]:
    """Whether a node is the tag `fragment`."""
    if not isinstance(node, nodes.CallBlock):
        return False
    called = node.call.node
    return isinstance(called, nodes.ExtensionAttribute) and called.identifier == FragmentTag.identifier


class Scopes:
    """The names that the fragments of a template may use besides their values."""

    def __init__(self, template: nodes.Template, environment: Environment) -> None:
        self._environment = environment
        assigned = Counter(_assigned_names(template))
        self._shared = {*SHARED_NAMES, *environment.globals} - assigned.keys()
        macros = (node for node in template.body if isinstance(node, nodes.Macro))
        self._macros = {macro.name: macro for macro in macros if assigned[macro.name] == 1}
        # Blocks look up macros when they run: another template may have replaced them.
        blocks = template.find_all(nodes.Block)
        self._in_blocks = {id(node) for block in blocks for node in block.find_all(nodes.CallBlock)}

    def shared_names(self, fragment: nodes.CallBlock) -> tuple[str, ...]:
        """The shared names that a fragment and its macros use.

        Raises TemplateAssertionError if they use other names or load other templates.
        """
        macros = {} if id(fragment) in self._in_blocks else self._macros
        found: set[str] = set()
        reached: set[str] = set()
        waiting: list[nodes.Node] = [_isolated(fragment)]
        while waiting:
            node = waiting.pop()
            _check_loads(node)
            names = _free_names(node, self._environment)
            for name in sorted(names - macros.keys()):
                if name not in self._shared:
                    raise _name_error(name, node)
                found.add(name)
            waiting += (macros[name] for name in sorted(names & macros.keys() - reached))
            reached |= names
        return tuple(sorted(found))


def _isolated(fragment: nodes.CallBlock) -> nodes.Node:
    """The fragment's body in a scope that contains only its values."""
    targets: list[nodes.Expr] = [nodes.Name(name.name, "store") for name in fragment.args]
    values: list[nodes.Expr] = [nodes.Const(None) for _ in targets]
    return nodes.With(targets, values, fragment.body).set_lineno(fragment.lineno)


def _name_error(name: str, node: nodes.Node) -> TemplateAssertionError:
    used = (each.lineno for each in node.find_all(nodes.Name) if each.name == name)
    message = (
        f"A fragment uses the macro `{node.name}`, which reads `{name}` from the page"
        if isinstance(node, nodes.Macro)
        else f"A fragment uses `{name}`, which its tag does not name"
    )
    return TemplateAssertionError(message, next(used, node.lineno))


def _check_loads(node: nodes.Node) -> None:
    tags = {**_FORBIDDEN_TAGS, **_FORBIDDEN_IN_MACROS} if isinstance(node, nodes.Macro) else _FORBIDDEN_TAGS
    for found in node.find_all(tuple(tags)):
        message = f"A fragment cannot contain the tag `{tags[type(found)]}`, which reads the page"
        raise TemplateAssertionError(message, found.lineno)


def _assigned_names(template: nodes.Template) -> Iterator[str]:
    """The names that a template assigns, once per assignment."""
    for name in template.find_all(nodes.Name):
        if name.ctx != "load":
            yield name.name
    for macro in template.find_all(nodes.Macro):
        yield macro.name
    for module in template.find_all(nodes.Import):
        yield module.target
    for names in template.find_all(nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in names.names)


def _free_names(node: nodes.Node, environment: Environment) -> set[str]:
    """The names that a part of a template looks up when it runs."""
    found = _FreeNames(environment)
    found.visit(nodes.Template([node]).set_environment(environment))
    # Jinja defines `self` everywhere; it gives access to the page's blocks.
    return found.names | {name.name for name in node.find_all(nodes.Name) if name.name == "self"}


class _FreeNames(TrackingCodeGenerator):
    """Jinja's search for undeclared names, including the names of functions."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.names: set[str] = set()

    def enter_frame(self, frame: Frame) -> None:
        """Collect the names that a scope looks up."""
        super().enter_frame(frame)
        loads = frame.symbols.loads.values()
        self.names |= {name for action, name in loads if action == VAR_LOAD_RESOLVE and name}
