"""A folder of its own for each test, with modules that can be imported."""

import contextlib
import importlib
import io
import os
import subprocess
import sys
import tempfile
import textwrap
import unittest
import warnings
from pathlib import Path
from unittest import mock

import labactors

PACKAGE = Path(labactors.__file__).resolve().parents[1]
LAB = PACKAGE.parents[1] / "lab"
LONGEST_SECONDS = 120
ENVIRONMENT = {"LAB": str(LAB), "LAB_JAVA_OPTS": "-XX:TieredStopAtLevel=1"}


def setUpModule():
    """The first call of the lab builds it."""
    subprocess.run([str(LAB), "--version"], check=True, stdout=subprocess.DEVNULL, timeout=900)


class Workplace(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="labactors-test-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        before = os.getcwd()
        os.chdir(self.folder)
        self.addCleanup(os.chdir, before)
        for patch in (mock.patch.dict(os.environ, ENVIRONMENT),
                      mock.patch.object(sys, "path", [str(self.folder)] + sys.path),
                      mock.patch.object(sys, "dont_write_bytecode", True)):
            patch.start()
            self.addCleanup(patch.stop)
        modules = set(sys.modules)
        self.addCleanup(lambda: [sys.modules.pop(each) for each in set(sys.modules) - modules
                                 if str(self.folder) in str(sys.modules[each])])

    def write(self, name, text):
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text), encoding="utf-8")
        return file

    def module(self, name, text):
        self.write(name.replace(".", "/") + ".py", text)
        importlib.invalidate_caches()
        return importlib.import_module(name)

    def run_quietly(self, function, parameters, **options):
        """The rows; what was printed and warned of is in self.printed and self.warned."""
        printed = io.StringIO()
        options.setdefault("frame", False)
        try:
            with contextlib.redirect_stderr(printed), warnings.catch_warnings(record=True) as warned:
                warnings.simplefilter("always")
                return labactors.run(function, parameters, **options)
        finally:
            self.printed = printed.getvalue()
            self.warned = [str(each.message) for each in warned]

    def script(self, name, text, python=sys.executable):
        """A process that runs a script with this package."""
        self.write(name, text)
        return subprocess.Popen(
            [python, name], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, encoding="utf-8",
            env=dict(os.environ, PYTHONPATH=str(PACKAGE), TMPDIR=str(self.folder)))

    def ended(self, process):
        try:
            out, err = process.communicate(timeout=LONGEST_SECONDS)
        finally:
            if process.poll() is None:
                process.kill()
                process.communicate()
        return process.returncode, out, err
