"""The tag `fragment`: a part of a page that depends on named values alone, so that it is written once.

    {% fragment card, level, lang=meta.lang %} … {% endfragment %}

Inside, a template sees the values that the tag names; `t`, `theme` and `site`, which are the same on all
pages of a language; functions; and macros of the same file that see no more than that. A template that it
includes sees the same but the macros. What the fragment asks the site is asked again by each page that
shows it.
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

#: Names that mean the same on all pages of a language.
COMMON = frozenset({"site", "t", "theme"})

#: Tags that would bring in names of the page by another way.
_TAGS: Mapping[type[nodes.Node], str] = {
    nodes.Block: "block",
    nodes.Extends: "extends",
    nodes.FromImport: "from",
    nodes.Import: "import",
}
_TAGS_OF_MACROS: Mapping[type[nodes.Node], str] = {nodes.Include: "include"}


class FragmentTag(Extension):
    """Reads the tag as a call with a body, which `Generator` compiles."""

    tags = {"fragment"}  # noqa: RUF012  # so Jinja has it

    def parse(self, parser: Parser) -> nodes.CallBlock:
        """The names and values of the tag, and what is inside."""
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
    """What the fragments of a template may use beside the values that they name."""

    def __init__(self, template: nodes.Template, environment: Environment) -> None:
        self._environment = environment
        bound = Counter(_bound(template))
        self._common = {*COMMON, *environment.globals} - bound.keys()
        macros = (node for node in template.body if isinstance(node, nodes.Macro))
        self._macros = {macro.name: macro for macro in macros if bound[macro.name] == 1}
        # A block finds macros by name when it runs: another template may have put its own there.
        blocks = template.find_all(nodes.Block)
        self._in_blocks = {id(node) for block in blocks for node in block.find_all(nodes.CallBlock)}

    def common(self, fragment: nodes.CallBlock) -> tuple[str, ...]:
        """The names that a fragment and its macros use of those which mean the same on all pages.

        TemplateAssertionError where they use others, and where they load other templates.
        """
        macros = {} if id(fragment) in self._in_blocks else self._macros
        found: set[str] = set()
        reached: set[str] = set()
        waiting: list[nodes.Node] = [_alone(fragment)]
        while waiting:
            node = waiting.pop()
            _check_loads(node)
            names = _free(node, self._environment)
            for name in sorted(names - macros.keys()):
                if name not in self._common:
                    raise _refused(name, node)
                found.add(name)
            waiting += (macros[name] for name in sorted(names & macros.keys() - reached))
            reached |= names
        return tuple(sorted(found))


def _alone(fragment: nodes.CallBlock) -> nodes.Node:
    """The inside of a fragment in a scope that has nothing but its values."""
    targets: list[nodes.Expr] = [nodes.Name(name.name, "store") for name in fragment.args]
    values: list[nodes.Expr] = [nodes.Const(None) for _ in targets]
    return nodes.With(targets, values, fragment.body).set_lineno(fragment.lineno)


def _refused(name: str, node: nodes.Node) -> TemplateAssertionError:
    used = (each.lineno for each in node.find_all(nodes.Name) if each.name == name)
    message = (
        f"A fragment uses the macro `{node.name}`, which sees `{name}` of the page"
        if isinstance(node, nodes.Macro)
        else f"A fragment uses `{name}`, which its tag does not name"
    )
    return TemplateAssertionError(message, next(used, node.lineno))


def _check_loads(node: nodes.Node) -> None:
    tags = {**_TAGS, **_TAGS_OF_MACROS} if isinstance(node, nodes.Macro) else _TAGS
    for found in node.find_all(tuple(tags)):
        message = f"A fragment cannot hold the tag `{tags[type(found)]}`, which sees the page"
        raise TemplateAssertionError(message, found.lineno)


def _bound(template: nodes.Template) -> Iterator[str]:
    """The names to which a template gives a meaning, as often as it does so."""
    for name in template.find_all(nodes.Name):
        if name.ctx != "load":
            yield name.name
    for macro in template.find_all(nodes.Macro):
        yield macro.name
    for module in template.find_all(nodes.Import):
        yield module.target
    for names in template.find_all(nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in names.names)


def _free(node: nodes.Node, environment: Environment) -> set[str]:
    """The names that are looked up when a part of a template runs."""
    found = _FreeNames(environment)
    found.visit(nodes.Template([node]).set_environment(environment))
    # Jinja knows `self` everywhere; it leads to the page's blocks.
    return found.names | {name.name for name in node.find_all(nodes.Name) if name.name == "self"}


class _FreeNames(TrackingCodeGenerator):
    """Jinja's search for undeclared names, with those of its functions."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.names: set[str] = set()

    def enter_frame(self, frame: Frame) -> None:
        """Note the names that a scope looks up."""
        super().enter_frame(frame)
        loads = frame.symbols.loads.values()
        self.names |= {name for action, name in loads if action == VAR_LOAD_RESOLVE and name}
