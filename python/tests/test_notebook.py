"""The notebook works on a run and ends in a figure; it is kept without what it printed."""

import json
import os
import sys
import unittest
from unittest import mock

from support import PACKAGE, need, tiny_run

NOTEBOOK = PACKAGE / "examples" / "hidden-states.ipynb"


class NotebookTest(unittest.TestCase):
    def test_it_is_kept_without_output(self):
        cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
        for cell in cells:
            if cell["cell_type"] == "code":
                self.assertEqual((cell["outputs"], cell["execution_count"]), ([], None))
        self.assertEqual(cells[-1]["cell_type"], "code")

    def test_it_ends_in_a_figure(self):
        need("matplotlib")
        path = os.pathsep.join(filter(None, [str(PACKAGE), os.environ.get("PYTHONPATH")]))
        with mock.patch.dict(os.environ, {"FABULA_RUN": str(tiny_run()), "PYTHONPATH": path}):
            try:
                import nbclient
                import nbformat
                import ipykernel  # noqa: F401
            except ImportError:
                print("nbclient is not installed: the notebook's cells run without Jupyter", file=sys.stderr)
                self.run_cells()
                return
            notebook = nbformat.read(NOTEBOOK, as_version=4)
            nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
            last = notebook.cells[-1].outputs
            self.assertTrue(any("image/png" in each.get("data", {}) for each in last), last)

    def test_its_cells_are_plain_python(self):
        need("matplotlib")
        with mock.patch.dict(os.environ, {"FABULA_RUN": str(tiny_run())}):
            self.run_cells()

    def run_cells(self):
        import matplotlib

        matplotlib.use("Agg")
        import matplotlib.pyplot as plt

        shown = []
        names = {}
        with mock.patch.object(plt, "show", lambda: shown.extend(plt.get_fignums())):
            for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
                if cell["cell_type"] == "code":
                    exec("".join(cell["source"]), names)
        self.assertEqual(len(shown), 1)
        self.assertTrue(names["figure"].axes[0].collections)
        plt.close("all")


if __name__ == "__main__":
    unittest.main()
