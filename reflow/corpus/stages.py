"""The queries of a run, each from a folder of Parquet files to another.

What a row means is decided by the pure functions of this package; a stage only says what is
grouped, joined and mapped.  No result depends on the number of partitions or on their order:
hashes and documents are grouped by value, and what has an order is sorted by it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from reflow.config import Config
from reflow.corpus import columns, inputs, postings
from reflow.corpus.candidates import Candidate
from reflow.corpus.settle import Options, Piece

if TYPE_CHECKING:
    from reflow.corpus.clusters import Window
    from reflow.corpus.documents import Elsewhere
    from reflow.corpus.inputs import Source


CANDIDATE = Candidate._fields
# Documents whose hashes are worked out together.
_BATCH = 256


class Stages:
    """The queries, with the engine that runs them.

    `partitions` is the number of groups that hashes are put in, and `workers` that of processes.
    Where they are on several machines the inputs are `spread` over them.
    """

    def __init__(self, daft: Any, partitions: int, workers: int, spread: bool) -> None:
        self.daft, self.partitions, self.workers = daft, partitions, workers
        self.spread = spread
        self.type = daft.DataType

    def read(self, folder: str) -> Any:
        return self.daft.read_parquet(f"{folder}/**/*.parquet")

    def documents(
        self, found: list[Source], field: str, id_field: str, order_field: str, out: str
    ) -> None:
        """Read the inputs: number of file and row, id, key, text, order and error of each."""
        daft, t = self.daft, self.type
        row = t.struct(
            {
                "row": t.int64(),
                "id": t.string(),
                "key": t.int64(),
                "text": t.string(),
                "order": t.string(),
                "error": t.string(),
            }
        )

        @daft.func(return_dtype=row)  # type: ignore[untyped-decorator]
        def read(
            number: int, path: str, form: str, name: str, encoding: str
        ) -> Iterator[dict[str, Any]]:
            source = inputs.Source(number, path, form, name, encoding)
            for r in inputs.rows(source, field, id_field, order_field):
                key = postings.key(r.id)
                yield columns.storable({**r._asdict(), "key": key})

        names = ("number", "path", "format", "name", "encoding")
        table = daft.from_pydict({c: [getattr(s, c) for s in found] for c in names})
        if self.spread:
            table = table.into_partitions(min(self.partitions, len(found)))
        col = daft.col
        read_in = read(*(col(c) for c in names)).alias("r")
        rows = table.select(col("number").alias("source"), read_in)
        parts = [col("r").get(c).alias(c) for c in ("row", "id", "key", "text", "order", "error")]
        rows.select("source", *parts).write_parquet(out, compression="zstd")

    def twice(self, documents: str) -> list[int]:
        """Keys of documents whose id another one has."""
        col = self.daft.col
        rows = self.read(documents).where(col("row") >= 0).select("key", "row")
        counted = rows.groupby("key").agg(col("row").count().alias("n"))
        return sorted(counted.where(col("n") > 1).select("key").to_pydict()["key"])

    def candidates(self, documents: str, out: str) -> None:
        """Stretches of two documents each that look like copies."""
        from reflow.corpus.candidates import Pairs, link, pair

        daft, t, col = self.daft, self.type, self.daft.col
        count = self.partitions
        part = t.struct({"group": t.int64(), "data": t.binary()})
        pairs = t.struct(dict.fromkeys(Pairs._fields, t.int64()))
        links = t.struct(dict.fromkeys(CANDIDATE, t.int64()))

        @daft.func.batch(return_dtype=t.list(part), batch_size=_BATCH)  # type: ignore[untyped-decorator]
        def sample(keys: Any, texts: Any) -> Any:
            if not len(keys):
                return []
            # All parts of a batch stand in its first row: rows for single hashes would take more
            # room and time than the hashes.
            parts = columns.grouped(keys.to_pylist(), postings.batch(texts.to_pylist()), count)
            return [parts] + [[]] * (len(keys) - 1)

        @daft.func.batch(return_dtype=pairs)  # type: ignore[untyped-decorator]
        def meet(data: Any) -> Any:
            return columns.struct(Pairs._fields, pair(*columns.joined(data.to_pylist())))

        @daft.func.batch(return_dtype=links)  # type: ignore[untyped-decorator]
        def chain(first: Any, second: Any, at_first: Any, at_second: Any) -> Any:
            found = link(Pairs(*(columns.array(c) for c in (first, second, at_first, at_second))))
            values = zip(*found, strict=True) if found else [()] * len(CANDIDATE)
            return columns.struct(CANDIDATE, values)

        known = self.read(documents).where(~col("text").is_null())
        sampled = known.select(sample(col("key"), col("text")).alias("part")).explode("part")
        sampled = sampled.where(~col("part").is_null())
        flat = sampled.select(*(col("part").get(c).alias(c) for c in ("group", "data")))
        met = flat.groupby("group").map_groups(meet(col("data")).alias("p"))
        apart = met.select(*(col("p").get(c).alias(c) for c in Pairs._fields))
        # Both documents of a pair always in one group.
        both = (col("first") % count + col("second") % count) % count
        linked = (
            apart.with_column("group", both)
            .groupby("group")
            .map_groups(chain(*(col(c) for c in Pairs._fields)).alias("c"))
        )
        linked.select(*(col("c").get(c).alias(c) for c in CANDIDATE)).write_parquet(out)

    def windows(self, candidates: str) -> list[Window]:
        """The windows of all clusters; this step is done here, on all candidates at once."""
        from reflow.corpus.clusters import cluster

        found = self.read(candidates).select(*CANDIDATE).to_pydict()
        rows = zip(*(found[c] for c in CANDIDATE), strict=True)
        return cluster(Candidate(*row) for row in rows)

    def settle(self, documents: str, windows: list[Window], options: Options, out: str) -> None:
        """Removals and kept repetitions of all clusters."""
        from reflow.corpus.clusters import Window
        from reflow.corpus.settle import Removed, settle, window

        daft, t, col = self.daft, self.type, self.daft.col
        piece = t.struct(columns.types(t, Piece))
        removed = t.struct(columns.types(t, Removed))
        made = t.struct({"removed": t.list(removed), "kept": t.list(t.string())})

        @daft.func(return_dtype=piece)  # type: ignore[untyped-decorator]
        def cut(key: int, order: str, text: str, start: int, end: int) -> dict[str, Any]:
            return window(key, order, text, start, end)._asdict()

        @daft.cls(use_process=self.workers > 1, max_concurrency=self.workers)
        class Settler:
            def __init__(self) -> None:
                pass

            @daft.method(return_dtype=made)  # type: ignore[untyped-decorator]
            def settle(self, pieces: list[dict[str, Any]]) -> dict[str, Any]:
                gone, kept = settle([Piece(**p) for p in pieces], options)
                return {
                    "removed": [r._asdict() for r in gone],
                    "kept": [k.reason for k in kept],
                }

        table = daft.from_pydict({n: [getattr(w, n) for w in windows] for n in Window._fields})
        known = self.read(documents).select("key", "order", "text")
        joined = table.join(known, left_on="document", right_on="key")
        cutting = cut(*(col(c) for c in ("document", "order", "text", "start", "end")))
        clusters = (
            joined.select("cluster", cutting.alias("piece"))
            .groupby("cluster")
            .agg(col("piece").list_agg().alias("pieces"))
        )
        done = clusters.select("cluster", Settler().settle(col("pieces")).alias("s"))
        done.select(
            "cluster", col("s").get("removed").alias("removed"), col("s").get("kept").alias("kept")
        ).write_parquet(out)

    def settled(self, folder: str) -> list[dict[str, Any]]:
        """The removals of all clusters."""
        col = self.daft.col
        rows = self.read(folder).where(col("removed").list_count() > 0).select("removed")
        return [r for part in rows.to_pydict()["removed"] for r in part]

    def names(self, documents: str) -> Callable[[set[int]], dict[int, str]]:
        """How the ids of keys are looked up."""

        def look_up(keys: set[int]) -> dict[int, str]:
            if not keys:
                return {}
            wanted = self.daft.from_pydict({"key": sorted(keys)})
            found = self.read(documents).select("key", "id").join(wanted, on="key").to_pydict()
            return dict(zip(found["key"], found["id"], strict=True))

        return look_up

    def ordered(self, files: list[str]) -> Iterator[dict[str, Any]]:
        """The cleaned documents in the order of the inputs."""
        rows = self.daft.read_parquet(files).sort(["source", "row"])
        for batch in rows.to_arrow_iter():
            yield from batch.to_pylist()

    def clean(
        self,
        files: list[str],
        elsewhere: dict[int, list[Elsewhere]],
        twice: list[int],
        config: Config,
        out: str,
    ) -> None:
        """Clean the documents in `files`, each without what another one has."""
        from reflow.corpus.documents import Job, work

        daft, t, col = self.daft, self.type, self.daft.col
        made = t.struct(
            {"clean": t.string(), "removals": t.string(), "edits": t.int64(), "failure": t.string()}
        )
        bad = frozenset(twice)

        @daft.cls(use_process=self.workers > 1, max_concurrency=self.workers)
        class Cleaner:
            def __init__(self) -> None:
                pass

            @daft.method(return_dtype=made)  # type: ignore[untyped-decorator]
            def clean(self, identity: str, key: int, text: str, error: str, removed: str) -> Any:
                return work(Job(identity, text, error, removed, key in bad), config)

        rows = daft.read_parquet(files)
        gone = {"key": list(elsewhere), "removed": [json.dumps(e) for e in elsewhere.values()]}
        if elsewhere:
            rows = rows.join(daft.from_pydict(gone), on="key", how="left")
        else:
            rows = rows.with_column("removed", daft.lit(None).cast(t.string()))
        names = ("id", "key", "text", "error", "removed")
        cleaned = Cleaner().clean(*(col(c) for c in names)).alias("c")
        parts = [col("c").get(c).alias(c) for c in ("clean", "removals", "edits", "failure")]
        done = rows.select("source", "row", "id", cleaned).select("source", "row", "id", *parts)
        done.write_parquet(out, compression="zstd")
