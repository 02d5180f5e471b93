"""Agents that value actions, with parameters or as preferences, as PyTorch modules."""

import torch
from torch import nn

from .decision import Decision


class _Layers(nn.Module):
    """Linear layers ``0``, ``1``, ... as a file has them, with relu between them."""

    def __init__(self, weights, prefix):
        super().__init__()
        self.count = 0
        while f"{prefix}{self.count}.weight" in weights:
            outputs, inputs = weights[f"{prefix}{self.count}.weight"].shape
            self.add_module(str(self.count), nn.Linear(inputs, outputs))
            self.count += 1

    def forward(self, x):
        for i in range(self.count):
            x = getattr(self, str(i))(x if i == 0 else torch.relu(x))
        return x


class _Layered(nn.Module):
    def __init__(self, weights, prefix):
        super().__init__()
        self.layers = _Layers(weights, prefix + "layers.")

    def forward(self, x):
        return self.layers(x)


class _Split(nn.Module):
    """The shared layers and, for each action, layers of its own."""

    def __init__(self, weights, actions):
        super().__init__()
        self.shared = _Layers(weights, "q.shared.")
        for k in range(actions):
            self.add_module(str(k), _Layered(weights, f"q.{k}."))


class ParameterisedAgent(nn.Module):
    """P-DQN in its forms (single-pass, split, multi-pass) and PA-DDPG: actions with real parameters."""

    def __init__(self, weights, form, sizes, start):
        super().__init__()
        self.form, self.sizes = form, sizes
        self.actor = _Layered(weights, "actor.")
        self.q = _Split(weights, len(sizes)) if form == "SPLIT" else _Layered(weights, "q.")
        self.scores = len(sizes) if form == "ACTOR_CRITIC" else 0
        start = [0.0] * self.scores + (start or [0.0] * sum(sizes))
        self.register_buffer("start", torch.tensor(start), persistent=False)
        owners = torch.repeat_interleave(torch.arange(len(sizes)), torch.tensor(sizes))
        own = owners[None] == torch.arange(len(sizes))[:, None]
        self.register_buffer("own", own.float(), persistent=False)

    def forward(self, observations):
        """Values of all actions with the parameters proposed for them, of observations [..., size]."""
        states = observations.to(self.start.dtype)
        proposed = self.actor(states) + self.start
        parameters = proposed[..., self.scores :]
        if self.form == "ACTOR_CRITIC":
            value = self.q(torch.cat((states, proposed), -1))[..., 0]
            return Decision(proposed[..., : self.scores], value, parameters=parameters)
        values = self._values(states, parameters)
        return Decision(values, values.max(-1).values, parameters=parameters)

    def _values(self, states, parameters):
        if self.form == "SINGLE_PASS":
            return self.q(torch.cat((states, parameters), -1))
        if self.form == "SPLIT":
            shared = torch.relu(self.q.shared(states)) if self.q.shared.count else states
            own = parameters.split(self.sizes, -1)
            values = [getattr(self.q, str(k))(torch.cat((shared, own[k]), -1)) for k in range(len(self.sizes))]
            return torch.cat(values, -1)
        masked = parameters[..., None, :] * self.own  # one pass per action, with its own parameters alone
        tiled = states[..., None, :].expand(*masked.shape[:-1], states.shape[-1])
        return self.q(torch.cat((tiled, masked), -1)).diagonal(dim1=-2, dim2=-1)


class Preferences(nn.Module):
    """The preference of each action: relu layers of observation and action, their sum plus 1."""

    def __init__(self, weights, actions):
        super().__init__()
        self.actions = actions
        self.hidden = _Layers(weights, "hidden.")

    def forward(self, observations):
        """Preferences as logits; there is no value. observations: [..., size]."""
        weight = getattr(self.hidden, "0").weight
        observations = observations.to(weight.dtype)[..., None, :]
        choices = torch.eye(self.actions, dtype=weight.dtype, device=weight.device)
        shape = (*observations.shape[:-2], self.actions)
        pairs = torch.cat((observations.expand(*shape, -1), choices.expand(*shape, -1)), -1)
        return Decision(torch.relu(self.hidden(pairs)).sum(-1) + 1, None)


def parameterised_agent(weights, metadata):
    """The agent of a file whose metadata has ``mpdqn.form``."""

    def numbers(key, kind):
        return [kind(each) for each in metadata[f"mpdqn.{key}"].split(",") if each]

    start = numbers("starting_parameters", float)
    return ParameterisedAgent(weights, metadata["mpdqn.form"], numbers("parameter_sizes", int), start)
