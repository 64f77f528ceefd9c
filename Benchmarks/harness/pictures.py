"""The page's pictures."""

import os

from harness import roofline, wording
from harness.canvas import Canvas
from harness.chart import Axis, Chart
from harness.fits import METHODS
from harness.statistics import mean, median, quantile

# The same colour and mark for the same thing in all pictures.
SERIES = {
    "quantized": 0, "divide-and-conquer": 1, "lloyd": 2,
    "unlearn quantized": 0, "unlearn divide-and-conquer": 1, "unlearn lloyd": 2,
    "scikit-learn": 3, "scikit-learn-intelex": 4, "faiss": 5,
}  # fmt: skip
NAMES = {"quantized": "quantized", "divide-and-conquer": "divide and conquer", "lloyd": "Lloyd"}


def name(contender):
    return NAMES.get(contender.removeprefix("unlearn "), contender)


def write(results, folder):
    os.makedirs(folder, exist_ok=True)
    pictures = {
        "deletion-against-n": against_count(results),
        "deletion-latency": latency(results),
        "fit-against-peers": fits(results),
        "speedup-against-epsilon": against_epsilon(results),
    }
    for file_name, canvas in pictures.items():
        with open(os.path.join(folder, file_name + ".svg"), "w", encoding="utf-8") as file:
            file.write(canvas.svg)


def public(results):
    return [one for one in results["sets"] if one["is_public"]]


def against_count(results):
    scaling = results["scaling"]
    points = scaling["points"]
    lines = []
    for method in METHODS:
        means = [(p["rows"], mean(p["deletions"][method]["seconds"])) for p in points]
        lines.append((f"a deletion, {NAMES[method]}", means, SERIES[method], False))
    refits = [one for one in points[0]["refits"] if one not in ("unlearn divide-and-conquer", "unlearn lloyd")]
    for contender in refits:
        values = [(p["rows"], p["refits"][contender]) for p in points]
        lines.append((f"a refit, {name(contender)}", values, SERIES[contender], True))
    canvas = Canvas(760, 430, "Time of a deletion and of a refit against the count of records")
    seconds = [y for _, values, _, _ in lines for _, y in values]
    chart = Chart(canvas, 70, 60, 480, 300, Axis([p["rows"] for p in points]), Axis(seconds))
    title = f"One deletion, and a refit: {scaling['dimension']} features, k = {scaling['clusters']}"
    chart.frame(title, "records", "seconds, mean", lambda n: f"{n:,}", wording.tick)
    for line in lines:
        chart.line(*line)
    chart.names()
    return canvas


def latency_sets(results):
    """The smallest and the largest set of which a page shows the latencies."""
    found = sorted(public(results), key=lambda one: one["rows"] * one["columns"])
    return [found[0], found[-1]] if len(found) > 1 else found


def latency(results):
    canvas = Canvas(860, 420, "How many deletions took longer than what")
    found = latency_sets(results)
    everything = [s for one in found for m in METHODS for s in one["deletions"][m][0]["seconds"]]
    shares = [0.5, 0.9, 0.99, 0.999]
    for place, one in enumerate(found):
        # One in so many calls was slower: the scale that shows the tail.
        x = Axis([1, 1_000], ticks=[1 / (1 - share) for share in shares])
        chart = Chart(canvas, 70 + place * 330, 60, 270, 290, x, Axis(everything))
        title = f"{one['title']}: {one['shape']}"
        chart.frame(title, "share of calls within", "a call, one id", tail_word, wording.tick)
        for method in METHODS:
            seconds = one["deletions"][method][0]["seconds"]
            steps = [10 ** (i / 20) for i in range(61)]
            points = [(n, quantile(seconds, 1 - 1 / n)) for n in steps if n <= len(seconds)]
            is_last = place == len(found) - 1
            chart.line(NAMES[method] if is_last else "", points, SERIES[method], has_marks=False)
        chart.names()
    return canvas


def tail_word(one_in):
    return f"{100 * (1 - 1 / one_in):.4g} %"


def fits(results):
    found = public(results)
    contenders = list(found[0]["fits"])
    height = 76 + 46 * len(found)
    canvas = Canvas(860, height + 50, "Seconds of a fit, ours, the peers and the machine's limit")
    x = Axis([median(f["seconds"]) for one in found for f in one["fits"].values()]
             + [roofline.limit(one) for one in found])  # fmt: skip
    left, width = 260, 570
    canvas.text(20, 28, "A fit: median seconds, and the machine's limit for ten plain passes", "bold")
    legend(canvas, 20, 52, contenders)
    for tick in x.ticks:
        place = left + x.share(tick) * width
        canvas.line(place, 72, place, height, "grid")
        canvas.text(place, height + 18, wording.tick(tick), "faint", "middle")
    for row, one in enumerate(found):
        y = 98 + 46 * row
        canvas.text(left - 12, y + 4, f"{one['title']}: {one['shape']}", "", "end")
        canvas.line(left, y, left + width, y, "grid")
        place = left + x.share(roofline.limit(one)) * width
        canvas.line(place, y - 16, place, y + 16, "limit")
        for place, contender in enumerate(contenders):
            seconds = median(one["fits"][contender]["seconds"])
            # One above the other, so that equal times stay apart.
            offset = 6 * (place - (len(contenders) - 1) / 2)
            canvas.mark(left + x.share(seconds) * width, y + offset, SERIES[contender])
    return canvas


def legend(canvas, x, y, contenders):
    for contender in contenders:
        canvas.mark(x + 5, y, SERIES[contender])
        canvas.text(x + 15, y + 4, name(contender), f"t{SERIES[contender]}")
        x += 34 + 6.4 * len(name(contender))
    canvas.line(x + 5, y - 8, x + 5, y + 8, "limit")
    canvas.text(x + 15, y + 4, "limit")


def against_epsilon(results):
    found = [one for one in public(results) if one["key"] in results["epsilon"]]
    canvas = Canvas(760, 380, "Speedup and loss against the size of cells")
    lines = [[], []]
    for one in found:
        points = results["epsilon"][one["key"]]
        base = reference_loss(one)
        speed = [(p["factor"], median(p["fitSeconds"]) / mean(p["seconds"])) for p in points]
        lines[0].append((one, speed))
        lines[1].append((one, [(p["factor"], mean(p["losses"]) / base) for p in points]))
    factors = [p["factor"] for p in points]
    titles = [("A refit over a deletion", "times"), ("Loss", f"times that of {reference(found[0])}")]
    for place, (title, unit) in enumerate(titles):
        values = [y for _, line in lines[place] for _, y in line]
        y = Axis(values) if place == 0 else Axis([*values, 1], is_log=False)
        chart = Chart(canvas, 60 + place * 320, 60, 250, 250, Axis(factors, ticks=factors), y)
        word = (lambda v: f"{v:,.0f}") if place == 0 else (lambda v: f"{v:.2f}")
        chart.frame(title, "ε over the automatic ε", unit, factor_word, word)
        for series, (one, line) in enumerate(lines[place]):
            chart.line(one["title"] if place == 1 else "", line, series * 3)
        chart.names()
    return canvas


def factor_word(factor):
    return f"{factor:g}" if factor >= 1 else f"1/{1 / factor:.0f}"


def reference(one):
    return "scikit-learn" if "scikit-learn" in one["fits"] else "unlearn lloyd"


def reference_loss(one):
    """The mean loss of scikit-learn; without peers, of our own Lloyd."""
    return mean(one["fits"][reference(one)]["losses"])
