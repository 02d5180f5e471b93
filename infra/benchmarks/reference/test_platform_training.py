"""The training in numpy against the learner in PyTorch, which passes the recordings of the originals.

    python test_platform_training.py
"""

import unittest

import numpy
import torch

import mpdqn
import platform_training as training


def copied(network):
    built = mpdqn.Perceptron(network.weights[0].shape[1])
    with torch.no_grad():
        for parameter, value in zip(built.parameters(), network.weights):
            parameter.copy_(torch.from_numpy(value))
    return built


class SameUpdates(unittest.TestCase):
    def test_hundred_updates(self):
        agent = training.Agent(3, "noise")
        networks = [copied(each) for each in (agent.values, agent.values, agent.actor, agent.actor)]
        learner = mpdqn.Learner(networks, torch.from_numpy(training.FIRST))
        random = numpy.random.default_rng(0)
        for _ in range(100):
            batch = (
                random.uniform(-1, 1, (128, 9)).astype(numpy.float32),
                random.integers(3, size=128),
                random.uniform(-1.2, 1.2, (128, 3)).astype(numpy.float32),
                random.uniform(-0.1, 0.4, 128).astype(numpy.float32),
                random.uniform(-1, 1, (128, 9)).astype(numpy.float32),
                (random.random(128) < 0.2).astype(numpy.float32),
            )
            agent.learn(*batch)
            learner.learn(*(torch.from_numpy(each) for each in batch))
        ours = (agent.values, agent.target_values, agent.actor, agent.target_actor)
        for mine, theirs in zip(ours, networks):
            for value, parameter in zip(mine.weights, theirs.parameters()):
                difference = numpy.abs(value - parameter.detach().numpy()).max()
                self.assertLess(difference, 1e-5)  # sums in 32 bits, in another order


if __name__ == "__main__":
    unittest.main()
