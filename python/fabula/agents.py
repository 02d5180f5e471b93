"""Fabula's agents as PyTorch modules, built from the safetensors files that runs leave."""

import torch
from safetensors import safe_open
from torch import nn
from torch.nn import functional as F

from .decision import Decision
from .value_agents import Preferences, parameterised_agent

EXCLUDED = -9e15  # the score of a candidate that is not there


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
            start = self.start(worlds)
            before, states = start if state is None else state, []
            for t in range(steps):
                if masks is not None:
                    before = torch.where(masks[t].bool()[:, None], before, start)
                before = self.gru.gru(hidden[t][None], before[None].contiguous())[1][0]
                states.append(before)
            hidden = torch.stack(states)
        return Decision(self.fc_policy(hidden), self.fc_value(hidden)[..., 0], hidden)

    @staticmethod
    def log_prob(logits, action_noise=False):
        """Log-probabilities of all actions; with the noise of CoinRun's recordings where it was on."""
        if action_noise:
            logits = (0.7 * logits).clamp(-1.8, 0.8)
            logits[..., 9:] = -3
            logits[..., 7] = 0.1
        return F.log_softmax(logits, -1)


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


def load_agent(path, learned_start=False, scale=1.0):
    """The agent of a safetensors file.

    learned_start: whether episodes begin in the hidden state that the agent learned, not in zeros.
    scale: what the numbers of observations are multiplied with before a perceptron sees them.
    """
    with safe_open(str(path), "pt") as file:
        sizes = file.metadata() or {}
        weights = {name: file.get_tensor(name) for name in file.keys()}
    if "agent.frame" in sizes:
        size = {name: int(sizes[f"agent.{name}"]) for name in ("frame", "pool", "stride", "embedding", "hidden", "actions")}
        channels = [int(each) for each in sizes["agent.channels"].split(",")]
        recurrent = sizes["agent.recurrent"] == "true"
        agent = ImpalaGru(channels=channels, recurrent=recurrent, learned_start=learned_start, **size)
    elif "mlp.hidden" in sizes:
        agent = Perceptron(weights, scale)
        if "observations.moments" in weights:
            agent.standardise(weights.pop("observations.moments"), float(sizes["observations.limit"]))
        scored = ("action.", "score.", "parameters.")
        weights = {n.replace(".", "_layer.", 1) if n.startswith(scored) else n: w for n, w in weights.items()}
    elif "mpdqn.form" in sizes:
        agent = parameterised_agent(weights, sizes)
    elif "preferences" in weights and "hidden.0.weight" in weights:
        agent = Preferences(weights, weights.pop("preferences").shape[1])
    elif "preferences" in weights:
        raise ValueError(f"{path} holds a table of preferences and no network; run.weights has it")
    else:
        kinds = "convolutional agents have agent.frame in their metadata, perceptrons mlp.hidden, agents "
        kinds += "with parameterised actions mpdqn.form; preference networks have a tensor preferences"
        raise ValueError(f"{path} is no agent that can be read here: {kinds}")
    agent.load_state_dict(weights)
    return agent.eval()
