"""Link documents into a site: visibility, addresses, lists and references. Pure functions only."""
