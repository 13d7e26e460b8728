"""The generators that the bench compares: one module and one project for each."""
