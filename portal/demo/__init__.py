"""Demonstration data: the district of the seed, with obviously invented people (演示数据)."""
