"""A trial of 5 ms after an import of numpy, called as a function or started as a program."""

import json
import os
import time

import numpy


def simulate(i):
    random = numpy.random.default_rng(i)
    end = time.thread_time() + 0.005
    mean = 0.0
    while time.thread_time() < end:
        mean = float(random.normal(size=1000).mean())
    return {"mean": mean}


if __name__ == "__main__":
    print(json.dumps(simulate(int(os.environ["I"]))))
