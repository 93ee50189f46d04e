"""Property tests repeat the same examples on every run; no time limit that a busy machine could hit."""

from hypothesis import settings

settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")

# As modules with doctests the conftest files would all have the same name.
collect_ignore_glob = ["conftest.py", "*/conftest.py"]
