"""Two rows of things and what fits what in, the largest one-to-one pairing out."""

from __future__ import annotations

from collections.abc import Callable


def largest_pairing(left: int, right: int, fits: Callable[[int, int], bool]) -> dict[int, int]:
    """Pair as many of `left` things with `right` things as can be, each at most once, earlier ones first:
    index on the left -> index on the right (Kuhn's augmenting paths)."""
    choices = [[j for j in range(right) if fits(i, j)] for i in range(left)]
    owner: dict[int, int] = {}

    def settle(i: int, tried: set[int]) -> bool:
        for j in choices[i]:
            if j not in tried:
                tried.add(j)
                if j not in owner or settle(owner[j], tried):
                    owner[j] = i
                    return True
        return False

    for i in range(left):
        settle(i, set())
    return {i: j for j, i in owner.items()}
