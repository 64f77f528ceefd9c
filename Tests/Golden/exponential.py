"""Writes exponential.txt: reference values of -ln((h + 1/2) / 2^52) for 52-bit h.

Each line holds h and the value as a sum of two doubles, accurate to about 2^-106, as the bits of both.
Run: python3 exponential.py > exponential.txt   (needs mpmath)
"""

import random
import struct

import mpmath

mpmath.mp.prec = 400


def bits(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


random.seed(1)
top = 2**52
numbers = [0, 1, 2, 3, top - 1, top - 2, top - 3, top // 2, top // 2 - 1, top // 2 + 1]
# About √½, where the significand is halved, and about 1/e.
for centre in (mpmath.sqrt(0.5), mpmath.sqrt(0.125), mpmath.exp(-1)):
    middle = int(centre * top)
    numbers += [middle + offset for offset in (-2, -1, 0, 1, 2, 1000, -1000)]
numbers += [2**power for power in range(2, 52, 3)]
numbers += [top - 2**power for power in range(2, 52, 3)]
while len(numbers) < 200:
    numbers.append(random.randrange(top) >> random.choice([0, 0, 0, 5, 20, 40]))

for number in numbers:
    value = -mpmath.log((mpmath.mpf(number) + 0.5) / top)
    high = float(value)
    low = float(value - mpmath.mpf(high))
    print(number, format(bits(high), "016x"), format(bits(low), "016x"))
