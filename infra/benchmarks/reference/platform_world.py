"""The world Platform (Masson, Ranchod and Konidaris 2016), substep by substep, in double precision."""

import random

import torch

RUN, HOP, LEAP = range(3)
PARAMETER_MAXIMA = (30.0, 720.0, 430.0)
LEFTS, WIDTHS = (0.0, 475.0, 985.0), (250.0, 275.0, 50.0)
GAPS = (225.0, 235.0, 0.0)
HEIGHT, TOTAL = 40.0, 1035.0
WIDTH_OF_ALL, TALL = 20.0, 30.0  # player and enemies
DT, GRAVITY = 0.05, 9.8
MOST_STEPS = 200
START = (0.0, 40.0, 0.0, 0.0, 230.0, -30.0, 730.0, -30.0)


def _clip(value, low, high):
    return min(max(value, low), high)


class PlatformWorld:
    """Player (x, y, vx, vy), enemies (x, dx); ``noise`` gives standard normal numbers."""

    def __init__(self, noise=lambda: random.gauss(0.0, 1.0)):
        self.noise = noise
        self.reset()

    def reset(self):
        self.set(START)
        self.length, self.done, self.reward = 0, False, 0.0

    def set(self, state):
        self.x, self.y, self.vx, self.vy = state[:4]
        self.enemy_x, self.enemy_dx = [state[4], state[6]], [state[5], state[7]]

    def get(self):
        enemies = (self.enemy_x[0], self.enemy_dx[0], self.enemy_x[1], self.enemy_dx[1])
        return (self.x, self.y, self.vx, self.vy, *enemies)

    def step(self, action, parameter):
        """One action with a parameter in world units; returns the number of substeps."""
        start, remaining, substeps = self.x, 1.0, 0
        parameter = _clip(parameter, 0.0, PARAMETER_MAXIMA[action])
        while True:
            terminal = self.substep(action, parameter, start)
            substeps += 1
            if action == RUN:
                remaining -= DT
                running = remaining > 0
            else:
                running = not self.standing()
            if terminal or not running:
                break
        self.length += 1
        self.terminal = terminal
        self.done = terminal or self.length >= MOST_STEPS
        return substeps

    def substep(self, action, parameter, start):
        if self.standing():
            if action == RUN:
                self._accelerate(parameter / DT, 0.0)
            else:
                self._jump(parameter, 35.0 if action == HOP else 25.0)
            self.vx = _clip(self.vx, 0.0, 70.0)
        else:
            self._accelerate(0.0, -GRAVITY)
        mover = 1 if self.x > LEFTS[1] else 0
        self.x = _clip(self.x + self.vx * DT, 0.0, TOTAL)
        self.y += self.vy * DT
        self.vx *= 0.99
        self._move_enemy(mover)
        for left, width in zip(LEFTS, WIDTHS):
            if self._overlaps(left, 0.0, width, HEIGHT):
                self._push_out(left, width)
                self.vx = 0.0
        self.reward = (self.x - start) / TOTAL
        touched = any(self._overlaps(x, HEIGHT, WIDTH_OF_ALL, TALL) for x in self.enemy_x)
        terminal = self.y < HEIGHT or touched
        if self.x >= TOTAL:
            self.reward = (TOTAL - start) / TOTAL
            terminal = True
        return terminal

    def standing(self):
        if self.y != HEIGHT:
            return False
        x = self.x
        return any(-WIDTH_OF_ALL <= x - left <= width for left, width in zip(LEFTS, WIDTHS))

    def _jump(self, distance, speed):
        seconds = 2 * speed / GRAVITY + 1
        speed_x = _clip(distance / seconds - self.vx, -600.0, 200.0 - speed)
        noise_x, noise_y = abs(self.noise()), abs(self.noise())
        self._accelerate((speed_x - noise_x) / DT, (speed - noise_y) / DT)

    def _accelerate(self, ax, ay):
        self.vx += _clip(ax, -600.0, 600.0) * DT
        self.vy += _clip(ay, -4000.0, 4000.0) * DT
        self.vx -= abs(0.5 * DT * self.noise())
        self.vx = max(_clip(self.vx, -100.0, 100.0), 0.0)
        self.vy = _clip(self.vy, -200.0, 200.0)

    def _move_enemy(self, i):
        left = LEFTS[i]
        right = left + WIDTHS[i] - WIDTH_OF_ALL
        dx = self.enemy_dx[i]
        if not left < self.enemy_x[i] < right:
            dx = -dx
        dx = _clip(dx + 0.5 * DT * self.noise(), -30.0, 30.0)
        self.enemy_dx[i] = dx
        self.enemy_x[i] = _clip(self.enemy_x[i] + dx * DT, left, right)

    def _overlaps(self, left, bottom, width, height):
        return (
            left - WIDTH_OF_ALL < self.x < left + width and bottom - TALL < self.y < bottom + height
        )

    def _push_out(self, left, width):
        new_x, new_y = self.x, self.y
        if self.x < left:
            new_x = left - WIDTH_OF_ALL
        elif self.x > left + width - WIDTH_OF_ALL:
            new_x = left + width
        if self.y < 0:
            new_y = -TALL
        elif self.y > HEIGHT - TALL:
            new_y = HEIGHT
        sideways = new_x != self.x and (
            new_y == self.y or abs(self.x - new_x) < abs(self.y - new_y)
        )
        if sideways:
            self.vx, self.x = 0.0, new_x
        else:
            self.vy, self.y = 0.0, new_y

    def features(self):
        """The nine features, each on the scale of -1..1."""
        enemy = 1 if self.x > LEFTS[1] else 0
        here = 0 if self.x < LEFTS[1] else 1 if self.x < LEFTS[2] else 2
        after = WIDTHS[here + 1] if here < 2 else 0.0
        unit = (
            (self.x + WIDTH_OF_ALL) / (TOTAL + WIDTH_OF_ALL),
            self.vx / 100.0,
            self.enemy_x[enemy] / TOTAL,
            (self.enemy_dx[enemy] + 30.0) / 60.0,
            WIDTHS[here] / 275.0,
            after / 275.0,
            GAPS[here] / 235.0,
            LEFTS[here] / TOTAL,
            0.0,
        )
        return [2 * each - 1 for each in unit]

    def observation(self):
        return torch.tensor(self.features(), dtype=torch.float32)


def real_parameter(action, scaled):
    """A parameter in world units from one on the scale of -1..1, clipped to it."""
    return (_clip(scaled, -1.0, 1.0) + 1) * PARAMETER_MAXIMA[action] / 2
