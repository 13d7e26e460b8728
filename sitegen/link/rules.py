"""All rules of linking in their order."""

from __future__ import annotations

from sitegen.link.document_rules import DOCUMENT_RULES
from sitegen.link.result_rules import RESULT_RULES
from sitegen.link.site_rules import SITE_RULES
from sitegen.link.target_rules import TARGET_RULES
from sitegen.link.template_rules import TEMPLATE_RULES

#: Each rule may ask only those before it.
LINK_RULES = (*SITE_RULES, *TARGET_RULES, *DOCUMENT_RULES, *RESULT_RULES, *TEMPLATE_RULES)
