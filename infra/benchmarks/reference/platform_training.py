"""A training of MP-DQN on Platform in numpy, written from the description of the published code.

    OMP_NUM_THREADS=1 python platform_training.py SEED EPISODES [noise|uniform]

After the first and every hundredth episode it prints the seed, episodes, steps and the mean return
of 20 greedy episodes as JSON. ``uniform`` draws all parameters with a random action; ``noise``, the
published default, keeps those that the network proposes and adds a little noise.
"""

import json
import math
import sys

import numpy

from platform_world import PARAMETER_MAXIMA, TOTAL, PlatformWorld, real_parameter

ACTIONS, FEATURES, HIDDEN = 3, 9, 128
BATCH, CAPACITY, WARM_UP = 128, 10_000, 500
DISCOUNT, CLIP = 0.9, 10.0
VALUE_RATE, ACTOR_RATE = 1e-3, 1e-4
VALUE_TARGET_RATE, ACTOR_TARGET_RATE = 0.1, 0.001
LAST_EPSILON, EPSILON_EPISODES = 0.01, 1000
NOISE_PULL, NOISE_DEVIATION = 0.15, 1e-4
EVERY, GREEDY_EPISODES = 100, 20
FIRST = numpy.array(
    [2 * real / most - 1 for real, most in zip((3.0, 10.0, 400.0), PARAMETER_MAXIMA)],
    numpy.float32,
)


class Perceptron:
    """One hidden layer of relu units with its own backward pass, Adam and clipping by norm."""

    def __init__(self, random, inputs, small_output):
        hidden = random.standard_normal((HIDDEN, inputs)) * math.sqrt(2 / inputs)
        output = random.uniform(-1, 1, (ACTIONS, HIDDEN)) / math.sqrt(HIDDEN)
        if small_output:
            output = random.standard_normal((ACTIONS, HIDDEN)) * 1e-4
        start = (hidden, numpy.zeros(HIDDEN), output, numpy.zeros(ACTIONS))
        self.weights = [each.astype(numpy.float32) for each in start]
        self.means = [numpy.zeros_like(each) for each in self.weights]
        self.squares = [numpy.zeros_like(each) for each in self.weights]
        self.steps = 0

    def target(self):
        """A copy that follows."""
        copy = object.__new__(Perceptron)
        copy.weights = [each.copy() for each in self.weights]
        return copy

    def __call__(self, x):
        self.x = x
        self.h = numpy.maximum(x @ self.weights[0].T + self.weights[1], 0)
        return self.h @ self.weights[2].T + self.weights[3]

    def backward(self, rising):
        """Gradients of the weights from those of the last outputs; returns those of the inputs."""
        below = (rising @ self.weights[2]) * (self.h > 0)
        self.gradients = [below.T @ self.x, below.sum(0), rising.T @ self.h, rising.sum(0)]
        return below @ self.weights[0]

    def step(self, rate):
        norm = math.sqrt(sum(float(numpy.square(g, dtype=float).sum()) for g in self.gradients))
        scale = numpy.float32(min(1.0, CLIP / (norm + 1e-6)))
        self.steps += 1
        size = numpy.float32(rate / (1 - 0.9**self.steps))
        correction = numpy.float32(math.sqrt(1 - 0.999**self.steps))
        for weight, gradient, mean, square in zip(
            self.weights, self.gradients, self.means, self.squares
        ):
            gradient = gradient * scale
            mean += numpy.float32(0.1) * (gradient - mean)
            square *= numpy.float32(0.999)
            square += numpy.float32(0.001) * gradient * gradient
            weight -= size * mean / (numpy.sqrt(square) / correction + numpy.float32(1e-8))

    def follow(self, other, rate):
        for old, new in zip(self.weights, other.weights):
            old *= numpy.float32(1 - rate)
            old += numpy.float32(rate) * new


def passes(states, parameters):
    """Rows action by action: the states, and the parameter of that action alone."""
    n = len(states)
    rows = numpy.zeros((ACTIONS * n, FEATURES + ACTIONS), numpy.float32)
    for k in range(ACTIONS):
        rows[k * n : (k + 1) * n, :FEATURES] = states
        rows[k * n : (k + 1) * n, FEATURES + k] = parameters[:, k]
    return rows


def own(values):
    """Of all passes the value of the action that each is for, [batch, actions]."""
    n = len(values) // ACTIONS
    return numpy.stack([values[k * n : (k + 1) * n, k] for k in range(ACTIONS)], 1)


class Agent:
    def __init__(self, seed, exploration):
        self.random = numpy.random.default_rng(seed)
        self.uniform = exploration == "uniform"
        self.values = Perceptron(self.random, FEATURES + ACTIONS, False)
        self.actor = Perceptron(self.random, FEATURES, True)
        self.target_values, self.target_actor = self.values.target(), self.actor.target()
        self.replay = [
            numpy.zeros((CAPACITY, FEATURES), numpy.float32),
            numpy.zeros(CAPACITY, int),
            numpy.zeros((CAPACITY, ACTIONS), numpy.float32),
            numpy.zeros(CAPACITY, numpy.float32),
            numpy.zeros((CAPACITY, FEATURES), numpy.float32),
            numpy.zeros(CAPACITY, numpy.float32),
        ]
        self.steps = 0
        self.epsilon = 1.0
        self.wander = numpy.zeros(ACTIONS)

    def greedy(self, states):
        parameters = self.actor(states) + FIRST
        return parameters, own(self.values(passes(states, parameters)))

    def act(self, state):
        parameters, values = self.greedy(state[None])
        parameters = parameters[0]
        random = self.random.random() < self.epsilon
        action = int(self.random.integers(ACTIONS)) if random else int(values[0].argmax())
        if self.uniform:
            if random:
                parameters = self.random.uniform(-1, 1, ACTIONS).astype(numpy.float32)
            return action, parameters
        step = NOISE_DEVIATION * self.random.standard_normal(ACTIONS)
        self.wander += step - NOISE_PULL * self.wander
        parameters[action] += self.wander[action]
        return action, parameters

    def see(self, *transition):
        for column, value in zip(self.replay, transition):
            column[self.steps % CAPACITY] = value
        self.steps += 1
        if self.steps >= WARM_UP:
            rows = self.random.integers(min(self.steps, CAPACITY), size=BATCH)
            self.learn(*(column[rows] for column in self.replay))

    def learn(self, states, actions, parameters, rewards, nexts, ends):
        n = len(states)
        rows = numpy.arange(n)
        proposed = self.target_actor(nexts) + FIRST
        best = own(self.target_values(passes(nexts, proposed))).max(1)
        goals = rewards + (1 - ends) * numpy.float32(DISCOUNT) * best

        seen = numpy.zeros((n, FEATURES + ACTIONS), numpy.float32)
        seen[:, :FEATURES] = states
        seen[rows, FEATURES + actions] = parameters[rows, actions]
        error = self.values(seen)[rows, actions] - goals
        self.loss = float(numpy.square(error).mean())
        rising = numpy.zeros((n, ACTIONS), numpy.float32)
        rising[rows, actions] = 2 * error / n
        self.values.backward(rising)
        self.values.step(VALUE_RATE)

        proposed = self.actor(states) + FIRST
        self.values(passes(states, proposed))
        rising = numpy.zeros((ACTIONS * n, ACTIONS), numpy.float32)
        for k in range(ACTIONS):
            rising[k * n : (k + 1) * n, k] = 1 / n
        push = own(self.values.backward(rising)[:, FEATURES:])
        push = numpy.where(push > 0, push * (1 - proposed) / 2, push * (proposed + 1) / 2)
        self.actor.backward(-push)
        self.actor.step(ACTOR_RATE)

        self.target_values.follow(self.values, VALUE_TARGET_RATE)
        self.target_actor.follow(self.actor, ACTOR_TARGET_RATE)


def seen(worlds):
    return numpy.array([world.features() for world in worlds], numpy.float32)


def judged(agent, random):
    """Mean return of greedy episodes."""
    worlds = [PlatformWorld(random.standard_normal) for _ in range(GREEDY_EPISODES)]
    playing = worlds
    while playing:
        parameters, values = agent.greedy(seen(playing))
        for world, scaled, value in zip(playing, parameters, values):
            action = int(value.argmax())
            world.step(action, real_parameter(action, float(scaled[action])))
        playing = [world for world in playing if not world.done]
    return sum(world.x for world in worlds) / TOTAL / len(worlds)


def train(seed, episodes, exploration="noise"):
    """Yields (episodes, steps, mean return) after the first and every hundredth episode."""
    agent = Agent(seed, exploration)
    world = PlatformWorld(numpy.random.default_rng([seed, 1]).standard_normal)
    judging = numpy.random.default_rng([seed, 2])
    for episode in range(1, episodes + 1):
        world.reset()
        state = seen([world])[0]
        action, parameters = agent.act(state)
        while not world.done:
            world.step(action, real_parameter(action, float(parameters[action])))
            following = seen([world])[0]
            chosen = agent.act(following)
            agent.see(state, action, parameters, world.reward, following, float(world.done))
            state, (action, parameters) = following, chosen
        share = min(1.0, episode / EPSILON_EPISODES)
        agent.epsilon = 1 - (1 - LAST_EPSILON) * share
        if episode % EVERY == 1 or episode == episodes:
            yield episode, agent.steps, judged(agent, judging)


if __name__ == "__main__":
    for row in train(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:]):
        print(json.dumps([int(sys.argv[1]), *row]), flush=True)
