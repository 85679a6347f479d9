"""E05: does a family die out? The branching process of Galton and Watson (1875), in Python.

Each member has a number of children that is Poisson distributed with mean m. The parameters come
as JSON on the standard input, m and families, with the seed of the trial; the results leave as JSON
on the standard output:

  extinct   the part of the families that die out: 1 up to m = 1, above it q with q = exp(m(q - 1))
  size      the mean number of members, of those that die out: 1/(1 - m) for m < 1

By hand:  echo '{"m": 0.8, "families": 1000, "_seed": 1}' | python3 branching.py
"""

import json
import math
import random
import sys

ENOUGH = 100  # A family with so many alive at once does not die out any more.


def poisson(mean):
    """Knuth's method: multiply random numbers until they are below exp(-mean)."""
    limit, product, n = math.exp(-mean), random.random(), 0
    while product > limit:
        product *= random.random()
        n += 1
    return n


def family(m):
    """How many members a family has until it dies out; None if it does not."""
    alive, members = 1, 1
    while 0 < alive < ENOUGH:
        alive = sum(poisson(m) for _ in range(alive))
        members += alive
    return members if alive == 0 else None


given = json.load(sys.stdin)
if given["m"] < 0:
    sys.exit(f"m is {given['m']}; it must not be negative")
random.seed(given["_seed"])
sizes = [family(given["m"]) for _ in range(given["families"])]
extinct = [size for size in sizes if size is not None]
print(json.dumps({
    "extinct": len(extinct) / len(sizes),
    "size": sum(extinct) / len(extinct) if extinct else None,
}))
