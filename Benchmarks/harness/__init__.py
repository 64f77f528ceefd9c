"""Measures the library and its peers in one run, and writes the page from what was measured."""
