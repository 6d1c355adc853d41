"""Stray tokens: where they stand, what speaks against touching them, what replaces them."""
