"""Reads notebooks: SQLite files that the lab writes."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Dict, Iterator, List, Mapping, Optional, Union

from ._lab import LabError

Row = Dict[str, Any]
"""The values of a row by the names of their columns; None where there is none."""

NEWEST_FORMAT = 4
EXACT, MORE = "_exact", "_more"
MARKED = re.compile("\uffff([0-9a-f]{4})")
EXACT_IN_FLOAT = 2**53


def read(notebook: Union[str, "os.PathLike[str]"], tag: Optional[str] = None, *,
         frame: Optional[bool] = None) -> Any:
    """The results of a study in a notebook, also while a lab writes it.

    notebook: a file.
    tag: that of the study; may be left out if the notebook has only one.
    frame: True for a pandas data frame, False for a list of dicts; by default a data frame if
        pandas is installed.

    Returns a row for each trial, in the order of points and replicates, or several rows for a trial
    that returned several. The columns are those of the notebook's table: parameters, results and
    metadata under their names, the lab's own with an underscore, such as _status. Values are as the
    function returned them: booleans, lists, dicts, NaN, whole numbers of 64 bits. In a data frame
    a missing value is NaN, None or pandas.NA, after the type of its column.

    Raises FileNotFoundError if there is no such file, and LabError if it is no notebook or has no
    such tag.
    """
    return framed(typed_rows(notebook, tag), frame)


def framed(rows: List[Row], frame: Optional[bool]) -> Any:
    """Rows as they are, or as a data frame."""
    if frame is None:
        try:
            import pandas  # noqa: F401
        except ImportError:
            return rows
    return data_frame(rows) if frame is not False else rows


# --- Rows -----------------------------------------------------------------------------------------

def typed_rows(notebook: Union[str, "os.PathLike[str]"], tag: Optional[str]) -> List[Row]:
    place = os.fspath(notebook)
    if place.startswith("jdbc:"):
        raise ValueError("notebook is %s; labactors.read reads files. Read a database with"
                         " pandas.read_sql, or copy the result set into a file: lab notebook copy"
                         % place)
    if not os.path.isfile(place):
        raise FileNotFoundError("notebook is %s, and there is no such file" % place)
    try:
        with closing(sqlite3.connect(Path(place).resolve().as_uri() + "?mode=ro", uri=True,
                                     isolation_level=None)) as connection:
            connection.execute("BEGIN")
            return rows_of(connection, place, tag)
    except sqlite3.Error as failure:
        raise LabError("%s cannot be read: %s" % (place, failure)) from failure


def rows_of(connection: sqlite3.Connection, place: str, tag: Optional[str]) -> List[Row]:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_columns'").fetchone():
        raise LabError("%s is no notebook of a lab" % place)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > NEWEST_FORMAT:
        raise LabError("%s has the format %d; this labactors reads formats up to %d. Install a newer"
                       " labactors" % (place, version, NEWEST_FORMAT))
    tags = [each for each, in connection.execute("SELECT tag FROM _result_sets ORDER BY number")]
    if tag is None and len(tags) == 1:
        tag = tags[0]
    if tag is None or tag not in tags:
        raise LabError("%s. %s has %s" % (
            "Give a tag" if tag is None else "there is no result set %r" % tag, place,
            "the tags " + ", ".join(map(repr, tags)) if tags else "no result sets"))
    decoders = {column: DECODERS[kind_of_cell] for column, kind_of_cell in connection.execute(
        'SELECT "column", type FROM _columns WHERE tag = ?', (tag,)) if kind_of_cell in DECODERS}
    table = quoted(tag)
    names = [each[0] for each in connection.execute(
        "SELECT * FROM %s LIMIT 0" % table).description if each[0] not in (EXACT, MORE)]
    of_lab = [each for each in names if each.startswith("_")]
    several = "_row" in of_lab
    shown = of_lab + ([] if several else ["_row"]) + names_of_user(names)
    rows = []
    further = False
    for cells in connection.execute("SELECT %s, %s, %s FROM %s ORDER BY _point, _replicate, %s" % (
            ", ".join(quoted(each) if several or each != "_row" else "0 AS _row" for each in shown),
            EXACT, MORE, table, "_row" if several else "_trial")):
        row = dict(zip(shown, cells))
        for name, decode in decoders.items():
            if row[name] is not None:
                row[name] = decode(row[name])
        if cells[-2] is not None:
            row.update(value_of(cells[-2]))
        if cells[-1] is not None:
            further = True
            add_more(row, value_of(cells[-1]))
        rows.append(row)
    return completed(rows) if further else rows


def names_of_user(names: List[str]) -> List[str]:
    return [each for each in names if not each.startswith("_")]


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def add_more(row: Row, more: Mapping[str, Mapping[str, Any]]) -> None:
    """Adds the values for which the table has no column left, by kind and name."""
    for kind, values in more.items():
        for name, value in values.items():
            row[name if name not in row else name + "_" + kind] = value


def completed(rows: List[Row]) -> List[Row]:
    """Rows that all have the same names."""
    names: Dict[str, None] = {}
    for each in rows:
        if not each.keys() <= names.keys():
            names.update(dict.fromkeys(each))
    return [{name: each.get(name) for name in names} for each in rows]


def truth(cell: Any) -> Any:
    return bool(cell) if isinstance(cell, int) else cell


def structure(cell: Any) -> Any:
    return value_of(cell) if isinstance(cell, str) else cell


def value_of(text: str) -> Any:
    return json.loads(text, object_pairs_hook=unmarked)


def unmarked(pairs: "List[tuple[str, Any]]") -> Dict[str, Any]:
    """An object whose names may have halves of surrogate pairs, which the lab marks."""
    return {MARKED.sub(lambda found: chr(int(found[1], 16)), name): value for name, value in pairs}


DECODERS = {"boolean": truth, "json": structure}
"""How a cell becomes a value by the type of its column, unless the value is noted beside."""


# --- Data frames ----------------------------------------------------------------------------------

def data_frame(rows: List[Row]) -> Any:
    import pandas

    return pandas.DataFrame({name: series([each[name] for each in rows])
                             for name in (rows[0] if rows else ())})


def series(values: List[Any]) -> Any:
    """A column of the type that keeps every value exactly."""
    import pandas

    return pandas.Series(values, dtype=data_type(values))


def data_type(values: List[Any]) -> str:
    types = {type(each) for each in values}
    missing = type(None) in types
    types.discard(type(None))
    if types == {int}:
        return "Int64" if missing else "int64"
    if types == {bool}:
        return "boolean" if missing else "bool"
    if types == {float} or (types == {int, float} and all(
            abs(each) <= EXACT_IN_FLOAT for each in present(values) if isinstance(each, int))):
        return "float64"
    return "object"


def present(values: List[Any]) -> Iterator[Any]:
    return (each for each in values if each is not None)
