"""Pages made from the code are what the code says."""

from scripts.generate_docs import outdated


def test_generated_pages_are_current() -> None:
    assert outdated() == []
