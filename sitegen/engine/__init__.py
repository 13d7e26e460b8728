"""An incremental engine: it answers queries by rules, and reruns a rule only when a dependency changed."""
