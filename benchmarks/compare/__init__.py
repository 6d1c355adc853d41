"""Quality and speed of reflow and of other tools in one table: see `__main__`."""
