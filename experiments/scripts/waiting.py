"""E08: how long do customers wait? The queue of Erlang (1909), as a function in Python.

Customers arrive at random, at a rate called the load, and one clerk needs a random time for each, of
mean 1. Each waits as long as the one before did, longer by the time of that one's service and less by
the time between the two (Lindley, 1952). The function gets the parameters by their names, and the
laboratory seeds random before each trial. It returns

  wait      the mean time that a customer waits: load/(1 - load)
  at_once   the part of the customers that do not wait at all: 1 - load

By hand:  python3 -c 'import waiting; print(waiting.simulate(0.5, 10000))'
"""

import random


def simulate(load, customers):
    if not 0 < load < 1:
        raise ValueError(f"load is {load}; it must be between 0 and 1")
    # The first finds the queue as it is on the average over a long time.
    wait = random.expovariate(1 - load) if random.random() < load else 0.0
    total, at_once = 0.0, 0
    for _ in range(customers):
        total += wait
        at_once += wait == 0
        wait = max(0.0, wait + random.expovariate(1) - random.expovariate(load))
    return {"wait": total / customers, "at_once": at_once / customers}
