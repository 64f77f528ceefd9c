"""Pictures as SVG: marks, texts and colours that suit light and dark pages.

Colours are classes, not values, so that one style sheet holds the two palettes. The background is drawn,
because a page's own may be of the other kind than the reader's system.
"""

from html import escape

# Told apart by people who see few colours, and each line has a mark of its own shape besides.
LIGHT = {"ink": "#1f2328", "faint": "#59636e", "grid": "#d8dee4", "ground": "#ffffff"}
DARK = {"ink": "#e6edf3", "faint": "#9198a1", "grid": "#30363d", "ground": "#0d1117"}
SERIES = [  # (light, dark)
    ("#0550ae", "#58a6ff"),
    ("#1a7f37", "#3fb950"),
    ("#8250df", "#bc8cff"),
    ("#bc4c00", "#f0883e"),
    ("#a40e26", "#ff7b72"),
    ("#7d4e00", "#d4a72c"),
]


def colours(palette, place):
    """The rules of one palette. Values stand in them, as many viewers know no variables."""
    rules = [
        f"text{{fill:{palette['ink']}}}.faint{{fill:{palette['faint']}}}",
        f".grid{{stroke:{palette['grid']}}}.ground{{fill:{palette['ground']}}}",
        f".limit{{stroke:{palette['ink']}}}",
    ]
    for index, pair in enumerate(SERIES):
        rules.append(f".l{index}{{stroke:{pair[place]}}}.t{index}{{fill:{pair[place]}}}")
        rules.append(f".m{index}{{fill:{pair[place]};stroke:{palette['ground']}}}")
    return "".join(rules)


def style():
    rules = [
        "text{font:12px system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif}.bold{font-weight:600}",
        "line{stroke-width:1}polyline{fill:none;stroke-width:2}.limit{stroke-width:2.5}",
        ".dashed{stroke-dasharray:5 4}",
        colours(LIGHT, 0),
        "@media(prefers-color-scheme:dark){" + colours(DARK, 1) + "}",
    ]
    return "".join(rules)


class Canvas:
    def __init__(self, width, height, title):
        self.width, self.height, self.title = width, height, title
        self.parts = []

    def add(self, part):
        self.parts.append(part)

    def text(self, x, y, text, css="", anchor="start"):
        self.add(f'<text x="{x:.1f}" y="{y:.1f}" class="{css}" text-anchor="{anchor}">{escape(text)}</text>')

    def line(self, x1, y1, x2, y2, css):
        self.add(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{css}"/>')

    def path(self, points, css):
        steps = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.add(f'<polyline points="{steps}" class="{css}"/>')

    def mark(self, x, y, series):
        """A circle, square, diamond, triangle or cross: colour is not all that tells series apart."""
        r = 4.5
        shapes = [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r}" class="m{series}"/>',
            f'<rect x="{x - r + .5:.1f}" y="{y - r + .5:.1f}" width="{2 * r - 1}" height="{2 * r - 1}" class="m{series}"/>',
            f'<path d="M{x:.1f} {y - r - 1:.1f}l{r + 1} {r + 1}l-{r + 1} {r + 1}l-{r + 1}-{r + 1}z" class="m{series}"/>',
            f'<path d="M{x:.1f} {y - r:.1f}l{r} {2 * r - 1}h-{2 * r}z" class="m{series}"/>',
            f'<path d="M{x:.1f} {y + r:.1f}l-{r}-{2 * r - 1}h{2 * r}z" class="m{series}"/>',
            f'<path d="M{x - 1.7:.1f} {y - r - .5:.1f}h3.4v3.3h3.3v3.4h-3.3v3.3h-3.4v-3.3h-3.3v-3.4h3.3z" class="m{series}"/>',
        ]
        self.add(shapes[series % len(shapes)])

    @property
    def svg(self):
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'width="{self.width}" height="{self.height}" role="img" aria-label="{escape(self.title)}">'
        )
        ground = f'<rect width="{self.width}" height="{self.height}" rx="6" class="ground"/>'
        return "\n".join(
            [head, f"<title>{escape(self.title)}</title>", f"<style>{style()}</style>", ground,
             *self.parts, "</svg>", ""]
        )  # fmt: skip
