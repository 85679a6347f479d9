"""The run file of a study."""

import datetime
import os
import unittest
from pathlib import Path

from labactors import _runfile

from .workplace import Workplace

try:
    import numpy
except ImportError:
    numpy = None


class ParametersTest(unittest.TestCase):

    def test_iterables_are_values_and_all_else_is_a_single_value(self):
        self.assertEqual(
            {"a": [1, 2], "b": [0, 1], "c": "euler", "d": [1.5], "e": True, "f": [[1, 2], [3]],
             "g": {"from": 0, "to": 1, "points": 3}},
            _runfile.parameters({"a": (1, 2), "b": range(2), "c": "euler",
                                 "d": (each for each in [1.5]), "e": True, "f": [(1, 2), [3]],
                                 "g": {"from": 0, "to": 1, "points": 3}}))

    @unittest.skipIf(numpy is None, "there is no numpy here")
    def test_arrays_and_scalars_of_numpy_are_numbers(self):
        given = _runfile.parameters({
            "a": numpy.linspace(0, 1, 3), "b": numpy.arange(2), "c": numpy.float64(0.1),
            "d": numpy.bool_(True), "e": [numpy.int64(7), numpy.float32(0.5)],
            "f": numpy.zeros((2, 2)), "g": numpy.array(3), "h": numpy.array(["x"])})

        self.assertEqual({"a": [0.0, 0.5, 1.0], "b": [0, 1], "c": 0.1, "d": True, "e": [7, 0.5],
                          "f": [[0.0, 0.0], [0.0, 0.0]], "g": 3, "h": ["x"]}, given)
        self.assertEqual({float}, {type(each) for each in given["a"]} | {type(given["c"])})

    def test_what_a_run_file_cannot_have_is_refused_with_what_to_do(self):
        for value, kind, text in (
                (float("nan"), ValueError, "finite numbers. A points file may have it"),
                ([1.0, float("-inf")], ValueError, "has the value -inf"),
                (2**63, ValueError, "whole numbers have 64 bits"),
                ([], ValueError, "has no values"),
                (None, TypeError, "has the value None of type NoneType"),
                ([None], TypeError, "numbers, strings, booleans, or lists of these"),
                (1j, TypeError, "of type complex"),
                (b"x", TypeError, "of type bytes"),
                ({1, 2}, TypeError, "has no order. Write sorted(…) around it"),
                ([{"a": 1}], TypeError, "of type dict")):
            with self.subTest(value=value):
                with self.assertRaises(kind) as caught:
                    _runfile.parameters({"beta": value})
                self.assertIn("'beta'", str(caught.exception))
                self.assertIn(text, str(caught.exception))

    def test_names_are_strings(self):
        with self.assertRaisesRegex(TypeError, "has the key 1"):
            _runfile.parameters({1: 2})
        with self.assertRaisesRegex(TypeError, "it must be a dict"):
            _runfile.parameters([1])


class RunFileTest(Workplace):

    def test_times_are_seconds_or_texts(self):
        self.assertEqual("30s", _runfile.duration("30s"))
        self.assertEqual("1500 ms", _runfile.duration(1.5))
        self.assertEqual("60000 ms", _runfile.duration(datetime.timedelta(minutes=1)))

    def test_a_file_below_the_root_keeps_its_folders(self):
        inner = self.write("data/a.csv", "1\n")
        (self.folder / "b.bin").write_bytes(b"\xff\0")

        self.assertEqual({"name": "data/a.csv", "content": "1\n", "base64": False,
                          "executable": False}, _runfile.attached(self.folder, inner))
        self.assertEqual("a.csv", _runfile.attached(Path("/elsewhere"), inner)["name"])
        self.assertEqual(("/wA=", True), tuple(
            _runfile.attached(self.folder, self.folder / "b.bin")[key]
            for key in ("content", "base64")))

    def test_a_run_file_of_somebody_else_is_not_replaced(self):
        self.write("mine.conf", "study {}")

        with self.assertRaisesRegex(FileExistsError, "which labactors.run has not written"):
            _runfile.write({}, Path("mine.conf"))
        with self.assertRaisesRegex(ValueError, "must end with .conf"):
            _runfile.write({}, Path("mine.txt"))
        _runfile.write({}, Path("new.conf"))
        _runfile.write({"a": 1}, Path("new.conf"))
        self.assertIn('"a": 1', Path("new.conf").read_text())
        self.assertEqual("study {}", Path("mine.conf").read_text())

    def test_the_file_of_points_is_found_from_anywhere(self):
        self.assertEqual({"points": os.path.join(os.getcwd(), "points.csv")},
                         _runfile.design({"points": "points.csv"}))
        self.assertEqual("pointwise", _runfile.design("pointwise"))
