"""Fabula's worlds as environments of Gymnasium: ``env = fabula.gym.make("coinrun-easy", seed=7)``."""

import gymnasium
import numpy as np
from gymnasium import spaces

from .worker import Worker


class Slate(spaces.MultiDiscrete):
    """Positions of different items, in order."""

    def sample(self, mask=None, probability=None):
        return self.np_random.permutation(int(self.nvec[0]))[: len(self.nvec)].astype(self.dtype)

    def contains(self, x):
        return super().contains(x) and len(set(np.asarray(x).tolist())) == len(self.nvec)


class World(gymnasium.Env):
    """A world in a process of its own, by its name in ``./fabula list worlds``.

    seed: of the first episode and of sampled actions; later episodes have seeds drawn from it.

    Actions are Discrete; with real parameters Tuple(Discrete, Tuple(Box of each action's own)).
    Where sets of actions change, an action is a position in the set that ``info`` describes
    (Discrete, with parameters Tuple(Discrete, Box or, of whole numbers, MultiDiscrete), or a Slate): ``action_ids`` (-1 behind the end
    of the set), ``action_mask`` (1 where there is one), ``action_features`` (one row for each).
    ``info["success"]`` says whether the world's task was completed.
    """

    def __init__(self, world, seed=None, render_mode=None):
        if render_mode not in (None, "rgb_array"):
            raise ValueError(f"render_mode must be None or rgb_array, got {render_mode!r}")
        self.render_mode = render_mode
        self._worker = Worker(world)
        described = self._worker.description
        self.metadata = {"render_modes": ["rgb_array"], "render_fps": described["frames_per_second"]}
        self.world = described["world"]
        self._features = described["features"]
        self._seen, self._acts = described["spaces"]["observation"], described["spaces"]["action"]
        self._seed = seed
        self._ids = None
        self.observation_space = self._observations()
        self.action_space = self._actions()
        self.action_space.seed(seed)

    def _observations(self):
        bounds = (self._seen.get("minimum"), -np.inf), (self._seen.get("maximum"), np.inf)
        low, high = (otherwise if bound is None else bound for bound, otherwise in bounds)
        return spaces.Box(low, high, tuple(self._seen["shape"]), np.dtype(self._seen["type"]))

    def _actions(self):
        kind, count = self._acts["kind"], self._acts["count"]
        if kind == "slate":
            return Slate([self._acts["available"]] * self._acts["slate"])
        boxes = [_box(ranges) for ranges in self._acts["parameters"]]
        if kind == "parameterised":
            return spaces.Tuple((spaces.Discrete(count), spaces.Tuple(boxes)))
        choice = spaces.Discrete(self._acts["available"] if kind == "set" else count)
        return spaces.Tuple((choice, boxes[0])) if boxes else choice

    def reset(self, *, seed=None, options=None):
        """Begins an episode; its seed is the world's, or drawn from the generator that it seeded last."""
        given, self._seed = self._seed if seed is None else seed, None
        super().reset(seed=given)
        episode = int(self.np_random.integers(2**31)) if given is None else int(given)
        answer, data = self._worker.ask("reset", seed=episode)
        return self._observe(data), self._info(answer, data)

    def step(self, action):
        answer, data = self._worker.ask("step", action=self._chosen(action))
        info = self._info(answer, data)
        return self._observe(data), answer["reward"], answer["terminated"], answer["truncated"], info

    def _chosen(self, action):
        if not self.action_space.contains(action):
            raise ValueError(f"action must be of {self.action_space}, got {action!r}")
        kind = self._acts["kind"]
        if kind == "slate":
            return [self._id(each) for each in action]
        if not self._acts["parameters"]:
            return self._id(action)
        own = action[1][int(action[0])] if kind == "parameterised" else action[1]
        return {"index": self._id(action[0]), "parameters": [float(each) for each in own]}

    def _id(self, position):
        if self._ids is not None and position >= len(self._ids):
            raise ValueError(f"the set has {len(self._ids)} actions now, got {position}")
        return int(position) if self._ids is None else self._ids[int(position)]

    def _observe(self, data):
        space = self.observation_space
        count = int(np.prod(space.shape))
        return np.frombuffer(data, space.dtype.newbyteorder("<"), count).astype(space.dtype).reshape(space.shape)

    def _info(self, answer, data):
        info = {"success": answer["completed"]}
        self._ids = answer.get("available")
        if self._ids is None:
            return info
        most, now = self._acts["available"], len(self._ids)
        features = np.frombuffer(data, "<f4", now * self._features, len(data) - 4 * now * self._features)
        behind = (0, most - now)
        info["action_ids"] = np.pad(np.array(self._ids, np.int64), behind, constant_values=-1)
        info["action_mask"] = np.pad(np.ones(now, np.int8), behind)
        info["action_features"] = np.pad(features.reshape(now, self._features), (behind, (0, 0)))
        return info

    def render(self):
        """The state as a picture for people, [height, width, 3] bytes."""
        if self.render_mode is None:
            return None
        answer, data = self._worker.ask("render")
        return np.frombuffer(data, np.uint8).reshape(answer["height"], answer["width"], 3)

    def snapshot(self):
        """The whole state, for ``restore``."""
        return self._worker.ask("snapshot")[1]

    def restore(self, snapshot):
        """Goes back to a state; the observation and info there."""
        answer, data = self._worker.ask("restore", snapshot)
        return self._observe(data), self._info(answer, data)

    def close(self):
        self._worker.close()


def _box(ranges):
    low, high = np.array([[each[bound] for each in ranges] for bound in ("minimum", "maximum")], np.float32)
    if ranges and all(each.get("whole") for each in ranges):
        return spaces.MultiDiscrete((high - low + 1).astype(np.int64), start=low.astype(np.int64))
    return spaces.Box(low, high, dtype=np.float32)


make = World
