"""Agents that choose from sets (Jain et al. 2022): a sixteenth of an update of PPO, no worlds."""

import math

import torch
from torch import nn
from torch.nn import functional as F

import formula
from agent import gradients

HIDDEN = 64


def perceptron(inputs, outputs=HIDDEN):
    return nn.Sequential(nn.Linear(inputs, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, outputs))


class Attention(nn.Linear):
    """A layer of graph attention with one head over the complete graph with self-loops."""

    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.a = nn.Parameter(torch.empty(2 * outputs, 1))

    def forward(self, x):
        z = super().forward(x)
        own, others = (z @ self.a.view(2, -1).t()).unbind(-1)
        scores = F.leaky_relu(own[..., :, None] + others[..., None, :], 0.2)
        self.weights = torch.softmax(scores, -1)
        return self.weights @ z


class Relations(nn.Module):
    """Two layers of attention with both of the published ELUs, and the input added."""

    def __init__(self, width=HIDDEN):
        super().__init__()
        self.attention_0 = Attention(width, width)
        self.out_att = Attention(width, width)

    def forward(self, x):
        return self.out_att(F.elu(F.elu(self.attention_0(x)))) + x


def check_relations():
    """The block against numbers worked out by hand from its definition."""
    block = Relations(2)
    for layer in (block.attention_0, block.out_att):
        layer.weight.data = torch.tensor([[1.0, 0.5], [-0.5, 1.0]])
        layer.bias.data = torch.tensor([0.1, -0.1])
        layer.a.data = torch.tensor([[0.3], [-0.2], [0.5], [0.4]])
    nodes = torch.tensor([[1.0, 0.0], [0.0, 1.0], [-1.0, 2.0]])
    output = block(nodes)
    first = [
        [0.225590, 0.320127, 0.454282],
        [0.225590, 0.320127, 0.454283],
        [0.245755, 0.311792, 0.442453],
    ]
    expected = [[2.204554, 0.881876], [1.204554, 1.881876], [0.204554, 2.881876]]
    for computed, known in (
        (block.attention_0.weights, first),
        (block.out_att.weights, [[0.336253, 0.336253, 0.327494]] * 3),
        (output, expected),
    ):
        torch.testing.assert_close(computed, torch.tensor(known), atol=2e-6, rtol=0)


class Convolutions(nn.Module):
    def __init__(self, channels):
        super().__init__()
        for i, outputs in enumerate((16, 16, 32, 32, 32)):
            self.add_module(f"conv_{i}", nn.Conv2d(channels, outputs, 3, 2, 1))
            channels = outputs
        self.add_module("0", nn.Linear(288, HIDDEN))
        self.add_module("2", nn.Linear(HIDDEN, HIDDEN))

    def forward(self, x):
        parts = dict(self.named_children())
        for i in range(5):
            x = torch.relu(parts[f"conv_{i}"](x))
        return parts["2"](torch.relu(parts["0"](x.flatten(1))))


class Agent(nn.Module):
    """AGILE, or the utility policy, which scores each action alone."""

    def __init__(self, relational, pixels, numbers, description):
        super().__init__()
        self.relational = relational
        activation = nn.ReLU if pixels else nn.Tanh
        self.state_encoder = Convolutions(3) if pixels else perceptron(numbers)
        self.action_linear = nn.Linear(description, HIDDEN)
        if relational:
            self.action_nodes, self.summary_nodes = perceptron(2 * HIDDEN), perceptron(2 * HIDDEN)
            self.action_graph, self.summary_graph = Relations(), Relations()
        width = 2 * HIDDEN if relational else HIDDEN
        for name in ("actor", "critic"):
            trunk = nn.Sequential(
                nn.Linear(width, HIDDEN), activation(), nn.Linear(HIDDEN, HIDDEN), activation()
            )
            self.add_module(name, trunk)
        self.critic_linear = nn.Linear(HIDDEN, 1)
        self.utility = perceptron(2 * HIDDEN, 1)
        if pixels:
            self.beta = nn.ModuleDict({k: nn.Linear(HIDDEN, 2) for k in ("alpha", "beta")})
        self.pixels = pixels

    def forward(self, observations, sets):
        """Log-probabilities [batch, places], both numbers of the places' densities, values."""
        state = self.state_encoder(observations)
        actions = self.action_linear(sets)
        features, known = actions, state
        if self.relational:
            joined = torch.cat((state[:, None].expand_as(actions), actions), 2)
            nodes = self.action_nodes(joined)
            features = self.action_graph(nodes) + nodes
            summary = self.summary_graph(self.summary_nodes(joined)).mean(1)
            known = torch.cat((state, summary), 1)
        hidden = self.actor(known)
        value = self.critic_linear(self.critic(known))[:, 0]
        scored = torch.cat((hidden[:, None].expand(-1, sets.shape[1], -1), features), 2)
        logs = F.log_softmax(self.utility(scored)[..., 0], 1)
        if not self.pixels:
            return logs, None, value
        densities = [1 + F.softplus(self.beta[k](hidden)) for k in ("alpha", "beta")]
        return logs, torch.stack(densities, 2), value


class Update:
    """Decisions of all worlds, then forward, losses, backward, clipping and Adam."""

    LEARNING_RATE, CLIP, NORM, PLACE_ENTROPY, FRAMES = 1e-3, 0.1, 0.5, 0.1, 97

    def __init__(self, layout, relational, pixels):
        check_relations()
        self.worlds, self.decisions, count = (32, 24, 3072) if pixels else (64, 32, 8192)
        self.places, description = (25, 36) if pixels else (7, 11)
        self.entropy_weight = 0.005 if pixels else 0.05
        self.agent = Agent(relational, pixels, 242, description)
        formula.fill(self.agent)
        self.agent = self.agent.to(memory_format=layout)
        self.sets = formula.values("sets", (count, self.places, description))
        if pixels:
            frames = formula.frames("frames", self.FRAMES, 84).float() / 255
            self.observations = frames[torch.arange(count) % self.FRAMES]
            self.observations = self.observations.contiguous(memory_format=layout)
        else:
            self.observations = formula.values("observations", (count, 242))
        self.actions = formula.integers("actions", (count,), self.places)
        self.chosen = (0.5 + 0.45 * formula.elements("places", count, 2)).float()
        old = formula.values("old log-probabilities", (count,), 0.1)
        self.old_log_probs = old - torch.tensor(math.log(self.places)).float()
        self.old_values = formula.values("old values", (count,), 0.5)
        self.returns = formula.values("returns", (count,))
        self.advantages = formula.values("advantages", (count,))
        self.adam = torch.optim.Adam(
            self.agent.parameters(), lr=self.LEARNING_RATE, eps=1e-5, fused=True
        )

    @torch.inference_mode()
    def _act(self):
        for t in range(self.decisions):
            rows = slice(t * self.worlds, (t + 1) * self.worlds)
            logs, densities, values = self.agent(self.observations[rows], self.sets[rows])
            actions = torch.multinomial(logs.exp(), 1)[:, 0]
            self._log_probability(logs, densities, actions, None)
            if t == 0:
                self.first = (logs, densities, values)

    @staticmethod
    def _log_probability(logs, densities, actions, places):
        """Of given actions and places; places are drawn where none are given."""
        log_prob = logs.gather(1, actions[:, None])[:, 0]
        if densities is None:
            return log_prob
        beta = torch.distributions.Beta(*densities.unbind(2), validate_args=False)
        places = beta.sample() if places is None else places
        return log_prob + beta.log_prob(places).sum(1)

    def run(self):
        self._act()
        logs, densities, value = self.agent(self.observations, self.sets)
        log_prob = self._log_probability(logs, densities, self.actions, self.chosen)
        ratio = torch.exp(log_prob - self.old_log_probs)
        bounded = torch.clamp(ratio, 1 - self.CLIP, 1 + self.CLIP) * self.advantages
        self.policy = -torch.min(ratio * self.advantages, bounded).mean()
        held = self.old_values + (value - self.old_values).clamp(-self.CLIP, self.CLIP)
        errors = torch.max((value - self.returns) ** 2, (held - self.returns) ** 2)
        self.value = 0.5 * errors.mean()
        entropy = -(logs.exp() * logs).sum(1)
        if densities is not None:
            beta = torch.distributions.Beta(*densities.unbind(2), validate_args=False)
            entropy = entropy + self.PLACE_ENTROPY * beta.entropy().sum(1)
        self.entropy = entropy.mean()
        loss = self.policy + 0.5 * self.value - self.entropy_weight * self.entropy
        self.adam.zero_grad()
        loss.backward()
        self.norm = nn.utils.clip_grad_norm_(self.agent.parameters(), self.NORM)
        self.adam.step()

    def evidence(self):
        values = {
            "policy loss": self.policy.item(),
            "value loss": self.value.item(),
            "entropy": self.entropy.item(),
            "gradient norm": self.norm.item(),
        }
        tensors = gradients(self.agent)
        logs, densities, predicted = self.first
        if densities is not None:
            logs = torch.cat((logs, densities.flatten(1)), 1)
        tensors["distributions"] = formula.trace("distributions", logs)
        tensors["values"] = formula.trace("values", predicted)
        return {"values": values, "tensors": tensors}
