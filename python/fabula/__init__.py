"""Reads what a run of Fabula leaves: tables, frames and weights.

    import fabula
    run = fabula.open_run("store/runs/interpret-tiny-33412c4a")
    steps = run.table("steps").to_pandas()
    frames = run.frames()                 # [step, height, width, colour], bytes
    weights = run.weights("train-agent")  # arrays by PyTorch's names
"""

from .run import Run, Stage, open_run

__all__ = ["Run", "Stage", "open_run"]
