"""A repository of one's own, by the standard library alone: orders as documents in SQLite.

`pytest examples/own_repository` holds it to the contract that all repositories keep. Any
store will do that can replace a document if its version is still the one that was read.
"""
