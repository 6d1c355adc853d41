"""The second look at a break: what the first scores of the breaks around it say about it.

A heading, a pull quote or a caption is hardly told from a cut line by itself; it
is told by its neighbours.  A sentence that reads on well over a caption does not
go on in it, and a line whose own end reads on well is no heading.  So each pair
of blocks is scored by what is seen at it (`features`), and that score is
corrected by the scores of the pairs that compete with it or stand beside it.
This is stacked sequential learning (Cohen and Carvalho, IJCAI 2005) with one
stage.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from reflow.joins.model import steps

Pair = tuple[int, int]
"""Numbers of the left and the right block."""

OWN = (-400, -300, -200, -100, -50, 0, 50, 100, 200, 300, 400, 600)
RIVAL = (-400, -200, -100, 0, 100, 200, 400)
UNSEEN = -1000
"""Stands for a score where a break is vetoed."""
BESIDE = (-300, -100, 0, 100, 300)


class Context:
    """First scores of all pairs of blocks that may be joined, with the rivals of each.

    `scores` holds points by pair; a pair of neighbours that is missing was vetoed.
    `modes` says of each block whether it is a `wrapped` line or a `region`, `sorts` whether it
    is a phrase, a cut sentence or a whole one.
    """

    def __init__(
        self, scores: Mapping[Pair, int], modes: Sequence[str], sorts: Sequence[str]
    ) -> None:
        self.scores = scores
        self.modes = modes
        self.sorts = sorts
        self._out: dict[int, list[Pair]] = defaultdict(list)
        self._into: dict[int, list[Pair]] = defaultdict(list)
        for pair in scores:
            self._out[pair[0]].append(pair)
            self._into[pair[1]].append(pair)

    def features(self, i: int, k: int) -> Iterator[str]:
        """Named binary features of the pair (`i`, `k`), which must have a first score."""
        scores, own = self.scores, self.scores[i, k]
        bridge = k > i + 1
        name = f"{self.modes[i]}:{'bridge' if bridge else 'join'}"
        yield name
        yield from steps(f"{name} by itself", own, OWN)
        yield f"{name}, what leads to its left half: {self._best(self._into.get(i))}"
        yield f"{name}, what leads on: {self._best(self._out.get(k))}"
        for what, rivals in (("left", self._out[i]), ("right", self._into[k])):
            bridges = (p for p in rivals if p != (i, k) and p[1] > p[0] + 1)
            best = max((scores[p] for p in bridges), default=None)
            if best is not None:
                label = f"{name}, a bridge wants its {what} half"
                yield label
                yield from steps(f"{label}: better by", best - own, RIVAL)
                yield from steps(f"{label}: scoring", best, RIVAL)
        if not bridge:
            return
        yield f"{name} over {min(k - i - 1, 3)}"
        for what, pair in (("first", (i, i + 1)), ("last", (k - 1, k))):
            inner = scores.get(pair)
            label = f"{name}, its {what} inner break"
            if inner is None:
                yield f"{label}: vetoed"
            else:
                yield from steps(f"{label}: better by", inner - own, RIVAL)
                yield from steps(f"{label}: scoring", inner, RIVAL)
        inner = max((scores.get(p, UNSEEN) for p in ((i, i + 1), (k - 1, k))), default=UNSEEN)
        over = " and ".join(sorted({self.sorts[x] for x in range(i + 1, k)}))
        sorts = f"{name} from a {self.sorts[i]} over a {over} to a {self.sorts[k]}"
        yield sorts
        yield f"{sorts}, inner breaks {_step(inner)}"
        joined = sum(scores.get((x, x + 1), -1) > 0 for x in range(i + 1, k - 1))
        yield f"{name}, joins in what stands between: {min(joined, 2)}"

    def _best(self, pairs: list[Pair] | None) -> str:
        """How the best of these pairs scores."""
        if not pairs:
            return "vetoed"
        return _step(max(self.scores[p] for p in pairs))


def _step(score: int) -> str:
    return next((f"below {step}" for step in BESIDE if score < step), f"{BESIDE[-1]} or more")
