"""The verbs of a request, by phase; every one runs in one transaction and writes its events."""
