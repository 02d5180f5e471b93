"""Agents with memory over numbers, and how states go from step to step."""

import torch
from torch import nn

from .decision import Decision


def unroll(gru, inputs, start, state=None, masks=None):
    """The states of a GRU after each step, [time, world, hidden].

    inputs: [time, world, size].
    start: the state in which episodes begin, [world, hidden]; without ``state`` the first step begins one.
    masks: [time, world], 0 where an episode begins, else 1; without it all go on.
    """
    before, states = start if state is None else state, []
    for t in range(len(inputs)):
        if masks is not None:
            before = torch.where(masks[t].bool()[:, None], before, start)
        before = gru(inputs[t][None], before[None].contiguous())[1][0]
        states.append(before)
    return torch.stack(states)


class GruAgent(nn.Module):
    """tanh of a linear layer, a GRU, and linear layers for policy and value over its state."""

    def __init__(self, weights):
        super().__init__()
        embedding, size = weights["embedding.weight"].shape
        self.hidden_size = weights["gru.weight_hh_l0"].shape[1]
        self.embedding = nn.Linear(size, embedding)
        self.gru = nn.GRU(embedding, self.hidden_size)
        self.actor = nn.Linear(self.hidden_size, len(weights["actor.bias"]))
        self.critic = nn.Linear(self.hidden_size, 1)

    def start(self, worlds):
        """The state in which episodes begin, [worlds, hidden]: zeros."""
        return self.critic.weight.new_zeros(worlds, self.hidden_size)

    def forward(self, observations, state=None, masks=None):
        """Decides for a block of steps.

        observations: [time, world, size] as the world gives them: numbers, or bytes.
        state: the hidden state before the first step, [world, hidden]; without it episodes begin there.
        masks: [time, world], 0 where an episode begins, else 1; without it all go on.
        """
        seen = torch.tanh(self.embedding(observations.to(self.critic.weight.dtype)))
        hidden = unroll(self.gru, seen, self.start(seen.shape[1]), state, masks)
        return Decision(self.actor(hidden), self.critic(hidden)[..., 0], hidden)
