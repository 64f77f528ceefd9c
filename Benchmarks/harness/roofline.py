"""How fast the machine multiplies and reads, and what ten passes over a set would take at that speed."""

ROUNDS = 10


def measure(ours, found):
    sizes = [4 * one["rows"] * one["columns"] for one in found]
    answer = ours.ask("roofline", threads=ours.threads, bytes=sizes)
    for one, bytes_read, rate in zip(found, sizes, answer["readRates"]):
        operations = 2 * one["rows"] * one["columns"] * one["clusters"]
        one["pass"] = {
            "operations": operations,
            "bytes": bytes_read,
            "readRate": rate,
            "productSeconds": operations / answer["productRate"],
            "readSeconds": bytes_read / rate,
        }
    return answer["productRate"]


def limit(one):
    """Seconds of ten passes, each held back by the slower of product and memory."""
    return ROUNDS * max(one["pass"]["productSeconds"], one["pass"]["readSeconds"])
