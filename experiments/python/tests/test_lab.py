"""Where the program lab is."""

import os
from unittest import mock

import labactors
from labactors import _lab

from .workplace import LAB, PACKAGE, Workplace


class FindTest(Workplace):

    def setUp(self):
        super().setUp()
        self.folders = {}
        for name in ("argument", "variable", "path"):
            program = self.write(name + "/lab", "#!/bin/sh\n")
            program.chmod(0o755)
            self.folders[name] = str(program)

    def found(self, given=None, variable="", path="/nowhere"):
        with mock.patch.dict(os.environ, {"LAB": variable, "PATH": path}):
            return _lab.find(given)

    def test_the_argument_is_before_the_variable_the_PATH_and_the_repository(self):
        variable, path = self.folders["variable"], os.path.dirname(self.folders["path"])

        self.assertEqual(self.folders["argument"], self.found("argument/lab", variable, path))
        self.assertEqual(variable, self.found(None, variable, path))
        self.assertEqual(self.folders["path"], self.found(None, "", path))
        self.assertEqual(str(LAB), self.found())

    def test_a_lab_that_is_not_there_is_named_with_where_it_was_named(self):
        with self.assertRaisesRegex(labactors.LabError, "the argument lab is absent, which is no"):
            self.found("absent")
        with self.assertRaisesRegex(labactors.LabError, "environment variable LAB is /absent/lab"):
            self.found(None, "/absent/lab")
        with mock.patch.object(_lab, "__file__", "/labactors/_lab.py"):
            with self.assertRaisesRegex(labactors.LabError, "there is no program lab on the PATH") \
                    as caught:
                self.found()
        self.assertIsNone(caught.exception.exit_code)


class EnvironmentTest(Workplace):

    def path(self, given):
        with mock.patch.dict(os.environ, {"PYTHONPATH": given}):
            return _lab.environment().get("PYTHONPATH")

    def test_interpreters_find_this_package_and_relative_folders(self):
        self.assertEqual(os.pathsep.join([str(self.folder / "a"), str(PACKAGE)]), self.path("a"))
        self.assertEqual(str(PACKAGE), self.path(""))

    def test_what_is_installed_is_not_put_before_the_modules_of_another_interpreter(self):
        with mock.patch.object(_lab, "__file__", "/venv/lib/python3/site-packages/labactors/_lab.py"):
            self.assertEqual(str(self.folder / "a"), self.path("a"))
