"""How fast the service is beside what a user would otherwise write, and beside its database."""
