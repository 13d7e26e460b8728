"""What every page of an edition knows of its site: its name, navigation, languages and lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sitegen.languages import direction, own_name
from sitegen.link.frame import Frame
from sitegen.link.urls import address, local_url, prefix_of
from sitegen.model.content import Kind
from sitegen.model.site import Article, Group
from sitegen.model.views import EditionView, NavigationItem, Service, SiteView


def masthead(frame: Frame, articles: Sequence[Article], sections: Sequence[Group]) -> SiteView:
    """The site as the edition's pages see it."""
    config = frame.ground.config
    own = config.languages.get(frame.lang)
    languages = [config.language, *(lang for lang in config.languages if lang != config.language)]
    return SiteView(
        title=(own.title if own else "") or config.title,
        tagline=(own.tagline if own else "") or config.tagline,
        lang=frame.lang,
        direction=direction(frame.lang),
        base_url=config.base_url,
        root=frame.address("").url,
        timezone=config.timezone,
        navigation=_navigation(frame, sections),
        editions=tuple(_edition(frame, lang) for lang in languages),
        feed=frame.address("feed.xml").url if config.feeds.enabled and articles else "",
        options=config.theme.options,
        paths=_lists(frame, articles),
        consent=tuple(_services(frame)),
    )


def _services(frame: Frame) -> Iterator[Service]:
    config = frame.ground.config
    own = config.languages.get(frame.lang)
    purposes = own.purposes if own else {}
    for service in config.consent:
        purpose = purposes.get(service.name, service.purpose)
        yield Service(service.name, purpose, local_url(frame.ground.base, service.script))


def _lists(frame: Frame, articles: Sequence[Article]) -> dict[str, str]:
    """The URLs of the pages that list things, where there is anything to list."""
    wanted = {
        "tags": bool(frame.documents[Kind.TAG]) or any(article.tags for article in articles),
        "authors": bool(frame.documents[Kind.AUTHOR]),
        "archive": bool(articles),
        "issues": bool(frame.documents[Kind.ISSUE]),
        "series": bool(frame.documents[Kind.SERIES]),
    }
    return {name: frame.address(f"{name}/").url for name, there in wanted.items() if there}


def _edition(frame: Frame, lang: str) -> EditionView:
    home = address(frame.ground.base, f"/{prefix_of(frame.ground.config, lang)}")
    return EditionView(lang, own_name(lang), home.url, lang == frame.lang)


def _navigation(frame: Frame, sections: Sequence[Group]) -> tuple[NavigationItem, ...]:
    config = frame.ground.config
    own = config.languages.get(frame.lang)
    entries = (own.navigation if own else ()) or (config.navigation if frame.lang == config.language else ())
    if not entries:
        return tuple(NavigationItem(section.title, section.view.url) for section in sections)
    return tuple(NavigationItem(entry.title, local_url(frame.ground.base, entry.url)) for entry in entries)
