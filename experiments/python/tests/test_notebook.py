"""Which files are read as notebooks."""

import sqlite3
import unittest

import labactors
from labactors import _notebook

from .workplace import Workplace

try:
    import pandas
except ImportError:
    pandas = None


class ReadTest(Workplace):

    def test_what_is_no_notebook_is_named(self):
        with self.assertRaisesRegex(FileNotFoundError, "absent.db, and there is no such file"):
            labactors.read("absent.db", "sir")
        self.assertEqual([], list(self.folder.iterdir()))
        self.write("text.db", "no database, however long it is, is written so" * 100)
        with self.assertRaisesRegex(labactors.LabError, "text.db cannot be read"):
            labactors.read("text.db", "sir")
        sqlite3.connect("other.db").execute("CREATE TABLE sir (x)").connection.close()
        with self.assertRaisesRegex(labactors.LabError, "other.db is no notebook of a lab"):
            labactors.read("other.db", "sir")
        with self.assertRaisesRegex(ValueError, "labactors.read reads files"):
            labactors.read("jdbc:postgresql://db/science", "sir")

    def test_tags_are_named_when_one_is_missing_and_newer_formats_are_refused(self):
        connection = sqlite3.connect("two.db")
        connection.execute("CREATE TABLE _columns (tag, \"column\", kind, name, type)")
        connection.execute("CREATE TABLE _result_sets (number, tag)")
        connection.executemany("INSERT INTO _result_sets VALUES (?, ?)", [(0, "a"), (1, "b")])
        connection.commit()
        with self.assertRaisesRegex(labactors.LabError, "Give a tag. two.db has the tags 'a', 'b'"):
            labactors.read("two.db")
        with self.assertRaisesRegex(labactors.LabError, "there is no result set 'c'"):
            labactors.read("two.db", "c")
        connection.execute("PRAGMA user_version = 5")
        connection.close()
        with self.assertRaisesRegex(labactors.LabError, "has the format 5"):
            labactors.read("two.db", "a")


class ValueTest(unittest.TestCase):

    def test_names_with_halves_of_characters_come_back(self):
        self.assertEqual({"\ud800x": {"\uffff": 1}, "ä": 2**63 - 1},
                         _notebook.value_of('{"\uffffd800x":{"\uffffffff":1},"ä":%d}' % (2**63 - 1)))


class DataTypeTest(unittest.TestCase):

    def test_the_type_of_a_column_keeps_every_value(self):
        for expected, values in (
                ("int64", [1, 2]), ("Int64", [1, None]), ("bool", [True]), ("boolean", [True, None]),
                ("float64", [1.5, None]), ("float64", [1, 1.5]), ("object", [2**53 + 1, 1.5]),
                ("object", ["a", None]), ("object", [True, 1]), ("object", [None]), ("object", [])):
            with self.subTest(values=values):
                self.assertEqual(expected, _notebook.data_type(values))
                if pandas is not None:
                    kept = [each for each in _notebook.series(values) if not pandas.isna(each)]
                    self.assertEqual([each for each in values if each is not None], kept)
