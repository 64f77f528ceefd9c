"""Where we win and where we lose, told by the figures and not by hand."""

from harness.pictures import NAMES, name, reference_loss
from harness.statistics import mean, median
from harness.tables import fastest_peer
from harness.wording import times


def fits(one):
    """One sentence a set on its fits."""
    best, seconds = fastest_peer(one["fits"])
    if not best:
        return None
    ours = median(one["fits"]["unlearn quantized"]["seconds"])
    loss = mean(one["fits"]["unlearn quantized"]["losses"]) / reference_loss(one)
    place = f"{one['title']} ({one['shape']})"
    if ours > seconds:
        return f"- **A fit is slower** on {place}: {times(ours / seconds)} the time of {name(best)}, at {loss:.3f} the loss of scikit-learn."
    return f"- A fit is faster on {place}: {times(seconds / ours)} the speed of {name(best)}, at {loss:.3f} the loss of scikit-learn."


def deletions(one):
    """One sentence a set on single deletions from quantized models, and one for each method that does not pay."""
    best, seconds = fastest_peer(one["fits"])
    place = f"{one['title']} ({one['shape']})"
    found = []
    for method, streams in one["deletions"].items():
        took = mean(streams[0]["seconds"])
        refit = seconds or median(one["fits"][f"unlearn {method}"]["seconds"])
        whose = name(best) if best else "the same method"
        if took > refit:
            found.append(f"- **A deletion is slower than a refit** on {place}, {NAMES[method]}: {times(took / refit)} the time of one by {whose}.")
        elif method == "quantized":
            found.append(f"- A refit by {whose} takes {times(refit / took)} the time of a deletion from a quantized model on {place}.")
    return found


def batches(one):
    """Where a batch costs more than the fastest refit."""
    best, seconds = fastest_peer(one["fits"])
    place = f"{one['title']} ({one['shape']})"
    for done in one["deletions"]["quantized"][1:]:
        if seconds and mean(done["seconds"]) > seconds:
            return f"- **A refit by {name(best)} is faster** than a deletion of {done['batch']:,} ids in one call on {place}, quantized."
    return None


def reading(results):
    seconds = results["reading"]["seconds"]
    if "pandas" not in seconds:
        return None
    ratio = seconds["unlearn"] / seconds["pandas"]
    if ratio > 1:
        return f"- **Reading a CSV is slower**: {times(ratio)} the time of pandas."
    return f"- Reading a CSV is faster: {times(1 / ratio)} the speed of pandas."


def lines(results, found):
    said = [fits(one) for one in found]
    for one in found:
        said += deletions(one)
    said += [batches(one) for one in found]
    said.append(reading(results))
    return "\n".join(line for line in said if line)
