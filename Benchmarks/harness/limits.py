"""How much is measured, in the normal form and in the quick one."""

from dataclasses import dataclass, field


@dataclass
class Limits:
    # Rounds of fits on a set: at most so many; after so many seconds, at least so many.
    seeds: int = 20
    least_seeds: int = 5
    fit_seconds: float = 45
    # (ids in a call, calls).
    batches: list = field(default_factory=lambda: [(1, 1_000), (10, 100), (100, 10), (1_000, 3)])
    # A stream ends after so many seconds, whatever is left of it.
    stream_seconds: dict = field(
        default_factory=lambda: {"quantized": 8, "divide-and-conquer": 8, "lloyd": 3}
    )
    counts: list = field(default_factory=lambda: [10_000, 100_000, 1_000_000])
    epsilon_seeds: int = 3
    epsilon_calls: int = 300
    preparation_calls: int = 300
    store_shape: tuple = (500_000, 40, 8)


def quick():
    return Limits(
        seeds=3,
        least_seeds=3,
        fit_seconds=5,
        batches=[(1, 100), (10, 10)],
        stream_seconds={"quantized": 1, "divide-and-conquer": 1, "lloyd": 1},
        counts=[1_000, 10_000],
        epsilon_seeds=1,
        epsilon_calls=30,
        preparation_calls=20,
        store_shape=(20_000, 25, 5),
    )
