"""A store made by hand: python -m unittest discover python/tests"""

import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import fabula


def write(path, name, columns, shapes):
    table = pa.table(columns)
    metadata = {"fabula.table": name, "fabula.shapes": json.dumps(shapes), "fabula.spaces": '{"world": "coinrun"}'}
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table.replace_schema_metadata(metadata), path)


class RunTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.store = Path(folder.name)
        artifact = self.store / "artifacts/record-rollouts/abc"
        frames = np.arange(4 * 2 * 2 * 3, dtype=np.uint8).reshape(4, 2, 2, 3)
        self.frames = frames
        parts = []
        for part, rows in enumerate((range(0, 3), range(3, 4))):
            path = f"steps/part-{part:05d}.parquet"
            columns = {
                "t": pa.array(list(rows), pa.int32()),
                "hx_out": pa.array([[i, i + 0.5] if i < 3 else None for i in rows], pa.list_(pa.float32())),
                "items": pa.array([[i] if i < 3 else None for i in rows], pa.list_(pa.int32())),
                "observation": pa.array([frames[i].tobytes() for i in rows], pa.binary()),
            }
            write(artifact / path, "steps", columns, {"hx_out": [2], "items": [1], "observation": [2, 2, 3]})
            parts.append({"path": path})
        write(artifact / "episodes/part-00000.parquet", "episodes", {"episode": pa.array([0])}, {})
        parts.append({"path": "episodes/part-00000.parquet"})
        write(artifact / "steps/left-over.parquet", "steps", {"t": pa.array([9])}, {})
        (artifact / "_MANIFEST.json").write_text(json.dumps({"parts": parts}))
        self.run_path = self.store / "runs/interpret-tiny-1"
        self.run_path.mkdir(parents=True)
        entry = {"signature": "abc", "path": "artifacts/record-rollouts/abc", "content_hash": "12", "metrics": {"steps": 4}}
        (self.run_path / "artifacts.json").write_text(json.dumps({"stages": {"record-rollouts": entry}}))

    def test_tables_are_told_apart_and_parts_are_in_order(self):
        run = fabula.open_run(self.run_path)
        self.assertEqual(run.tables(), {"steps": ["record-rollouts"], "episodes": ["record-rollouts"]})
        self.assertEqual(run.table("steps").column("t").to_pylist(), [0, 1, 2, 3])
        self.assertEqual(run.table("episodes").num_rows, 1)
        self.assertEqual(run.stage("record-rollouts").metrics, {"steps": 4})

    def test_arrays_have_their_axes(self):
        run = fabula.open_run(self.run_path)
        np.testing.assert_array_equal(run.array("steps", "hx_out"), [[0, 0.5], [1, 1.5], [2, 2.5], [np.nan] * 2])
        items = run.array("steps", "items")
        self.assertEqual((items.mask.ravel().tolist(), items[:3].ravel().tolist()), ([False] * 3 + [True], [0, 1, 2]))
        np.testing.assert_array_equal(run.frames(), self.frames)

    def test_runs_are_found_by_the_beginning_of_their_ids(self):
        for name in (self.run_path, "interpret-tiny-1", "interpret-t"):
            self.assertEqual(fabula.open_run(name, store=self.store).path, self.run_path.resolve())
        (self.store / "runs/interpret-tiny-11").mkdir()
        self.assertEqual(fabula.open_run("interpret-tiny-1", store=self.store).path, self.run_path.resolve())
        with self.assertRaisesRegex(FileNotFoundError, "the beginning of 2 runs in"):
            fabula.open_run("interpret", store=self.store)

    def test_spaces_are_what_the_steps_say(self):
        self.assertEqual(fabula.open_run(self.run_path).spaces(), {"world": "coinrun"})

    def test_what_is_not_there_is_named(self):
        run = fabula.open_run(self.run_path)
        with self.assertRaisesRegex(KeyError, "no table 'step'; there are episodes, steps"):
            run.table("step")
        with self.assertRaisesRegex(KeyError, "no stage 'x'; it has record-rollouts"):
            run.stage("x")
        with self.assertRaisesRegex(KeyError, "'t' of 'steps' is no array"):
            run.array("steps", "t")
        with self.assertRaisesRegex(FileNotFoundError, "artifacts.json is missing"):
            fabula.open_run(self.store)


if __name__ == "__main__":
    unittest.main()
