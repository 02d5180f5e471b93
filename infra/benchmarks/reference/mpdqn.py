"""Multi-pass Q-learning with parameterised actions (Bester, James and Konidaris 2019)."""

import random

import torch
from torch import nn
from torch.nn import functional as F

import formula
from agent import gradients
from platform_world import PlatformWorld, real_parameter


class Perceptron(nn.Module):
    def __init__(self, inputs, hidden=128, outputs=3):
        super().__init__()
        self.hidden = nn.Linear(inputs, hidden)
        self.output = nn.Linear(hidden, outputs)

    def forward(self, x):
        return self.output(torch.relu(self.hidden(x)))


def multi_pass(network, states, parameters):
    """Values [batch, actions]; each action is seen with its own parameter alone."""
    n, actions = parameters.shape
    width = states.shape[1]
    rows = torch.cat((states, torch.zeros_like(parameters)), 1).repeat(actions, 1)
    for k in range(actions):
        rows[k * n : (k + 1) * n, width + k] = parameters[:, k]
    passes = network(rows)
    return torch.stack([passes[k * n : (k + 1) * n, k] for k in range(actions)], 1)


class Learner:
    """Values, proposed parameters and their targets; one parameter per action.

    ``objective`` is what proposed parameters climb: ``sum``, ``indexed``, ``weighted``,
    ``weighted_indexed``, ``average``, ``average_indexed`` or ``zero_index_gradients``.
    """

    def __init__(self, networks, offset, rates=(1e-3, 1e-4), taus=(0.1, 0.001), **options):
        self.q, self.target_q, self.actor, self.target_actor = networks
        self.offset = offset
        self.taus = taus
        self.discount = options.get("discount", 0.9)
        self.clip = options.get("clip", 10)
        self.objective_name = options.get("objective", "sum")
        self.q_adam = torch.optim.Adam(self.q.parameters(), lr=rates[0])
        self.actor_adam = torch.optim.Adam(self.actor.parameters(), lr=rates[1])

    def _clipped(self, network):
        bound = float("inf") if self.clip is None else self.clip
        return nn.utils.clip_grad_norm_(network.parameters(), bound)

    def _judged(self, values, actions):
        n, count = values.shape
        if self.objective_name.startswith("weighted"):
            values = values * torch.bincount(actions, minlength=count).to(values.dtype) / n
        elif self.objective_name.startswith("average"):
            values = values / count
        if self.objective_name.endswith("indexed"):
            return values.gather(1, actions[:, None])
        return values

    def learn(self, states, actions, parameters, rewards, next_states, ends):
        with torch.no_grad():
            proposed = self.target_actor(next_states) + self.offset
            best = multi_pass(self.target_q, next_states, proposed).max(1)[0]
            self.goals = rewards + (1 - ends) * self.discount * best
        values = multi_pass(self.q, states, parameters)
        self.loss = F.mse_loss(values.gather(1, actions[:, None])[:, 0], self.goals)
        self.q_adam.zero_grad()
        self.loss.backward()
        self.q_norm = self._clipped(self.q)
        self.q_adam.step()
        with torch.no_grad():
            action = self.actor(states) + self.offset
        action.requires_grad = True
        self.objective = self._judged(multi_pass(self.q, states, action), actions).sum(1).mean()
        (push,) = torch.autograd.grad(self.objective, action)
        with torch.no_grad():
            push = push * torch.where(push > 0, 1 - action, action + 1) / 2
            if self.objective_name == "zero_index_gradients":
                push = push * F.one_hot(actions, push.shape[1])
        output = self.actor(states) + self.offset
        self.actor_adam.zero_grad()
        output.backward(-push)
        self.actor_norm = self._clipped(self.actor)
        self.actor_adam.step()
        with torch.no_grad():
            networks = ((self.target_q, self.q), (self.target_actor, self.actor))
            for (target, source), rate in zip(networks, self.taus):
                for old, new in zip(target.parameters(), source.parameters()):
                    old.lerp_(new, rate)


def _network(name, inputs):
    network = Perceptron(inputs)
    formula.fill(network, lambda parameter: f"{name}.{parameter}")
    return network


def platform_learner():
    """A learner of Platform's size with weights by formula."""
    networks = (_network("q", 12), _network("q", 12), _network("actor", 9), _network("actor", 9))
    return Learner(networks, torch.tensor([-0.8, -0.9722222, 0.8604651]))


class MultiPassLearning:
    """One learning step of Platform's size on 128 transitions."""

    BATCH = 128

    def __init__(self, layout):
        del layout
        n = self.BATCH
        self.learner = platform_learner()
        self.batch = (
            formula.values("states", (n, 9)),
            formula.integers("actions", (n,), 3),
            formula.values("parameters", (n, 3)),
            formula.values("rewards", (n,)),
            formula.values("next states", (n, 9)),
            formula.flags("ends", (n,), -0.9),
        )

    def run(self):
        self.learner.learn(*self.batch)

    def evidence(self):
        learner = self.learner
        values = {
            "q loss": learner.loss.item(),
            "q gradient norm": learner.q_norm.item(),
            "objective": learner.objective.item(),
            "actor gradient norm": learner.actor_norm.item(),
        }
        tensors = gradients(learner.q, lambda name: f"q.{name}")
        tensors.update(gradients(learner.actor, lambda name: f"actor.{name}"))
        return {"values": values, "tensors": tensors}


class Replay:
    """The last transitions; the oldest goes first."""

    def __init__(self, capacity):
        self.columns = (
            torch.zeros(capacity, 9),
            torch.zeros(capacity, dtype=torch.int64),
            torch.zeros(capacity, 3),
            torch.zeros(capacity),
            torch.zeros(capacity, 9),
            torch.zeros(capacity),
        )
        self.capacity, self.added = capacity, 0

    def add(self, *transition):
        slot = self.added % self.capacity
        for column, value in zip(self.columns, transition):
            column[slot] = value
        self.added += 1

    def sample(self, batch):
        slots = torch.randint(min(self.added, self.capacity), (batch,))
        return [column[slots] for column in self.columns]


class MultiPassTraining:
    """One step of Platform with all that a training does for it, an update included.

    Discrete actions are drawn, so that episodes are of one kind whatever is learned; actions are
    not valued for that, which saves a pass that the other side makes.
    """

    PLAYED_BEFORE = 1000

    def __init__(self, layout):
        self.rehearsal = MultiPassLearning(layout)
        self.learner = platform_learner()
        self.world = PlatformWorld()
        self.replay = Replay(10_000)
        self.wander = [0.0, 0.0, 0.0]
        self._begin()
        for _ in range(self.PLAYED_BEFORE):
            self._step()

    def _act(self, state):
        with torch.no_grad():
            parameters = self.learner.actor(state[None])[0] + self.learner.offset
        action = random.randrange(3)
        self.wander = [x - 0.15 * x + 1e-4 * random.gauss(0.0, 1.0) for x in self.wander]
        parameters[action] += self.wander[action]
        return action, parameters

    def _begin(self):
        self.world.reset()
        self.state = self.world.observation()
        self.action, self.parameters = self._act(self.state)

    def _step(self):
        if self.world.done:
            self._begin()
        scaled = self.parameters[self.action].item()
        self.world.step(self.action, real_parameter(self.action, scaled))
        after = self.world.observation()
        following = self._act(after)
        end = float(self.world.done)
        reward = self.world.reward
        self.replay.add(self.state, self.action, self.parameters, reward, after, end)
        self.state = after
        self.action, self.parameters = following

    def run(self):
        self._step()
        self.learner.learn(*self.replay.sample(MultiPassLearning.BATCH))

    def evidence(self):
        self.rehearsal.run()
        return self.rehearsal.evidence()
