"""Runs functions of Python as experiments of Lab Actors, from a session or a script of Python.

    import labactors
    from sir import simulate                     # def simulate(beta, gamma, seed): return {…}

    results = labactors.run(simulate, {"beta": [0.1, 0.2, 0.3], "gamma": 0.5},
                            replicates=20, seed=42, notebook="sir.db")
    results = labactors.read("sir.db", "sir")    # later, without running anything

`run` writes a run file, starts the program `lab`, shows its progress, and returns the results. The
same call again continues the run, and no trial runs twice.
"""

from ._lab import LabError
from ._notebook import Row, read
from ._run import run

__all__ = ["LabError", "Row", "read", "run"]
__version__ = "0.1.0"

LabError.__module__ = read.__module__ = run.__module__ = __name__
