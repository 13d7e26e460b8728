"""Questions answered by rules, and answered again only where something that was asked has changed."""
