"""Reads what a run of Fabula leaves: tables, frames and agents; ``fabula.gym`` plays its worlds.

    import fabula
    run = fabula.open_run("store/runs/interpret-tiny-33412c4a")
    steps = run.table("steps").to_pandas()
    frames = run.frames()                 # [step, height, width, colour], bytes
    agent = run.agent()                   # a module of PyTorch
"""

from .run import Run, Stage, open_run

__all__ = ["Run", "Stage", "open_run"]
