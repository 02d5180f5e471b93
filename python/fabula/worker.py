"""A world of Fabula in a process of its own, asked over its pipes; docs/worker.md says what is said."""

import contextlib
import json
import os
import shutil
import struct
import subprocess
import tempfile
from pathlib import Path

PROTOCOL = 1


class WorldError(ValueError):
    """What a world could not do, in its own words; it is as it was before."""


def command():
    """The program: $FABULA_HOME/fabula, that of the checkout this package lies in, or that on the path."""
    home = os.environ.get("FABULA_HOME")
    checkout = Path(home or Path(__file__).resolve().parents[2])
    if (checkout / "fabula").is_file() and (checkout / "pom.xml").is_file():
        return str(checkout / "fabula")
    found = None if home else shutil.which("fabula")
    if not found:
        where = "set FABULA_HOME to the checkout of Fabula, with its program fabula"
        raise FileNotFoundError(f"FABULA_HOME={home} has no program fabula" if home else where)
    return found


class Worker:
    """A running ``fabula worker``. One request at a time; ``close`` ends it."""

    def __init__(self, world):
        self._errors = tempfile.TemporaryFile()
        pipes = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors)
        self._process = subprocess.Popen([command(), "worker", world], env={"FABULA_HEAP": "512m", **os.environ}, **pipes)
        try:
            self.description, _ = self.ask("describe")
            if self.description["protocol"] != PROTOCOL:
                raise RuntimeError(f"this client speaks protocol {PROTOCOL}, the worker {self.description['protocol']}")
        except BaseException:
            self.close()
            raise

    def ask(self, what, data=b"", **options):
        """Sends one request; the answer as a dictionary and bytes."""
        if self._process is None:
            raise RuntimeError("the world's process was closed")
        text = json.dumps({"do": what, **options}).encode()
        try:
            self._process.stdin.write(struct.pack("<ii", len(text), len(data)) + text + data)
            self._process.stdin.flush()
            lengths = struct.unpack("<ii", self._read(8))
            answer, body = json.loads(self._read(lengths[0])), self._read(lengths[1])
        except OSError as broken:
            raise self._ended() from broken
        if "error" in answer:
            raise WorldError(answer["error"])
        return answer, body

    def _read(self, count):
        read = self._process.stdout.read(count)
        if len(read) < count:
            raise BrokenPipeError("the answer ends early")
        return read

    def _ended(self):
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        code = self._process.returncode
        self.close()
        return RuntimeError(lines[-1] if lines else f"the world's process ended (exit code {code})")

    def close(self):
        """Ends the process; does nothing where it was closed before."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._errors.close()
