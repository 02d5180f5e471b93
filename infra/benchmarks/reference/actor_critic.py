"""An advantage actor-critic in DoorKey: 16 steps of 64 worlds and their update."""

import numpy
import torch
from torch import nn

import formula
from agent import gradients
from doorkey_world import DoorKeys, seed_of


class Tower(nn.Module):
    def __init__(self, inputs, outputs, hidden=64):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(inputs, hidden),
            nn.Tanh(),
            nn.Linear(hidden, hidden),
            nn.Tanh(),
            nn.Linear(hidden, outputs),
        )

    def forward(self, x):
        return self.layers(x)


class ActorCriticUpdate:
    """The actions of the first two updates are given by formula, later ones are drawn."""

    WORLDS, STEPS, SIZE, ACTIONS = 64, 16, 5, 7
    DISCOUNT, RATE, VALUE_WEIGHT, ENTROPY_WEIGHT, NORM = 0.99, 1e-3, 0.5, 0.01, 0.5
    GIVEN_UPDATES = 2

    def __init__(self):
        inputs = self.SIZE * self.SIZE * 10 + 1
        self.actor, self.critic = Tower(inputs, self.ACTIONS), Tower(inputs, 1)
        formula.fill(self.actor, lambda name: name.replace("layers", "actor"))
        formula.fill(self.critic, lambda name: name.replace("layers", "critic"))
        self.parameters = [*self.actor.parameters(), *self.critic.parameters()]
        self.adam = torch.optim.Adam(self.parameters, lr=self.RATE, fused=True)
        self.worlds = DoorKeys(
            self.WORLDS, self.SIZE, [seed_of(1, "world", i) for i in range(self.WORLDS)]
        )
        shape = (self.GIVEN_UPDATES, self.STEPS, self.WORLDS)
        self.given = formula.integers("actions", shape, self.ACTIONS)
        self.updates = 0
        self.success = 0.0

    def _act(self, step, shown):
        if self.updates < self.GIVEN_UPDATES:
            return self.given[self.updates, step]
        return torch.multinomial(torch.softmax(self.actor(shown), 1), 1)[:, 0]

    def run(self):
        n, steps = self.WORLDS, self.STEPS
        rewards = numpy.zeros((steps, n), dtype=numpy.float32)
        going = numpy.zeros((steps, n), dtype=numpy.float32)
        taken, shown = [], []
        with torch.no_grad():
            for t in range(steps):
                shown.append(torch.from_numpy(self.worlds.planes()))
                taken.append(self._act(t, shown[-1]))
                reward, ends, successes = self.worlds.step(taken[-1].numpy())
                rewards[t], going[t] = reward, ~ends
                for each in successes[ends]:
                    self.success += 0.01 * (float(each) - self.success)
            beyond = self.critic(torch.from_numpy(self.worlds.planes()))[:, 0]
        shown, taken = torch.cat(shown), torch.cat(taken)
        values = self.critic(shown)[:, 0]
        rewards, going = torch.from_numpy(rewards), torch.from_numpy(going)
        targets = torch.empty(steps, n)
        for t in reversed(range(steps)):
            beyond = rewards[t] + self.DISCOUNT * going[t] * beyond
            targets[t] = beyond
        targets = targets.reshape(-1)
        logs = torch.log_softmax(self.actor(shown), 1)
        chosen = logs.gather(1, taken[:, None])[:, 0]
        self.policy_loss = -(chosen * (targets - values.detach())).mean()
        self.value_loss = ((targets - values) ** 2).mean()
        self.entropy = -(logs.exp() * logs).sum(1).mean()
        loss = (
            self.policy_loss
            + self.VALUE_WEIGHT * self.value_loss
            - self.ENTROPY_WEIGHT * self.entropy
        )
        self.adam.zero_grad()
        loss.backward()
        self.norm = nn.utils.clip_grad_norm_(self.parameters, self.NORM)
        self.adam.step()
        self.updates += 1

    def evidence(self):
        values = {
            "policy_loss": self.policy_loss.item(),
            "value_loss": self.value_loss.item(),
            "entropy": self.entropy.item(),
            "gradient_norm": self.norm.item(),
        }
        tensors = gradients(self.actor, lambda name: name.replace("layers", "actor"))
        tensors.update(gradients(self.critic, lambda name: name.replace("layers", "critic")))
        return {"values": values, "tensors": tensors}
