"""Small networks: a multi-pass Q-network's learning step, a graph attention block, a tiny policy."""

import torch
from torch import nn
from torch.nn import functional as F

import formula
from agent import gradients


class Perceptron(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.hidden = nn.Linear(inputs, 128)
        self.output = nn.Linear(128, 3)

    def forward(self, x):
        return self.output(torch.relu(self.hidden(x)))


def _network(name, inputs):
    network = Perceptron(inputs)
    formula.fill(network, lambda parameter: f"{name}.{parameter}")
    return network


class MultiPassLearning:
    """MP-DQN (Bester et al. 2019) of Platform's size on 128 transitions."""

    BATCH = 128

    def __init__(self, layout):
        del layout
        n = self.BATCH
        self.q, self.target_q = _network("q", 12), _network("q", 12)
        self.actor, self.target_actor = _network("actor", 9), _network("actor", 9)
        self.offset = torch.tensor([-0.8, -0.9722222, 0.8604651])
        self.states = formula.values("states", (n, 9))
        self.next_states = formula.values("next states", (n, 9))
        self.parameters = formula.values("parameters", (n, 3))
        self.actions = formula.integers("actions", (n,), 3)
        self.rewards = formula.values("rewards", (n,))
        self.ends = formula.flags("ends", (n,), -0.9)
        self.q_adam = torch.optim.Adam(self.q.parameters(), lr=1e-3)
        self.actor_adam = torch.optim.Adam(self.actor.parameters(), lr=1e-4)

    def multi_pass(self, network, states, parameters):
        n = len(states)
        rows = torch.cat((states, torch.zeros_like(parameters)), 1).repeat(3, 1)
        for k in range(3):
            rows[k * n : (k + 1) * n, 9 + k] = parameters[:, k]
        passes = network(rows)
        return torch.stack([passes[k * n : (k + 1) * n, k] for k in range(3)], 1)

    def run(self):
        with torch.no_grad():
            proposed = self.target_actor(self.next_states) + self.offset
            best = self.multi_pass(self.target_q, self.next_states, proposed).max(1)[0]
            goals = self.rewards + (1 - self.ends) * 0.9 * best
        values = self.multi_pass(self.q, self.states, self.parameters)
        self.loss = F.mse_loss(values.gather(1, self.actions[:, None])[:, 0], goals)
        self.q_adam.zero_grad()
        self.loss.backward()
        self.q_norm = nn.utils.clip_grad_norm_(self.q.parameters(), 10)
        self.q_adam.step()
        with torch.no_grad():
            action = self.actor(self.states) + self.offset
        action.requires_grad = True
        self.objective = self.multi_pass(self.q, self.states, action).sum(1).mean()
        (push,) = torch.autograd.grad(self.objective, action)
        with torch.no_grad():
            room = torch.where(push > 0, 1 - action, action + 1) / 2
            push = push * room
        output = self.actor(self.states) + self.offset
        self.actor_adam.zero_grad()
        output.backward(-push)
        self.actor_norm = nn.utils.clip_grad_norm_(self.actor.parameters(), 10)
        self.actor_adam.step()
        with torch.no_grad():
            for target, source, rate in (
                (self.target_q, self.q, 0.1),
                (self.target_actor, self.actor, 0.001),
            ):
                for old, new in zip(target.parameters(), source.parameters()):
                    old.lerp_(new, rate)

    def evidence(self):
        values = {
            "q loss": self.loss.item(),
            "q gradient norm": self.q_norm.item(),
            "objective": self.objective.item(),
            "actor gradient norm": self.actor_norm.item(),
        }
        tensors = gradients(self.q, lambda name: f"q.{name}")
        tensors.update(gradients(self.actor, lambda name: f"actor.{name}"))
        return {"values": values, "tensors": tensors}


class AttentionLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(64, 64))
        self.bias = nn.Parameter(torch.empty(64))
        self.attention = nn.Parameter(torch.empty(2, 64))

    def forward(self, x):
        z = F.linear(x, self.weight, self.bias)
        own, others = F.linear(z, self.attention).unbind(-1)
        edges = F.leaky_relu(own[:, :, None] + others[:, None, :], 0.2)
        return torch.softmax(edges, 2) @ z


class AttentionBlock(nn.Module):
    """Two graph attention layers over 25 actions, hidden 64, batch 64, with a residual."""

    def __init__(self, layout):
        super().__init__()
        del layout
        self.layer1 = AttentionLayer()
        self.layer2 = AttentionLayer()
        formula.fill(self)
        self.nodes = formula.values("nodes", (64, 25, 64)).requires_grad_()
        self.output_weights = formula.values("output weights", (64, 25, 64))

    def run(self):
        for tensor in (self.nodes, *self.parameters()):
            tensor.grad = None
        first = F.elu(self.layer1(self.nodes))
        self.output = self.layer2(F.elu(first)) + self.nodes
        self.loss = (self.output * self.output_weights).sum()
        self.loss.backward()

    def evidence(self):
        tensors = gradients(self)
        tensors["output"] = formula.trace("output", self.output)
        tensors["nodes"] = formula.trace("nodes", self.nodes.grad)
        return {"values": {"loss": self.loss.item()}, "tensors": tensors}


class TinyPolicy(nn.Module):
    """Logits of a perceptron for one observation."""

    SIZES = (8, 32, 32, 4)

    def __init__(self, layout):
        super().__init__()
        del layout
        for i, (inputs, outputs) in enumerate(zip(self.SIZES, self.SIZES[1:])):
            setattr(self, f"layer{i}", nn.Linear(inputs, outputs))
        formula.fill(self)
        self.observation = formula.values("observation", (1, self.SIZES[0]))

    def run(self):
        with torch.no_grad():
            x = torch.tanh(self.layer0(self.observation))
            self.logits = self.layer2(torch.tanh(self.layer1(x)))

    def evidence(self):
        return {"values": {}, "tensors": {"logits": formula.trace("logits", self.logits)}}
