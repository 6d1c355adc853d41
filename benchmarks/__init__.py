"""Measurements; none is part of the package that is installed."""
