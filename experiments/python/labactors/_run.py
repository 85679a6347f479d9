"""Runs a study from a session of Python."""

from __future__ import annotations

import datetime
import os
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Union

from . import _lab, _notebook, _runfile, _source

ON_ENGINE = "LAB_TRIAL"
"""A variable that the lab sets for every interpreter that it starts."""


def run(function: Callable[..., Any], parameters: Mapping[str, Any], *, replicates: int = 1,
        seed: Optional[int] = None, notebook: Union[str, "os.PathLike[str]", None] = None,
        tag: Optional[str] = None, description: str = "", files: Iterable[str] = (),
        python: Optional[str] = None, design: Union[str, Mapping[str, Any]] = "factorial",
        order: str = "random",
        timeout: Union[int, float, str, datetime.timedelta, None] = None,
        max_failures: Union[int, str, None] = None, engines: int = 0, retry_failed: bool = False,
        extend: bool = False, assume: Optional[Mapping[str, Any]] = None,
        changed_code: str = "warn", progress: bool = True, frame: Optional[bool] = None,
        run_file: Union[str, "os.PathLike[str]", None] = None,
        lab: Union[str, "os.PathLike[str]", None] = None) -> Any:
    """Runs a function at every point of a parameter space, or continues such a run.

    function: a function at the top level of a file that engines can import, as it is in the file
        now. It gets the parameters by name, and seed and replicate if it names them, and returns a
        dict of results, or a list of dicts or a data frame for several rows. A function of a
        notebook's cell or of the prompt, a lambda, a nested function and a method are refused. A
        script that defines the function calls run below `if __name__ == "__main__":`.
    parameters: for each name a single value, or an iterable of values, such as a list, a range or an
        array of numpy; or a rule, such as {"from": 0, "to": 1, "points": 51}. Values are finite
        floats, whole numbers of 64 bits, strings, booleans, and lists of these.
    replicates: trials at each point.
    seed: a whole number of 64 bits; if it is None, one is drawn and recorded.
    notebook: the file for the results; by default the tag with .db, in the current folder.
    tag: the name of the result set; by default that of the notebook, else that of the file, without
        the ending.
    description: of the study, in words.
    files: data that the function reads: files, folders, and patterns of pathlib, such as
        "data/*.csv"; relative to the folder of the function's file. Modules of that folder that the
        file imports are found.
    python: the interpreter of the engines, by default this one: a name on the PATH or a path.
    design: "factorial", "pointwise", or {"points": "points.csv"}, with parameters = {}.
    order: "random" or "sequential".
    timeout: for each trial: seconds, a timedelta, or a text such as "30s".
    max_failures: the run stops when more trials have failed: a number, "5%" of all, or "none".
    engines: how many trials run at once: 0 one for each core, -1 all cores but one, n: n.
    retry_failed: whether trials that are recorded as failed run again.
    extend: whether a recorded study may be extended by this one, which contains it: with more
        values, points or replicates, or with a parameter for which assume has a value. What is
        recorded stays.
    assume: of a parameter that is new, the value that it had in the trials that are recorded.
    changed_code: what becomes of results that other code made: "warn" keeps them with a warning,
        "accept" without one, and "rerun" runs their trials again.
    progress: whether progress and summary are printed, to standard error.
    frame: True for a pandas data frame, False for a list of dicts; by default a data frame if
        pandas is installed.
    run_file: where to keep the run file, for example to run it on a cluster; its name ends with
        .conf. By default it is deleted after the run.
    lab: the program lab; by default that of the environment variable LAB, on the PATH, or of the
        repository that has this package.

    Returns all rows of the study, as labactors.read does. A trial that failed is a row with the
    _status "failed", "timed out" or "lost", and with the _exception and its _traceback; a
    RuntimeWarning has their number.

    Raises ValueError or TypeError if an argument is refused; LabError, with the lab's own words and
    exit code, if the lab refuses the study or cannot finish it; KeyboardInterrupt when Ctrl-C has
    stopped the run. In every case results that are recorded are kept, and the same call continues
    the run.
    """
    if ON_ENGINE in os.environ:
        raise _lab.LabError(
            "an engine has called labactors.run: it imports the file of the function, and that file,"
            " or one that it imports, calls labactors.run. Write the call below"
            ' if __name__ == "__main__":')
    source = _source.located(function)
    _source.check_import(source)
    space = _runfile.parameters(parameters)
    if not isinstance(design, Mapping):
        _source.check_parameters(function, space)
    place = os.fspath(notebook) if notebook is not None else None
    if place is not None and (place.startswith("jdbc:") or place == "memory"):
        raise ValueError("notebook is %s; labactors.run records into files. Run a run file with the"
                         " program lab for another notebook" % place)
    if tag is None:
        tag = Path(place).stem if place is not None else source.file.stem
    if place is None:
        place = tag + ".db"

    study: Dict[str, Any] = {
        "tag": tag,
        "description": description,
        "experiment": _runfile.experiment(
            source, _source.companions(source, files), interpreter(python)),
        "parameters": space,
        "design": _runfile.design(design),
        "replicates": _runfile.whole("replicates", replicates),
        "order": order,
    }
    if assume is not None:
        study["assume"] = _runfile.assumed(assume)
    if seed is not None:
        study["seed"] = _runfile.whole("seed", seed)
    if timeout is not None:
        study["timeout"] = _runfile.duration(timeout)
    if max_failures is not None:
        study["max-failures"] = max_failures
    text = {"notebook": place, "study": study,
            "lab": {"engines": _runfile.whole("engines", engines)}}

    start(_lab.find(lab), text, tag, run_file,
          options(retry_failed, extend, changed_code, progress))
    rows = _notebook.read(place, tag, frame=False)
    warn_of_failures(rows)
    return _notebook.framed(rows, frame)


def interpreter(given: Optional[str]) -> str:
    python = sys.executable if given is None else os.fspath(given)
    if not python:
        raise ValueError("python is not given, and this session does not know its own interpreter."
                         " Give its name or path")
    return os.path.abspath(python) if os.sep in python else python


CHANGED_CODE = {"warn": [], "accept": ["--accept-code"], "rerun": ["--rerun-changed"]}


def options(retry_failed: bool, extend: bool, changed_code: str, progress: bool) -> List[str]:
    if changed_code not in CHANGED_CODE:
        raise ValueError('changed_code is %r; it must be "warn", "accept" or "rerun"'
                         % (changed_code,))
    return (([] if progress else ["--quiet"]) + (["--retry-failed"] if retry_failed else [])
            + (["--extend"] if extend else []) + CHANGED_CODE[changed_code])


def start(lab: str, text: Mapping[str, Any], tag: str,
          kept: Union[str, "os.PathLike[str]", None], further: List[str]) -> None:
    """Writes the run file and runs it, to the end."""
    with tempfile.TemporaryDirectory(prefix="labactors-") as folder:
        run_file = Path(folder, "run.conf") if kept is None else Path(kept)
        _runfile.write(text, run_file)
        _lab.run([lab, "run", str(run_file), *further],
                 _lab.Wording(lab, run_file, kept is not None), tag)


def warn_of_failures(rows: List[_notebook.Row]) -> None:
    failed = {each["_trial"] for each in rows if each["_status"] != "ok"}
    if failed:
        warnings.warn("%d of %d trials failed; see _status and _exception of their rows"
                      % (len(failed), len({each["_trial"] for each in rows})),
                      RuntimeWarning, stacklevel=3)
