"""The run file of a study: JSON, which is HOCON too, with every number exact."""

from __future__ import annotations

import base64
import datetime
import json
import math
import operator
import os
from pathlib import Path
from typing import Any, Dict, Iterable, List, Mapping, Union

from ._source import Source

MARK = "# Written by labactors.run; the next call writes it anew.\n"
LEAST, MOST = -2**63, 2**63 - 1
ALLOWED = "numbers, strings, booleans, or lists of these"


# --- Parameters -----------------------------------------------------------------------------------

def parameters(given: Mapping[str, Any]) -> Dict[str, Any]:
    """The parameters as a run file has them."""
    if not isinstance(given, Mapping):
        raise TypeError("parameters is %r; it must be a dict such as {'beta': [0.1, 0.2]}"
                        % (given,))
    for name in given:
        if not isinstance(name, str):
            raise TypeError("parameters has the key %r; names of parameters are strings" % (name,))
    return {name: values(name, value) for name, value in given.items()}


def assumed(given: Mapping[str, Any]) -> Dict[str, Any]:
    """The assumed values of parameters as a run file has them."""
    if not isinstance(given, Mapping):
        raise TypeError("assume is %r; it must be a dict such as {'gamma': 0.1}" % (given,))
    return {str(name): single(str(name), without_numpy(value)) for name, value in given.items()}


def values(name: str, given: Any) -> Any:
    """All values of a parameter, a single one, or the rule by which the lab computes them."""
    given = without_numpy(given)
    if isinstance(given, Mapping):
        return {str(key): single(name, without_numpy(each)) for key, each in given.items()}
    if isinstance(given, (bool, int, float, str)):
        return single(name, given)
    if isinstance(given, (set, frozenset)):
        raise TypeError("parameters: %r is a set, which has no order. Write sorted(…) around it"
                        % name)
    if isinstance(given, (bytes, bytearray)) or not isinstance(given, Iterable):
        raise wrong(name, given)
    all_values = [single(name, without_numpy(each)) for each in given]
    if not all_values:
        raise ValueError("parameters: %r has no values; give it at least one" % name)
    return all_values


def without_numpy(value: Any) -> Any:
    """What numpy's arrays and scalars and pandas' series hold; everything else as it is."""
    return value.tolist() if hasattr(value, "tolist") else value


def single(name: str, value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [single(name, without_numpy(each)) for each in value]
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        if not LEAST <= value <= MOST:
            raise ValueError("parameters: %r has the value %d; whole numbers have 64 bits. Write"
                             " float(…) around it, or str(…)" % (name, value))
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("parameters: %r has the value %r; parameters are finite numbers. A"
                             " points file may have it: design={'points': 'points.csv'}"
                             % (name, value))
        return float(value)
    raise wrong(name, value)


def wrong(name: str, value: Any) -> TypeError:
    return TypeError("parameters: %r has the value %r of type %s; parameters are %s"
                     % (name, value, type(value).__name__, ALLOWED))


# --- Files ----------------------------------------------------------------------------------------

def attached(root: Path, file: Path) -> Dict[str, Any]:
    """A file with its content. A name below the root keeps its folders, another one has none."""
    content = file.read_bytes()
    text = plain_text(content)
    name = file.relative_to(root) if root in file.parents else Path(file.name)
    return {
        "name": name.as_posix(),
        "content": base64.b64encode(content).decode() if text is None else text,
        "base64": text is None,
        "executable": os.access(file, os.X_OK),
    }


def plain_text(content: bytes) -> Union[str, None]:
    """The text of a file, as the lab decides which files are text."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if all(c >= " " or c in "\n\t\r" for c in text) else None


def experiment(source: Source, files: List[Path], python: str) -> Dict[str, Any]:
    return {
        "class": "Python",
        "file": attached(source.root, source.file),
        "function": source.name,
        "files": [attached(source.root, each) for each in files],
        "python": python,
    }


# --- The study ------------------------------------------------------------------------------------

def design(given: Union[str, Mapping[str, Any]]) -> Any:
    if isinstance(given, Mapping):
        return {key: os.path.abspath(value) if key == "points" else value
                for key, value in given.items()}
    return given


def duration(given: Union[int, float, str, datetime.timedelta]) -> str:
    if isinstance(given, str):
        return given
    seconds = given.total_seconds() if isinstance(given, datetime.timedelta) else float(given)
    return "%d ms" % math.ceil(seconds * 1000)


def whole(what: str, given: Any) -> int:
    try:
        return operator.index(given)
    except TypeError:
        raise TypeError("%s is %r; it must be a whole number" % (what, given)) from None


def text(run_file: Mapping[str, Any]) -> bytes:
    try:
        return (json.dumps(run_file, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return (json.dumps(run_file, indent=2, allow_nan=False) + "\n").encode()


def write(run_file: Mapping[str, Any], place: Path) -> None:
    """Writes the run file, over one that was written so before, but over nothing else."""
    if place.suffix != ".conf":
        raise ValueError("run_file is %s; its name must end with .conf" % place)
    if place.exists() and not place.read_bytes().startswith(MARK.encode()):
        raise FileExistsError("run_file is %s, which labactors.run has not written. Give another"
                              " name, or remove it" % place)
    place.write_bytes(MARK.encode() + text(run_file))
