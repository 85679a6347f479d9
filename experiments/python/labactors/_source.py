"""Where the function of an experiment is: in a file that an engine can import."""

from __future__ import annotations

import ast
import inspect
import os
import sys
import types
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, Iterator, List, NamedTuple, Optional, Set

MOVE = ("Write it with def at the top level of a file, such as sir.py, import it from there"
        " (from sir import simulate), and pass it to labactors.run.")
OWN_NAME = __name__.partition(".")[0]


class Source(NamedTuple):
    """A function in a file."""

    root: Path
    """The folder to which the names of the file and of the modules beside it are relative."""
    file: Path
    name: str


def refused(function: Any, reason: str, remedy: str = MOVE) -> ValueError:
    name = getattr(function, "__qualname__", None) or repr(function)
    return ValueError("function is %s, which %s. %s" % (name, reason, remedy))


def located(function: Callable[..., Any]) -> Source:
    """The file of a function; a ValueError says why an engine could not import it."""
    if not callable(function):
        raise TypeError("function is %r; it must be a function that is defined in a file"
                        % (function,))
    if isinstance(function, types.MethodType):
        raise refused(function, "is a method of an object, and engines do not have that object")
    inner = inspect.unwrap(function)
    if isinstance(inner, (types.BuiltinFunctionType, type)):
        raise refused(function, "is not a function written in Python",
                      "Call it in a function of a file. " + MOVE)
    if not isinstance(inner, types.FunctionType):
        raise refused(function, "is an object of class %s and no function" % type(inner).__name__)
    name = getattr(function, "__qualname__", inner.__qualname__)
    if inner.__name__ == "<lambda>":
        raise refused(function, "is a lambda, and has no name that an engine could import")
    if "<locals>" in name:
        raise refused(function, "is inside another function, where an engine cannot import it",
                      MOVE + " Pass what it takes from the other function as parameters; write"
                      " decorators with functools.wraps.")
    if "." in name:
        raise refused(function, "is part of a class, where an engine cannot import it")
    if inspect.iscoroutinefunction(inner) or inspect.isgeneratorfunction(inner):
        raise refused(function, "does not return its results when it is called",
                      "Write it with def and return, without async and yield.")
    module = sys.modules.get(function.__module__)
    file = file_of(function, inner, module)
    if getattr(module, name, None) is not function:
        raise refused(function, "is not what %s has under this name" % file,
                      "Pass the function that importing the file gives, with all its decorators.")
    if file.suffix != ".py":
        raise refused(function, "is in %s, and engines import files that end with .py" % file,
                      "Rename the file.")
    return Source(root_of(module, file), file, name)


def file_of(function: Any, inner: types.FunctionType, module: Any) -> Path:
    """The file that defines a function and, as a module, has it."""
    compiled = inner.__code__.co_filename
    if "ipython-input" in compiled or "ipykernel" in compiled:
        raise refused(function, "is in a cell of a notebook, which engines cannot import",
                      MOVE + " A cell that begins with %%writefile sir.py writes that file.")
    if compiled.startswith("<"):
        raise refused(function, "was typed at the prompt or made by exec, so no file has it")
    file = getattr(module, "__file__", None)
    if file is None or not os.path.isfile(file) or not same(file, compiled):
        raise refused(function, "is in no file that an engine could import (Python says it is in %s)"
                      % compiled)
    return Path(os.path.abspath(file))


def same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def root_of(module: Any, file: Path) -> Path:
    """The folder from which a module is imported: for a.b in a/b.py the one that has a."""
    spec = getattr(module, "__spec__", None)
    parts = spec.name.split(".") if spec is not None else [file.stem]
    path = Path(*parts)
    expected = path / "__init__.py" if file.name == "__init__.py" else path.with_suffix(".py")
    depth = len(expected.parts)
    return file.parents[depth - 1] if file.parts[-depth:] == expected.parts else file.parent


def check_import(source: Source) -> None:
    """Refuses a file that would run the study again when an engine imports it."""
    tree = parsed(source.file)
    if any(isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(tree)):
        raise ValueError("%s has relative imports, and engines import it by itself. Write absolute"
                         " ones: from package.module import name" % source.file)
    frame: Optional[types.FrameType] = sys._getframe()
    while frame is not None:
        if (frame.f_code.co_name == "<module>"
                and same(frame.f_code.co_filename, str(source.file))
                and not is_guarded(tree, frame.f_lineno)):
            raise ValueError(
                "line %d of %s calls labactors.run whenever the file is imported, and engines import"
                " it for the function %s. Write the call below"
                "\n\n    if __name__ == \"__main__\":\n\nor into another file, which imports the"
                " function." % (frame.f_lineno, source.file, source.name))
        frame = frame.f_back


def is_guarded(tree: ast.AST, line: int) -> bool:
    """Whether a line runs only in a script, and not when the file is imported."""
    for node in ast.walk(tree):
        if (isinstance(node, ast.If)
                and node.body[0].lineno <= line <= (node.body[-1].end_lineno or line)):
            parts = list(ast.walk(node.test))
            if (any(isinstance(each, ast.Name) and each.id == "__name__" for each in parts)
                    and any(isinstance(each, ast.Constant) and each.value == "__main__"
                            for each in parts)):
                return True
    return False


def parsed(file: Path) -> ast.AST:
    return ast.parse(file.read_bytes(), str(file))


def check_parameters(function: Callable[..., Any], names: Iterable[str]) -> None:
    """Refuses parameters that the function does not take, and missing ones that it needs."""
    try:
        takes = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return
    given = set(names)
    by_name = [each for each in takes
               if each.kind in (each.POSITIONAL_OR_KEYWORD, each.KEYWORD_ONLY)]
    known = {each.name for each in by_name}
    needed = {each.name for each in by_name if each.default is each.empty}
    text = "%s%s" % (getattr(function, "__name__", function), inspect.signature(function))
    if any(each.kind == each.POSITIONAL_ONLY and each.default is each.empty for each in takes):
        raise refused(function, "has parameters without names: " + text,
                      "Leave out the / from its parameters.")
    unknown = given - known
    if unknown and not any(each.kind == each.VAR_KEYWORD for each in takes):
        raise ValueError("parameters has %s, which the function does not take: %s"
                         % (listed(unknown), text))
    missing = needed - given - {"seed", "replicate"}
    if missing:
        raise ValueError("parameters lacks %s, which the function needs: %s"
                         % (listed(missing), text))


def listed(names: Set[str]) -> str:
    return ", ".join(repr(name) for name in sorted(names))


# --- What travels with the function ---------------------------------------------------------------

def companions(source: Source, further: Iterable[str]) -> List[Path]:
    """The modules beside the file that it imports, and further files, folders and patterns."""
    files: Dict[Path, None] = dict.fromkeys(modules_beside(source))
    for name in further:
        found = list(matching(source.root, os.fspath(name)))
        if not found:
            raise FileNotFoundError("files has %r, and there is no such file in %s; names are"
                                    " relative to the folder of the function's file"
                                    % (name, source.root))
        files.update(dict.fromkeys(found))
    files.pop(source.file, None)
    return list(files)


def modules_beside(source: Source) -> List[Path]:
    if any(part.endswith("-packages") for part in source.root.parts):
        return []  # what is installed there is on the engines, or the engines name it as missing
    found: Set[Path] = set()
    unread = [source.file]
    while unread:
        for name in imported(parsed(unread.pop())):
            for file in module_files(source.root, name):
                if file not in found:
                    found.add(file)
                    unread.append(file)
    return sorted(found)


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name.partition(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


def module_files(root: Path, name: str) -> List[Path]:
    """The files of a module or package, if it is in a folder; this package is not part of a study."""
    if name == OWN_NAME:
        return []
    folder = root / name
    if folder.is_dir():
        files = [file for file in visible(folder) if file.suffix == ".py"]
        if files:
            return files
    file = root / (name + ".py")
    return [file] if file.is_file() else []


def matching(root: Path, name: str) -> Iterator[Path]:
    path = root / name
    if path.is_dir():
        yield from visible(path)
    elif path.exists():
        yield path
    elif not Path(name).is_absolute():
        yield from sorted(file for file in root.glob(name) if file.is_file())


def visible(folder: Path) -> List[Path]:
    """All files below a folder, but hidden and compiled ones."""
    return sorted(file for file in folder.rglob("*") if file.is_file() and not any(
        part.startswith(".") or part == "__pycache__" for part in file.relative_to(folder).parts))
