"""Small networks: a graph attention block, a tiny policy."""

import torch
from torch import nn
from torch.nn import functional as F

import formula
from agent import gradients


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
