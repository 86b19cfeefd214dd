#!/usr/bin/env python3
"""Time per row of a CSV file of images to an array, in Python, on one core.

usage: parse_peers.py FILE [ROWS]

fromstring: NumPy's own text parser.
tutorial:   split, int() for each value, numpy.array, as Keras tutorials read rows.
The mean over the first ROWS rows (200 unless told) of each row's shortest time in five passes; the rows are in memory.
"""

import sys
import time

import numpy


def fromstring(line):
    start = line.index(",") + 1
    return numpy.fromstring(line[start:], dtype=numpy.uint8, sep=",").reshape((64, 64, 3))


def tutorial(line):
    fields = line.strip().split(",")
    return numpy.array([int(value) for value in fields[1:]], dtype="float32").reshape((64, 64, 3))


def microseconds_per_row(parse, lines):
    shortest = [float("inf")] * len(lines)
    for _ in range(5):
        for index, line in enumerate(lines):
            started = time.perf_counter()
            parse(line)
            shortest[index] = min(shortest[index], time.perf_counter() - started)
    return sum(shortest) / len(lines) * 1e6


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    with open(sys.argv[1], encoding="utf-8") as file:
        lines = [line.rstrip("\n") for _, line in zip(range(count), file)]
    print(f"Python {sys.version.split()[0]}, NumPy {numpy.__version__}, {len(lines)} rows")
    length = sum(len(line) for line in lines) / len(lines)
    for parse in (fromstring, tutorial):
        cost = microseconds_per_row(parse, lines)
        print(f"{parse.__name__:12} {cost:9.1f} us/row {length / cost / 1e3:7.3f} GB/s")


if __name__ == "__main__":
    main()
