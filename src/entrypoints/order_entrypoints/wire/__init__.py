"""The JSON shapes of the API documents, shared by the HTTP service and import/export.

One structure serves both directions: what a response shows is what an import takes.
"""
