"""Tests of proactive disclosure."""
