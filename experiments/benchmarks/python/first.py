"""Starts ipyparallel's cluster and says "first" when the first result is there.

Usage: first.py ipyparallel WORKERS
"""

import sys

import ipyparallel

with ipyparallel.Cluster(n=int(sys.argv[2]), log_level=50) as client:
    client.wait_for_engines(1)
    client.load_balanced_view().apply_sync(abs, -1)
    print("first", flush=True)
