"""What Jobs that hold texts were given, kept so that a later build can make them anew with other texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from sitegen.model.jobs import BodyRef, FeedArgs, Job, PageArgs
from sitegen.model.views import ArticleView, Meta, PageView, SiteView
from sitegen.store import Store, StoreDamage

#: Arguments that are written at a time.
_BATCH = 256


class _Page(Struct, frozen=True, gc=False, omit_defaults=True, tag="page"):
    """The arguments of an article's or a page's Job, whose forms can be told again."""

    template: str
    meta: Meta
    body: BodyRef
    document: str
    article: ArticleView | None = None
    page: PageView | None = None


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(_Page | FeedArgs)
_SITE = msgspec.msgpack.Decoder(SiteView)


def encode_arguments(job: Job) -> bytes:
    """A Job's arguments as they are kept; empty for one that holds no text, or is of a rarer form."""
    args = job.args
    if isinstance(args, FeedArgs):
        return _encoded(args) if any(args.bodies) else b""
    if not isinstance(args, PageArgs) or args.body is None:
        return b""
    context = dict(args.context)
    if context.keys() not in ({"article"}, {"page"}):
        return b""
    return _encoded(_Page(args.template, args.meta, args.body, args.document, **context))


def _encoded(value: Any) -> bytes:
    try:
        return _ENCODER.encode(value)
    except (OverflowError, TypeError):  # authors' data may hold numbers and keys that MessagePack does not
        return b""


def _decoded(kind: str, path: str, data: bytes) -> Job:
    try:
        kept = _DECODER.decode(data)
    except msgspec.DecodeError as error:
        raise StoreDamage(f"The store holds arguments that cannot be understood: {error}.") from error
    if isinstance(kept, FeedArgs):
        return Job(kind, path, kept)
    shown = (("article", kept.article),) if kept.article else (("page", kept.page),)
    return Job(kind, path, PageArgs(kept.template, kept.meta, shown, kept.body, kept.document))


def with_texts(job: Job, texts: Mapping[str, str]) -> Job:
    """The Job with other texts; `texts` are digests, the new ones by the old ones."""

    def other(body: BodyRef | None) -> BodyRef | None:
        return body and msgspec.structs.replace(body, digest=texts.get(body.digest, body.digest))

    args = job.args
    if isinstance(args, FeedArgs):
        args = msgspec.structs.replace(args, bodies=tuple(map(other, args.bodies)))
    else:
        args = msgspec.structs.replace(args, body=other(args.body))
    return msgspec.structs.replace(job, args=args)


class Arguments:
    """The kept arguments of one output folder's Jobs, and the site's views that their pages show."""

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._jobs = f"jobs {name}"
        self._views = f"views {name}"
        self._new: dict[str, bytes] = {}

    def job(self, kind: str, path: str) -> Job | None:
        """The Job of an output; None where it is not kept."""
        data = self._store.load(self._jobs, path)
        return _decoded(kind, path, data) if data else None

    def view(self, lang: str) -> SiteView | None:
        """The site in a language; None where it is not kept."""
        data = self._store.load(self._views, lang)
        return _SITE.decode(data) if data else None

    def learn(self, path: str, data: bytes) -> None:
        """Keep a Job's arguments; empty ones are not kept."""
        if data:
            self._new[path] = data
            if len(self._new) >= _BATCH:
                self.write()

    def write(self) -> None:
        """Put what was learnt into the store."""
        self._store.save(self._jobs, self._new.items())
        self._new.clear()

    def settle(self, paths: Iterable[str], views: Iterable[SiteView]) -> None:
        """All outputs with texts are these, and the site's views; others are forgotten by and by."""
        self.write()
        self._store.keep(self._jobs, set(paths))
        self._store.save(self._views, [(view.lang, _encoded(view)) for view in views])
