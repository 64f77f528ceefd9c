"""Runs the tool on each set, and writes what it found as JSON; then the page."""

import argparse
import json
import os
import subprocess
import sys
import time

from harness import machine
from protocol import page, sets
from protocol.shapes import SHAPES

FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(FOLDER)


def arguments():
    parser = argparse.ArgumentParser(prog="Benchmarks/paper")
    parser.add_argument("--quick", action="store_true", help="small sets and few repetitions")
    parser.add_argument("--page", action="store_true", help="write the page from the last results")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seeds", type=int, help="of fidelity (default: 5; quick: 2)")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=FILE[,LABELS[,IDCOLUMN]]", help="a real set; may be repeated"
    )
    options = parser.parse_args()
    options.files = dict(text.split("=", 1) for text in options.set if "=" in text)
    unknown = [text for text in options.set if text.split("=")[0] not in {shape.name for shape in SHAPES}]
    if unknown or len(options.files) < len(options.set):
        parser.error("--set takes NAME=FILE[,LABELS[,IDCOLUMN]], each name once: " + ", ".join(s.name for s in SHAPES))
    return options


def say(text):
    print(f"{time.strftime('%H:%M:%S')}  {text}", file=sys.stderr, flush=True)


def evaluate(one, options):
    command = [
        os.environ["UNLEARN"], "evaluate", one.path, "--clusters", str(one.clusters), "--threads",
        str(options.threads), "--deletions", "50" if options.quick else "1000", "--seeds",
        str(options.seeds or (2 if options.quick else 5)), "--methods", "quantized", "divide-and-conquer", "--json",
    ]  # fmt: skip
    if one.labels:
        command += ["--labels", one.labels]
    if one.id:
        command += ["--id", one.id]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    # Code 1 is a model that differs from a refit: it is reported at the end, with all others.
    if run.returncode not in (0, 1):
        sys.exit(f"{one.title}: unlearn evaluate ended with code {run.returncode}.")
    return {**vars(one), "report": json.loads(run.stdout)}


def describe(options):
    commit = machine.output("git", "rev-parse", "--short", "HEAD", folder=ROOT)
    changed = machine.output("git", "status", "--porcelain", "--untracked-files=no", "--", "Sources", folder=ROOT)
    compiler = machine.output("swift", "--version").splitlines()
    return {
        "processor": machine.processor(), "cores": os.cpu_count(), "system": machine.system(),
        "compiler": next((line for line in compiler if "Swift version" in line), ""),
        "threads": options.threads, "commit": commit + (" with changes" if changed else ""),
        "date": time.strftime("%Y-%m-%d"), "load": os.getloadavg()[0],
    }  # fmt: skip


def measure(options, folder):
    started = time.monotonic()
    results = {"machine": describe(options), "sets": []}
    words = ["Benchmarks/paper", *(["--quick"] if options.quick else []),
             *([f"--seeds {options.seeds}"] if options.seeds else []), *(f"--set {name}=…" for name in options.files)]
    results["command"] = " ".join(words)
    for one in sets.find(SHAPES, options.files, os.path.join(folder, "data"), options.quick):
        say(one.title)
        results["sets"].append(evaluate(one, options))
    results["machine"]["blas"] = results["sets"][0]["report"]["provider"]
    results["machine"]["loadAfter"] = os.getloadavg()[0]
    results["minutes"] = (time.monotonic() - started) / 60
    return results


def main():
    options = arguments()
    folder = os.path.join(FOLDER, "results", "paper", "quick" if options.quick else "full")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "results.json")
    if not options.page:
        results = measure(options, folder)
        with open(path, "w") as file:
            json.dump(results, file, indent=1)
    if not os.path.exists(path):
        sys.exit("There are no results yet to write a page from.")
    with open(path) as file:
        results = json.load(file)
    # A quick run says nothing, so its page stays beside its results.
    target = folder if options.quick else os.path.join(ROOT, "docs")
    page.write(results, target, folder)
    say(f"Results are in {folder}, the page in {target}.")
    wrong = [one["title"] for one in results["sets"] if not one["report"]["exact"]]
    if wrong:
        sys.exit("Models differ from a refit: " + ", ".join(wrong))
    say("Every model that was compared with a refit equalled it, bit for bit.")


main()
