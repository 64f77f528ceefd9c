"""The page's tables."""

from harness import roofline
from harness.fits import METHODS
from harness.pictures import NAMES, factor_word, name, reference, reference_loss
from harness.statistics import mean, median, quantile, spread
from harness.wording import duration, percent, significant, size, table, times


def is_ours(contender):
    return contender.startswith("unlearn ")


def fastest_peer(fits):
    """The peer of least median, and its seconds; (None, None) where no peer ran. Takes lists or medians."""
    peers = {
        contender: median(value["seconds"]) if isinstance(value, dict) else value
        for contender, value in fits.items()
        if not is_ours(contender)
    }
    best = min(peers, key=peers.get, default=None)
    return best, peers.get(best)


def peer_times(fits, seconds):
    best = fastest_peer(fits)[1]
    return times(best / seconds) if best else "–"


def machine(results, found):
    facts = results["machine"]
    peers = ", ".join(f"{peer} {version}" for peer, version in facts["peers"].items())
    return table(["", ""], [
        ["processor", f"{facts['processor']}, {facts['cores']} cores"],
        ["memory", size(facts["memory"])],
        ["system", facts["system"]],
        ["compiler", facts["compiler"]],
        ["BLAS and its kernel", facts["blas"]],
        ["threads", str(facts["threads"])],
        ["peers", peers or "none"],
        ["commit", facts["commit"]],
        ["date", facts["date"]],
        ["load of the machine before and after", f"{facts['load']:.1f}, {facts['loadAfter']:.1f}"],
        ["command", f"`{results['command']}`, {significant(results['minutes'])} minutes"],
    ])  # fmt: skip


def fits(results, found):
    contenders = list(found[0]["fits"])
    rows = []
    for one in found:
        base = reference_loss(one)
        cells = [f"{one['title']}: {one['shape']}"]
        for contender in contenders:
            fit = one["fits"][contender]
            cells.append(f"{duration(median(fit['seconds']))} ({mean(fit['losses']) / base:.3f})")
        ours = median(one["fits"]["unlearn quantized"]["seconds"])
        best = fastest_peer(one["fits"])[1]
        cells.append(f"{ours / best:.2f}" if best else "–")
        noise = max(spread(one["fits"][contender]["seconds"]) for contender in contenders)
        cells.append(f"{len(fit['seconds'])}, ± {percent(noise)}")
        rows.append(cells)
    header = ["set", *map(name, contenders), "quantized over the fastest peer", "fits, noise"]
    return table(header, rows)


def limits(results, found):
    rows = []
    for one in found:
        limit = roofline.limit(one)
        best, seconds = fastest_peer(one["fits"])
        work = one["pass"]
        rows.append([
            f"{one['title']}: {one['shape']}",
            f"{significant(work['operations'] / 1e6)} M",
            size(work["bytes"]),
            duration(work["productSeconds"]),
            f"{duration(work['readSeconds'])} at {significant(work['readRate'] / 1e9)} GB/s",
            duration(limit),
            times(median(one["fits"]["unlearn quantized"]["seconds"]) / limit),
            times(median(one["fits"]["unlearn lloyd"]["seconds"]) / limit),
            f"{times(seconds / limit)}, {best}" if best else "–",
        ])  # fmt: skip
    return table(
        ["set", "operations a pass", "bytes a pass", "product", "reading", "ten passes", "quantized takes",
         "Lloyd takes", "the fastest peer takes"], rows
    )  # fmt: skip


def deletions(results, found):
    """One id in a call."""
    rows = []
    for one in found:
        for method, streams in one["deletions"].items():
            title = f"{one['title']}: {one['shape']}"
            rows.append([title, NAMES[method], *stream_cells(one, method, streams[0])])
    return table(["set", "method", *STREAM_HEADER], rows)


def batches(results, found):
    rows = []
    for one in found:
        for method, streams in one["deletions"].items():
            for done in streams[1:]:
                title = f"{one['title']}: {one['shape']}"
                rows.append(
                    [title, NAMES[method], f"{done['batch']:,}", *stream_cells(one, method, done)]
                )
    return table(["set", "method", "ids in a call", *STREAM_HEADER], rows)


STREAM_HEADER = ["calls", "moved no centroid", "mean", "median", "99 of 100 within",
                 "our refit over the mean", "the fastest peer's refit over the mean", "exact"]  # fmt: skip


def stream_cells(one, method, done):
    seconds = done["seconds"]
    own = median(one["fits"][f"unlearn {method}"]["seconds"])
    return [
        f"{len(seconds):,}", *latency_cells(done),
        times(own / mean(seconds)),
        peer_times(one["fits"], mean(seconds)),
        yes(done["exact"]),
    ]  # fmt: skip


def latency_cells(done):
    """A tail of fewer than 100 calls is none."""
    seconds = done["seconds"]
    tail = duration(quantile(seconds, 0.99)) if len(seconds) >= 100 else "–"
    certified = mean([1.0 if one else 0.0 for one in done["certified"]])
    return [percent(certified), duration(mean(seconds)), duration(median(seconds)), tail]


def yes(is_exact):
    return "yes" if is_exact else "**no**"


def scaling(results, found):
    rows = []
    for point in results["scaling"]["points"]:
        for method, done in point["deletions"].items():
            refit = point["refits"][f"unlearn {method}"]
            rows.append([
                f"{point['rows']:,}", NAMES[method], f"{len(done['seconds']):,}", *latency_cells(done),
                duration(refit), times(refit / mean(done["seconds"])),
                peer_times(point["refits"], mean(done["seconds"])), yes(done["exact"]),
            ])  # fmt: skip
    return table(
        ["records", "method", "calls", "moved no centroid", "mean", "median", "99 of 100 within",
         "our refit", "over the mean", "the fastest peer's refit over the mean", "exact"], rows
    )  # fmt: skip


def epsilon(results, found):
    rows = []
    for one in (one for one in found if one["key"] in results["epsilon"]):
        base = reference_loss(one)
        for point in results["epsilon"][one["key"]]:
            seconds = point["seconds"]
            rows.append([
                f"{one['title']}: {one['shape']}", factor_word(point["factor"]),
                significant(point["epsilon"], 3), *latency_cells(point),
                times(median(point["fitSeconds"]) / mean(seconds)), peer_times(one["fits"], mean(seconds)),
                f"{mean(point['losses']) / base:.3f}", yes(point["exact"]),
            ])  # fmt: skip
    return table(
        ["set", "ε over the automatic", "ε", "moved no centroid", "mean", "median", "99 of 100 within",
         "our refit over the mean", "the fastest peer's refit over the mean", "loss", "exact"], rows
    )  # fmt: skip


def throughput(results, found):
    rows = []
    for run in results["throughput"]["runs"]:
        still = run["stillSeconds"]
        rate = significant(run["batch"] / median(still), 3) if still else "–"
        rows.append([factor_word(run["factor"]), f"{run['batch']:,}", f"{len(still)} of {run['calls']}",
                     rate, yes(run["exact"])])  # fmt: skip
    header = ["ε over the automatic", "ids in a call", "calls that moved no centroid",
              "deletions a second in them", "exact"]  # fmt: skip
    return table(header, rows)


def preparation(results, found):
    rows = []
    for one in (one for one in found if one["key"] in results["preparation"]):
        bare = mean(results["preparation"][one["key"]][0]["seconds"])
        for done in results["preparation"][one["key"]]:
            changed = ", ".join(str(count) for count in done["changedSteps"]) or "–"
            own = mean(done["seconds"])
            rows.append([
                f"{one['title']}: {one['shape']}", done["options"], f"{len(done['seconds']):,}", changed,
                *latency_cells(done), times(own / bare), duration(done["refitSeconds"]),
                times(done["refitSeconds"] / own), yes(done["exact"]),
            ])  # fmt: skip
    return table(
        ["set", "options", "calls", "calls that changed each step", "moved nothing", "mean", "median",
         "99 of 100 within", "mean over the bare one", "a refit", "over the mean", "exact"], rows
    )  # fmt: skip


def store(results, found):
    measured = results["store"]
    runs = measured["runs"]
    rows = [
        [measured["shape"]]
        + [duration(median([run[key] for run in runs]))
           for key in ("saveSeconds", "openSeconds", "withdrawSeconds")]
        + [f"{size(runs[0]['storedBytes'])}, {runs[0]['storedBytes'] / measured['arrayBytes']:.2f}×"]
    ]  # fmt: skip
    return table(["set", "save", "open", f"withdraw {measured['ids']} ids", "on disk, over the array"], rows)


def memory(results, found):
    titles = {one["key"]: f"{one['title']}: {one['shape']}" for one in found}
    rows = []
    for fit in results["memory"]:
        if fit["key"] in titles:
            cells = [f"{size(peak)}, {peak / fit['arrayBytes']:.2f}×" for peak in fit["peaks"].values()]
            rows.append([titles[fit["key"]], size(fit["arrayBytes"]), *cells])
    return table(["set", "array", *(NAMES[method] for method in METHODS)], rows)


def reading(results, found):
    measured = results["reading"]
    rows = [
        [name, duration(seconds), f"{significant(measured['bytes'] / seconds / 1e6, 3)} MB/s"]
        for name, seconds in measured["seconds"].items()
    ]
    return table(["", f"time for {size(measured['bytes'])}", "speed"], rows)


def reference_name(results, found):
    return name(reference(found[0]))
