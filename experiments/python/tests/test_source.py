"""Which functions engines can import, and what travels with them."""

import functools
import math
import os
from unittest import mock

import labactors
from labactors import _source

from .workplace import Workplace


def of_this_file(x):
    return {"y": x}


class OfAClass:
    def method(self, x):
        return {"y": x}

    @staticmethod
    def static(x):
        return {"y": x}


class FunctionsTest(Workplace):

    def refusal(self, function):
        with self.assertRaises((ValueError, TypeError)) as caught:
            labactors.run(function, {"x": 1})
        self.assertEqual([], os.listdir(self.folder), "something was run")
        return str(caught.exception)

    def test_a_lambda_is_refused_with_what_to_do(self):
        text = self.refusal(lambda x: {"y": x})

        self.assertIn("is a lambda", text)
        self.assertIn("Write it with def at the top level of a file", text)

    def test_a_nested_function_is_refused(self):
        def nested(x):
            return {"y": x}

        self.assertIn("is inside another function", self.refusal(nested))

    def test_methods_are_refused(self):
        self.assertIn("is a method of an object", self.refusal(OfAClass().method))
        self.assertIn("is part of a class", self.refusal(OfAClass.static))

    def test_a_function_that_is_not_written_in_Python_is_refused(self):
        self.assertIn("is not a function written in Python", self.refusal(math.sin))

    def test_an_object_is_refused(self):
        self.assertIn("is an object of class partial",
                      self.refusal(functools.partial(of_this_file, 1)))
        self.assertIn("it must be a function", self.refusal("simulate"))

    def test_generators_and_coroutines_are_refused(self):
        def yields(x):
            yield {"y": x}

        yields.__qualname__ = "yields"
        self.assertIn("does not return its results", self.refusal(yields))

    def test_a_function_of_the_prompt_is_refused(self):
        names = {"__name__": "__main__"}
        exec(compile("def typed(x): return {'y': x}", "<stdin>", "exec"), names)

        self.assertIn("was typed at the prompt", self.refusal(names["typed"]))

    def test_a_function_of_a_cell_is_refused_with_the_magic_that_writes_a_file(self):
        names = {"__name__": "__main__"}
        exec(compile("def cell(x): return {'y': x}", "/tmp/ipykernel_1/2.py", "exec"), names)

        text = self.refusal(names["cell"])

        self.assertIn("is in a cell of a notebook", text)
        self.assertIn("%%writefile sir.py", text)

    def test_a_decorated_function_that_the_file_does_not_have_is_refused(self):
        module = self.module("decorated", """
            import functools
            def simulate(x):
                return {"y": x}
            other = functools.lru_cache(simulate)
            """)

        with self.assertRaisesRegex(ValueError, "is not what .*decorated.py has under this name"):
            _source.located(module.other)

    def test_a_function_with_a_decorator_is_found_by_its_name(self):
        module = self.module("cached", """
            import functools
            @functools.lru_cache(None)
            def simulate(x):
                return {"y": x}
            """)

        self.assertEqual((self.folder, self.folder / "cached.py", "simulate"),
                         _source.located(module.simulate))

    def test_parameters_are_those_of_the_function(self):
        def check(text, names):
            with self.assertRaises(ValueError) as caught:
                _source.check_parameters(function, names)
            self.assertIn(text, str(caught.exception))

        def function(beta, gamma, seed, replicate, rest=1):
            return {}

        _source.check_parameters(function, ["beta", "gamma"])
        _source.check_parameters(function, ["beta", "gamma", "seed", "rest"])
        check("parameters has 'betta'", ["beta", "betta", "gamma"])
        check("parameters lacks 'gamma', which the function needs: function(beta, gamma,", ["beta"])

        def everything(beta, **others):
            return {}

        _source.check_parameters(everything, ["beta", "gamma"])


class GuardTest(Workplace):

    def test_a_script_that_runs_when_it_is_imported_is_refused(self):
        code, out, err = self.ended(self.script("sir.py", """
            import labactors
            def simulate(x):
                return {"y": x}
            labactors.run(simulate,
                          {"x": [1, 2]})
            """))

        self.assertEqual(1, code)
        self.assertIn("calls labactors.run whenever the file is imported", err)
        self.assertIn('if __name__ == "__main__":', err)
        self.assertEqual(["sir.py"], os.listdir(self.folder))

    def test_the_guard_may_be_around_more_than_the_call(self):
        tree = _source.parsed(self.write("sir.py", """\
            def main():
                run()
            if True:
                if "__main__" == __name__:
                    for i in range(2):
                        main()
                else:
                    main()
            main()
            if __name__ == "sir":
                main()
            """))

        guarded = [line for line in range(1, 12) if _source.is_guarded(tree, line)]

        self.assertEqual([5, 6], guarded)

    def test_an_engine_that_comes_to_the_call_is_refused(self):
        with mock.patch.dict(os.environ, {"LAB_TRIAL": "1"}):
            with self.assertRaises(labactors.LabError) as caught:
                labactors.run(of_this_file, {"x": 1})

        self.assertIn("an engine has called labactors.run", str(caught.exception))

    def test_relative_imports_are_refused(self):
        self.write("package/__init__.py", "")
        self.write("package/other.py", "")
        module = self.module("package.sir", """
            from . import other
            def simulate(x):
                return {"y": x}
            """)

        with self.assertRaises(ValueError) as caught:
            labactors.run(module.simulate, {"x": 1})

        self.assertIn("has relative imports", str(caught.exception))


class CompanionsTest(Workplace):

    def names(self, module, files=()):
        source = _source.located(module.simulate)
        return [each.relative_to(self.folder).as_posix()
                for each in _source.companions(source, files)]

    def test_modules_beside_the_file_travel_with_it_and_others_do_not(self):
        self.write("model.py", "import constants, math")
        self.write("constants.py", "")
        self.write("unused.py", "")
        self.write("package/__init__.py", "from package import inner")
        self.write("package/inner.py", "import deep")
        self.write("package/.hidden.py", "")
        self.write("labactors/__init__.py", "")  # this package is not part of a study
        self.write("deep.py", "import sir")
        module = self.module("sir", """
            import json, labactors
            def simulate(x):
                import model
                from package.inner import y
            """)

        self.assertEqual(["constants.py", "deep.py", "model.py", "package/__init__.py",
                          "package/inner.py"], self.names(module))

    def test_names_are_relative_to_the_folder_from_which_a_package_is_imported(self):
        self.write("model.py", "")
        self.write("study/__init__.py", "")
        module = self.module("study.sir", """
            import model
            def simulate(x):
                pass
            """)

        self.assertEqual(self.folder, _source.located(module.simulate).root)
        self.assertEqual(["model.py"], self.names(module))

    def test_files_are_files_folders_and_patterns(self):
        for name in ("a.csv", "data/b.csv", "data/c.txt", "more/d.csv", "more/in/e.csv"):
            self.write(name, "1")
        module = self.module("sir", "def simulate(x): pass")

        self.assertEqual(["a.csv", "data/b.csv", "more/d.csv", "more/in/e.csv"],
                         self.names(module, ["a.csv", "data/*.csv", "more"]))
        with self.assertRaises(FileNotFoundError) as caught:
            self.names(module, ["absent.csv"])
        self.assertIn("files has 'absent.csv'", str(caught.exception))
