"""The package installs into an environment of its own and works from anywhere."""

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import unittest
import venv
from pathlib import Path

import fabula
from support import PACKAGE, skip

SCRIPT = """
import fabula, fabula.worker, importlib.util, pathlib, sys
assert pathlib.Path(fabula.__file__).is_relative_to(sys.prefix), fabula.__file__
assert pathlib.Path(importlib.util.find_spec("fabula_agents").origin).is_relative_to(sys.prefix)
try:
    fabula.open_run("none")
except FileNotFoundError as e:
    print(e)
"""


class InstallTest(unittest.TestCase):
    def test_pip_installs_it(self):
        if not importlib.util.find_spec("pip"):
            skip("pip is not installed")
        folder = Path(tempfile.mkdtemp(prefix="fabula-install-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        source = shutil.copytree(PACKAGE, folder / "source", ignore=shutil.ignore_patterns("__pycache__", "build", "*.egg-info"))
        venv.create(folder / "venv", with_pip=False, symlinks=True)
        python = folder / "venv" / "bin" / "python"
        if not python.exists():
            skip("environments have no bin/python here")
        packages = next(iter((folder / "venv").glob("lib/python*/site-packages")))
        (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
        pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--disable-pip-version-check"]
        if importlib.util.find_spec("setuptools"):  # else pip fetches it
            pip.append("--no-build-isolation")
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        installed = subprocess.run([*pip, str(source)], capture_output=True, text=True, timeout=300, env=environment)
        if installed.returncode and "--no-build-isolation" not in pip:
            skip(f"setuptools could not be fetched: {installed.stderr.strip().splitlines()[-1]}")
        self.assertEqual(installed.returncode, 0, installed.stderr)
        ran = subprocess.run(
            [str(python), "-c", SCRIPT], capture_output=True, text=True, timeout=120, cwd=folder, env={**environment, "FABULA_STORE": str(folder)}
        )
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertIn("none is no directory, and the beginning of 0 runs in", ran.stdout)

    def test_the_reader_stays_small(self):
        """Every line of the package counts; the modules of agents are a package of their own."""
        lines = sum(len(each.read_text().splitlines()) for each in (PACKAGE / "fabula").rglob("*.py"))
        self.assertLess(lines, 400)
        self.assertEqual(Path(fabula.__file__).parent, PACKAGE / "fabula")


if __name__ == "__main__":
    unittest.main()
