"""Template errors as Problems that name the template's file and line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import TracebackType

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError
from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Theme
from sitegen.problems import Problem, did_you_mean
from sitegen.render.error_columns import column_of
from sitegen.render.undefined import UnknownName

#: Hints for errors that have no better one.
_HINTS = {
    "template-syntax": "Fix the template at this line.",
    "template-error": "Fix the template at this line, or the values that it uses.",
    "missing-template": "Put it in `templates/` of the project or theme. Names cannot contain `../`.",
}
_LINE_END = lazy_pattern("\r\n|\r|\n")  # as Jinja counts lines
_SURROGATE = lazy_pattern(r"\\u[dD][89a-fA-F]|\\U0000[dD][89a-fA-F]")
_NO_SUCH = lazy_pattern(r"No (filter|test) named '([^']*)'")


class TemplateProblem(Exception):
    """A template failed to render a page; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.place}: {problem.message}")
        self.problem = problem

    def __reduce__(self) -> tuple[type[TemplateProblem], tuple[Problem]]:
        """Pickle the problem, not the message."""
        return TemplateProblem, (self.problem,)


class TemplateFailure(Exception):
    """A filter or function failed: the cause and a hint."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class RenderTask(Struct, frozen=True):
    """What is being rendered: the output path, the document if any, the template and its names."""

    output: str
    document: str
    template: str
    names: tuple[str, ...] = ()


class _Location(Struct, frozen=True):
    path: str
    line: int = 0


_Lines = Mapping[str, list[str]]


class _Cause(Struct, frozen=True):
    code: str
    message: str
    hint: str = ""


def template_problem(error: Exception, theme: Theme, jinja: Environment, task: RenderTask) -> TemplateProblem:
    """Convert an exception to a Problem with the template's line and the page that failed."""
    lines = {template.path: _LINE_END.split(template.text) for template in theme.templates.values()}
    cause, location = _cause(error, jinja, task), _location(error, theme, task, lines)
    hint = cause.hint or _HINTS[cause.code]
    message = f"{cause.message}, while rendering {task.document or task.output}"
    column, text = 0, ""
    if 0 < location.line <= len(lines[location.path]):
        column = column_of(error, cause.message, lines[location.path], location.line)
        text = lines[location.path][location.line - 1].rstrip()
    shown = (_encodable(message), _encodable(hint))
    return TemplateProblem(Problem(location.path, location.line, column, cause.code, *shown, text=text))


def _encodable(text: str) -> str:
    """The text with lone surrogates, which a template may contain, as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()


def _cause(error: Exception, jinja: Environment, task: RenderTask) -> _Cause:
    match error:
        case TemplateNotFound():
            return _not_found(error, jinja)
        case TemplateSyntaxError():
            return _Cause("template-syntax", _sentence(error.message), _syntax_hint(error, jinja))
        case UnknownName():
            known = error.known or (*task.names, *jinja.globals)
            hint = error.hint or did_you_mean(error.name, known)
            return _Cause("template-error", _sentence(error.message), hint)
        case TemplateFailure():
            return _Cause("template-error", _sentence(str(error)), error.hint)
    return _cause_of_python(error)


def _cause_of_python(error: Exception) -> _Cause:
    """The cause of an exception raised by Python."""
    match error:
        case RecursionError():
            hint = "To extend the theme's own template, write `{% extends \"!<theme's name>/<template>\" %}`."
            return _Cause("template-error", "The template extends or includes itself", hint)
        case UnicodeEncodeError() if "surrogates" in error.reason:
            message = (
                f"U+{ord(error.object[error.start]):04X} is half of a surrogate pair and cannot be shown"
            )
            return _Cause("template-error", message, "Write the character itself.")
    return _Cause("template-error", _sentence(f"{type(error).__name__}: {error}"))


def _sentence(text: str | None) -> str:
    return (text or "The template is invalid").strip().rstrip(".")


def _not_found(error: TemplateNotFound, jinja: Environment) -> _Cause:
    names = [name for name in error.templates if isinstance(name, str)]
    shown = ", ".join(f"`{name}`" for name in names) or f"`{error.message}`"
    known = _templates(jinja)
    hint = next(filter(None, (did_you_mean(name, known) for name in names)), "")
    return _Cause("missing-template", f"There is no template {shown}", hint)


def _templates(jinja: Environment) -> Iterable[str]:
    try:
        return jinja.list_templates()
    except (TypeError, OSError):  # only a hint
        return ()


def _syntax_hint(error: TemplateSyntaxError, jinja: Environment) -> str:
    found = _NO_SUCH.search(error.message or "")
    if not found:
        return ""
    known: Mapping[str, object] = jinja.filters if found[1] == "filter" else jinja.tests
    return did_you_mean(found[2], known)


def _location(error: Exception, theme: Theme, task: RenderTask, lines: _Lines) -> _Location:
    if isinstance(error, TemplateSyntaxError) and error.filename in lines:
        return _Location(error.filename or "", error.lineno)
    find = _first_repeated if isinstance(error, RecursionError) else _innermost
    return find(error.__traceback__, lines) or _fallback_location(error, theme, task, lines)


def _innermost(trace: TracebackType | None, lines: _Lines) -> _Location | None:
    """The innermost template in the traceback: Jinja gives its frames the templates' files and lines."""
    found = None
    while trace is not None:
        path = trace.tb_frame.f_code.co_filename
        if path in lines:
            found = _Location(path, trace.tb_lineno)
        trace = trace.tb_next
    return found


def _first_repeated(trace: TracebackType | None, lines: _Lines) -> _Location | None:
    """The first repeated line of templates that include each other in a circle.

    The innermost one would depend on the depth of the stack.
    """
    seen: set[tuple[str, int]] = set()
    while trace is not None:
        path, number = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        if path in lines and (path, number) in seen:
            return _Location(path, number)
        seen.add((path, number))
        trace = trace.tb_next
    return None


def _fallback_location(error: Exception, theme: Theme, task: RenderTask, lines: _Lines) -> _Location:
    """The location of an error outside template code: the output cannot be encoded, the template does not
    compile, or the document names a missing one."""
    template = theme.templates.get(task.template)
    if template is None:
        return _Location(task.document or f"templates/{task.template}")
    if isinstance(error, UnicodeEncodeError) and (found := _find_surrogate(template.path, lines)):
        return found
    return _Location(template.path, 1)


def _find_surrogate(first: str, lines: _Lines) -> _Location | None:
    """The first escape of a lone surrogate in a template, searching the page's own template first."""
    for path in (first, *sorted(lines.keys() - {first})):
        for number, line in enumerate(lines[path], 1):
            if _SURROGATE.search(line):
                return _Location(path, number)
    return None
