"""What every page of an edition knows about its site: its name, navigation, languages and lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sitegen.languages import direction, own_name
from sitegen.link.edition_context import EditionContext
from sitegen.link.urls import address, local_url, prefix_of
from sitegen.model.site import Article, Group
from sitegen.model.views import EditionView, NavigationItem, Service, SiteView


def build_site_view(
    edition: EditionContext, articles: Sequence[Article], sections: Sequence[Group]
) -> SiteView:
    """What templates see as `site` in one language."""
    config = edition.context.config
    own = config.languages.get(edition.lang)
    languages = [config.language, *(lang for lang in config.languages if lang != config.language)]
    return SiteView(
        title=(own.title if own else "") or config.title,
        tagline=(own.tagline if own else "") or config.tagline,
        lang=edition.lang,
        direction=direction(edition.lang),
        base_url=config.base_url,
        root=edition.address("").url,
        timezone=config.timezone,
        navigation=_navigation(edition, sections),
        editions=tuple(_edition(edition, lang) for lang in languages),
        feed=edition.address("feed.xml").url if config.feeds.enabled and articles else "",
        options=config.theme.options,
        paths=_lists(edition, articles),
        consent=tuple(_services(edition)),
    )


def _services(edition: EditionContext) -> Iterator[Service]:
    config = edition.context.config
    own = config.languages.get(edition.lang)
    purposes = own.purposes if own else {}
    for service in config.consent:
        purpose = purposes.get(service.name, service.purpose)
        yield Service(service.name, purpose, local_url(edition.context.base, service.script))


def _lists(edition: EditionContext, articles: Sequence[Article]) -> dict[str, str]:
    """The URLs of list pages that are not empty."""
    wanted = {
        "tags": bool(edition.tags) or any(article.tags for article in articles),
        "authors": bool(edition.authors),
        "archive": bool(articles),
        "issues": bool(edition.issues),
        "series": bool(edition.series),
    }
    return {name: edition.address(f"{name}/").url for name, exists in wanted.items() if exists}


def _edition(edition: EditionContext, lang: str) -> EditionView:
    home = address(edition.context.base, f"/{prefix_of(edition.context.config, lang)}")
    return EditionView(lang, own_name(lang), home.url, lang == edition.lang)


def _navigation(edition: EditionContext, sections: Sequence[Group]) -> tuple[NavigationItem, ...]:
    config = edition.context.config
    own = config.languages.get(edition.lang)
    entries = (own.navigation if own else ()) or (
        config.navigation if edition.lang == config.language else ()
    )
    if not entries:
        return tuple(NavigationItem(section.title, section.view.url) for section in sections)
    return tuple(NavigationItem(entry.title, local_url(edition.context.base, entry.url)) for entry in entries)
