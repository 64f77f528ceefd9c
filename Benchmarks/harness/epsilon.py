"""What larger and smaller cells cost and give: speed of deletions against loss."""

from harness import deletions

FACTORS = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8]


def measure(one, ours, limits):
    """For each ε, a multiple of the automatic one: losses, seconds and marks of single deletions."""
    ours.ask("load", path=one.path)
    automatic = deletions.fit(one, ours)["epsilon"]
    points = []
    for factor in FACTORS:
        point = {"factor": factor, "epsilon": automatic * factor, "losses": [], "fitSeconds": [],
                 "seconds": [], "certified": [], "exact": True}  # fmt: skip
        for seed in range(limits.epsilon_seeds):
            fitted = ours.ask(
                "fit", clusters=one.clusters, seed=seed, threads=ours.threads, keep=True,
                epsilon=automatic * factor,
            )  # fmt: skip
            done = deletions.stream(ours, 1, limits.epsilon_calls, limits.stream_seconds["quantized"])
            point["losses"].append(fitted["loss"])
            point["fitSeconds"].append(fitted["seconds"])
            point["seconds"] += done["seconds"]
            point["certified"] += done["certified"]
            point["exact"] = ours.ask("refit")["exact"] and point["exact"]
        points.append(point)
    return points
