"""The page, from the results and the template."""


def write(results, folder):
    pass
