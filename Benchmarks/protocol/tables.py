"""The page's tables, from what `unlearn evaluate` found."""

from harness.wording import duration, percent, table, times

NAMES = {"quantized": "Q-k-means", "divide-and-conquer": "DC-k-means"}


def plus_minus(spread, digits=3):
    if not spread:
        return "–"
    return f"{spread['mean']:.{digits}f} ± {spread['deviation']:.{digits}f}"


def method(one, name):
    return next(found for found in one["report"]["methods"] if found["method"] == name)


def shape(one):
    report = one["report"]
    return f"{one['title']}: {report['records']:,} × {report['dimension']}, k = {report['clusters']}"


def machine(results, found):
    facts = results["machine"]
    return table(["", ""], [
        ["processor", f"{facts['processor']}, {facts['cores']} cores"],
        ["system", facts["system"]],
        ["compiler", facts["compiler"]],
        ["BLAS and its kernel", facts["blas"]],
        ["threads", str(facts["threads"])],
        ["commit", facts["commit"]],
        ["date", facts["date"]],
        ["load of the machine before and after", f"{facts['load']:.1f}, {facts['loadAfter']:.1f}"],
        ["command", f"`{results['command']}`, {results['minutes']:.0f} minutes"],
    ])  # fmt: skip


def fidelity(results, found, key, digits=3):
    """A figure of the baseline, and each method's."""
    rows = []
    for one in found:
        cells = [shape(one), plus_minus(one["report"]["baseline"][key], digits)]
        rows.append(cells + [plus_minus(method(one, name)["fidelity"][key], digits) for name in NAMES])
    return table(["set", "k-means++", *NAMES.values()], rows)


def loss(results, found):
    rows = [
        [shape(one), *(plus_minus(method(one, name)["fidelity"]["loss_ratio"]) for name in NAMES)]
        for one in found
    ]
    return table(["set", *NAMES.values()], rows)


def silhouette(results, found):
    return fidelity(results, found, "silhouette")


def information(results, found):
    return fidelity(results, found, "mutual_information")


def amortised(results, found):
    rows = []
    for one in found:
        first = method(one, "quantized")["efficiency"]
        cells = [shape(one), f"{first['deletions']:,}", duration(first["baseline_amortized_seconds"])]
        for name in NAMES:
            figures = method(one, name)["efficiency"]
            cells += [duration(figures["amortized_seconds"]), times(figures["amortized_speedup"])]
        rows.append(cells)
    header = ["set", "deletions", "k-means++, refitted"]
    for name in NAMES.values():
        header += [name, "speedup"]
    return table(header, rows)


def calls(results, found):
    rows = []
    for one in found:
        for name, title in NAMES.items():
            figures = method(one, name)["efficiency"]
            rows.append([
                shape(one), title, duration(figures["delete_seconds_median"]),
                duration(figures["delete_seconds_mean"]), duration(figures["delete_seconds_p99"]),
                percent(figures["certified"]), times(figures["speedup"]),
            ])  # fmt: skip
    return table(
        ["set", "method", "median", "mean", "99 of 100 within", "moved no centroid", "our refit over the mean"],
        rows,
    )


def exactness(results, found):
    rows = []
    for one in found:
        for name, title in NAMES.items():
            figures = method(one, name)
            sets = figures["exactness"]["sets"]
            equal = sum(one["exact"] for one in sets)
            games, test = figures["membership"], figures["two_sample"]
            rows.append([
                shape(one), title, f"{equal} of {len(sets)}",
                "yes" if figures["efficiency"]["exact"] else "NO",
                f"{games['identical']} of {games['deleted']}",
                f"{test['deletion']['p']:.3f}", f"{test['dropped']['p']:.3f}",
            ])  # fmt: skip
    return table(
        ["set", "method", "deletion sets equal to a refit", "equal after all deletions",
         "small models equal to one that never had the record", "two samples: p", "p if only dropped"], rows
    )  # fmt: skip


def speedups(found, name):
    return [method(one, name)["efficiency"]["amortized_speedup"] for one in found]


def claim(results, found):
    """What the claim of the paper's abstract comes to here, in a sentence a method."""
    lines = []
    for name, title in NAMES.items():
        values = sorted(speedups(found, name))
        mean = sum(values) / len(values)
        geometric = 1.0
        for value in values:
            geometric *= value ** (1 / len(values))
        lines.append(
            f"- {title}: {times(values[0])} to {times(values[-1])}, arithmetic mean {times(mean)}, geometric "
            f"mean {times(geometric)}; at least 100× on {sum(value >= 100 for value in values)} of {len(values)} sets."
        )
    return "\n".join(lines)


PARTS = {
    "machine": machine, "loss": loss, "silhouette": silhouette, "information": information,
    "amortised": amortised, "calls": calls, "exactness": exactness, "claim": claim,
}  # fmt: skip
