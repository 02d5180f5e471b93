"""A training step of the simulator (recurrent state-space model, frozen agent inside)."""

import torch
from torch import nn
from torch.nn import functional as F

import agent as agents
import formula


class HalvingBlock(nn.Module):
    def __init__(self, inputs, outputs, side):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.normalize1 = nn.LayerNorm((inputs, side, side))
        self.normalize2 = nn.LayerNorm((outputs, side, side))
        self.conv_sc = nn.Conv2d(inputs, outputs, 1)

    def forward(self, x):
        h = F.leaky_relu(self.normalize2(self.conv1(self.normalize1(x))), 0.01)
        return F.max_pool2d(self.conv2(h), 2) + self.conv_sc(F.max_pool2d(x, 2))


class ContextEncoder(nn.Module):
    def __init__(self, side, channels, hidden, bottleneck):
        super().__init__()
        self.image_embedder = nn.Module()
        self.image_embedder.nets = nn.Sequential()
        inputs = 3
        for outputs in channels:
            self.image_embedder.nets.append(HalvingBlock(inputs, outputs, side))
            inputs = outputs
            side //= 2
        self.rnn = nn.GRU(inputs * side * side, hidden)
        self.mlp_out = nn.Sequential(
            nn.Linear(hidden, hidden), nn.ELU(), nn.Linear(hidden, hidden), nn.ELU()
        )
        self.bottleneck_mlp = nn.Linear(hidden, bottleneck)

    def forward(self, frames):
        """Frames [context, batch, 3, side, side] to vectors of length 1."""
        context, batch = frames.shape[:2]
        pictures = self.image_embedder.nets(frames.flatten(0, 1)).flatten(1)
        states, _ = self.rnn(pictures.reshape(context, batch, -1))
        vector = self.bottleneck_mlp(self.mlp_out(states[-1]))
        return vector / vector.norm(dim=1, keepdim=True).clamp(min=1e-8)


class Converter(nn.Module):
    def __init__(self, bottleneck, outputs):
        super().__init__()
        hidden = (bottleneck + outputs) // 2
        self.nets = nn.Sequential(
            nn.Linear(bottleneck, hidden),
            nn.ELU(),
            nn.Linear(hidden, hidden),
            nn.ELU(),
            nn.Linear(hidden, outputs),
        )

    def forward(self, x):
        return self.nets(x)


class NormalisedGru(nn.Module):
    def __init__(self, inputs, hidden):
        super().__init__()
        self.weight_ih = nn.Linear(inputs, 3 * hidden, bias=False)
        self.weight_hh = nn.Linear(hidden, 3 * hidden, bias=False)
        self.ln_reset = nn.LayerNorm(hidden, eps=1e-3)
        self.ln_update = nn.LayerNorm(hidden, eps=1e-3)
        self.ln_newval = nn.LayerNorm(hidden, eps=1e-3)

    def forward(self, x, state):
        r_x, u_x, n_x = self.weight_ih(x).chunk(3, 1)
        r_h, u_h, n_h = self.weight_hh(state).chunk(3, 1)
        reset = torch.sigmoid(self.ln_reset(r_x + r_h))
        update = torch.sigmoid(self.ln_update(u_x + u_h))
        new = torch.tanh(self.ln_newval(n_x + reset * n_h))
        return update * new + (1 - update) * state


def _wrapped(name, network):
    outer = nn.Module()
    setattr(outer, name, network)
    return outer


def _embedding(channels):
    layers = nn.Sequential()
    inputs = 3
    for outputs in channels:
        layers.append(nn.Conv2d(inputs, outputs, 4, 2))
        layers.append(nn.ELU())
        inputs = outputs
    return _wrapped("encoder_image", _wrapped("model", layers))


def _decoder(feature, channels, side, deconvolutions):
    layers = nn.Sequential(nn.Linear(feature, channels * side * side))
    layers.append(nn.Unflatten(1, (channels, side, side)))
    inputs = channels
    for i, (outputs, kernel, padding) in enumerate(deconvolutions):
        if i > 0:
            layers.append(nn.ELU())
        layers.append(nn.ConvTranspose2d(inputs, outputs, kernel, 2, padding))
        inputs = outputs
    return _wrapped("model", layers)


def _head(feature, layers, hidden):
    network = nn.Sequential()
    for i in range(layers):
        network.append(nn.Linear(hidden if i else feature, hidden))
        network.append(nn.LayerNorm(hidden, eps=1e-3))
        network.append(nn.ELU())
    network.append(nn.Linear(hidden, 1))
    return _wrapped("model", _wrapped("model", network))


PAPER = {
    "side": 64,
    "encoder": ((64, 64, 64, 128), 512, 128),
    "deterministic": 512,
    "variables": 32,
    "classes": 32,
    "hidden": 1000,
    "embedding": (32, 64, 128, 256),
    "embedding_size": 1024,
    "decoder": (1536, 1, ((192, 5, 0), (96, 5, 0), (48, 6, 0), (3, 6, 0))),
    "head": (4, 400),
    "agent_hidden": 64,
    "steps": 4,
    "batch": 2,
    "rate": 5e-4,
    "pixels": 1.0,
}

MINI = {
    "side": 16,
    "encoder": ((8, 16), 64, 16),
    "deterministic": 64,
    "variables": 8,
    "classes": 8,
    "hidden": 64,
    "embedding": (16, 32),
    "embedding_size": 128,
    "decoder": (32, 4, ((16, 4, 1), (3, 4, 1))),
    "head": (2, 64),
    "agent_hidden": 32,
    "steps": 8,
    "batch": 16,
    "rate": 1e-3,
    "pixels": 1 / 16,
}


class Simulator(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.variables, self.classes = size["variables"], size["classes"]
        self.width = size["deterministic"]
        stochastic = self.variables * self.classes
        feature = self.width + stochastic
        hidden, width = size["hidden"], self.width
        channels, encoder_hidden, bottleneck = size["encoder"]
        self.context_encoder = ContextEncoder(size["side"], channels, encoder_hidden, bottleneck)
        self.convert_env = Converter(bottleneck, feature)
        self.convert_agent_h = Converter(bottleneck, size["agent_hidden"])
        self.convert_action = Converter(bottleneck, 15)
        self.image_embedding = _embedding(size["embedding"])
        self.rssm_z = nn.Linear(stochastic, hidden)
        self.rssm_a = nn.Linear(15, hidden, bias=False)
        self.rssm_in_norm = nn.LayerNorm(hidden, eps=1e-3)
        self.rssm_gru = _wrapped("layers", nn.Sequential(NormalisedGru(hidden, width)))
        self.prior_h = nn.Linear(width, hidden)
        self.prior_norm = nn.LayerNorm(hidden, eps=1e-3)
        self.prior_out = nn.Linear(hidden, stochastic)
        self.post_h = nn.Linear(width, hidden)
        self.post_e = nn.Linear(size["embedding_size"], hidden, bias=False)
        self.post_norm = nn.LayerNorm(hidden, eps=1e-3)
        self.post_out = nn.Linear(hidden, stochastic)
        self.image_decoder = _decoder(feature, *size["decoder"])
        self.reward_decoder = _head(feature, *size["head"])
        self.terminal_decoder = _head(feature, *size["head"])

    def stochastic(self, logits, uniforms):
        probabilities = logits.reshape(-1, self.variables, self.classes).softmax(-1)
        sums = probabilities.detach().double().cumsum(-1)
        index = (sums <= uniforms[..., None]).sum(-1).clamp(max=self.classes - 1)
        chosen = F.one_hot(index, self.classes).float()
        return (chosen + probabilities - probabilities.detach()).flatten(1)

    def cell(self, state, stochastic, acted):
        x = F.elu(self.rssm_in_norm(self.rssm_z(stochastic) + acted))
        return self.rssm_gru.layers[0](x, state)

    def prior(self, state):
        return self.prior_out(F.elu(self.prior_norm(self.prior_h(state))))

    def posterior(self, state, observed):
        return self.post_out(F.elu(self.post_norm(self.post_h(state) + observed)))

    def embed(self, frames):
        return self.post_e(self.image_embedding.encoder_image.model(frames).flatten(1))

    def divergence(self, p, q):
        """KL(p || q) per row, summed over the variables."""
        p = p.reshape(-1, self.variables, self.classes).log_softmax(-1)
        q = q.reshape(-1, self.variables, self.classes).log_softmax(-1)
        return (p.exp() * (p - q)).sum((1, 2))


def _name(parameter):
    return parameter.replace(".", "/", 1)


class SimulatorStep:
    """True actions, posterior states, all losses, clipping, Adam."""

    CONTEXT = 3

    def __init__(self, layout, size, agent):
        self.size = size
        self.model = Simulator(size)
        formula.fill(self.model, _name)
        self.model.to(memory_format=layout)
        self.agent = agent.to(memory_format=layout).requires_grad_(False)
        side, steps, batch = size["side"], size["steps"], size["batch"]
        rows = self.CONTEXT + steps - 1
        frames = formula.frames("frames", rows * batch, side).float() / 255
        frames = frames.reshape(rows, batch, 3, side, side)
        first = self.CONTEXT - 1
        self.context = frames[: self.CONTEXT]
        self.frames = frames[first:].flatten(0, 1).contiguous(memory_format=layout)
        hidden = formula.values("agent states", (rows + 1, batch, size["agent_hidden"]), 0.5)
        self.agent_start = hidden[first]
        self.agent_states = hidden[first + 1 :].flatten(0, 1)
        self.rewards = formula.values("rewards", (rows, batch))[first:].flatten()
        terminals = formula.flags("terminals", (rows, batch), -0.9)[first:]
        self.terminals = terminals.flatten()
        over = torch.cat((torch.zeros(1, batch), terminals[:-1])).cumsum(0)
        self.alive = (over == 0).float().flatten()
        actions = formula.integers("actions", (rows, batch), 15)[first - 1 : -1]
        self.actions = F.one_hot(actions, 15).float().flatten(0, 1)
        shape = (steps + 1, batch, size["variables"])
        self.uniforms = formula.values("draws", shape, 0.5) + 0.5
        self.masks = torch.ones(steps, batch)
        self.adam = torch.optim.Adam(self.model.parameters(), lr=size["rate"])

    def run(self):
        model, batch = self.model, self.size["batch"]
        vector = model.context_encoder(self.context)
        start = model.convert_env(vector)
        state = start[:, : model.width]
        stochastic = model.stochastic(start[:, model.width :], self.uniforms[0])
        acted = model.rssm_a(self.actions).split(batch)
        observed = model.embed(self.frames).split(batch)
        before, states, drawn, logits = [], [], [], []
        for t in range(self.size["steps"]):
            before.append(state)
            state = model.cell(state, stochastic, acted[t])
            logits.append(model.posterior(state, observed[t]))
            stochastic = model.stochastic(logits[-1], self.uniforms[t + 1])
            states.append(state)
            drawn.append(stochastic)
        before, states, posterior = torch.cat(before), torch.cat(states), torch.cat(logits)
        feature = torch.cat((states, torch.cat(drawn)), 1)
        pictures = model.image_decoder.model(feature) + 0.5
        images = pictures + (pictures.clamp(0, 1) - pictures).detach()
        _, _, simulated = self.agent(images, self.agent_start, self.masks)
        self.sum_losses(vector, before, states, posterior, feature, pictures, simulated)
        self.adam.zero_grad()
        self.loss.backward()
        self.norm = nn.utils.clip_grad_norm_(model.parameters(), 100)
        self.adam.step()

    def sum_losses(self, vector, before, states, posterior, feature, pictures, simulated):
        model, share = self.model, self.size["pixels"]
        prior = model.prior(states)
        balanced = 0.2 * model.divergence(posterior, prior.detach()) + 0.8 * model.divergence(
            posterior.detach(), prior
        )
        rewards = model.reward_decoder.model.model(feature)[:, 0]
        ends = model.terminal_decoder.model.model(feature)[:, 0]
        detached = vector.detach()
        first_logits = model.convert_action(detached)
        first_state = torch.tanh(model.convert_agent_h(detached))
        batch = self.size["batch"]
        terms = {
            "divergence": 12 * share * balanced,
            "update": 0.5 * share * (states - before).norm(dim=1),
            "image": 0.5 * ((pictures - self.frames) ** 2).sum((1, 2, 3)),
            "reward": 0.5 * (rewards - self.rewards) ** 2,
            "terminal": F.binary_cross_entropy_with_logits(ends, self.terminals, reduction="none"),
            "agent state": 0.5 * ((simulated - self.agent_states) ** 2).sum(1) * self.alive,
            "agent start": ((first_state - self.agent_start) ** 2).sum(1),
            "first action": -(first_logits.log_softmax(1) * self.actions[:batch]).sum(1),
        }
        self.terms = {name: term.sum() / batch for name, term in terms.items()}
        pairs = 2 * vector @ vector.T - 2
        pairs = torch.where(torch.eye(batch, dtype=torch.bool), torch.ones(()), pairs)
        self.terms["spread"] = 100 * share * pairs.flatten().logsumexp(0)
        self.loss = sum(self.terms.values())

    def evidence(self):
        values = {name: term.item() for name, term in self.terms.items()}
        values["gradient norm"] = self.norm.item()
        return {"values": values, "tensors": agents.gradients(self.model, _name)}
