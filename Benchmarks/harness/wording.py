"""Numbers as the page writes them."""

UNITS = [(1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")]


def significant(value, digits=2):
    """So many digits that count, with commas between thousands."""
    if value == 0:
        return "0"
    rounded = float(f"{value:.{digits}g}")
    if abs(rounded) >= 10 ** (digits - 1):
        return f"{rounded:,.0f}"
    # Enough places for the digits asked for, trailing zeros among them.
    places = digits - 1 - int(f"{rounded:e}".split("e")[1])
    return f"{rounded:.{places}f}"


def duration(seconds):
    for unit, name in UNITS:
        if seconds >= unit * 0.9995:
            return f"{significant(seconds / unit, 3 if seconds / unit >= 100 else 2)} {name}"
    return f"{significant(seconds / 1e-9)} ns"


def tick(seconds):
    """A duration without places, for a power of ten."""
    return duration(seconds).replace(".0", "")


def times(ratio):
    return f"{significant(ratio, 3 if ratio >= 100 else 2)}×"


def percent(share):
    """Never 100 % nor 0 % where it is not all or nothing."""
    value = 100 * share
    if value in (0, 100):
        return f"{value:.0f} %"
    text = f"{value:.0f}" if 1 <= value <= 99 else f"{value:.1f}"
    return ("> 99.9" if text == "100.0" else "< 0.1" if text == "0.0" else text) + " %"


def size(count):
    for unit, name in [(1e9, "GB"), (1e6, "MB"), (1e3, "kB")]:
        if count >= unit:
            return f"{significant(count / unit, 3)} {name}"
    return f"{count} B"


def table(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
