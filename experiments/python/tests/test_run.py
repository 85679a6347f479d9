"""Runs of the real lab."""

import importlib
import math
import os
import signal
import subprocess
import sys
import time
import unittest

import labactors

from .workplace import LAB, LONGEST_SECONDS, Workplace, setUpModule  # noqa: F401

try:
    import pandas
except ImportError:
    pandas = None

SIR = """
    def simulate(beta, gamma, seed):
        return {"size": beta / gamma, "seed": seed}
    """
FAILING = """
    def simulate(x):
        if x > 1:
            raise ValueError("x is %d" % x)
        return {"y": x}
    """


class ResultsTest(Workplace):

    def test_a_row_for_each_trial_and_the_same_call_runs_nothing_twice(self):
        sir = self.module("sir", SIR)
        call = dict(parameters={"beta": [0.5, 1.0], "gamma": 0.25}, replicates=2, seed=42)

        rows = self.run_quietly(sir.simulate, **call)

        self.assertEqual([(0.5, 0, 2.0), (0.5, 1, 2.0), (1.0, 0, 4.0), (1.0, 1, 4.0)],
                         [(each["beta"], each["_replicate"], each["size"]) for each in rows])
        self.assertEqual(4, len({each["seed"] for each in rows}))
        self.assertEqual({"ok"}, {each["_status"] for each in rows})
        self.assertIn("sir: all 4 trials are recorded in sir.db", self.printed)
        self.assertEqual([], self.warned)
        again = self.run_quietly(sir.simulate, **call)
        self.assertEqual(rows, again)
        self.assertIn("reused  4 recorded before", self.printed)
        self.assertEqual(rows, labactors.read("sir.db", "sir", frame=False))

    def test_a_drawn_seed_is_that_of_the_next_call_too(self):
        sir = self.module("sir", SIR)
        few = self.run_quietly(sir.simulate, {"beta": 1, "gamma": 1}, tag="a", notebook="s.db")
        again = self.run_quietly(sir.simulate, {"beta": 1, "gamma": 1}, tag="a", notebook="s.db")

        self.assertEqual(few, again)

    def test_values_go_in_and_come_out_exactly(self):
        module = self.module("exact", """
            import math
            def simulate(value):
                return {"type": type(value).__name__, "text": repr(value), "back": value,
                        "nan": math.nan, "infinite": -math.inf, "zero": -0.0, "whole": 2**63 - 1,
                        "truth": value == 7, "none": None, "list": [1, [2.5, None, math.nan]],
                        "map": {"ä": True, "n": {}}, "empty": [],
                        "value": "x", "mixed": value if value == 7 else str(value)}
            """)
        given = [0.1, 1.0, 7, -0.0, 5e-324, 1.7976931348623157e308, 1e22, 1e-7, -2**63, 2**63 - 1,
                 True, False, "007", "true", "1e3", "NaN", "", " ", "ä\u2028😀\n\t\"\\${x}", "\ud800",
                 "# no comment", [1, 2.5, "x", False]]

        rows = self.run_quietly(module.simulate, {"value": given})

        self.assertEqual([(type(each).__name__, repr(each)) for each in given],
                         [(each["type"], each["text"]) for each in rows])
        self.assertEqual([repr(each) for each in given], [repr(each["back"]) for each in rows])
        self.assertEqual([repr(each) for each in given], [repr(each["value"]) for each in rows])
        self.assertEqual({"x"}, {each["value_result"] for each in rows})
        self.assertEqual([each == 7 and 7 or str(each) for each in given],
                         [each["mixed"] for each in rows])
        for each in rows:
            self.assertTrue(math.isnan(each["nan"]))
            self.assertEqual((-math.inf, "-0.0", 2**63 - 1, each["back"] == 7, None, []),
                             (each["infinite"], repr(each["zero"]), each["whole"], each["truth"],
                              each["none"], each["empty"]))
            self.assertIs(bool, type(each["truth"]))
            self.assertEqual("[1, [2.5, None, nan]]", repr(each["list"]))
            self.assertEqual({"ä": True, "n": {}}, each["map"])

    def test_more_names_than_a_table_has_columns_and_several_rows_for_a_trial(self):
        module = self.module("many", """
            def simulate(x):
                return [{"y%d" % i: i + row for i in range(1200)} for row in range(2)]
            """)

        rows = self.run_quietly(module.simulate, {"x": [1, 2]})

        self.assertEqual([(1, 0), (1, 1), (2, 0), (2, 1)],
                         [(each["x"], each["_row"]) for each in rows])
        self.assertEqual([1199, 1200] * 2, [each["y1199"] for each in rows])
        self.assertEqual({len(rows[0])}, {len(each) for each in rows})

    def test_modules_and_data_beside_the_file_are_there_on_the_engines(self):
        self.write("data/network.txt", "7")
        self.write("model/__init__.py", "from model.parts import half")
        self.write("model/parts.py", "def half(x): return x / 2")
        module = self.module("sir", """
            from model import half
            def simulate(x):
                with open("data/network.txt") as file:
                    return {"y": half(x) + int(file.read())}
            """)
        self.write("elsewhere/there", "")
        os.chdir("elsewhere")

        rows = self.run_quietly(module.simulate, {"x": [2, 4]}, files=["data"], design="pointwise",
                                order="sequential", engines=1, timeout=60)

        self.assertEqual([8.0, 9.0], [each["y"] for each in rows])
        self.assertEqual([0, 1], [each["_trial"] for each in rows])

    @unittest.skipIf(pandas is None, "there is no pandas here")
    def test_a_data_frame_has_columns_of_the_right_types(self):
        module = self.module("frames", """
            def simulate(x):
                if x == 3:
                    raise ValueError("three")
                return {"real": x / 2, "whole": 2**62 + x, "truth": x > 1, "text": "a", "list": [x],
                        "some": x if x == 1 else None}
            """)

        frame = self.run_quietly(module.simulate, {"x": [1, 2, 3]}, frame=None)

        self.assertEqual(["int64", "float64", "Int64", "boolean", "object", "object", "Int64"],
                         [str(frame[name].dtype) for name in
                          ("x", "real", "whole", "truth", "text", "list", "some")])
        self.assertEqual(["ok", "ok", "failed"], list(frame["_status"]))
        self.assertEqual([2**62 + 1, 2**62 + 2], list(frame["whole"].dropna()))
        self.assertEqual([[1], [2], None], list(frame["list"]))
        self.assertTrue(frame.equals(labactors.read("frames.db")))


class FailuresTest(Workplace):

    def test_failed_trials_are_rows_and_a_warning_has_their_number(self):
        module = self.module("failing", FAILING)

        rows = self.run_quietly(module.simulate, {"x": [1, 2, 3]})

        self.assertEqual([("ok", 1), ("failed", None), ("failed", None)],
                         [(each["_status"], each["y"]) for each in rows])
        self.assertEqual("ValueError: x is 2", rows[1]["_exception"])
        self.assertIn('raise ValueError("x is %d" % x)', rows[1]["_traceback"])
        self.assertEqual(["2 of 3 trials failed; see _status and _exception of their rows"],
                         self.warned)
        self.assertIn("the same call of labactors.run with retry_failed=True", self.printed)
        self.assertNotIn("run.conf", self.printed)
        again = self.run_quietly(module.simulate, {"x": [1, 2, 3]}, retry_failed=True)
        self.assertEqual(rows[0], again[0])
        self.assertLess(rows[1]["_start_time"], again[1]["_start_time"])

    def test_a_run_that_stops_is_an_error_with_the_labs_words_and_its_results_are_kept(self):
        module = self.module("failing", FAILING)

        with self.assertRaises(labactors.LabError) as caught:
            self.run_quietly(module.simulate, {"x": [2] + list(range(3, 100))}, max_failures=3,
                             engines=1)

        self.assertEqual(4, caught.exception.exit_code)
        self.assertIn("ValueError: x is ", str(caught.exception))
        self.assertIn('To go on: the same call of labactors.run with max_failures="none"',
                      str(caught.exception))
        self.assertNotIn("run.conf", str(caught.exception))
        kept = labactors.read("failing.db", frame=False)
        self.assertGreater(len(kept), 3)
        rows = self.run_quietly(module.simulate, {"x": [2] + list(range(3, 100))},
                                max_failures="none")
        self.assertEqual(98, len(rows))
        self.assertEqual(kept, [each for each in rows if each["_trial"] in
                                {row["_trial"] for row in kept}])

    def test_what_the_lab_refuses_is_an_error_with_its_words(self):
        sir = self.module("sir", SIR)
        self.run_quietly(sir.simulate, {"beta": 1, "gamma": 1})

        with self.assertRaises(labactors.LabError) as caught:
            self.run_quietly(sir.simulate, {"beta": 2, "gamma": 1}, progress=False)

        self.assertEqual(2, caught.exception.exit_code)
        self.assertIn("holds the results of another study", str(caught.exception))
        with self.assertRaises(labactors.LabError) as caught:
            self.run_quietly(sir.simulate, {"beta": 2, "gamma": 1}, replicates=0)
        self.assertRegex(str(caught.exception),
                         r"^the run file:\d+: study.replicates = 0: must be at least 1")

    def test_a_study_that_has_grown_is_extended_if_that_is_said(self):
        sir = self.module("sir", """
            def simulate(beta, seed, scale=1):
                return {"size": beta * scale, "seed": seed}
            """)
        few = self.run_quietly(sir.simulate, {"beta": [1, 2]}, seed=42)

        with self.assertRaises(labactors.LabError) as caught:
            self.run_quietly(sir.simulate, {"beta": [1, 2, 3]}, seed=42)
        more = self.run_quietly(sir.simulate, {"beta": [1, 2, 3], "scale": [1, 10]}, seed=42,
                                assume={"scale": 1}, extend=True)

        self.assertIn("has grown: 1 value of beta; 2 of 3 trials are recorded and stay",
                      str(caught.exception))
        self.assertIn("Call it with extend=True", str(caught.exception))
        self.assertEqual([(1, 1), (2, 1), (1, 10), (2, 10), (3, 1), (3, 10)],
                         sorted(((each["beta"], each["scale"]) for each in more),
                                key=lambda each: (each[0] == 3, each[1], each[0])))
        self.assertEqual({each["beta"]: each["seed"] for each in few},
                         {each["beta"]: each["seed"] for each in more
                          if each["scale"] == 1 and each["beta"] < 3})

    def test_what_other_code_made_is_run_again_if_that_is_said(self):
        self.run_quietly(self.module("one", "def f(x): return {'y': x}").f, {"x": [1, 2]})
        module = self.module("one", "def f(x): return {'y': -x}")

        kept = self.run_quietly(module.f, {"x": [1, 2]})
        self.assertIn('changed_code="rerun" runs them again', self.printed)
        again = self.run_quietly(module.f, {"x": [1, 2]}, changed_code="rerun")

        self.assertEqual({1: 1, 2: 2}, {each["x"]: each["y"] for each in kept})
        self.assertEqual({1: -1, 2: -2}, {each["x"]: each["y"] for each in again})
        with self.assertRaisesRegex(ValueError, 'changed_code is .no.; it must be "warn"'):
            self.run_quietly(module.f, {"x": [1, 2]}, changed_code="no")

    def test_a_module_that_is_not_there_is_named_before_anything_runs(self):
        self.write("absent.py", "")
        module = self.module("sir", """
            import absent
            def simulate(x):
                return {"y": x}
            """)
        os.remove("absent.py")

        with self.assertRaises(labactors.LabError) as caught:
            self.run_quietly(module.simulate, {"x": 1})

        self.assertEqual(2, caught.exception.exit_code)
        self.assertIn("absent (imported by sir.py)", str(caught.exception))


class RunFileTest(Workplace):

    def test_a_run_file_that_is_kept_is_that_of_the_same_study(self):
        sir = self.module("sir", SIR)
        self.run_quietly(sir.simulate, {"beta": [1, 2], "gamma": 1}, run_file="kept.conf",
                         progress=False)
        self.assertEqual("", self.printed)
        os.remove("sir.py")

        plan = subprocess.run([str(LAB), "plan", "kept.conf"], stdout=subprocess.PIPE,
                              encoding="utf-8", timeout=LONGEST_SECONDS)

        self.assertEqual(0, plan.returncode)
        self.assertIn("2 of 2 trials recorded", plan.stdout)


class ScriptTest(Workplace):

    def test_a_script_runs_its_own_function_and_engines_do_not_run_the_script(self):
        code, out, err = self.ended(self.script("sir.py", """
            import labactors
            print("imported as", __name__)
            def simulate(x):
                return {"y": 2 * x}
            if __name__ == "__main__":
                rows = labactors.run(simulate, {"x": [1, 2]}, frame=False)
                print([each["y"] for each in rows])
            """))

        self.assertEqual((0, "imported as __main__\n[2, 4]\n"), (code, out), err)
        self.assertIn("sir: all 2 trials are recorded in sir.db", err)

    def test_an_interrupt_stops_the_lab_and_the_same_call_continues(self):
        text = """
            import time
            import labactors
            def simulate(x):
                time.sleep(0.02)
                return {"y": x}
            if __name__ == "__main__":
                labactors.run(simulate, {"x": range(300)}, notebook="slow.db", frame=False)
            """
        process = self.script("slow.py", text)
        self.addCleanup(process.kill)
        self.await_rows("slow.db", 5, process)

        process.send_signal(signal.SIGINT)
        code, out, err = self.ended(process)

        self.assertEqual(-signal.SIGINT, code, err)
        self.assertIn("lab: slow interrupted", err)
        self.assertIn("To go on: the same call of labactors.run", err)
        self.assertIn("What is recorded is kept", err)
        self.assertTrue(err.rstrip().endswith("KeyboardInterrupt"))
        kept = labactors.read("slow.db", "slow", frame=False)
        self.assertTrue(5 <= len(kept) < 300, len(kept))
        code, out, err = self.ended(self.script("slow.py", text))
        self.assertEqual(0, code, err)
        self.assertIn("reused  %d recorded before" % len(kept), err)
        rows = labactors.read("slow.db", "slow", frame=False)
        self.assertEqual(list(range(300)), [each["y"] for each in rows])
        self.assertEqual(kept, [each for each in rows if each["_trial"] in
                                {row["_trial"] for row in kept}])

    def test_an_interrupt_reaches_the_build_too_and_is_one_however_the_lab_ends(self):
        self.write("slow/lab", """\
            #!/bin/sh
            %s build.py
            exit 0
            """ % sys.executable).chmod(0o755)
        self.write("build.py", """
            import signal, time
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            print("building", flush=True)
            time.sleep(1000)
            """)
        process = self.script("sir.py", """
            import labactors
            def simulate(x):
                return {"y": x}
            if __name__ == "__main__":
                labactors.run(simulate, {"x": 1}, lab="slow/lab")
            """)
        self.addCleanup(process.kill)
        self.assertEqual("building\n", process.stderr.readline())

        process.send_signal(signal.SIGINT)
        code, out, err = self.ended(process)

        self.assertEqual(-signal.SIGINT, code, err)
        self.assertIn("labactors: interrupted", err)

    def test_the_lab_ends_with_the_session_that_is_killed(self):
        process = self.script("slow.py", """
            import time
            import labactors
            def simulate(x):
                time.sleep(0.02)
                return {"y": x}
            if __name__ == "__main__":
                labactors.run(simulate, {"x": range(5000)}, notebook="slow.db", frame=False)
            """)
        self.addCleanup(process.kill)
        self.await_rows("slow.db", 1, process)
        process.kill()
        self.ended(process)

        module = importlib.import_module("slow")
        end = time.monotonic() + LONGEST_SECONDS
        while True:
            try:  # refused as long as a lab writes
                self.run_quietly(module.simulate, {"x": 1}, notebook="slow.db", tag="another")
                break
            except labactors.LabError as refusal:
                self.assertIn("slow.db", str(refusal))
                if time.monotonic() > end:
                    raise

        self.assertLess(len(labactors.read("slow.db", "slow", frame=False)), 5000)

    def await_rows(self, notebook, least, process):
        """Reads while the lab writes, until there are so many rows."""
        end = time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < end and process.poll() is None:
            try:
                if len(labactors.read(notebook, frame=False)) >= least:
                    return
            except (FileNotFoundError, labactors.LabError):
                pass  # not begun yet
            time.sleep(0.05)
        self.fail("no rows; " + self.ended(process)[2])
