"""Write the generated parts of docs/reference/: what the code itself says of commands, keys, codes and views.

    python -m tools.reference            write them
    python -m tools.reference --check    say which are out of date, and write nothing

A part stands between `<!-- generated: name -->` and `<!-- end of generated -->`; all else is written by hand.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from inspect import Parameter, cleandoc, signature
from pathlib import Path
from typing import Any

import click
import yaml
from msgspec import NODEFAULT, Struct, inspect

from sitegen.build.report import Report
from sitegen.cli import _COMMANDS, cli
from sitegen.config.settings import Config
from sitegen.model import views
from sitegen.model.documents import Heading
from sitegen.model.front_matter import MATTERS, Kind, When
from sitegen.problems import KINDS
from sitegen.render.bodies import BodyView, NoteView
from sitegen.render.filters import FILTERS, FUNCTIONS
from sitegen.render.site_proxy import SiteProxy
from sitegen.schemas import documented_fields, front_matter_schema

REPOSITORY = Path(__file__).resolve().parent.parent
FOLDER = REPOSITORY / "docs" / "reference"
PART = re.compile(r"(<!-- generated: ([a-z -]+) -->\n).*?(<!-- end of generated -->)", re.DOTALL)

#: The values that templates see, in the order of the manual.
VIEWS: tuple[type[Struct], ...] = (
    views.SiteView,
    views.Service,
    views.Meta,
    views.Card,
    views.ArticleView,
    views.AuthorNote,
    views.PageView,
    views.SectionView,
    views.TagView,
    views.AuthorView,
    views.IssueView,
    views.SeriesView,
    views.HomeView,
    views.Rail,
    views.Listing,
    views.PageLink,
    views.ArchiveYear,
    views.ArchiveMonth,
    views.PhotoView,
    views.ImageSource,
    views.CropView,
    views.Byline,
    views.Link,
    views.CorrectionView,
    views.ExternalCard,
    views.SeriesPlace,
    views.Translation,
    views.EditionView,
    views.NavigationItem,
    Heading,
    When,
    views.FeedView,
    views.FeedEntry,
    views.SitemapEntry,
)


class Row(Struct, frozen=True):
    """A key or setting: its dotted name, what it takes, its default and its meaning."""

    name: str
    takes: str
    default: str
    meaning: str


# What types say


def takes(info: Any, linked: bool = False) -> str:
    """What a key takes, in words; with `linked`, views are links to their headings."""
    match info:
        case inspect.UnionType():
            members = [takes(each, linked) for each in info.types if not isinstance(each, inspect.NoneType)]
            none = " or none" if linked and len(members) < len(info.types) else ""
            return " or ".join(members) + none
        case inspect.EnumType():
            return ", ".join(f"`{member.value}`" for member in info.cls)
        case inspect.StructType():
            return _struct(info.cls, linked)
        case inspect.VarTupleType() | inspect.ListType() | inspect.TupleType() | inspect.DictType():
            return _several(info, linked)
    return _WORDS[type(info)]


def _struct(struct: type, linked: bool) -> str:
    if linked:
        return f"[{struct.__name__}](#{struct.__name__.lower()})"
    if struct is When:
        return "date"
    return "text or mapping" if getattr(struct, "shorthand", None) else "mapping"


def _several(info: Any, linked: bool) -> str:
    match info:
        case inspect.TupleType():
            return f"pair of {_plural(takes(info.item_types[0], linked))}"
        case inspect.DictType() if isinstance(info.value_type, inspect.AnyType):
            return "mapping"
        case inspect.DictType():
            return f"mapping to {_plural(takes(info.value_type, linked))}"
    return f"list of {_plural(takes(info.item_type, linked))}"


_WORDS: Mapping[type, str] = {
    inspect.StrType: "text",
    inspect.BoolType: "`true` or `false`",
    inspect.IntType: "number",
    inspect.FloatType: "number",
    inspect.AnyType: "anything",
    inspect.DateTimeType: "datetime (Python)",
}


def _plural(words: str) -> str:
    return {"text": "texts", "mapping": "mappings", "number": "numbers"}.get(words, words)


def rows(struct: type, prefix: str = "") -> Iterator[Row]:
    """Every key of a Struct, with those of the mappings in it (`photo.src`, `languages.<lang>.root`)."""
    info: Any = inspect.type_info(struct)
    texts = documented_fields(struct)
    for field in info.fields:
        name = f"{prefix}{field.encode_name}"
        yield Row(name, takes(field.type), _default(field), texts[field.name])
        yield from _nested(name, field.type)


def _nested(name: str, info: Any) -> Iterator[Row]:
    match info:
        case inspect.UnionType():
            for member in info.types:
                yield from _nested(name, member)
        case inspect.VarTupleType() | inspect.ListType():
            yield from _nested(f"{name}[]", info.item_type)
        case inspect.DictType():
            key = "lang" if name.endswith("languages") else "name"
            yield from _nested(f"{name}.<{key}>", info.value_type)
        case inspect.StructType() if info.cls is not When:
            yield from rows(info.cls, f"{name}.")


def _default(field: inspect.Field) -> str:
    if field.required:
        return "required"
    if field.default is NODEFAULT or field.default in (None, "", ()) or isinstance(field.default, Struct):
        return ""
    value = field.default
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return f"`[{', '.join(map(str, value))}]`"
    return f"`{value}`"


def settings() -> list[Row]:
    """Every setting of sitegen.yaml."""
    return list(rows(Config))


def keys(kind: Kind) -> list[Row]:
    """Every front-matter key of a kind, `draft` and `published` among them where they are read."""
    found = list(rows(MATTERS[kind]))
    known = {row.name for row in found}
    schema = front_matter_schema(kind)["properties"]
    flags = [name for name in schema if name not in known]
    return found + [Row(name, "`true` or `false`", "", schema[name]["description"]) for name in flags]


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by what is typed: `sitegen new article`."""
    yield from _commands("sitegen", cli)


def names_in(group: click.Group) -> tuple[str, ...]:
    """The names of a group's commands."""
    # Not `cli.list_commands`: it fails once `sitegen.cli.list` is imported, which hides `list` from it.
    return _COMMANDS if group is cli else tuple(group.list_commands(click.Context(group)))


def _commands(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield name, command
        return
    context = click.Context(command, help_option_names=["-h", "--help"])
    for each in names_in(command):
        found = command.get_command(context, each)
        assert found is not None
        yield from _commands(f"{name} {each}", found)


def queries() -> Mapping[str, Callable[..., Any]]:
    """Every query of `site`, by its name."""
    found = vars(SiteProxy).items()
    return {name: value for name, value in found if callable(value) and not name.startswith("_")}


# What is written


def _table(head: Iterable[str], lines: Iterable[Iterable[str]]) -> str:
    head = list(head)
    written = [head, ["---"] * len(head), *lines]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in written)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _row_table(all_rows: Iterable[Row]) -> str:
    lines = [(f"`{row.name}`", row.takes, row.default, row.meaning) for row in all_rows]
    return _table(("Key", "Takes", "Default", "Meaning"), lines)


def _sentence(thing: Any) -> str:
    return " ".join((thing.__doc__ or "").split())


def _signature(function: Callable[..., Any], skip: int) -> str:
    found = list(signature(function).parameters.values())[skip:]
    return ", ".join(f"{each.name}{_given(each.default)}" for each in found)


def _given(default: Any) -> str:
    if default is Parameter.empty:
        return ""
    return "=none" if default is None else f"={default!r}"


def _skip(function: Callable[..., Any]) -> int:
    """How many of a filter's arguments a template does not write: Jinja's context."""
    return 1 if hasattr(function, "jinja_pass_arg") else 0


def _command_part() -> str:
    return "\n".join(_command(name, command) for name, command in commands())


def _command(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name, help_option_names=["-h", "--help"])
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    lines = [f"## {name}\n", f"    {usage}\n", *_help(command.help or "")]
    options = [each.get_help_record(context) for each in command.params if isinstance(each, click.Option)]
    table = [(f"`{record[0]}`", record[1].replace("  ", " ")) for record in options if record]
    if table:
        lines.append(_table(("Option", "Meaning"), table))
    return "\n".join(lines)


def _help(text: str) -> Iterator[str]:
    for paragraph in cleandoc(text).split("\n\n"):
        if paragraph.startswith("\b\n"):
            yield "\n".join(f"    {line}" for line in paragraph[2:].splitlines()) + "\n"
        else:
            yield " ".join(paragraph.split()) + "\n"


def _key_part(kind: Kind) -> str:
    return _row_table(keys(kind))


def _view_part() -> str:
    return "\n".join(_view(view) for view in VIEWS)


def _view(view: type[Struct]) -> str:
    info: Any = inspect.type_info(view)
    texts = documented_fields(view)
    lines = [(f"`{field.name}`", takes(field.type, linked=True), texts[field.name]) for field in info.fields]
    return f"### {view.__name__}\n\n{_sentence(view)}\n\n{_table(('Name', 'Type', 'Meaning'), lines)}"


def _body_part() -> str:
    names = ("opening", "rest", "notes")
    lines = [(f"`body.{name}`", _sentence(vars(BodyView)[name])) for name in names]
    *most, last = (f"`{name}`" for name in NoteView.__struct_fields__)
    notes = f"{', '.join(most)} and {last}"
    return _table(("Name", "Meaning"), lines) + f"\nEach note has {notes}. {_sentence(NoteView)}\n"


def _option_part() -> str:
    theme = yaml.safe_load((REPOSITORY / "themes/broadsheet/theme.yaml").read_text(encoding="utf-8"))
    lines = [_option(name, option) for name, option in theme["options"].items()]
    return _table(("Option", "Choices", "Default", "Meaning"), lines)


def _option(name: str, option: Mapping[str, Any]) -> tuple[str, ...]:
    choices = ", ".join(f"`{choice}`" for choice in option.get("choices", ()))
    default = f"`{option['default']}`" if option["default"] != "" else ""
    return f"`{name}`", choices or option.get("kind", ""), default, option["description"]


def _filter_part() -> str:
    calls = {name: _signature(function, _skip(function) + 1) for name, function in FILTERS.items()}
    lines = [
        (f"`{name}({calls[name]})`" if calls[name] else f"`{name}`", _sentence(function))
        for name, function in FILTERS.items()
    ]
    return _table(("Filter", "Meaning"), lines)


def _report_part() -> str:
    texts = documented_fields(Report)
    return _table(("Name", "Meaning"), [(f"`{name}`", text) for name, text in texts.items()])


PARTS: Mapping[str, Callable[[], str]] = {
    "commands": _command_part,
    "report": _report_part,
    "settings": lambda: _row_table(settings()),
    "problems": lambda: _table(
        ("Code", "Severity", "Meaning"),
        [(f"`{code}`", str(kind.severity), kind.meaning) for code, kind in KINDS.items()],
    ),
    "filters": _filter_part,
    "functions": lambda: _table(
        ("Function", "Meaning"),
        [(f"`{name}({_signature(f, _skip(f))})`", _sentence(f)) for name, f in FUNCTIONS.items()],
    ),
    "queries": lambda: _table(
        ("Query", "Answer"),
        [(f"`site.{name}({_signature(f, 1)})`", _sentence(f)) for name, f in queries().items()],
    ),
    "views": _view_part,
    "body": _body_part,
    "options": _option_part,
    **{f"keys of {kind.value}": partial(_key_part, kind) for kind in Kind},
}


def current(text: str) -> str:
    """A page with its generated parts as they have to be; KeyError for a part that nobody makes."""
    return PART.sub(lambda match: f"{match[1]}\n{PARTS[match[2]]()}\n{match[3]}", text)


def parts_in(text: str) -> list[str]:
    """The names of the generated parts of a page."""
    return [match[2] for match in PART.finditer(text)]


def pages() -> list[Path]:
    """The pages that have generated parts."""
    return sorted(FOLDER.glob("*.md"))


def main() -> int:
    """Write the pages, or check them."""
    stale = 0
    for page in pages():
        text = page.read_text(encoding="utf-8")
        wanted = current(text)
        if wanted == text:
            continue
        stale += 1
        print(page.relative_to(REPOSITORY))
        if "--check" not in sys.argv:
            page.write_text(wanted, encoding="utf-8")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
