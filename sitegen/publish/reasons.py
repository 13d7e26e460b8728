"""Why an output was made, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from sitegen.digest import digest_in_order
from sitegen.model.jobs import Query

#: Things that are listed by name before the rest is counted.
_SHOWN = 5
_LONGEST = 60


class Gist(Struct, frozen=True, array_like=True):
    """An answer in short: the ids of what it lists, or the digests of its fields, or its text."""

    ids: tuple[str, ...] | None = None
    fields: Mapping[str, str] | None = None
    text: str = ""


class Reason(Struct, frozen=True):
    """One reason why an output was made.

    `kind` is `first`, `code`, `new`, `part`, `answer` or `touched`; `name` the part's or question's.
    """

    kind: str
    name: str = ""
    args: tuple[tuple[str, Any], ...] = ()
    before: Gist | None = None
    now: Gist | None = None


def gist_of(answer: Any) -> Gist:
    """An answer in short."""
    if isinstance(answer, tuple | list) and all(hasattr(each, "id") for each in answer):
        return Gist(ids=tuple(str(each.id) for each in answer), text=digest_in_order(answer))
    if isinstance(answer, Struct):
        fields = {name: digest_in_order(getattr(answer, name)) for name in answer.__struct_fields__}
        return Gist(fields=fields)
    if isinstance(answer, Mapping) and all(isinstance(key, str) for key in answer):
        return Gist(fields={key: digest_in_order(value) for key, value in answer.items()})
    text = repr(answer)
    return Gist(text=text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


#: What parts of a Job are called where their own name would not say it.
_PARTS = {
    "body.text": "the text changed",
    "body.links": "the address of a link or picture in the text changed",
    "body.gated": "what is open to all of the text changed",
    "file": "the file changed",
    "bodies": "a text in the feed changed",
    "template": "it is made with another template",
}


def sentence(reason: Reason) -> str:
    """A reason in words, without a full stop."""
    match reason.kind:
        case "new":
            return "nothing was at this address in the last build"
        case "code":
            return "sitegen, or a library that it uses, is of another version than at the last build"
        case "touched":
            return "the file in the output folder was changed or removed by another hand"
        case "part":
            return _PARTS.get(reason.name) or f"`{reason.name}` changed"
        case "first":
            return "there was no earlier build to compare with"
    return _answer(reason)


#: What questions about the theme and the site are called.
_ANSWERS = {
    "options": "options of the theme changed",
    "site": "what every page knows of the site changed",
    "templates": "a template changed, and the page chooses templates while it is made",
    "words": "words of the theme's `strings/` changed",
}


def _answer(reason: Reason) -> str:
    if reason.name == "template":
        return _template(reason)
    if reason.name == "asset":
        return f"the theme's file `static/{dict(reason.args)['name']}` changed"
    asked = question(Query(reason.name, reason.args))
    return _ANSWERS.get(reason.name, f"the answer to `{asked}` changed") + _difference(reason)


def _template(reason: Reason) -> str:
    name = dict(reason.args)["name"]
    nothing = Gist(text="None")
    if reason.before == nothing:
        return f"the template `{name}` is there now"
    if reason.now == nothing:
        return f"the template `{name}` is gone"
    return f"the template `{name}` changed"


def question(query: Query) -> str:
    """A question as a template writes it: `site.latest(limit=3, section='asia')`."""
    args = ", ".join(f"{name}={value!r}" for name, value in query.args if name != "lang")
    return f"site.{query.name}({args})"


def _difference(reason: Reason) -> str:
    before, now = reason.before, reason.now
    if before is None or now is None:
        return ""
    if before.ids is not None and now.ids is not None:
        return _listed(before.ids, now.ids)
    if before.fields is not None and now.fields is not None:
        was, names = before.fields, before.fields.keys() | now.fields.keys()
        return ": " + _few([f"`{name}`" for name in sorted(names) if was.get(name) != now.fields.get(name)])
    if before.text and now.text:
        return f": {before.text} → {now.text}"
    return ""


def _listed(before: tuple[str, ...], now: tuple[str, ...]) -> str:
    new = [f"+ {name}" for name in now if name not in before]
    gone = [f"− {name}" for name in before if name not in now]
    if new or gone:
        return ": " + _few([*new, *gone])
    return ": in another order" if before != now else ": what is said of them"


def _few(names: list[str]) -> str:
    rest = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {rest} more" if rest > 0 else "")
