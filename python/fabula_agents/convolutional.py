"""Agents that see pictures, with or without memory, as PyTorch modules."""

import torch
from torch import nn
from torch.nn import functional as F

from .decision import Decision
from .memory import unroll


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x):
        return x + self.conv2(torch.relu(self.conv1(torch.relu(x))))


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1)
        self.res1 = Residual(outputs)
        self.res2 = Residual(outputs)

    def forward(self, x):
        return self.res2(self.res1(F.max_pool2d(self.conv(x), 3, 2, 1)))


class Embedder(nn.Module):
    def __init__(self, side, stride, channels, embedding):
        super().__init__()
        inputs, side = 3, -(-side // stride)
        self.names = [f"block{i}" for i in range(1, len(channels) + 1)]
        for i, (name, outputs) in enumerate(zip(self.names, channels)):
            self.add_module(name, Block(inputs, outputs, stride if i == 0 else 1))
            inputs, side = outputs, -(-side // 2)
        self.fc = nn.Linear(inputs * side * side, embedding)

    def forward(self, x):
        for name in self.names:
            x = getattr(self, name)(x)
        return torch.relu(self.fc(torch.relu(x).flatten(1)))


class Recurrence(nn.Module):
    def __init__(self, embedding, hidden):
        super().__init__()
        self.gru = nn.GRU(embedding, hidden)


class ImpalaGru(nn.Module):
    """The convolutional agent with or without memory (IMPALA, a GRU in place of the LSTM)."""

    def __init__(self, frame, pool, stride, channels, embedding, hidden, recurrent, actions, learned_start=False):
        super().__init__()
        self.pool, self.recurrent, self.learned_start = pool, recurrent, learned_start
        self.hidden_size = hidden
        self.embedder = Embedder(frame // pool, stride, channels, embedding)
        self.fc_policy = nn.Linear(hidden, actions)
        self.fc_value = nn.Linear(hidden, 1)
        if recurrent:
            self.init_hx = nn.Parameter(torch.zeros(hidden))
            self.gru = Recurrence(embedding, hidden)

    def look(self, frames):
        """Frames [..., height, width, colour] of bytes as what the network sees: means of blocks, 0 to 1."""
        *batch, height, width, colours = frames.shape
        p = self.pool
        blocks = frames.reshape(-1, height // p, p, width // p, p, colours)
        sums = blocks.to(torch.int64).sum((2, 4)).double()
        return (sums / (255 * p * p)).to(self.fc_value.weight.dtype).movedim(-1, 1)

    def start(self, worlds):
        """The hidden state in which episodes begin, [worlds, hidden]."""
        zeros = self.fc_value.weight.new_zeros(worlds, self.hidden_size)
        return zeros + self.init_hx if self.recurrent and self.learned_start else zeros

    def forward(self, frames, state=None, masks=None):
        """Decides for a block of steps.

        frames: bytes [time, world, height, width, colour], as Run.frames() has them.
        state: the hidden state before the first step, [world, hidden]; without it episodes begin there.
        masks: [time, world], 0 where an episode begins, else 1; without it all go on.
        """
        steps, worlds = frames.shape[:2]
        hidden = self.embedder(self.look(frames)).reshape(steps, worlds, -1)
        if self.recurrent:
            hidden = unroll(self.gru.gru, hidden, self.start(worlds), state, masks)
        return Decision(self.fc_policy(hidden), self.fc_value(hidden)[..., 0], hidden)

    @staticmethod
    def log_prob(logits, action_noise=False):
        """Log-probabilities of all actions; with the noise of CoinRun's recordings where it was on."""
        if action_noise:
            logits = (0.7 * logits).clamp(-1.8, 0.8)
            logits[..., 9:] = -3
            logits[..., 7] = 0.1
        return F.log_softmax(logits, -1)
