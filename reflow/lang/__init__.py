"""Scripts, character classes and word lists, by language."""
