"""Runs trials with joblib, ipyparallel or Dask, as the lab does: one task for each trial.

Usage: others.py LIBRARY WORKERS IDLE_TRIALS BUSY_TRIALS MILLISECONDS
       others.py LIBRARY WORKERS model TRIALS
Prints "result" and two numbers: idle trials per second, and the speed-up of busy trials against a plain loop; or
"result" and the trials per second of model.py.
None of the three stores its results. Starting the workers is not part of the time.
"""

import sys
import time


def idle(trial):
    return trial


def busy(milliseconds):
    end = time.thread_time() + milliseconds / 1000
    while time.thread_time() < end:
        pass


def with_joblib(workers):
    from joblib import Parallel, delayed

    with Parallel(n_jobs=workers) as parallel:
        yield lambda work, arguments: parallel(delayed(work)(each) for each in arguments)


def with_ipyparallel(workers):
    import ipyparallel

    with ipyparallel.Cluster(n=workers, log_level=50) as client:
        client.wait_for_engines(workers)
        view = client.load_balanced_view()
        client[:].use_cloudpickle()
        yield lambda work, arguments: view.map_sync(work, arguments, chunksize=1)


def with_dask(workers):
    from distributed import Client

    with Client(
        n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as client:
        yield lambda work, arguments: client.gather(client.map(work, arguments, pure=False))


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def model(library, workers, trials):
    from model import simulate

    for run in globals()["with_" + library](workers):
        run(simulate, range(10 * workers))
        print("result", trials / seconds(lambda: run(simulate, range(trials))))


def main():
    library = sys.argv[1]
    if sys.argv[3] == "model":
        return model(library, int(sys.argv[2]), int(sys.argv[4]))
    workers, idle_trials, busy_trials, milliseconds = map(int, sys.argv[2:])
    for run in globals()["with_" + library](workers):
        run(idle, range(10 * workers))
        idle_time = seconds(lambda: run(idle, range(idle_trials)))
        speed_ups = []
        for _ in range(3):
            loop = seconds(lambda: [busy(milliseconds) for _ in range(busy_trials)])
            parallel = seconds(lambda: run(busy, [milliseconds] * busy_trials))
            speed_ups.append(loop / parallel)
        print("result", idle_trials / idle_time, sorted(speed_ups)[1])


if __name__ == "__main__":
    main()
