"""A row of figures as a small picture of bars."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 24


@dataclass(frozen=True)
class Bar:
    """In units of the picture: one wide, HEIGHT high at most; ``y`` from the top."""

    x: int
    y: float
    height: float


def bars_of(figures: Sequence[int]) -> list[Bar]:
    """One bar a figure, the highest as high as the picture. What is more than nothing can be seen."""
    highest = max(figures, default=0)
    bars = []
    for x, figure in enumerate(figures):
        height = max(round(figure / highest * HEIGHT, 1), 1.0) if figure else 0.0
        bars.append(Bar(x, HEIGHT - height, height))
    return bars
