"""What several tests need: libraries that may be missing, the program, and a small run."""

import atexit
import functools
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def need(*modules):
    """Skips a test, and says so on standard error, where a library is missing."""
    for module in modules:
        try:
            importlib.import_module(module)
        except (ImportError, OSError) as missing:  # the latter where native libraries of it are
            skip(f"{module} cannot be imported ({missing})")


def skip(reason):
    print(f"NOT TESTED: {reason}", file=sys.stderr)
    raise unittest.SkipTest(reason)


def program():
    """The program, or the end of the test where it cannot be built or run here."""
    from fabula.worker import command

    if not shutil.which("java"):
        skip("there is no Java")
    return command()


@functools.lru_cache(maxsize=None)
def tiny_run():
    """A run of the study interpret at profile tiny; $FABULA_TEST_RUN names one that is there already."""
    given = os.environ.get("FABULA_TEST_RUN")
    if given:
        return Path(given)
    store = tempfile.mkdtemp(prefix="fabula-python-")
    atexit.register(shutil.rmtree, store, ignore_errors=True)
    chain = [program(), "run", "interpret", "--profile=tiny", "--quiet", f"--store={store}"]
    subprocess.run(chain, check=True, timeout=1200, stdout=subprocess.DEVNULL)
    (run,) = (Path(store) / "runs").iterdir()
    return run
