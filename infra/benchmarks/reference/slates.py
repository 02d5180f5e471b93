"""Agents that show slates (Jain et al. 2022): an epoch's decisions and one learning step."""

import torch
from torch import nn
from torch.nn import functional as F

import formula
from agent import gradients

USERS, CANDIDATES, SLOTS, ITEM, CODE, STEPS, BATCH = 16, 20, 6, 10, 32, 10, 32
CHOSEN = -1e9


class Perceptron(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.dense0 = nn.Linear(inputs, 256)
        self.dense1 = nn.Linear(256, 64)
        self.out = nn.Linear(64, outputs)

    def forward(self, x):
        return self.out(F.elu(self.dense1(F.elu(self.dense0(x)))))


class SlateEncoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.seq_model = nn.GRU(CODE, 64, batch_first=True)
        self.mlp = Perceptron(64, CODE)

    def forward(self, x):
        return self.mlp(self.seq_model(x)[1][0])


class Attention(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self._layer = nn.Linear(inputs, outputs)
        self.a = nn.Parameter(torch.empty(2 * outputs, 1))

    def forward(self, x, edges):
        z = self._layer(x)
        own, others = (z @ self.a.view(2, -1).t()).unbind(-1)
        scores = F.leaky_relu(own[:, :, None] + others[:, None, :], 0.2)
        scores = torch.where(edges > 0, scores, torch.full_like(scores, -9e15))
        return torch.softmax(scores, 2) @ z


class GraphAttention(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.attention_0 = Attention(width, 64)
        self.out_att = Attention(64, width)

    def forward(self, x, edges):
        hidden = F.elu(F.elu(self.attention_0(x, edges)))
        return self.out_att(hidden, edges) + x


class Agent(nn.Module):
    def __init__(self, relational):
        super().__init__()
        self.relational = relational
        self.action = nn.Linear(ITEM, CODE)
        self.slate = SlateEncoder()
        node = ITEM + CODE + CODE
        if relational:
            self.graph = GraphAttention(node)
            self.post = nn.Sequential(nn.Linear(node, 64), nn.ReLU(), nn.Linear(64, 64))
        self.q = Perceptron(ITEM + node + 64 + CODE if relational else node, 1)

    def forward(self, users, items, chosen, taken):
        """Values [batch, candidates] of one slot; chosen: items so far, taken: flags."""
        n = items.shape[1]
        codes = self.action(items)
        if chosen.shape[1]:
            slate = self.slate(self.action(chosen))
        else:
            slate = users.new_zeros(len(users), CODE)
        user = users[:, None].expand(-1, n, -1)
        slate = slate[:, None].expand(-1, n, -1)
        if not self.relational:
            return self.q(torch.cat((user, codes, slate), 2))[..., 0]
        left = 1 - taken
        edges = left[:, :, None] * left[:, None, :]
        nodes = self.graph(torch.cat((user, codes, slate), 2), edges)
        summary = self.post(nodes.mean(1))[:, None].expand(-1, n, -1)
        return self.q(torch.cat((user, nodes, summary, slate), 2))[..., 0]


class SlateEpoch:
    """Ten steps of 16 users, each a slate of 6 out of 20, and a step on 32 transitions."""

    def __init__(self, relational):
        self.agent, self.target = Agent(relational), Agent(relational)
        formula.fill(self.agent)
        formula.fill(self.target, lambda name: f"target.{name}")
        self.watched = formula.values("watched", (STEPS, USERS, ITEM))
        self.offered = formula.values("offered", (CANDIDATES, ITEM))
        self.users = formula.values("users", (BATCH, ITEM))
        self.next_users = formula.values("next users", (BATCH, ITEM))
        self.items = formula.values("items", (BATCH, CANDIDATES, ITEM))
        order = formula.elements("slates", BATCH, CANDIDATES).argsort(1)
        self.slates = order[:, :SLOTS]
        self.rewards = formula.flags("rewards", (BATCH,), 0.0)
        self.ends = formula.flags("ends", (BATCH,), -0.7)
        self.modules = list(self.agent.children())
        self.optimisers = [
            torch.optim.Adam(module.parameters(), lr=1e-4) for module in self.modules
        ]

    @torch.no_grad()
    def act(self):
        items = self.offered.expand(USERS, -1, -1)
        for step in range(STEPS):
            taken = torch.zeros(USERS, CANDIDATES)
            chosen = torch.zeros(USERS, 0, ITEM)
            slots = []
            for _ in range(SLOTS):
                values = self.agent(self.watched[step], items, chosen, taken)
                slots.append(values)
                best = (values + CHOSEN * taken).argmax(1)
                taken.scatter_(1, best[:, None], 1)
                chosen = torch.cat((chosen, self.offered[best][:, None]), 1)
            if step == 0:
                self.values = torch.stack(slots)

    def learn(self):
        picked = self.items.gather(1, self.slates[..., None].expand(-1, -1, ITEM))
        taken = torch.zeros(SLOTS, BATCH, CANDIDATES)
        for j in range(1, SLOTS):
            taken[j] = taken[j - 1].scatter(1, self.slates[:, j - 1 : j], 1)
        with torch.no_grad():
            best = []
            for j in range(1, SLOTS):
                values = self.target(self.users, self.items, picked[:, :j], taken[j])
                best.append((values + CHOSEN * taken[j]).max(1)[0])
            values = self.target(self.next_users, self.items, picked[:, :0], taken[0])
            best.append((1 - self.ends) * values.max(1)[0])
            goals = self.rewards[:, None] + 0.99 * torch.stack(best, 1)
        predicted = []
        for j in range(SLOTS):
            values = self.agent(self.users, self.items, picked[:, :j], taken[j])
            predicted.append(values.gather(1, self.slates[:, j : j + 1]))
        self.loss = F.mse_loss(torch.cat(predicted, 1), goals)
        for optimiser in self.optimisers:
            optimiser.zero_grad()
        self.loss.backward()
        for module, optimiser in zip(self.modules, self.optimisers):
            if module is not self.agent.action:
                nn.utils.clip_grad_norm_(module.parameters(), 1.0)
            optimiser.step()

    def run(self):
        self.act()
        self.learn()

    def evidence(self):
        tensors = gradients(self.agent)
        tensors["values"] = formula.trace("values", self.values)
        return {"values": {"loss": self.loss.item()}, "tensors": tensors}
