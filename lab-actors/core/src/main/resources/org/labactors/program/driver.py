"""Calls a function of a file once for each request, for Lab Actors.

Usage: driver.py FILE FUNCTION, in the folder with the files. Requests are read from file
descriptor 4 and answers written to 3, one JSON object a line. All else that is printed goes where
the standard error goes. Needs Python 3.6 and its standard library only.
"""
import sys

if sys.version_info < (3, 6):
    import os
    os.write(3, ('{"error":{"type":"Python ' + sys.version.split()[0] + '","message":"is too old;'
                 ' it must be 3.6 or later. Name another interpreter in python"}}\n').encode())
    os._exit(1)

import ast
import importlib
import importlib.util
import inspect
import json
import os
import platform
import traceback

ANSWERS = 3
REQUESTS = 4
LONGEST_TRACE = 64 * 1024
SIMPLE = {float, int, str, bool, type(None)}
encode = json.JSONEncoder().encode


def answer(fields):
    line = memoryview((encode(fields) + "\n").encode())
    while line:
        line = line[os.write(ANSWERS, line):]


def refuse(kind, message):
    answer({"error": {"type": kind, "message": message}})
    sys.stdout.flush()
    os._exit(1)


# --- The file and what it imports -----------------------------------------------------------------

def imported(tree):
    """The modules that a program imports, but not those whose absence it expects."""
    names = set()
    if isinstance(tree, ast.Try):
        parts = tree.handlers + tree.orelse + tree.finalbody
    else:
        parts = list(ast.iter_child_nodes(tree))
    if isinstance(tree, ast.Import):
        names.update(each.name.split(".")[0] for each in tree.names)
    elif isinstance(tree, ast.ImportFrom) and tree.level == 0 and tree.module:
        names.add(tree.module.split(".")[0])
    for part in parts:
        names |= imported(part)
    return names


def needed():
    """The modules that the files import, with the first file that does."""
    found = {}
    for folder, folders, files in os.walk("."):
        for file in files:
            if file.endswith(".py"):
                path = os.path.relpath(os.path.join(folder, file))
                with open(path, "rb") as source:
                    for name in imported(ast.parse(source.read(), path)):
                        found.setdefault(name, path)
    return found


def is_there(name):
    if name in sys.modules:
        return True
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def load(file, name):
    sys.path[0] = os.getcwd()
    beside = os.path.dirname(os.path.abspath(file))
    if beside != sys.path[0]:
        sys.path.insert(0, beside)
    sys.argv = [file]
    modules = needed()
    absent = {name: path for name, path in sorted(modules.items()) if not is_there(name)}
    if absent:
        refuse("ModuleNotFoundError",
               "these modules are not on this machine: "
               + ", ".join("%s (imported by %s)" % each for each in absent.items())
               + ". Install them for " + sys.executable + ", name another interpreter in python,"
               " or name modules of your own in files")
    for name_of_generator in ("random", "numpy"):  # to be seeded, also if they are imported late
        if name_of_generator in modules:
            importlib.import_module(name_of_generator)
    module_name = os.path.splitext(os.path.basename(file))[0]
    spec = importlib.util.spec_from_file_location(module_name, os.path.abspath(file))
    module = importlib.util.module_from_spec(spec)
    sys.modules[module_name] = module
    spec.loader.exec_module(module)
    function = getattr(module, name, None)
    if not callable(function):
        functions = sorted(each for each, value in vars(module).items()
                           if inspect.isfunction(value) and value.__module__ == module_name)
        refuse("AttributeError", "there is no function '%s' in %s; there are %s"
               % (name, file, ", ".join(functions) or "none"))
    return function


def wanted(function):
    """Which of seed and replicate the function asks for."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    everything = any(each.kind == each.VAR_KEYWORD for each in parameters)
    names = {each.name for each in parameters}
    return [name for name in ("seed", "replicate") if everything or name in names]


def versions():
    """The versions of Python and of the packages that have been imported."""
    standard = getattr(sys, "stdlib_module_names", ())
    library = os.path.dirname(os.__file__)
    found = {"python": platform.python_version()}
    for name, module in sorted(sys.modules.items()):
        version = getattr(module, "__version__", None)
        place = getattr(module, "__file__", None) or ""
        inside = place.startswith(library) and "-packages" not in place
        if "." not in name and not name.startswith("_") and isinstance(version, str) \
                and name not in standard and not inside:
            found[name] = version
    return found


# --- Values ---------------------------------------------------------------------------------------

def plain(value, name):
    """A value as JSON has it, exactly, or an error that says which value cannot be recorded."""
    if type(value) in SIMPLE:
        return value
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise TypeError("'%s' has a key that is no string: %r" % (name, key))
        return {key: plain(each, name) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each, name) for each in value]
    if isinstance(value, (bool, int, float, str)):
        return value if not isinstance(value, str) else str(value)
    if hasattr(value, "tolist"):  # numpy's scalars and arrays, pandas' series
        return plain(value.tolist(), name)
    if "pandas" in sys.modules and value is sys.modules["pandas"].NA:
        return None
    raise TypeError("'%s' is a value of type %s.%s; results are numbers, strings, booleans, None,"
                    " lists and dicts of them, and numpy's arrays and scalars"
                    % (name, type(value).__module__, type(value).__qualname__))


def row(values, function):
    if not isinstance(values, dict):
        raise TypeError("%s returned %.200r; it must return a dict of named results such as"
                        " {'size': 0.5}, or a list of dicts or a data frame for several rows"
                        % (function, values))
    for name, value in values.items():
        if type(value) not in SIMPLE or type(name) is not str:
            return {checked(each): plain(values[each], each) for each in values}
    return values


def checked(name):
    if not isinstance(name, str):
        raise TypeError("the result %r has no string as its name" % (name,))
    return str(name)


def results(returned, function):
    if type(returned) is dict:
        return row(returned, function)
    if hasattr(returned, "to_dict") and hasattr(returned, "columns"):  # a data frame
        columns = {checked(name): returned[name].tolist() for name in returned.columns}
        return [row(dict(zip(columns, values)), function) for values in zip(*columns.values())]
    if isinstance(returned, (list, tuple)):
        return [row(each, function) for each in returned]
    return row(returned, function)


def written(returned, name):
    """The results in JSON."""
    values = results(returned, name)
    text = encode(values)
    if "\\ud" in text:  # a character beyond 16 bits, or half of one
        check_names(values)
    return text


def check_names(value):
    """Refuses names that cannot be read: in values, half of a surrogate pair is no trouble."""
    if isinstance(value, dict):
        for key, each in value.items():
            try:
                key.encode()
            except UnicodeEncodeError:
                raise ValueError("the name %a has half of a surrogate pair, which is no character;"
                                 " leave it out" % key) from None
            check_names(each)
    elif isinstance(value, list):
        for each in value:
            check_names(each)


# --- Trials ---------------------------------------------------------------------------------------

def seeder():
    """Seeds the global generators of the libraries that have been imported."""
    seeds = []
    if "random" in sys.modules:
        seeds.append(sys.modules["random"].seed)
    if "numpy" in sys.modules:
        of_numpy = sys.modules["numpy"].random.seed
        seeds.append(lambda seed: of_numpy((seed & 0xFFFFFFFF, seed >> 32)))
    return seeds


def error(failure):
    trace = failure.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    text = "".join(traceback.format_exception(type(failure), failure, trace))
    text = text.replace(os.getcwd() + os.sep, "")[-LONGEST_TRACE:]
    return {"type": type(failure).__name__, "message": str(failure), "trace": text}


def serve(function, name):
    extras = wanted(function)
    with_seed = "seed" in extras
    with_replicate = "replicate" in extras
    modules = 0
    seeds = []
    printed = 0
    for line in os.fdopen(REQUESTS, "rb", 65536):
        request = json.loads(line)
        arguments = request["parameters"]
        if len(sys.modules) != modules:
            modules = len(sys.modules)
            seeds = seeder()
        for seed in seeds:
            seed(request["seed"])
        if with_seed:
            arguments.setdefault("seed", request["seed"])
        if with_replicate:
            arguments.setdefault("replicate", request["replicate"])
        try:
            text = '"results":' + written(function(**arguments), name)
        except BaseException as failure:  # SystemExit, too: it ends the trial, not the program
            text = '"error":' + encode(error(failure))
        sys.stdout.flush()
        size = os.fstat(2).st_size
        if size != printed:
            printed = size
            text += ',"printed":%d' % size
        rest = ('{"trial":%d,%s}\n' % (request["trial"], text)).encode()
        done = os.write(ANSWERS, rest)
        while done < len(rest):
            done += os.write(ANSWERS, memoryview(rest)[done:])


def main():
    os.set_inheritable(ANSWERS, False)
    os.set_inheritable(REQUESTS, False)
    file, name = sys.argv[1:3]
    try:
        function = load(file, name)
    except BaseException as failure:
        answer({"error": dict(error(failure), message=str(failure))})
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    if hasattr(sys.stdout, "reconfigure"):  # what a trial prints is kept, also if it is ended
        sys.stdout.reconfigure(line_buffering=True)
    answer({"ready": versions()})
    serve(function, name)


if __name__ == "__main__":
    main()
