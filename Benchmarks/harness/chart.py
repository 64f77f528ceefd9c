"""A chart: two axes, grid, lines whose names stand at their right ends."""

import math


class Axis:
    """Maps values to places, and says where ticks belong. Logarithmic unless told."""

    def __init__(self, values, is_log=True, ticks=None, margin=0.0):
        self.is_log = is_log
        low, high = min(values), max(values)
        if is_log and ticks is None:
            low, high = 10 ** math.floor(math.log10(low)), 10 ** math.ceil(math.log10(high))
            ticks = [10**e for e in range(round(math.log10(low)), round(math.log10(high)) + 1)]
        elif ticks is None:
            step = nice_step(high - low or abs(high) or 1)
            low, high = math.floor(low / step) * step, math.ceil(high / step) * step
            ticks = [low + step * i for i in range(round((high - low) / step) + 1)]
        else:
            low, high = min(low, *ticks), max(high, *ticks)
        self.ticks = ticks
        self.low, self.high = self.scaled(low) - margin, self.scaled(high) + margin
        if self.low == self.high:
            self.high += 1

    def scaled(self, value):
        return math.log10(value) if self.is_log else value

    def share(self, value):
        return (self.scaled(value) - self.low) / (self.high - self.low)


def nice_step(span):
    """A step of 1, 2 or 5 times a power of ten, about four to a span."""
    power = 10 ** math.floor(math.log10(span / 4))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= span / 4)


class Chart:
    def __init__(self, canvas, left, top, width, height, x, y):
        self.canvas, self.x, self.y = canvas, x, y
        self.left, self.top, self.width, self.height = left, top, width, height
        self.ends = []

    def place(self, x, y):
        return (
            self.left + self.x.share(x) * self.width,
            self.top + (1 - self.y.share(y)) * self.height,
        )

    def frame(self, title, x_name, y_name, x_word, y_word):
        bottom = self.top + self.height
        self.canvas.text(self.left, self.top - 28, title, "bold")
        self.canvas.text(self.left, self.top - 11, y_name, "faint")
        self.canvas.text(self.left + self.width / 2, bottom + 34, x_name, "faint", "middle")
        for tick in self.y.ticks:
            y = self.top + (1 - self.y.share(tick)) * self.height
            self.canvas.line(self.left, y, self.left + self.width, y, "grid")
            self.canvas.text(self.left - 7, y + 4, y_word(tick), "faint", "end")
        for tick in self.x.ticks:
            x = self.left + self.x.share(tick) * self.width
            self.canvas.line(x, bottom, x, bottom + 4, "grid")
            self.canvas.text(x, bottom + 18, x_word(tick), "faint", "middle")

    def line(self, name, points, series, is_dashed=False, has_marks=True):
        places = [self.place(x, y) for x, y in points]
        self.canvas.path(places, f"l{series}" + (" dashed" if is_dashed else ""))
        if has_marks:
            for x, y in places:
                self.canvas.mark(x, y, series)
        if name:
            self.ends.append((places[-1][1], places[-1][0], name, series))

    def names(self):
        """Writes the lines' names at their ends, moved apart where they would touch."""
        below = -math.inf
        for y, x, name, series in sorted(self.ends):
            below = max(y + 4, below + 15)
            self.canvas.text(self.left + self.width + 12, below, name, f"t{series}")
