#!/usr/bin/env python3
"""The actor-critic of ``actor_critic.py`` in gym-minigrid's own DoorKey, timed.

Needs ``gym-minigrid==1.0.2`` beside torch; prints milliseconds of processor time per update, and
checks first that its planes are those of the port for the same levels' states.
"""

import json
import sys
import time
import warnings

import numpy
import torch

warnings.filterwarnings("ignore")
from gym_minigrid.envs.doorkey import DoorKeyEnv

from actor_critic import ActorCriticUpdate
from doorkey_world import CHANNELS, DoorKeys, seed_of

KINDS = {"wall": 0, "key": 4, "goal": 5}


class CurrentDoorKey(DoorKeyEnv):
    """Draws with the generator of today's gym, which has another name for it."""

    def _rand_int(self, low, high):
        return int(self.np_random.integers(low, high))


class MiniGrids:
    """Worlds of gym-minigrid with the interface of ``DoorKeys``."""

    def __init__(self, worlds, size):
        self.worlds = [CurrentDoorKey(size=size) for _ in range(worlds)]
        for world in self.worlds:
            world.reset()
        self.size = size

    def planes(self):
        n = self.size
        shown = numpy.zeros((len(self.worlds), n * n * CHANNELS + 1), dtype=numpy.float32)
        for row, world in zip(shown, self.worlds):
            for cell, thing in enumerate(world.grid.grid):
                if thing is None:
                    continue
                if thing.type == "door":
                    channel = 3 if thing.is_locked else 1 if thing.is_open else 2
                else:
                    channel = KINDS[thing.type]
                row[cell * CHANNELS + channel] = 1
            x, y = world.agent_pos
            row[(y * n + x) * CHANNELS + 6 + world.agent_dir] = 1
            row[-1] = world.carrying is not None
        return shown

    def step(self, actions):
        count = len(self.worlds)
        rewards, ends = numpy.zeros(count), numpy.zeros(count, dtype=bool)
        for i, world in enumerate(self.worlds):
            _, rewards[i], ends[i], _ = world.step(int(actions[i]))
            if ends[i]:
                world.reset()
        return rewards, ends, rewards > 0


def check():
    """The port's planes, rewards and ends along random play from gym-minigrid's own levels."""
    theirs, ours = MiniGrids(8, 5), DoorKeys(8, 5, [seed_of(0, "world", i) for i in range(8)])
    for i, world in enumerate(theirs.worlds):
        things = {t.type: cell for cell, t in enumerate(world.grid.grid) if t is not None}
        ours.split[i], ours.door[i] = things["door"] % 5, things["door"] // 5
        ours.key_x[i], ours.key_y[i] = things["key"] % 5, things["key"] // 5
        ours.x[i], ours.y[i], ours.direction[i] = *world.agent_pos, world.agent_dir
        walls = numpy.zeros((25, CHANNELS), dtype=numpy.float32)
        walls[[c for c, t in enumerate(world.grid.grid) if t and t.type == "wall"], 0] = 1
        walls[18, 5] = 1
        ours.fixed[i, :-1] = walls.reshape(-1)
    random = numpy.random.RandomState(0)
    alive = numpy.ones(8, dtype=bool)
    for _ in range(400):
        assert (theirs.planes()[alive] == ours.planes()[alive]).all(), "planes differ"
        actions = random.randint(0, 7, 8)
        rewards, ends, _ = theirs.step(actions)
        own_rewards, own_ends, _ = ours.step(actions)
        assert numpy.allclose(rewards[alive], own_rewards[alive]), "rewards differ"
        assert (ends[alive] == own_ends[alive]).all(), "ends differ"
        alive &= ~ends


def main():
    torch.set_num_threads(1)
    check()
    work = ActorCriticUpdate()
    work.worlds = MiniGrids(work.WORLDS, work.SIZE)
    for _ in range(3):
        work.run()
    times = []
    for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 7):
        begin = time.process_time()
        for _ in range(5):
            work.run()
        times.append((time.process_time() - begin) / 5 * 1000)
    print(json.dumps({"milliseconds per update": sorted(times)}))


if __name__ == "__main__":
    main()
