"""The page, from the results and the template."""

import os
import re

from protocol.tables import PARTS

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def fill(template, results, found):
    return re.sub(r"\{\{([a-z]+)\}\}", lambda match: PARTS[match[1]](results, found), template)


def write(results, folder, private_folder):
    """Writes the page, and elsewhere the tables of sets that readers cannot get."""
    with open(os.path.join(HERE, "page", "paper.md"), encoding="utf-8") as file:
        template = file.read()
    public = [one for one in results["sets"] if one["is_public"]]
    with open(os.path.join(folder, "paper.md"), "w", encoding="utf-8") as file:
        file.write(fill(template, results, public))
    private = [one for one in results["sets"] if not one["is_public"]]
    if private:
        parts = ("claim", "loss", "silhouette", "information", "amortised", "calls", "exactness")
        text = "# Off the page\n\n" + "\n\n".join("{{" + part + "}}" for part in parts) + "\n"
        with open(os.path.join(private_folder, "unpublished.md"), "w", encoding="utf-8") as file:
            file.write(fill(text, results, private))
