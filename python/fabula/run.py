"""A complete run and the artifacts of its stages."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

_TABLE = b"fabula.table"
_SHAPES = b"fabula.shapes"


@dataclass(frozen=True)
class Stage:
    """What one stage of a run made.

    name: of the stage; signature: names the artifact in the store; path: its directory;
    content_hash: what it says, independent of time, host and runner; metrics: single numbers.
    """

    name: str
    signature: str
    path: Path
    content_hash: str
    metrics: dict

    def files(self, suffix):
        """Its complete files of a kind, such as ``.parquet``, as the manifest names them."""
        manifest = json.loads((self.path / "_MANIFEST.json").read_text(encoding="utf-8"))
        return [self.path / part["path"] for part in manifest["parts"] if part["path"].endswith(suffix)]


class Run:
    """A run: ``runs/<id>`` in a store."""

    def __init__(self, path):
        self.path = Path(path).resolve()
        listing = self.path / "artifacts.json"
        if not listing.is_file():
            raise FileNotFoundError(f"{listing} is missing: name the directory runs/<id> of a complete run")
        store = self.path.parent.parent
        stages = json.loads(listing.read_text(encoding="utf-8"))["stages"]
        self.stages = {
            name: Stage(name, each["signature"], store / each["path"], each["content_hash"], each["metrics"])
            for name, each in stages.items()
        }

    def __repr__(self):
        return f"<run {self.path.name}: {len(self.stages)} stages>"

    def stage(self, name):
        """What a stage made."""
        if name not in self.stages:
            raise KeyError(f"the run has no stage {name!r}; it has {', '.join(self.stages)}")
        return self.stages[name]

    def tables(self):
        """The stages that have a table, by the table's name."""
        found = {}
        for stage in self.stages.values():
            for file in stage.files(".parquet"):
                stages = found.setdefault(_name(file), [])
                if stage.name not in stages:
                    stages.append(stage.name)
        return found

    def table(self, name, stage=None, columns=None):
        """A table, as Arrow reads it.

        stage: whose, where several have one of that name; without it the first in the chain.
        columns: their names; without it all.
        """
        stages = [self.stage(stage)] if stage else self.stages.values()
        for each in stages:
            files = [file for file in each.files(".parquet") if _name(file) == name]
            if files:
                return pa.concat_tables(pq.read_table(file, columns=columns) for file in sorted(files))
        raise KeyError(f"there is no table {name!r}; there are {', '.join(sorted(self.tables()))}")

    def array(self, table, column, stage=None):
        """A column of frames or arrays as one NumPy array: rows, then the axes of the file."""
        data = self.table(table, stage, [column])
        shapes = json.loads((data.schema.metadata or {}).get(_SHAPES, b"{}"))
        if column not in shapes:
            raise KeyError(f"{column!r} of {table!r} is no array")
        values = data.column(column).combine_chunks()
        if isinstance(values, pa.ChunkedArray):
            values = pa.concat_arrays(values.chunks)
        if pa.types.is_binary(values.type):
            flat = np.frombuffer(b"".join(values.to_pylist()), np.uint8)
        else:
            flat = values.flatten().to_numpy(zero_copy_only=False)
        return flat.reshape(len(data), *shapes[column])

    def frames(self, stage=None):
        """What the agent saw: ``[row of steps, height, width, colour]``, bytes."""
        return self.array("steps", "obs", stage).transpose(0, 2, 3, 1)

    def weights(self, stage="train-agent"):
        """All tensors of a stage's weights file, by name."""
        from safetensors.numpy import load_file

        files = self.stage(stage).files(".safetensors")
        if len(files) != 1:
            raise KeyError(f"the stage {stage!r} has {len(files)} weights files")
        return load_file(str(files[0]))


def open_run(path):
    """Opens a complete run.

    path: its directory, as ``./fabula run`` prints it.
    """
    return Run(path)


def _name(file):
    metadata = pq.read_schema(file).metadata or {}
    return metadata.get(_TABLE, b"").decode("utf-8")
