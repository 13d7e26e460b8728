from __future__ import annotations

import pytest
from markupsafe import Markup

from sitegen.build.site_engine import RULES
from sitegen.model.render_queries import CardNamed, Latest, SectionNamed, TagNamed
from sitegen.model.site_queries import DataNamed
from sitegen.render.errors import TemplateFailure
from sitegen.render.site_proxy import SiteProxy
from tests.render.samples import SITE


def asked(name, *args, **named):
    """The query of a method."""
    return getattr(SiteProxy(SITE, "en", lambda question: question), name)(*args, **named)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (asked("latest"), Latest("en")),
        (asked("latest", "", None, limit=""), Latest("en")),
        (asked("latest", "asia", Markup("oil"), 7, 2), Latest("en", "asia", "oil", "7", 2)),
        (asked("latest", limit=0), Latest("en", limit=0)),
        (asked("latest", limit=-1), Latest("en", limit=0)),
        (asked("latest", limit=True), Latest("en", limit=1)),
        (asked("article", "asia/a"), CardNamed("en", "asia/a")),
        (asked("section", 2026), SectionNamed("en", "2026")),
        (asked("tag", Markup("a&b")), TagNamed("en", "a&b")),
        (asked("data", 0), DataNamed("0")),
    ],
)
def test_a_query_survives_serialization(query, expected):
    restored = RULES.query(RULES.key(query))
    assert query == restored == expected
    assert repr(query) == repr(restored)  # `True` equals `1`, and markup equals text


@pytest.mark.parametrize(
    ("query", "args", "error", "message"),
    [
        ("section", [""], KeyError, "'id'"),
        ("data", [None], KeyError, "'name'"),
        ("tag", [1.5], TemplateFailure, "`site.tag` takes text or a number, not float"),
        ("latest", ["", []], TemplateFailure, "`site.latest` takes text or a number, not list"),
        ("issue", [2**64], TemplateFailure, "`site.issue` takes numbers of at most 64 bits"),
        ("latest", ["", "", "", "x"], TypeError, "'>' not supported between instances of 'str' and 'int'"),
        ("author", ["\ud800"], UnicodeEncodeError, "surrogates not allowed"),
    ],
)
def test_invalid_arguments_of_queries(query, args, error, message):
    with pytest.raises(error, match=message):
        asked(query, *args)
