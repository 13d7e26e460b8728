"""The rules of linking: how the site is organised, what each document says in it, and what that comes to.

The first rule looks at all documents, but only at what of them decides on where they stand; most edits leave
that as it is. All others ask for the few things that they depend on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar, cast

from msgspec import Struct

from sitegen.config import RemotePictures
from sitegen.digest import digest_in_order
from sitegen.engine.rules import Rule, unlike_any
from sitegen.link.cards import card_of
from sitegen.link.facts import Settlement, facts_of, settlements
from sitegen.link.files import Shelf
from sitegen.link.nearby import Nearby
from sitegen.link.photos import ShownPhoto, show_photo
from sitegen.link.publishing import (
    active_statics,
    expired_digests,
    linked_by,
    lying_there,
    once_each,
    published,
)
from sitegen.link.refusals import Rules
from sitegen.link.relations import related_of, traits_of
from sitegen.link.renewal import Closest, closest
from sitegen.link.resolving import NONE, resolve_all
from sitegen.link.sharing import Traits
from sitegen.link.site import Organised, organise
from sitegen.link.spares import targets_of, unused
from sitegen.link.territory import Territory
from sitegen.model import questions as q
from sitegen.model.asking import Ask, Question
from sitegen.model.content import ArticleMatter, PageMatter, Photo, title_of
from sitegen.model.documents import Content, Document, Outline, Picture
from sitegen.model.pictures import Cut
from sitegen.model.site import (
    Address,
    Alias,
    Article,
    Edition,
    EditionLists,
    Group,
    MadeCard,
    MadePage,
    Needs,
    PendingLink,
    Published,
    Related,
    ResolvedRefs,
    Site,
    Standing,
    State,
)
from sitegen.model.views import PageView, SiteView
from sitegen.problems import Problem

K = TypeVar("K")
V = TypeVar("V")

# What linking asks itself


class _Facts(Question[Document], frozen=True):
    path: str


class _Organised(Question[Organised], frozen=True):
    pass


class _Settlements(Question[Mapping[str, Settlement]], frozen=True):
    pass


class _TraitsIn(Question[list[Traits]], frozen=True):
    lang: str


class _ClosestIn(Question[Closest], frozen=True):
    lang: str


class _ClosestPaths(Question[Mapping[str, tuple[str, ...]]], frozen=True):
    lang: str


class _LandSettings(Question["_Land"], frozen=True):
    pass


class _FilePlace(Question[Address | None], frozen=True):
    path: str


class _FileAt(Question[str | None], frozen=True):
    output: str


class _PictureAt(Question[Picture | None], frozen=True):
    path: str


class _ExpiredBy(Question[str | None], frozen=True):
    name: str


class _IsDocument(Question[bool | None], frozen=True):
    path: str


class _NearPictures(Question[Nearby], frozen=True):
    pass


class _NearDocuments(Question[Nearby], frozen=True):
    pass


class _Near(Question[str | None], frozen=True):
    is_picture: bool
    folder: str
    written: str


class _Dated(Question[list[str]], frozen=True):
    folder: str
    written: str


class _Readable(Question[Document | None], frozen=True):
    path: str


class _TargetsOf(Question[tuple[str, ...]], frozen=True):
    path: str


class _Publication(Question["_Published"], frozen=True):
    pass


class _Land(Struct, frozen=True, gc=False):
    """What of the configuration decides on where references lead."""

    base: str
    home: str
    suffixes: tuple[str, ...]
    roots: tuple[str, ...]
    remote: RemotePictures
    html_files: bool
    starts: tuple[str, ...]
    keep: tuple[str, ...]


class _Published(Struct, frozen=True, gc=False):
    """What goes out as it is, and what is wrong with it."""

    files: tuple[Published, ...]
    cuts: tuple[Cut, ...]
    expired: Mapping[str, str]
    problems: tuple[Problem, ...]


# The organisation, and parts of it


def _facts(ask: Ask, question: _Facts) -> Document:
    return facts_of(ask(q.DocumentRead(question.path)))


def _organised(ask: Ask, _: _Organised) -> Organised:
    content = Content(
        documents=tuple([ask(_Facts(path)) for path in ask(q.ReadPaths())]),
        pictures=ask(q.Pictures()),
        files=ask(q.ContentFiles()),
        static=ask(q.StaticFiles()),
        places=ask(q.Places()),
        expiries=ask(q.Expiries()),
    )
    return organise(content, ask(q.Settings()), ask(q.Clock()), ask(q.LeftOut()))


def _settlements(ask: Ask, _: _Settlements) -> Mapping[str, Settlement]:
    read = [ask(_Facts(path)) for path in ask(q.ReadPaths())]
    return settlements(read, ask(_Organised()).content.documents)


def _the_site(ask: Ask, _: q.SiteOf) -> Site:
    return ask(_Organised()).site


def _site(ask: Ask) -> Site:
    return ask(_Organised()).site


def _lists(ask: Ask, lang: str) -> EditionLists:
    return next(lists for lists in _site(ask).editions if lists.edition.lang == lang)


def _states(ask: Ask, _: q.StatesOf) -> Mapping[str, State]:
    return _site(ask).states


def _due(ask: Ask, _: q.DueOf) -> tuple[dt.datetime | None, dt.datetime | None]:
    return _site(ask).due, _site(ask).until


def _shown_paths(ask: Ask, _: q.ShownPaths) -> tuple[str, ...]:
    return tuple(_site(ask).standings)


def _base_path(ask: Ask, _: q.BasePath) -> str:
    return _site(ask).base_path


def _editions(ask: Ask, _: q.Editions) -> tuple[str, ...]:
    return tuple(lists.edition.lang for lists in _site(ask).editions)


def _edition(ask: Ask, question: q.EditionOf) -> Edition:
    return _lists(ask, question.lang).edition


def _site_view(ask: Ask, question: q.SiteViewOf) -> SiteView:
    return _lists(ask, question.lang).edition.view


def _standing(ask: Ask, question: q.StandingOf) -> Standing | None:
    return _site(ask).standings.get(question.path)


def _article(ask: Ask, question: q.ArticleOf) -> Article | None:
    return ask(_Organised()).articles.get(question.path)


def _article_named(ask: Ask, question: q.ArticleNamed) -> str | None:
    found = _lists(ask, question.lang).by_id.get(question.id)
    return found.path if found else None


def _members(ask: Ask, question: q.MembersOf) -> tuple[str, ...]:
    lists = _lists(ask, question.lang)
    if not question.kind:
        return tuple([article.path for article in lists.articles])
    group = lists.groups[question.kind].get(question.id)
    return group.members if group else ()


def _group(ask: Ask, question: q.GroupOf) -> Group | None:
    return _lists(ask, question.lang).groups[question.kind].get(question.id)


def _groups(ask: Ask, question: q.GroupsOf) -> tuple[str, ...]:
    return tuple(_lists(ask, question.lang).groups[question.kind])


def _traits(ask: Ask, question: _TraitsIn) -> list[Traits]:
    return traits_of(_lists(ask, question.lang))


def _closest_in(ask: Ask, question: _ClosestIn, last: Closest | None) -> Closest:
    # Some of them may be the author's own choice, too.
    return closest(ask(_TraitsIn(question.lang)), ask(q.Settings()).related * 2, last)


def _closest_paths(ask: Ask, question: _ClosestPaths) -> Mapping[str, tuple[str, ...]]:
    return ask(_ClosestIn(question.lang)).paths()


def _related(ask: Ask, question: q.RelatedOf) -> Related:
    path, organised = question.path, ask(_Organised())
    close = ask(_ClosestPaths(organised.articles[path].document.lang))[path]
    return related_of(path, organised.chosen.get(path), close, ask(q.Settings()).related)


def _versions(ask: Ask, question: q.VersionsOf) -> tuple[tuple[str, str], ...]:
    return _site(ask).versions.get(question.path, ())


def _aliases(ask: Ask, _: q.Aliases) -> tuple[Alias, ...]:
    return _site(ask).aliases


def _unpublished(ask: Ask, _: q.Unpublished) -> Mapping[str, str]:
    return _site(ask).unpublished


# The land that references lead to


class _Asked(Mapping[K, V]):
    """A mapping that asks for each key. It does not know which keys it has."""

    def __init__(self, ask: Ask, question: Callable[[K], Question[V | None]]) -> None:
        self._ask = ask
        self._question = question

    def __getitem__(self, key: K) -> V:
        found = self._ask(self._question(key))
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return self._ask(self._question(cast("K", key))) is not None

    def __iter__(self) -> Iterator[K]:
        raise TypeError("It does not know which keys it has.")

    def __len__(self) -> int:
        raise TypeError("It does not know how many keys it has.")


class _AskedNear:
    """Files like one that is not there."""

    def __init__(self, ask: Ask, is_picture: bool) -> None:
        self._ask = ask
        self._is_picture = is_picture

    def nearest(self, folder: str, written: str) -> str | None:
        return self._ask(_Near(self._is_picture, folder, written))

    def dated(self, folder: str, written: str) -> list[str]:
        return self._ask(_Dated(folder, written))


def _land_settings(ask: Ask, _: _LandSettings) -> _Land:
    config, ground = ask(q.Settings()), ask(_Organised()).ground
    land = ground.territory
    return _Land(
        land.base,
        land.home,
        land.suffixes,
        land.shelf.roots,
        config.markdown.remote_pictures,
        land.rules.html_files,
        land.rules.starts,
        land.keep,
    )


def _land(ask: Ask) -> Territory:
    """Everything that references lead to, of which only what is looked at is asked for."""
    own = ask(_LandSettings())
    pictures = _Asked(ask, _PictureAt)
    return Territory(
        base=own.base,
        home=own.home,
        suffixes=own.suffixes,
        shelf=Shelf(own.roots, _Asked(ask, _FilePlace), _Asked(ask, _FileAt)),
        pictures=pictures,
        expired=_Asked(ask, _ExpiredBy),
        documents=_Asked(ask, _Readable),
        paths=_Asked(ask, _IsDocument),
        standings=_Asked(ask, q.StandingOf),
        remote=own.remote,
        rules=Rules(own.suffixes, own.html_files, pictures, own.starts),
        near_pictures=_AskedNear(ask, is_picture=True),
        near_documents=_AskedNear(ask, is_picture=False),
        keep=own.keep,
    )


def _territory(ask: Ask) -> Territory:
    return ask(_Organised()).ground.territory


def _file_place(ask: Ask, question: _FilePlace) -> Address | None:
    return _territory(ask).shelf.places.get(question.path)


def _file_at(ask: Ask, question: _FileAt) -> str | None:
    return _territory(ask).shelf.by_output.get(question.output)


def _picture_at(ask: Ask, question: _PictureAt) -> Picture | None:
    return ask(q.Pictures()).get(question.path)


def _expired_by(ask: Ask, question: _ExpiredBy) -> str | None:
    return _territory(ask).expired.get(question.name)


def _is_document(ask: Ask, question: _IsDocument) -> bool | None:
    return _territory(ask).paths.get(question.path)


def _near_pictures(ask: Ask, _: _NearPictures) -> Nearby:
    return Nearby(ask(q.Pictures()))


def _near_documents(ask: Ask, _: _NearDocuments) -> Nearby:
    return Nearby(_territory(ask).documents)


def _near(ask: Ask, question: _Near) -> str | None:
    near = ask(_NearPictures()) if question.is_picture else ask(_NearDocuments())
    return near.nearest(question.folder, question.written)


def _dated(ask: Ask, question: _Dated) -> list[str]:
    return ask(_NearDocuments()).dated(question.folder, question.written)


# What each document says


def _document(ask: Ask, question: q.DocumentOf) -> Document:
    document = ask(q.DocumentRead(question.path))
    settlement = ask(_Settlements()).get(question.path)
    return settlement.apply(document) if settlement else document


def _readable(ask: Ask, question: _Readable) -> Document | None:
    """A document that was read and is not left out, shown or not."""
    known = _territory(ask).documents
    return ask(q.DocumentOf(question.path)) if question.path in known else None


def _title(ask: Ask, question: q.TitleOf) -> str:
    return title_of(ask(q.DocumentOf(question.path)).matter)


def _anchors(ask: Ask, question: q.AnchorsOf) -> Outline:
    outline = ask(q.DocumentOf(question.path)).outline
    return Outline(anchors=outline.anchors, rest_anchors=outline.rest_anchors)


def _shown_photo(
    ask: Ask, document: Document, key: str, photo: Photo | None
) -> tuple[ShownPhoto | None, tuple[Problem, ...], Needs]:
    if photo is None:
        return None, (), Needs()
    problems: list[Problem] = []
    shown = show_photo(document, key, photo, _land(ask), problems)
    needs = Needs((shown.file,) if shown.file else (), shown.cuts) if shown else Needs()
    return shown, tuple(problems), needs


def _card(ask: Ask, question: q.CardOf) -> MadeCard:
    article, document = ask(q.ArticleOf(question.path)), ask(q.DocumentOf(question.path))
    assert article is not None
    assert isinstance(document.matter, ArticleMatter)
    photo, problems, needs = _shown_photo(ask, document, "photo", document.matter.photo)
    return MadeCard(card_of(article, document, photo), problems, needs)


def _page(ask: Ask, question: q.PageOf) -> MadePage:
    standing, document = ask(q.StandingOf(question.path)), ask(q.DocumentOf(question.path))
    matter = document.matter
    assert standing is not None
    assert isinstance(matter, PageMatter)
    photo, problems, needs = _shown_photo(ask, document, "photo", matter.photo)
    view = PageView(
        document.id,
        standing.address.url,
        matter.title,
        matter.subtitle,
        matter.summary or document.outline.excerpt,
        photo.view if photo else None,
        document.outline.headings,
        standing.state,
        matter.extra,
    )
    return MadePage(view, problems, needs)


def _references(ask: Ask, question: q.ReferencesOf) -> ResolvedRefs:
    document = ask(q.DocumentOf(question.path))
    if not document.outline.refs:
        return NONE
    standing = ask(q.StandingOf(question.path))
    assert standing is not None
    return resolve_all(document, _land(ask), standing.gated)


def _setting_links(ask: Ask, _: q.SettingLinks) -> tuple[PendingLink, ...]:
    return _site(ask).pending


def _made(ask: Ask, path: str) -> MadeCard | MadePage | None:
    if ask(q.ArticleOf(path)) is not None:
        return ask(q.CardOf(path))
    return ask(q.PageOf(path)) if isinstance(ask(_Facts(path)).matter, PageMatter) else None


def _needs(ask: Ask, question: q.NeedsOf) -> Needs:
    of_text, made = ask(q.ReferencesOf(question.path)).needs, _made(ask, question.path)
    if made is None or made.needs == Needs():
        return of_text
    return Needs((*made.needs.files, *of_text.files), (*made.needs.cuts, *of_text.cuts))


def _problems(ask: Ask, question: q.ProblemsOf) -> tuple[Problem, ...]:
    of_text, made = ask(q.ReferencesOf(question.path)).problems, _made(ask, question.path)
    return (*made.problems, *of_text) if made else of_text


def _data(ask: Ask, question: q.DataNamed) -> object:
    try:
        return ask(q.DataFile(question.name))
    except LookupError:
        return None


# What all of it comes to


def _targets(ask: Ask, question: _TargetsOf) -> tuple[str, ...]:
    suffixes = ask(q.Settings()).content.suffixes
    return tuple(targets_of(ask(q.DocumentRead(question.path)), suffixes))


def _publication(ask: Ask, _: _Publication) -> _Published:
    organised = ask(_Organised())
    content, ground, site = organised.content, organised.ground, organised.site
    needed = [site.needs, *[ask(q.NeedsOf(path)) for path in site.standings]]
    files = {path for needs in needed for path in needs.files} | linked_by(site.pending, ground)
    cuts = {cut for needs in needed for cut in needs.cuts}
    problems: list[Problem] = []
    files |= lying_there(content, ground, cuts, problems)
    used = files | {cut.source for cut in cuts}
    problems += unused(content, ground, used, lambda path: ask(_TargetsOf(path)))
    problems += active_statics(content)
    expired = expired_digests(content, ground)
    return _Published(published(content, ground, files), once_each(cuts), expired, tuple(problems))


def _published_files(ask: Ask, _: q.PublishedFiles) -> tuple[Published, ...]:
    return ask(_Publication()).files


def _published_cuts(ask: Ask, _: q.PublishedCuts) -> tuple[Cut, ...]:
    return ask(_Publication()).cuts


def _expired_files(ask: Ask, _: q.ExpiredFiles) -> Mapping[str, str]:
    return ask(_Publication()).expired


def _link_problems(ask: Ask, _: q.LinkProblems) -> tuple[Problem, ...]:
    site = _site(ask)
    of_documents = [problem for path in ask(q.ShownPaths()) for problem in ask(q.ProblemsOf(path))]
    return (*site.problems, *of_documents, *ask(_Publication()).problems)


#: The rules in their order: each may ask what stands before it.
LINKING = (
    Rule(q.DataNamed, _data),
    Rule(_Facts, _facts, kept=Document),
    Rule(_Organised, _organised, unlike_any),
    Rule(q.SiteOf, _the_site, unlike_any),
    Rule(q.StatesOf, _states, kept=dict[str, State]),
    Rule(q.DueOf, _due, kept=tuple[dt.datetime | None, dt.datetime | None]),
    Rule(q.ShownPaths, _shown_paths, kept=tuple[str, ...]),
    Rule(_Settlements, _settlements, kept=dict[str, Settlement]),
    Rule(q.BasePath, _base_path, kept=str),
    Rule(q.Editions, _editions, kept=tuple[str, ...]),
    Rule(q.EditionOf, _edition, kept=Edition),
    Rule(q.SiteViewOf, _site_view, kept=SiteView),
    Rule(q.StandingOf, _standing, kept=Standing | None),
    Rule(q.ArticleOf, _article, kept=Article | None),
    Rule(q.ArticleNamed, _article_named, kept=str | None),
    Rule(q.MembersOf, _members, kept=tuple[str, ...]),
    Rule(q.GroupOf, _group, kept=Group | None),
    Rule(q.GroupsOf, _groups, kept=tuple[str, ...]),
    Rule(_TraitsIn, _traits),
    Rule(_ClosestIn, _closest_in, kept=Closest, renews=True),
    Rule(_ClosestPaths, _closest_paths),
    Rule(q.RelatedOf, _related, kept=Related),
    Rule(q.VersionsOf, _versions, kept=tuple[tuple[str, str], ...]),
    Rule(q.Aliases, _aliases),
    Rule(q.Unpublished, _unpublished),
    Rule(_LandSettings, _land_settings, kept=_Land),
    Rule(_FilePlace, _file_place, kept=Address | None),
    Rule(_FileAt, _file_at, kept=str | None),
    Rule(_PictureAt, _picture_at),
    Rule(_ExpiredBy, _expired_by, kept=str | None),
    Rule(_IsDocument, _is_document, kept=bool | None),
    Rule(_NearPictures, _near_pictures, lambda near: digest_in_order(near.paths)),
    Rule(_NearDocuments, _near_documents, lambda near: digest_in_order(near.paths)),
    Rule(_Near, _near, kept=str | None),
    Rule(_Dated, _dated, kept=list[str]),
    Rule(q.DocumentOf, _document, lambda document: document.digest),
    Rule(_Readable, _readable, lambda document: document.links if document else ""),
    Rule(q.TitleOf, _title),
    Rule(q.AnchorsOf, _anchors),
    Rule(q.CardOf, _card),
    Rule(q.PageOf, _page),
    Rule(q.ReferencesOf, _references),
    Rule(q.SettingLinks, _setting_links, kept=tuple[PendingLink, ...]),
    Rule(q.NeedsOf, _needs, kept=Needs),
    Rule(q.ProblemsOf, _problems, kept=tuple[Problem, ...]),
    Rule(_TargetsOf, _targets, kept=tuple[str, ...]),
    Rule(_Publication, _publication, unlike_any),
    Rule(q.PublishedFiles, _published_files),
    Rule(q.PublishedCuts, _published_cuts),
    Rule(q.ExpiredFiles, _expired_files),
    Rule(q.LinkProblems, _link_problems, unlike_any, kept=tuple[Problem, ...]),
)
