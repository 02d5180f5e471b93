"""A complete run and the artifacts of its stages."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


@dataclass(frozen=True)
class Stage:
    """What one stage of a run made.

    signature: names the artifact in the store; path: its directory; content_hash: what it says,
    independent of time, host and runner; metrics: single numbers.
    """

    name: str
    signature: str
    path: Path
    content_hash: str
    metrics: dict

    def manifest(self):
        """What it was made with and of: options, inputs, parts, versions."""
        return json.loads((self.path / "_MANIFEST.json").read_text(encoding="utf-8"))

    def files(self, suffix):
        """Its complete files of a kind, such as ``.parquet``, as the manifest names them."""
        return [self.path / part["path"] for part in self.manifest()["parts"] if part["path"].endswith(suffix)]


class Run:
    """A run: ``runs/<id>`` in a store."""

    def __init__(self, path):
        self.path = Path(path).resolve()
        listing = self.path / "artifacts.json"
        if not listing.is_file():
            raise FileNotFoundError(f"{listing} is missing: name the directory runs/<id> of a complete run")
        listed = json.loads(listing.read_text(encoding="utf-8"))["stages"]
        self.stages = {name: self._stage(name, **each) for name, each in listed.items()}

    def _stage(self, name, path, signature, content_hash, metrics, **_):
        return Stage(name, signature, self.path.parent.parent / path, content_hash, metrics)

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
            for name in dict.fromkeys(map(_name, stage.files(".parquet"))):
                found.setdefault(name, []).append(stage.name)
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
        """A column of frames or arrays as one NumPy array: rows, then the axes of the file.

        Rows without a value, such as actions in the last row of an episode, are not a number; of whole numbers they are masked.
        """
        data = self.table(table, stage, [column])
        shapes = json.loads((data.schema.metadata or {}).get(b"fabula.shapes", b"{}"))
        if column not in shapes:
            raise KeyError(f"{column!r} of {table!r} is no array")
        values = data.column(column)
        if pa.types.is_binary(values.type):
            flat = np.frombuffer(b"".join(values.drop_null().to_pylist()), np.uint8)
        else:
            flat = pc.list_flatten(values).to_numpy()
        there = flat.reshape(-1, *shapes[column])
        if not values.null_count:
            return there
        whole = np.ma.masked_all((len(data), *shapes[column]), flat.dtype)
        whole[np.asarray(values.is_valid())] = there
        return whole.filled(np.nan) if flat.dtype.kind == "f" else whole

    def frames(self, stage=None):
        """What the agent saw, ``[row of steps, height, width, colour]`` of bytes where it saw pictures."""
        return self.array("steps", "observation", stage)

    def spaces(self, stage=None):
        """What can be seen and done in the recorded world, as the table of steps says."""
        return json.loads(self.table("steps", stage, ["t"]).schema.metadata[b"fabula.spaces"])

    def weights(self, stage=None, file="agent.safetensors"):
        """All tensors of a stage's weights file, by name; without a stage the first that has such a file."""
        from safetensors.numpy import load_file

        return load_file(str(self._weights(stage, file)))

    def agent(self, stage=None, file="agent.safetensors"):
        """A stage's agent as a PyTorch module, ready to decide; see ``fabula_agents`` and ``weights``."""
        from fabula_agents import load_agent

        path = self._weights(stage, file)
        learned = [_option(each.manifest()["options"], "trainable_initial_state") for each in self.stages.values()]
        seen = self.spaces()["observation"] if "steps" in self.tables() else {}
        scale = 1 / seen["maximum"] if seen.get("type") == "uint8" else 1.0
        return load_agent(path, learned_start=True in learned, scale=scale)

    def _weights(self, stage, name):
        stages = [self.stage(stage)] if stage else list(self.stages.values())
        files = {str(f.relative_to(each.path)): f for each in reversed(stages) for f in each.files(".safetensors")}
        if name not in files:
            where = f"the stage {stage!r}" if stage else "the run"
            raise KeyError(f"{where} has no file {name!r}; it has {', '.join(sorted(files)) or 'none'}")
        return files[name]


def open_run(path, store=None):
    """Opens a complete run.

    path: its directory, as ``./fabula run`` prints it; or its id, or the beginning of it.
    store: where ids are looked up; without it ``$FABULA_STORE``, or ``store``.
    """
    if Path(path).is_dir():
        return Run(path)
    runs = Path(store or os.environ.get("FABULA_STORE") or "store") / "runs"
    found = sorted(each for each in runs.glob("*") if each.name.startswith(str(path)))
    exact = [each for each in found if each.name == str(path)]
    if len(exact or found) != 1:
        raise FileNotFoundError(f"{path} is no directory, and the beginning of {len(found)} runs in {runs}")
    return Run((exact or found)[0])


def _option(tree, key):
    """The value of the first key of that name in nested options; None if there is none."""
    if not isinstance(tree, dict):
        return None
    return tree[key] if key in tree else next((v for v in (_option(e, key) for e in tree.values()) if v is not None), None)


def _name(file):
    return (pq.read_schema(file).metadata or {}).get(b"fabula.table", b"").decode("utf-8")
