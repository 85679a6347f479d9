"""Trials for the benchmarks: they do nothing, or keep a core busy, as those of others.py do.

By hand, the seconds of a plain loop:  python3 trials.py TRIALS MILLISECONDS
"""

import sys
import time


def idle(i):
    return {"i": i}


def busy(i, milliseconds):
    end = time.thread_time() + milliseconds / 1000
    while time.thread_time() < end:
        pass
    return {"i": i}


if __name__ == "__main__":
    trials, milliseconds = map(int, sys.argv[1:])
    start = time.perf_counter()
    for each in range(trials):
        busy(each, milliseconds)
    print(time.perf_counter() - start)
