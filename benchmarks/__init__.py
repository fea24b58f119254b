"""Measurements of the promises about speed, each on invented rows in a database of its own.

A tooling room: it may use every other room, and only `manage.py bench` uses it.
"""
