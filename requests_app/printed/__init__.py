"""Papers printed from the case page: one small module each, one table of them (`papers`)."""
