"""Property tests repeat the same examples on every run; no time limit that a busy machine could hit."""

import pytest
from hypothesis import settings

settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")

# As modules with doctests the conftest files would all have the same name.
collect_ignore_glob = ["conftest.py", "*/conftest.py"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Tests of one file share what it makes; tests/pipeline shares one run of the demo (``pytest -n``)."""
    for item in items:
        shared = item.path.parent if item.path.parent.name == "pipeline" else item.path
        item.add_marker(pytest.mark.xdist_group(str(shared)))
