"""Errors in templates, as Problems that name the template's file and line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError
from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Theme
from sitegen.problems import Problem, did_you_mean
from sitegen.render.error_columns import column_of
from sitegen.render.undefined import UnknownName

#: What to do where nothing better is known.
_REMEDIES = {
    "template-syntax": "Mend the template at this line.",
    "template-error": "Mend the template at this line, or what it is given there.",
    "missing-template": "Templates lie in `templates/` of the project or of its theme; names have no `../`.",
}
_LINE_END = lazy_pattern("\r\n|\r|\n")  # as Jinja counts them
_HALF = lazy_pattern(r"\\u[dD][89a-fA-F]|\\U0000[dD][89a-fA-F]")
_NO_SUCH = lazy_pattern(r"No (filter|test) named '([^']*)'")


class TemplateProblem(Exception):
    """A page could not be rendered, and a template is at fault; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.place}: {problem.message}")
        self.problem = problem

    def __reduce__(self) -> tuple[type[TemplateProblem], tuple[Problem]]:
        """Exceptions travel between processes by their arguments."""
        return TemplateProblem, (self.problem,)


class TemplateFailure(Exception):
    """A filter or function cannot do what a template asks: the cause, and what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class RenderTask(Struct, frozen=True):
    """What was being rendered: the output's path, its document if any, the template, its names."""

    output: str
    document: str
    template: str
    names: tuple[str, ...] = ()


class _Place(Struct, frozen=True):
    path: str
    line: int = 0


_Lines = Mapping[str, list[str]]


class _Cause(Struct, frozen=True):
    code: str
    message: str
    hint: str = ""


def template_problem(error: Exception, theme: Theme, jinja: Environment, task: RenderTask) -> TemplateProblem:
    """What is wrong, where, and on which page it showed."""
    lines = {template.path: _LINE_END.split(template.text) for template in theme.templates.values()}
    cause, place = _cause(error, jinja, task), _place(error, theme, task, lines)
    hint = cause.hint or _REMEDIES[cause.code]
    message = f"{cause.message}, while rendering {task.document or task.output}"
    column, text = 0, ""
    if 0 < place.line <= len(lines[place.path]):
        column = column_of(error, cause.message, lines[place.path], place.line)
        text = lines[place.path][place.line - 1].rstrip()
    shown = (_encodable(message), _encodable(hint))
    return TemplateProblem(Problem(place.path, place.line, column, cause.code, *shown, text=text))


def _encodable(text: str) -> str:
    """The text with half characters, which a template can ask for by name, as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()


def _cause(error: Exception, jinja: Environment, task: RenderTask) -> _Cause:
    match error:
        case TemplateNotFound():
            return _not_found(error, jinja)
        case TemplateSyntaxError():
            return _Cause("template-syntax", _sentence(error.message), _syntax_hint(error, jinja))
        case UnknownName():
            known = error.known or (*task.names, *jinja.globals)
            return _Cause("template-error", _sentence(error.message), did_you_mean(error.name, known))
        case TemplateFailure():
            return _Cause("template-error", _sentence(str(error)), error.hint)
    return _cause_of_python(error)


def _cause_of_python(error: Exception) -> _Cause:
    """The cause of an exception that neither Jinja nor we have raised."""
    match error:
        case RecursionError():
            hint = "To extend the theme's own template, write {% extends \"!<theme's name>/<template>\" %}."
            return _Cause("template-error", "The template extends or includes itself", hint)
        case UnicodeEncodeError() if "surrogates" in error.reason:
            message = f"U+{ord(error.object[error.start]):04X} is half of a character, which nothing can show"
            return _Cause("template-error", message, "Write the character itself.")
    return _Cause("template-error", _sentence(f"{type(error).__name__}: {error}"))


def _sentence(text: str | None) -> str:
    return (text or "The template is wrong").strip().rstrip(".")


def _not_found(error: TemplateNotFound, jinja: Environment) -> _Cause:
    names = [name for name in error.templates if isinstance(name, str)]
    shown = ", ".join(f"`{name}`" for name in names) or f"`{error.message}`"
    known = _templates(jinja)
    hint = next(filter(None, (did_you_mean(name, known) for name in names)), "")
    return _Cause("missing-template", f"There is no template {shown}", hint)


def _templates(jinja: Environment) -> Iterable[str]:
    try:
        return jinja.list_templates()
    except (TypeError, OSError):  # a hint is not worth a second error
        return ()


def _syntax_hint(error: TemplateSyntaxError, jinja: Environment) -> str:
    found = _NO_SUCH.search(error.message or "")
    if not found:
        return ""
    known: Mapping[str, Any] = jinja.filters if found[1] == "filter" else jinja.tests
    return did_you_mean(found[2], known)


def _place(error: Exception, theme: Theme, task: RenderTask, lines: _Lines) -> _Place:
    if isinstance(error, TemplateSyntaxError) and error.filename in lines:
        return _Place(error.filename or "", error.lineno)
    find = _first_again if isinstance(error, RecursionError) else _innermost
    return find(error.__traceback__, lines) or _whole(error, theme, task, lines)


def _innermost(trace: TracebackType | None, lines: _Lines) -> _Place | None:
    """The template that was at work when it happened: Jinja gives its frames templates' files and lines."""
    found = None
    while trace is not None:
        path = trace.tb_frame.f_code.co_filename
        if path in lines:
            found = _Place(path, trace.tb_lineno)
        trace = trace.tb_next
    return found


def _first_again(trace: TracebackType | None, lines: _Lines) -> _Place | None:
    """The first place that came again, where templates go round in a circle: the innermost one would depend
    on how deep the stack was."""
    seen: set[tuple[str, int]] = set()
    while trace is not None:
        path, number = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        if path in lines and (path, number) in seen:
            return _Place(path, number)
        seen.add((path, number))
        trace = trace.tb_next
    return None


def _whole(error: Exception, theme: Theme, task: RenderTask, lines: _Lines) -> _Place:
    """Where no line of a template was at work: what it made cannot be written, it cannot be compiled, or the
    document names one that is not there."""
    template = theme.templates.get(task.template)
    if template is None:
        return _Place(task.document or f"templates/{task.template}")
    if isinstance(error, UnicodeEncodeError) and (found := _escaped(template.path, lines)):
        return found
    return _Place(template.path, 1)


def _escaped(first: str, lines: _Lines) -> _Place | None:
    """The first place where a template writes half of a character; its own comes before others."""
    for path in (first, *sorted(lines.keys() - {first})):
        for number, line in enumerate(lines[path], 1):
            if _HALF.search(line):
                return _Place(path, number)
    return None
