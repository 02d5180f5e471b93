"""The IMPALA-GRU agent (Espeholt et al. 2018) and one optimisation step of recurrent PPO."""

import math

import torch
from torch import nn
from torch.nn import functional as F

import formula


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x):
        return x + self.conv2(torch.relu(self.conv1(torch.relu(x))))


class Block(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.res1 = Residual(outputs)
        self.res2 = Residual(outputs)

    def forward(self, x):
        return self.res2(self.res1(F.max_pool2d(self.conv(x), 3, 2, 1)))


class Embedder(nn.Module):
    def __init__(self, side, channels, embedding):
        super().__init__()
        inputs = 3
        self.count = len(channels)
        for i, outputs in enumerate(channels, 1):
            setattr(self, f"block{i}", Block(inputs, outputs))
            inputs = outputs
            side = (side + 1) // 2
        self.fc = nn.Linear(inputs * side * side, embedding)

    def forward(self, x):
        for i in range(1, self.count + 1):
            x = getattr(self, f"block{i}")(x)
        return torch.relu(self.fc(torch.relu(x).flatten(1)))


class Recurrence(nn.Module):
    def __init__(self, embedding, hidden):
        super().__init__()
        self.gru = nn.GRU(embedding, hidden)

    def forward(self, x, hidden, masks):
        """Steps [T, N, embedding]; runs of steps in which no episode begins go in one call."""
        begins = (masks == 0).any(1).nonzero().flatten().tolist()
        cuts = sorted({0, x.shape[0], *begins})
        outputs = []
        state = hidden[None]
        for first, last in zip(cuts, cuts[1:]):
            output, state = self.gru(x[first:last], state * masks[first][None, :, None])
            outputs.append(output)
        return torch.cat(outputs)


class Agent(nn.Module):
    def __init__(self, side, channels, embedding, hidden, actions=15):
        super().__init__()
        self.init_hx = nn.Parameter(torch.zeros(hidden))
        self.embedder = Embedder(side, channels, embedding)
        self.fc_policy = nn.Linear(hidden, actions)
        self.fc_value = nn.Linear(hidden, 1)
        self.gru = Recurrence(embedding, hidden)
        self.hidden = hidden
        self.actions = actions

    def forward(self, frames, hidden, masks):
        """Frames [T * N, 3, side, side], time first; masks [T, N], 0 where an episode begins."""
        steps, worlds = masks.shape
        embedding = self.embedder(frames).reshape(steps, worlds, -1)
        states = self.gru(embedding, hidden, masks).reshape(steps * worlds, -1)
        return self.fc_policy(states), self.fc_value(states)[:, 0], states


def paper():
    agent = Agent(64, (16, 32, 32), 64, 64)
    formula.fill(agent)
    return agent


def mini():
    """Sees averages of 4x4 pixels."""
    agent = Agent(16, (16, 32), 32, 32)
    formula.fill(agent)
    return agent


def gradients(module, rename=lambda name: name):
    traces = {}
    for name, parameter in module.named_parameters():
        name = rename(name)
        gradient = parameter.grad if parameter.grad is not None else torch.zeros_like(parameter)
        traces[name] = formula.trace(name, gradient)
    return traces


class Forward:
    """One step for a batch of frames."""

    def __init__(self, layout, batch):
        self.agent = paper().to(memory_format=layout)
        frames = formula.frames("frames", batch, 64)
        self.frames = frames.to(memory_format=layout)
        self.hidden = formula.values("hidden", (batch, self.agent.hidden), 0.5)
        self.masks = torch.ones(1, batch)

    @torch.inference_mode()
    def run(self):
        self.result = self.agent(self.frames.float() / 255, self.hidden, self.masks)

    def evidence(self):
        named = zip(("logits", "value", "hidden"), self.result)
        return {"values": {}, "tensors": {n: formula.trace(n, t) for n, t in named}}


class PpoStep:
    """Forward, losses, backward, clipping and Adam on 8 worlds x 32 steps."""

    STEPS = 32
    WORLDS = 8

    def __init__(self, layout, agent, pool):
        self.agent = agent.to(memory_format=layout)
        size = self.STEPS * self.WORLDS
        frames = formula.frames("frames", size, 64).double() / 255
        frames = F.avg_pool2d(frames, pool) if pool > 1 else frames
        self.frames = frames.float().contiguous(memory_format=layout)
        self.actions = formula.integers("actions", (size,), agent.actions)
        self.masks = 1 - formula.flags("masks", (self.STEPS, self.WORLDS), -0.96)
        old = formula.values("old log-probabilities", (size,), 0.1)
        self.old_log_probs = old - torch.tensor(math.log(agent.actions)).float()
        self.old_values = formula.values("old values", (size,), 0.5)
        self.returns = formula.values("returns", (size,))
        self.advantages = formula.values("advantages", (size,))
        self.hidden = formula.values("hidden", (self.WORLDS, agent.hidden), 0.5)
        self.adam = torch.optim.Adam(agent.parameters(), lr=5e-4, eps=1e-5)

    def run(self):
        logits, value, _ = self.agent(self.frames, self.hidden, self.masks)
        logs = F.log_softmax(logits, 1)
        log_prob = logs.gather(1, self.actions[:, None])[:, 0]
        ratio = torch.exp(log_prob - self.old_log_probs)
        free = ratio * self.advantages
        bounded = torch.clamp(ratio, 0.8, 1.2) * self.advantages
        self.policy = -torch.min(free, bounded).mean()
        held = self.old_values + (value - self.old_values).clamp(-0.2, 0.2)
        errors = torch.max((value - self.returns) ** 2, (held - self.returns) ** 2)
        self.value = 0.5 * errors.mean()
        self.entropy = -(logs.exp() * logs).sum(1).mean()
        loss = self.policy + 0.5 * self.value - 0.01 * self.entropy
        self.adam.zero_grad()
        loss.backward()
        self.norm = nn.utils.clip_grad_norm_(self.agent.parameters(), 0.5)
        self.adam.step()

    def evidence(self):
        values = {
            "policy loss": self.policy.item(),
            "value loss": self.value.item(),
            "entropy": self.entropy.item(),
            "gradient norm": self.norm.item(),
        }
        return {"values": values, "tensors": gradients(self.agent)}
