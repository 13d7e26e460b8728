from __future__ import annotations

import msgspec
import pytest

from sitegen.model.documents import Body, RefKind
from sitegen.model.jobs import BodyRef, ResolvedRef
from sitegen.model.query import Recorder
from sitegen.model.render_queries import AssetNamed, BodyAt, Latest, TemplateNamed
from sitegen.render.environment import environment
from sitegen.render.errors import TemplateProblem
from sitegen.render.fragment_cache import _OVERHEAD, FragmentCache, FragmentPool
from sitegen.render.renderers import render
from tests.render.samples import SITE, Asked, article, card, meta, page, theme_in


class Renderer:
    """Renders pages of one template, as a build does."""

    def __init__(self, folder, template, others=None, latest=()):
        self.theme = theme_in(folder, {"x.html": template, **(others or {})})
        self.ask = Asked(self.theme, answers={Latest: latest})
        environment(self.theme)._fragment_caches.clear()

    def __call__(self, ask=None, lang="en", body=None, **context):
        self.trace = Recorder(ask or self.ask)
        job = page("x.html", {"article": article(), **context}, body, head=meta(lang=lang))
        return render(job, self.trace).data.decode()

    def asked(self, kind):
        return [each for each in self.trace.answers if isinstance(each, kind)]


def problem(folder, template, others=None, **context):
    with pytest.raises(TemplateProblem) as raised:
        Renderer(folder, template, others)(**context)
    return raised.value.problem


COUNTED = "{% fragment one %}{{ one.title }} {{ site.latest() | length }};{% endfragment %}"


def test_a_fragment_is_rendered_once_for_the_same_values(tmp_path, monkeypatch):
    stored = []
    put = FragmentCache.put
    monkeypatch.setattr(
        FragmentCache, "put", lambda self, *given: stored.append(given[1]) or put(self, *given)
    )
    renderer = Renderer(tmp_path, "{% fragment one, n %}{{ one.title }} {{ n }};{% endfragment %}")
    first, second = card(title="A"), card(title="B")
    shown = [
        renderer(one=one, n=n) for one, n in ((first, 1), (second, 1), (first, 1), (first, 2), (second, 1))
    ]
    assert shown == ["A 1;", "B 1;", "A 1;", "A 2;", "B 1;"]
    assert stored == ["A 1;", "B 1;", "A 2;"]


def test_equal_values_with_different_output_are_distinguished(tmp_path):
    renderer = Renderer(
        tmp_path,
        "{% for one in ('<', '<' | safe, 1, true, 1.0) %}{% fragment one %}{{ one }} {% endfragment %}{% endfor %}",
    )
    assert renderer() == renderer() == "&lt; < 1 True 1.0 "


def test_each_page_repeats_the_queries_of_a_cached_fragment(tmp_path):
    renderer = Renderer(tmp_path, COUNTED, latest=(card(),))
    one = card(title="A")
    for _ in range(2):
        assert renderer(one=one) == "A 1;"
        assert renderer.asked(Latest) == [Latest("en")]


def test_another_answer_renders_another_fragment(tmp_path):
    renderer = Renderer(tmp_path, COUNTED, latest=(card(),))
    one = card(title="A")
    assert renderer(one=one) == "A 1;"
    later = Asked(renderer.theme, answers={Latest: (card(), card())})
    assert renderer(later, one=one) == "A 2;"
    assert renderer(later, one=one) == "A 2;"


def test_queries_of_a_nested_fragment_count_for_both(tmp_path):
    renderer = Renderer(
        tmp_path,
        "{% fragment one, two %}{{ two }}{% fragment one %}{{ one.title }}{{ asset('style.css') | length > 0 }}"
        "{{ site.latest() | length }}{% endfragment %}{% endfragment %}",
        latest=(card(),),
    )
    one = card(title="A")
    for two in ("x", "y", "x"):
        assert renderer(one=one, two=two) == f"{two}ATrue1"
        assert len(renderer.asked(Latest)) == len(renderer.asked(AssetNamed)) == 1


def test_languages_and_sites_have_their_own_fragments(tmp_path):
    renderer = Renderer(tmp_path, '{% fragment %}{{ t("related") }} {{ site.title }}{% endfragment %}')
    assert renderer() == "Related Articles Review"
    french = Asked(renderer.theme, site=msgspec.structs.replace(SITE, title="Revue", lang="fr"))
    assert renderer(french, lang="fr").endswith("Revue")
    renamed = Asked(renderer.theme, site=msgspec.structs.replace(SITE, title="Other"))
    assert renderer(renamed) == "Related Articles Other"
    assert renderer() == "Related Articles Review"


def test_fragments_can_use_macros_of_the_same_file(tmp_path):
    macros = (
        "{% macro shown(one, lang) %}{% fragment one, lang %}{{ title(one) }} {{ lang }}{% endfragment %}{% endmacro %}"
        "{% macro title(one) %}<b>{{ one.title }}</b> {{ one.date | date('day') }}{% endmacro %}"
    )
    text = "{% from 'm.html' import shown with context %}{{ shown(one, meta.lang) }}"
    renderer = Renderer(tmp_path, text, {"m.html": macros})
    one = card(title="A")
    assert renderer(one=one) == renderer(one=one) == "<b>A</b> March 1 en"


def _pool(count):
    return FragmentPool(max_bytes=count * (_OVERHEAD + 1))


def test_the_least_recently_used_fragment_is_evicted():
    cache = FragmentCache((), _pool(2))
    for name in ("a", "b", "b"):
        cache.put((name,), name, {}, ())
    assert cache.find(("a",), None) == "a"
    cache.put(("c",), "c", {}, ())
    assert [cache.find((name,), None) for name in ("a", "b", "c")] == ["a", None, "c"]


def test_caches_share_only_the_pools_size():
    pool = _pool(2)
    one, other = FragmentCache((), pool), FragmentCache((), pool)
    one.put(("a",), "a", {}, ())
    assert other.find(("a",), None) is None
    for name in ("b", "c"):
        other.put((name,), name, {}, ())
    assert one.find(("a",), None) is None
    assert other.find(("b",), None) == "b"


def test_a_fragment_larger_than_the_pool_is_not_cached():
    cache = FragmentCache((), _pool(1))
    cache.put(("a",), "x" * 1000, {}, ())
    assert cache.find(("a",), None) is None
    cache.put(("a",), "\ud800", {}, ())
    assert cache.find(("a",), None) is None  # three bytes
    cache.put(("a",), "x", {}, ())
    assert cache.find(("a",), None) == "x"


INCLUDED = {"y.html": "{{ one.title }} {{ n }} {{ t('related') }} {{ site.latest() | length }} {{ lang }};"}


def test_a_fragment_includes_other_templates(tmp_path, monkeypatch):
    stored = []
    put = FragmentCache.put
    monkeypatch.setattr(
        FragmentCache, "put", lambda self, *given: stored.append(given[1]) or put(self, *given)
    )
    text = (
        "{% for n in (1, 2, 1) %}{% fragment one, n, lang=meta.lang %}"
        "{% include ['z.html', 'y.html'] %}{% include 'z.html' ignore missing %}"
        "{% endfragment %}{% endfor %}"
    )
    renderer = Renderer(tmp_path, text, INCLUDED, latest=(card(),))
    one, two = "A 1 Related Articles 1 en;", "A 2 Related Articles 1 en;"
    shown = card(title="A")
    assert renderer(one=shown) == renderer(one=shown) == f"{one}{two}{one}"
    assert stored == [one, two]
    assert renderer.asked(Latest)
    assert TemplateNamed("z.html") in renderer.trace.answers


def test_an_included_template_sees_names_assigned_in_the_fragment(tmp_path):
    text = (
        "{% fragment one %}{% set lang = one.title %}"
        "{% for n in (1, 2) %}{% set m = n %}{% if n > 1 %}{% include 'y.html' %}{% endif %}{% endfor %}"
        "{% endfragment %}"
    )
    renderer = Renderer(tmp_path, text, {"y.html": "{{ lang }}{{ n }}{{ m }}"})
    assert renderer(one=card(title="A")) == "A22"


@pytest.mark.parametrize("name", ["meta", "n", "loop", "other", "page", "body"])
def test_an_included_template_sees_nothing_of_the_page(tmp_path, name):
    text = "{% set other = 1 %}{% for n in (1, 2) %}{% fragment one %}\n{% include 'y.html' %}{% endfragment %}{% endfor %}"
    found = problem(tmp_path, text, {"y.html": f"{{{{ {name} }}}}"}, one=card(), page=1)
    assert (found.code, found.path, found.line) == ("template-error", "templates/y.html", 1)
    assert f"`{name}` is not defined" in found.message


def test_an_included_template_without_context_sees_no_names(tmp_path):
    text = "{% fragment one %}{% include 'y.html' without context %}{% endfragment %}"
    assert Renderer(tmp_path, text, {"y.html": "{{ one is defined }}"})(one=card()) == "False"


def test_a_missing_included_template_is_an_error(tmp_path):
    found = problem(tmp_path, "{% fragment %}\n{% include 'y.html' %}{% endfragment %}")
    assert (found.code, found.path, found.line) == ("missing-template", "templates/x.html", 2)


def test_a_fragment_can_depend_on_a_body(tmp_path):
    renderer = Renderer(tmp_path, "{% fragment body %}{{ body.opening }}{{ body.rest }};{% endfragment %}")
    texts = {name: Body((f"<p>{name}", 0, "</p>"), ("<b>r</b>",), ()) for name in ("a", "b")}
    renderer.ask = Asked(renderer.theme, bodies=texts)
    here, there = (ResolvedRef(RefKind.LINK, "/x/"),), (ResolvedRef(RefKind.LINK, "/y/"),)
    shown = [
        renderer(body=BodyRef(name, refs, gated))
        for name, refs, gated in (
            ("a", here, False),
            ("a", there, False),
            ("b", here, False),
            ("a", here, True),
            ("a", here, False),
        )
    ]
    assert shown == [
        '<p>a href="/x/"</p><b>r</b>;',
        '<p>a href="/y/"</p><b>r</b>;',
        '<p>b href="/x/"</p><b>r</b>;',
        '<p>a href="/x/"</p>;',
        '<p>a href="/x/"</p><b>r</b>;',
    ]
    assert [type(each) for each in renderer.ask.asked].count(BodyAt) == 4


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("\n{% fragment one %}\n{{ meta.url }}{% endfragment %}", 3, "A fragment uses `meta`, which"),
        (
            "{% for i in (1, 2) %}{% fragment %}{{ loop.index }}{% endfragment %}{% endfor %}",
            1,
            "uses `loop`",
        ),
        ("{% set x = 1 %}{% fragment %}{{ x }}{% endfragment %}", 1, "uses `x`"),
        ("{% fragment %}{% if t %}{% set x = 1 %}{% endif %}{{ x }}{% endfragment %}", 1, "uses `x`"),
        ("{% set t = 1 %}{% fragment %}{{ t }}{% endfragment %}", 1, "uses `t`"),
        ("{% fragment %}{{ self.a() }}{% endfragment %}{% block a %}{% endblock %}", 1, "uses `self`"),
        ("{% macro m() %}{% fragment %}{{ caller() }}{% endfragment %}{% endmacro %}", 1, "uses `caller`"),
        (
            "{% macro m() %}\n{{ body }}{% endmacro %}{% fragment %}{{ m() }}{% endfragment %}",
            2,
            "uses the macro `m`, which reads `body`",
        ),
        (
            "{% macro m() %}{% endmacro %}{% block b %}{% fragment %}{{ m() }}{% endfragment %}{% endblock %}",
            1,
            "uses `m`",
        ),
        (
            "{% from 'y.html' import m %}{% fragment %}{{ m() }}{% endfragment %}",
            1,
            "uses `m`",
        ),
        (
            "{% macro m() %}{% include 'y.html' %}{% endmacro %}{% fragment %}{{ m() }}{% endfragment %}",
            1,
            "cannot contain the tag `include`",
        ),
        ("{% fragment %}{% block a %}{% endblock %}{% endfragment %}", 1, "cannot contain the tag `block`"),
        ("{% fragment one, one %}{% endfragment %}", 1, "names `one` twice"),
    ],
)
def test_names_that_the_tag_does_not_list_are_errors(tmp_path, text, line, message):
    found = problem(tmp_path, text, one=card())
    assert (found.code, found.path, found.line) == ("template-syntax", "templates/x.html", line)
    assert message in found.message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{% fragment body=body %}{% endfragment %}", ""),
        ("{% fragment x=[1] %}{% endfragment %}", "value of type list"),
        ("{% fragment x=(1, [2]) %}{% endfragment %}", "value of type list"),
        ("{% fragment x=namespace() %}{% endfragment %}", "value of type Namespace"),
        ("{% fragment site %}{% endfragment %}", "value of type site"),
        ("{% fragment nothing %}{% endfragment %}", "`nothing` is not defined"),
        ("{% fragment x=article.nothing %}{% endfragment %}", "ArticleView has no `nothing`"),
    ],
)
def test_mutable_values_are_errors(tmp_path, text, message):
    if not message:
        assert Renderer(tmp_path, text)() == ""  # without a body, the value is None
        return
    found = problem(tmp_path, text)
    assert (found.code, found.path, found.line) == ("template-error", "templates/x.html", 1)
    assert message in found.message


def test_a_shared_name_redefined_by_another_template_is_an_error(tmp_path):
    parts = {
        "x.html": "{% extends 'y.html' %}{% block a %}{% fragment %}{{ t('related') }}{% endfragment %}{% endblock %}",
        "y.html": "{% set t = dict %}{% block a %}{% endblock %}",
    }
    found = problem(tmp_path, parts["x.html"], parts)
    assert "redefines `t`" in found.message


def test_fragments_respect_autoescape(tmp_path):
    macro = "{% macro m(x) %}{% fragment x %}{{ x }}{{ n(x) }}{% endfragment %}{% endmacro %}{% macro n(x) %}{{ x }}{% endmacro %}"
    renderer = Renderer(tmp_path, macro + "{% autoescape off %}{{ m('<') }}{% endautoescape %}{{ m('<') }}")
    plain = macro.replace("{% fragment x %}", "").replace("{% endfragment %}", "")
    bare = Renderer(tmp_path, plain + "{% autoescape off %}{{ m('<') }}{% endautoescape %}{{ m('<') }}")
    assert renderer(off=False) == bare(off=False)


def test_an_error_inside_a_fragment_has_its_line(tmp_path):
    found = problem(tmp_path, "{% fragment one %}\n{{ one.tittle }}\n{% endfragment %}", one=card())
    assert (found.path, found.line) == ("templates/x.html", 2)
    assert "tittle" in found.message


@pytest.mark.parametrize(
    ("extends", "shown"), [("'y.html'", "YB"), ("'y.html' if one else none", "YB"), ("none", "AB")]
)
def test_fragments_outside_blocks_are_not_rendered_in_extending_templates(tmp_path, extends, shown):
    text = (
        f"{{% if {extends!r} != 'none' %}}{{% extends {extends} %}}{{% endif %}}"
        "{% fragment %}A{% endfragment %}{% block b %}{% fragment %}B{% endfragment %}{% endblock %}"
    )
    renderer = Renderer(tmp_path, text, {"y.html": "Y{% block b %}{% endblock %}"})
    assert renderer(one=card()) == shown


def test_a_template_that_always_extends_another_renders_no_fragment(tmp_path):
    text = "{% extends 'y.html' %}{% fragment %}A{% endfragment %}"
    assert Renderer(tmp_path, text, {"y.html": "Y"})() == "Y"
