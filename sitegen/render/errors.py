"""What goes wrong in a template, as a Problem with the template's file and line."""

from __future__ import annotations

from sitegen.problems import Problem


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
