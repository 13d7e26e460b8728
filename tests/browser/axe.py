"""axe-core in a page: what keeps readers with disabilities out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: Links that fill their card by a pseudo-element hide nothing, and arrows are read: their contrast is measured, too.
CHECKS = {"color-contrast": {"options": {"ignorePseudo": True, "ignoreUnicode": False}}}
#: Sizes of targets (WCAG 2.2, 2.5.8) are no part of axe's usual rules.
RULES = {"target-size": {"enabled": True}}
#: Those rules that another colour scheme can break: its pages have the same elements in the same places.
OF_COLOUR = ["color-contrast", "link-in-text-block"]

RUN = """async (options) => {
  const usual = axe._audit.rules.find((rule) => rule.id === "color-contrast").any[0].options;
  for (const check of Object.values(options.checks)) check.options = {...usual, ...check.options};
  const result = await axe.run(document, options);
  const say = (rule, what) => rule.nodes.map(
    (node) => `${rule.id}${what}: ${node.html.slice(0, 160)}: ${node.failureSummary ?? ""}`);
  // What a table has scrolled out of sight cannot be measured.
  const inSight = (node) => !document.querySelector(node.target[0]).closest("table");
  const unknown = result.incomplete.filter((rule) => rule.id === "color-contrast");
  return [
    ...result.violations.flatMap((rule) => say(rule, "")),
    ...unknown.flatMap((rule) => say({...rule, nodes: rule.nodes.filter(inSight)}, " (unknown)")),
  ];
}"""


def prepare(page: Page, package: Path) -> None:
    """Put axe-core into the page."""
    page.evaluate(f"{(package / 'axe.min.js').read_text(encoding='utf-8')}; 0")


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe finds in the page as it is shown now, by these rules or by all of them."""
    options: dict[str, Any] = {"resultTypes": ["violations", "incomplete"], "checks": CHECKS}
    if rules is None:
        options["rules"] = RULES
    else:
        options["runOnly"] = {"type": "rule", "values": rules}
    found: list[str] = page.evaluate(RUN, options)
    return found
