"""The package as it is installed."""

import ast
import importlib.util
import shutil
import subprocess
import sys
import unittest
import zipfile

from .workplace import LONGEST_SECONDS, PACKAGE, Workplace

MISSING = [each for each in ("pip", "setuptools", "wheel") if importlib.util.find_spec(each) is None]


class PackageTest(Workplace):

    @unittest.skipIf(MISSING, "there is no %s here" % " and no ".join(MISSING))
    def test_the_wheel_has_all_modules_and_the_mark_of_types(self):
        shutil.copytree(PACKAGE, "copy",
                        ignore=shutil.ignore_patterns("__pycache__", "build", "*.egg-info"))

        built = subprocess.run(
            [sys.executable, "-m", "pip", "wheel", "--no-build-isolation", "--no-deps", "--no-index",
             "--disable-pip-version-check", "-w", "out", "./copy"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=LONGEST_SECONDS)

        self.assertEqual(0, built.returncode, built.stdout)
        wheel, = self.folder.glob("out/labactors-*-py3-none-any.whl")
        expected = {"labactors/" + each.name for each in (PACKAGE / "labactors").iterdir()
                    if each.is_file()}
        self.assertIn("labactors/py.typed", expected)
        self.assertEqual(expected, {name for name in zipfile.ZipFile(wheel).namelist()
                                    if name.startswith("labactors/")})

    def test_it_imports_the_standard_library_only_and_pandas_late(self):
        allowed = {"__future__", "ast", "base64", "codecs", "contextlib", "datetime", "inspect",
                   "json", "math", "operator", "os", "pathlib", "re", "selectors", "shlex", "shutil",
                   "signal", "sqlite3", "subprocess", "sys", "tempfile", "types", "typing",
                   "warnings"}
        for file in (PACKAGE / "labactors").glob("*.py"):
            for node in ast.parse(file.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.Import):
                    self.assertLessEqual({each.name for each in node.names}, allowed, file)
                elif isinstance(node, ast.ImportFrom) and node.level == 0:
                    self.assertIn(node.module, allowed, file)
