"""The page, from the results and the template: text and figures cannot disagree."""

import os
import re

from harness import pictures, tables, verdict, wording

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PARTS = {
    "machine": tables.machine,
    "verdict": verdict.lines,
    "fits": tables.fits,
    "limits": tables.limits,
    "deletions": tables.deletions,
    "batches": tables.batches,
    "scaling": tables.scaling,
    "epsilon": tables.epsilon,
    "throughput": tables.throughput,
    "preparation": tables.preparation,
    "store": tables.store,
    "memory": tables.memory,
    "reading": tables.reading,
    "reference": tables.reference_name,
    "product rate": lambda results, found: wording.significant(results["productRate"] / 1e9, 3),
    "table shape": lambda results, found: results["reading"]["shape"].split(", k")[0],
    "throughput set": lambda results, found: results["throughput"]["shape"],
    "scaling shape": lambda results, found: (
        f"{results['scaling']['dimension']} features, k = {results['scaling']['clusters']}"
    ),
}


def fill(template, results, found):
    return re.sub(r"\{\{([a-z ]+)\}\}", lambda match: PARTS[match[1]](results, found), template)


def write(results, folder, private_folder):
    """Writes the page and its pictures, and elsewhere the tables of sets that readers cannot get."""
    with open(os.path.join(HERE, "page", "benchmarks.md"), encoding="utf-8") as file:
        template = file.read()
    found = pictures.public(results)
    with open(os.path.join(folder, "benchmarks.md"), "w", encoding="utf-8") as file:
        file.write(fill(template, results, found))
    pictures.write(results, os.path.join(folder, "images"))
    private = [one for one in results["sets"] if not one["is_public"]]
    if private:
        text = "# Off the page\n\n" + "\n\n".join(
            "{{" + part + "}}" for part in ("verdict", "fits", "limits", "deletions", "batches", "memory")
        )
        with open(os.path.join(private_folder, "unpublished.md"), "w", encoding="utf-8") as file:
            file.write(fill(text, results, private) + "\n")
