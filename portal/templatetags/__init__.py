"""Template tags of the public pages and the workbench."""
