"""pandas reads a table with its parser in C."""

import pandas

import engine


def read(path):
    return pandas.read_csv(path, engine="c").shape


if __name__ == "__main__":
    engine.serve("pandas", pandas.__version__, read=read)
