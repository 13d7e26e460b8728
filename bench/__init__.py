"""How long sitegen takes, beside other generators that build the same publication on the same machine."""
