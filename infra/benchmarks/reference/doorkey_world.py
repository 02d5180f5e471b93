"""DoorKey of gym-minigrid 1.0.2, many worlds side by side in numpy; a port of our own.

Levels are those of gym's seeding of its time. A world that has ended begins again with the seed of
its next episode, as ``io.fabula.envs.random.Seeds`` derives it.
"""

import hashlib

import numpy

LEFT, RIGHT, FORWARD, PICKUP, DROP, TOGGLE = range(6)
OPEN, CLOSED, LOCKED = range(3)
CHANNELS = 10
_DX = numpy.array([1, 0, -1, 0])
_DY = numpy.array([0, 1, 0, -1])
_MASK = 0xFFFFFFFFFFFFFFFF


def _mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return z ^ (z >> 31)


def _absorb(state, part):
    return _mix(((state + 0xDAA66D2C7DDF743F) & _MASK) ^ _mix((part + 0x9E3779B97F4A7C15) & _MASK))


def seed_of(root, purpose, *indices):
    """What ``Seeds.of`` gives, as an unsigned number."""
    state = _mix((root + 0x9E3779B97F4A7C15) & _MASK)
    for letter in purpose:
        state = _absorb(state, ord(letter))
    state = _absorb(state, 0x10000 + len(purpose))
    for index in indices:
        state = _absorb(state, index)
    return state


class GymRandom:
    """The generator of gym's seeding: Mersenne Twister, masked draws with rejection."""

    def __init__(self, seed):
        digest = hashlib.sha512(str(seed).encode()).digest()[:8]
        number = int.from_bytes(digest, "little")
        words = [number & 0xFFFFFFFF, number >> 32]
        while len(words) > 1 and words[-1] == 0:
            words.pop()
        self.bits = numpy.random.RandomState(words)

    def integer(self, low, high):
        span = high - low - 1
        if span == 0:
            return low
        mask = (1 << span.bit_length()) - 1
        while True:
            drawn = int(self.bits.randint(0, 1 << 32, dtype=numpy.uint64)) & mask
            if drawn <= span:
                return low + drawn


def level(size, seed):
    """Split column, door row, agent (x, y, direction) and key (x, y) of a seed's level."""
    random = GymRandom(seed)
    split = random.integer(2, size - 2)

    def left_cell(taken):
        while True:
            cell = (random.integer(0, split), random.integer(0, size))
            if cell[0] > 0 and 0 < cell[1] < size - 1 and cell != taken:
                return cell

    agent = left_cell(None)
    direction = random.integer(0, 4)
    door = random.integer(1, size - 2)
    return split, door, (*agent, direction), left_cell(agent)


class DoorKeys:
    """Worlds side by side. ``planes`` is what they show, float32 [worlds, size * size * 10 + 1]."""

    def __init__(self, worlds, size, seeds):
        self.size, self.maximum = size, 10 * size * size
        self.seeds, self.episode = seeds, numpy.zeros(worlds, dtype=numpy.int64)
        self.every = numpy.arange(worlds)
        self.goal = size - 2
        numbers = ("x", "y", "direction", "split", "door", "state", "key_x", "key_y", "steps")
        for name in numbers:
            setattr(self, name, numpy.zeros(worlds, dtype=numpy.int64))
        self.carrying = numpy.zeros(worlds, dtype=bool)
        self.fixed = numpy.zeros((worlds, size * size * CHANNELS + 1), dtype=numpy.float32)
        for world in range(worlds):
            self._begin(world)

    def _begin(self, world):
        seed = seed_of(self.seeds[world], "episode", int(self.episode[world]))
        self.episode[world] += 1
        n = self.size
        split, door, agent, key = level(n, seed)
        self.split[world], self.door[world] = split, door
        self.x[world], self.y[world], self.direction[world] = agent
        self.key_x[world], self.key_y[world] = key
        self.state[world], self.carrying[world], self.steps[world] = LOCKED, False, 0
        walls = numpy.zeros((n, n), dtype=bool)
        walls[[0, -1], :] = walls[:, [0, -1]] = True
        walls[:, split] = True
        walls[door, split] = False
        planes = numpy.zeros((n, n, CHANNELS), dtype=numpy.float32)
        planes[..., 0] = walls
        planes[self.goal, self.goal, 5] = 1
        self.fixed[world, :-1] = planes.reshape(-1)

    def planes(self):
        shown = self.fixed.copy()
        n, every = self.size, self.every
        shown[every, (self.door * n + self.split) * CHANNELS + 1 + self.state] = 1
        lies = every[~self.carrying]
        shown[lies, (self.key_y[lies] * n + self.key_x[lies]) * CHANNELS + 4] = 1
        shown[every, (self.y * n + self.x) * CHANNELS + 6 + self.direction] = 1
        shown[:, -1] = self.carrying
        return shown

    def step(self, actions):
        """Acts; returns rewards, ends and successes. What has ended has begun anew."""
        n = self.size
        self.steps += 1
        x, y = self.x + _DX[self.direction], self.y + _DY[self.direction]
        door = (x == self.split) & (y == self.door)
        key = ~self.carrying & (x == self.key_x) & (y == self.key_y)
        goal = (x == self.goal) & (y == self.goal)
        wall = (x == 0) | (y == 0) | (x == n - 1) | (y == n - 1) | ((x == self.split) & ~door)
        empty = ~(wall | door | key | goal)
        turn = (actions == RIGHT).astype(numpy.int64) - (actions == LEFT)
        forward = actions == FORWARD
        moves = forward & (empty | goal | (door & (self.state == OPEN)))
        drops = (actions == DROP) & empty & self.carrying
        toggles = (actions == TOGGLE) & door
        opens = toggles & ((self.state == CLOSED) | ((self.state == LOCKED) & self.carrying))
        closes = toggles & (self.state == OPEN)
        self.direction = (self.direction + turn) & 3
        self.x, self.y = numpy.where(moves, x, self.x), numpy.where(moves, y, self.y)
        self.carrying = (self.carrying | ((actions == PICKUP) & key)) & ~drops
        self.key_x, self.key_y = (
            numpy.where(drops, x, self.key_x),
            numpy.where(drops, y, self.key_y),
        )
        self.state = numpy.where(opens, OPEN, numpy.where(closes, CLOSED, self.state))
        successes = forward & goal
        rewards = numpy.where(successes, 1 - 0.9 * (self.steps / self.maximum), 0)
        ends = successes | (self.steps >= self.maximum)
        for world in numpy.flatnonzero(ends):
            self._begin(world)
        return rewards, ends, successes
