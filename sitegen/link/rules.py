"""The rules of linking: how the site is organised, what each document says in it, and what that comes to."""

from __future__ import annotations

from sitegen.link.document_rules import DOCUMENT_RULES
from sitegen.link.result_rules import RESULT_RULES
from sitegen.link.site_rules import SITE_RULES
from sitegen.link.target_rules import TARGET_RULES
from sitegen.link.template_queries import TEMPLATE_RULES

#: All rules in their order: each may ask what stands before it.
LINK_RULES = (*SITE_RULES, *TARGET_RULES, *DOCUMENT_RULES, *RESULT_RULES, *TEMPLATE_RULES)
