"""The six sets of the paper: their shapes, as its section on experiments gives them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    name: str
    title: str
    rows: int
    columns: int
    clusters: int

    def smaller(self):
        """For a quick run."""
        return Shape(self.name, self.title, max(2_000, self.rows // 40), min(self.columns, 100), self.clusters)


SHAPES = [
    Shape("celltype", "Celltype", 12_009, 10, 4),
    Shape("covtype", "Covtype", 15_120, 52, 7),
    Shape("mnist", "MNIST", 60_000, 784, 10),
    Shape("postures", "Postures", 74_975, 15, 5),
    Shape("botnet", "Botnet", 1_018_298, 115, 11),
    Shape("gaussian", "Gaussian", 100_000, 25, 5),
]
