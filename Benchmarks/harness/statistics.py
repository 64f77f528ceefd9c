"""Medians and other quantiles."""

import math


def quantile(values, share):
    """The least value that this share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share - 1e-9) - 1)]


def median(values):
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def mean(values):
    return sum(values) / len(values)


def spread(values):
    """Half the distance between the quartiles, as a share of the median: how noisy the values are."""
    return (quantile(values, 0.75) - quantile(values, 0.25)) / 2 / median(values)
