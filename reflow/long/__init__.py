"""Long texts: cut at sure boundaries, cleaned part by part, in memory that does not grow.

A text of `LONG` code points and more is not looked at as a whole.  Repeated passages are looked
for in all of it first (`repeats`), by fingerprints that take a byte a letter; then it is cut
where no edit reaches across (`cuts`), and each part is cleaned by the engine with the removals
that were decided (`run`).  What is learnt from a text (n-grams, column widths, its language) is
learnt from each part.  Where all this happens depends on the text alone, so a file gives the same
result as the string that it holds.
"""

from __future__ import annotations

LONG = 4_000_000
"""Code points from which a text is cut; below, one part would be nearly all of it."""
STREAM = 4 * LONG
"""Bytes from which the filter holds no more than a part; at four bytes a code point it is long."""
