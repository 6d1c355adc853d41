"""datatrove's deduplication of sentences, in its three steps over files."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

SENTENCES = 3
"""In a row that must be the same; its own default."""
PARAGRAPHS = 40
"""In a document, about a page: it numbers the sentences of one with 16 bits."""


def deduplicated(text: str, steps: Any, document: Callable[..., Any], language: str) -> str:
    """`text` without the sentences that `steps`, datatrove's module, finds a second time."""
    parts = text.split("\n\n")
    pages = ["\n\n".join(parts[i : i + PARAGRAPHS]) for i in range(0, len(parts), PARAGRAPHS)]
    documents = [document(text=page, id=str(n)) for n, page in enumerate(pages)]
    settings = steps.SentDedupConfig(
        n_sentences=SENTENCES,
        min_doc_words=0,
        min_num_sentences=0,
        only_dedup_in_index=False,
        # Its other one fails with newer releases of xxhash.
        hash_config=steps.HashConfig(hash_fc="sha1"),
    )
    with tempfile.TemporaryDirectory() as folder:
        signatures, found = Path(folder, "signatures"), Path(folder, "found")
        steps.SentenceDedupSignature(str(signatures), config=settings, language=language).run(
            iter(documents)
        )
        steps.SentenceFindDedups(str(signatures), str(found), config=settings).run()
        # What it finds is a file for each worker; a text without any sentence has none.
        found.mkdir(exist_ok=True)
        for one in steps.SentenceDedupFilter(str(found), config=settings, language=language).run(
            iter(documents)
        ):
            pages[int(one.id)] = one.text
    return "\n\n".join(pages)
