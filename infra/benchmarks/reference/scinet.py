"""Selection with learned noise and deep energy-based projective simulation, published sizes."""

import math

import torch
from torch import nn
from torch.nn import functional as F

import formula
from agent import gradients

AGENTS, BATCH, CELLS, AXES, ACTIONS, LATENTS = 3, 200, 12, 3, 6, 8
ADAM = {"amsgrad": True, "weight_decay": 1e-5}


def _layers(inputs, widths):
    return nn.ModuleList(nn.Linear(i, o) for i, o in zip((inputs, *widths), widths))


class Shared(nn.Module):
    """The encoder and the decoder that rebuilds the observation."""

    def __init__(self):
        super().__init__()
        self.encoder = _layers(AXES * CELLS, (128, 128, 64, 32, LATENTS))
        self.autoencoder = _layers(LATENTS, (32, 64, 128, 128, 128, AXES * CELLS))
        formula.fill(self)

    def encode(self, x):
        for i, layer in enumerate(self.encoder):
            x = layer(x)
            if i < 3:
                x = F.elu(x)
        return x

    def rebuild(self, x):
        for layer in self.autoencoder[:-1]:
            x = F.elu(layer(x))
        return torch.sigmoid(self.autoencoder[-1](x))


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = _layers(LATENTS + ACTIONS, (64, 128, 128, 128, 128, 64, 32))
        self.output = nn.Linear(32, 1)
        formula.fill(self)

    def forward(self, x):
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.output(x)


def noisy(x, log_noise, draws):
    return x + x.std(0) * torch.exp(log_noise) * draws


class SelectionRound:
    """One step for each of three agents."""

    def __init__(self, layout):
        del layout
        self.shared = Shared()
        self.encoder_noise = nn.Parameter(formula.values("encoder noise", (LATENTS,)) - 2)
        self.decoders = [Decoder() for _ in range(AGENTS)]
        self.noises = [
            nn.Parameter(formula.values(f"decoder noise {e}", (LATENTS,)) - 2)
            for e in range(AGENTS)
        ]
        common = [*self.shared.parameters(), self.encoder_noise]
        self.optimisers = [
            (
                torch.optim.Adam([*decoder.parameters(), noise], lr=1e-4, **ADAM),
                torch.optim.Adam(common, lr=1e-4, **ADAM),
            )
            for decoder, noise in zip(self.decoders, self.noises)
        ]
        self.rows = [self.batch(e) for e in range(AGENTS)]

    @staticmethod
    def batch(e):
        places = formula.integers(f"places {e}", (BATCH, AXES), CELLS)
        return (
            F.one_hot(places, CELLS).reshape(BATCH, -1).float(),
            F.one_hot(formula.integers(f"actions {e}", (BATCH,), ACTIONS), ACTIONS).float(),
            formula.values(f"targets {e}", (BATCH, 1), 10),
            formula.values(f"draws {e}", (BATCH, LATENTS), math.sqrt(3)),
        )

    def run(self):
        self.losses = []
        for e in range(AGENTS):
            observations, actions, targets, draws = self.rows[e]
            z = noisy(self.shared.encode(observations), self.encoder_noise, draws)
            rebuilt = self.shared.rebuild(z)
            seen = noisy(z, self.noises[e], draws)
            values = self.decoders[e](torch.cat((seen, actions), 1))
            policy = F.smooth_l1_loss(values, targets)
            autoencoder = F.binary_cross_entropy(rebuilt, observations)
            loss = (
                policy
                - 0.04 * self.noises[e].sum()
                - 0.02 * self.encoder_noise.sum()
                + 10 * autoencoder
            )
            for optimiser in self.optimisers[e]:
                optimiser.zero_grad()
            loss.backward()
            for optimiser in self.optimisers[e]:
                optimiser.step()
            self.losses.append((policy, autoencoder))

    def evidence(self):
        values = {}
        for e, (policy, autoencoder) in enumerate(self.losses):
            values[f"policy loss {e}"] = policy.item()
            values[f"autoencoder loss {e}"] = autoencoder.item()
        return {"values": values, "tensors": gradients(self.shared)}


class Preferences(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = _layers(AXES * CELLS + ACTIONS, (128, 128, 128, 128, 64, 32))
        formula.fill(self)

    def forward(self, x):
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return x.sum(1, keepdim=True) + 1


class PolicyRound:
    """All actions of 64 states, and an update on 200 samples."""

    LANES = 64

    def __init__(self, layout):
        del layout
        width = AXES * CELLS
        self.network = Preferences()
        self.adam = torch.optim.Adam(self.network.parameters(), lr=5e-5, **ADAM)
        self.observations = formula.flags("observations", (self.LANES, width), -0.8)
        self.actions = torch.eye(ACTIONS).repeat(self.LANES, 1)
        self.pairs = formula.flags("pairs", (BATCH, width + ACTIONS), -0.8)
        self.targets = formula.values("targets", (BATCH, 1), 10)

    def run(self):
        with torch.no_grad():
            states = self.observations.repeat_interleave(ACTIONS, 0)
            self.preferences = self.network(torch.cat((states, self.actions), 1))
        self.loss = F.smooth_l1_loss(self.network(self.pairs), self.targets)
        self.adam.zero_grad()
        self.loss.backward()
        self.adam.step()

    def evidence(self):
        tensors = gradients(self.network)
        tensors["preferences"] = formula.trace("preferences", self.preferences)
        return {"values": {"loss": self.loss.item()}, "tensors": tensors}
