"""Tests of labactors: with `python3 -m unittest` in the folder above. They run the real lab."""
