"""Forms of requests: the public one, the counter's, and one for each step."""
