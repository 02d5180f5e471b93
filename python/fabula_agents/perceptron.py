"""Agents of linear layers with tanh between them, as PyTorch modules."""

import torch
from torch import nn

from .decision import Decision

EXCLUDED = -9e15  # the score of a candidate that is not there


class Perceptron(nn.Module):
    """Two towers of linear layers with tanh between them; actions of a set are scored one by one."""

    def __init__(self, weights, scale=1.0):
        super().__init__()
        self.scale, self.limit = scale, None
        self.actor = self._tower(weights, "actor")
        self.critic = self._tower(weights, "critic")
        for name in ("action", "score", "parameters"):
            if f"{name}.weight" in weights:
                self.add_module(f"{name}_layer", self._linear(weights, name))

    def standardise(self, moments, limit):
        """Sees observations by the moments of its training: count, means, variances; within -limit..limit."""
        self.limit = limit
        mean, variance = moments[1:].chunk(2)
        self.register_buffer("mean", mean, persistent=False)
        self.register_buffer("deviation", (variance + 1e-8).sqrt(), persistent=False)

    def look(self, observations):
        """What the network sees of observations as the world gives them."""
        if self.limit is None:
            return observations.to(self.critic[0].weight.dtype) * self.scale
        seen = ((observations.double() - self.mean) / self.deviation).clamp(-self.limit, self.limit)
        return seen.to(self.critic[0].weight.dtype)

    @staticmethod
    def _linear(weights, name):
        outputs, inputs = weights[f"{name}.weight"].shape
        return nn.Linear(inputs, outputs)

    def _tower(self, weights, name):
        layers = nn.Sequential()
        for i in range(0, len(weights), 2):
            if f"{name}.{i}.weight" in weights:
                layers.add_module(str(i), self._linear(weights, f"{name}.{i}"))
                layers.add_module(str(i + 1), nn.Tanh())
        return layers

    def forward(self, observations, features=None, exists=None):
        """Decides for any number of steps.

        observations: [..., size] as the world gives them: numbers, or bytes.
        features: in worlds whose sets of actions change, what describes each candidate, [..., candidate, feature].
        exists: which candidates there are, [..., candidate]; without it all.
        """
        observations = self.look(observations)
        value = self.critic[:-1](observations)[..., 0]
        if not hasattr(self, "score_layer"):
            return Decision(self.actor[:-1](observations), value)
        seen = self.actor(observations)
        logits = self.score_layer(torch.tanh(self.action_layer(features) + seen[..., None, :]))[..., 0]
        if exists is not None:
            logits = torch.where(exists.bool(), logits, torch.full_like(logits, EXCLUDED))
        if hasattr(self, "parameters_layer"):
            logits = torch.cat((logits, self.parameters_layer(seen)), -1)
        return Decision(logits, value)
