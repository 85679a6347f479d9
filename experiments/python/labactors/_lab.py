"""The program lab: where it is, and how it is started, watched and stopped."""

from __future__ import annotations

import codecs
import contextlib
import os
import selectors
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Optional, Union

SOME_FAILED = 3
LONGEST_WAIT_SECONDS = 0.5
SAME_CALL = "the same call of labactors.run"
NOT_IN_WORDS = ("lab: warning: ", "lab: building")


class LabError(RuntimeError):
    """A run that the lab refused or could not finish, with the lab's own words.

    exit_code is that of `lab run`: 1 the run could not be finished, 2 something is wrong with the
    study or the notebook, 4 too many trials failed. It is None if the lab was not started.
    """

    def __init__(self, message: str, exit_code: Optional[int] = None) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def find(given: Union[str, "os.PathLike[str]", None]) -> str:
    """The path of the program lab."""
    for origin, value in (("the argument lab", given),
                          ("the environment variable LAB", os.environ.get("LAB"))):
        if value:
            found = shutil.which(os.fspath(value))
            if found is None:
                raise LabError("%s is %s, which is no program that can be started. Give the path of"
                               " the program lab, such as /home/me/lab-actors/lab"
                               % (origin, os.fspath(value)))
            return os.path.abspath(found)
    package = Path(__file__).resolve().parents[1]
    found = shutil.which("lab")
    if found is None and package.parts[-2:] == ("experiments", "python"):
        found = shutil.which(str(package.parents[1] / "lab"))
    if found is None:
        raise LabError("there is no program lab on the PATH. Give its path as the argument lab, in"
                       " the environment variable LAB, or put its folder on the PATH")
    return os.path.abspath(found)


def environment() -> Dict[str, str]:
    """That of this process; interpreters that the lab starts find the modules on PYTHONPATH and
    this package, whatever their folder is."""
    variables = dict(os.environ)
    package = str(Path(__file__).resolve().parents[1])
    given = [each for each in variables.get("PYTHONPATH", "").split(os.pathsep) if each]
    folders = [os.path.abspath(each) for each in given]
    if package not in folders and not package.endswith("-packages"):
        folders.append(package)
    if folders:
        variables["PYTHONPATH"] = os.pathsep.join(folders)
    return variables


class Wording:
    """The lab's words for a user of Python: its commands are this package's calls."""

    def __init__(self, lab: str, run_file: Path, kept: bool) -> None:
        command = shlex.quote(lab) + " run " + shlex.quote(str(run_file))
        self.replacements = [] if kept else [
            (command + " --retry-failed", SAME_CALL + " with retry_failed=True"),
            (command + " --quiet --retry-failed", SAME_CALL + " with retry_failed=True"),
            (command + " --max-failures none", SAME_CALL + ' with max_failures="none"'),
            (command + " --quiet --max-failures none", SAME_CALL + ' with max_failures="none"'),
            ("Run it with --extend", "Call it with extend=True"),
            ("--rerun-changed runs", 'changed_code="rerun" runs'),
            ("--accept-code goes", 'changed_code="accept" goes'),
            (command + " --quiet", SAME_CALL),
            (command, SAME_CALL),
            (str(run_file), "the run file"),
        ]

    def of(self, line: str) -> str:
        for words, others in self.replacements:
            line = line.replace(words, others)
        return line


def show(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def run(command: List[str], wording: Wording, tag: str) -> int:
    """Runs the lab and shows what it prints, until it exits.

    Returns its exit code, 0 or 3; raises LabError for another one, and KeyboardInterrupt if that
    came meanwhile, however the lab has ended then.
    """
    words: List[str] = []

    def tell(line: str) -> None:
        line = wording.of(line)
        show(line)
        if not line.startswith(NOT_IN_WORDS) and not line.startswith(tag + ": "):
            words.append(line)

    # In a session of its own: Ctrl-C at the terminal would reach it twice, by the terminal and
    # from here, and a second one stops it at once.
    with subprocess.Popen(command, env=environment(), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          start_new_session=True) as process, \
            ended_with_session(process):
        code, interrupted = followed(process, tell)
    if interrupted:
        show("labactors: interrupted. What is recorded is kept; " + SAME_CALL + " continues the run.")
        raise KeyboardInterrupt
    if code not in (0, SOME_FAILED):
        text = "\n".join(words).strip()
        raise LabError(text[5:] if text.startswith("lab: ")
                       else text or "the lab exited with code %d" % code, code)
    return code


@contextlib.contextmanager
def ended_with_session(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    """Stops the lab when this process is killed meanwhile: a shell waits for the end of a pipe."""
    with subprocess.Popen(["/bin/sh", "-c", 'read -r over || kill -s INT -- "-$1"', "sh", str(process.pid)],
                          stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, start_new_session=True) as watcher:
        try:
            yield
        finally:
            watcher.communicate(b"over\n")


def followed(process: "subprocess.Popen[bytes]", tell: Callable[[str], None]) -> "tuple[int, bool]":
    """Passes on lines and interrupts: the first stops the lab in an orderly way, the second at once."""
    interrupts = 0
    lines = Lines(process.stdout)
    try:
        while True:
            try:
                lines.pass_on(tell)
                return process.wait(), interrupts > 0
            except KeyboardInterrupt:
                interrupts += 1
                tell_all(process, signal.SIGINT if interrupts < 3 else signal.SIGKILL)
    finally:
        tell_all(process, signal.SIGINT)
        process.wait()


class Lines:
    """What a process prints, in lines. A signal that comes just before a read would be noticed after
    it only, so none waits for long."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.begun = ""

    def pass_on(self, tell: Callable[[str], None]) -> None:
        """Passes on all lines to the end; may be called again after an exception."""
        with selectors.DefaultSelector() as selector:
            selector.register(self.stream, selectors.EVENT_READ)
            over = False
            while not over:
                if not selector.select(LONGEST_WAIT_SECONDS):
                    continue
                read = os.read(self.stream.fileno(), 65536)
                over = not read
                *whole, self.begun = (self.begun + self.decoder.decode(read, over)).split("\n")
                for line in whole:
                    tell(line)
        if self.begun:
            tell(self.begun)


def tell_all(process: "subprocess.Popen[bytes]", number: int) -> None:
    """Sends a signal to the lab, and to the build that it may wait for, as the terminal does."""
    if process.poll() is None:
        os.killpg(process.pid, number)
