"""The reference programs of Platform and MP-DQN against recordings of the originals.

    FABULA_VECTORS=model/src/test/resources/vectors python test_mpdqn.py
"""

import json
import os
import pathlib
import unittest

import torch

import mpdqn
from platform_world import PlatformWorld

ROOT = pathlib.Path(__file__).resolve().parents[3]
MODEL, WORLD = (ROOT / module / "src/test/resources/vectors/platform" for module in ("model", "envs"))
ACTIONS = ("run", "hop", "leap")


def recorded(directory, name):
    vectors = os.environ.get("FABULA_VECTORS")
    place = pathlib.Path(vectors) / "platform" if vectors else directory
    return json.loads((place / name).read_text())


def tensor(values):
    return torch.tensor(values, dtype=torch.float64)


def world_state(state):
    player, one, two = state["player"], state["enemy1"], state["enemy2"]
    speeds = (one["x"], one["dx"], two["x"], two["dx"])
    return (player["x"], player["y"], player["vx"], player["vy"], *speeds)


def noise(case):
    if case.get("z_mode", "list") == "zero":
        return lambda: 0.0
    if case.get("z_mode") == "constant":
        return lambda: case["z"] if not isinstance(case["z"], list) else case["z"][0]
    queue = iter(case["z"])
    return lambda: next(queue)


class World(unittest.TestCase):
    def near(self, actual, expected):
        for one, other in zip(actual, expected, strict=True):
            self.assertAlmostEqual(one, other, delta=1e-9)

    def test_substeps(self):
        for case in recorded(WORLD, "substep.json")["cases"]:
            world = PlatformWorld(noise(case))
            world.set(world_state(case["before"]))
            action = ACTIONS.index(case["action"])
            terminal = world.substep(action, case["param"], case["step_start_x"])
            self.near(world.get(), world_state(case["after"]))
            self.near([world.reward], [case["reward"]])
            self.assertEqual(terminal, case["terminal"])
            self.near(world.features(), case["obs_scaled"])

    def test_episodes(self):
        for case in recorded(WORLD, "episode.json")["cases"]:
            world = PlatformWorld(noise(case))
            total = 0.0
            for step in case["steps"]:
                substeps = world.step(step["action_index"], step["param"])
                total += world.reward
                self.assertEqual(substeps, step["substeps"])
                self.near(world.get(), world_state(step["state"]))
                self.assertEqual(world.terminal, step["terminal"])
            self.near([total], [case["return"]])


def network(layers):
    """A network of recorded layers, weights and biases in order."""
    weight, bias, out, out_bias = (tensor(each) for each in layers)
    built = mpdqn.Perceptron(weight.shape[1], weight.shape[0], out.shape[0]).double()
    with torch.no_grad():
        for parameter, value in zip(built.parameters(), (weight, bias, out, out_bias)):
            parameter.copy_(value)
    return built


def listed(layers):
    return [each[key] for each in layers for key in ("W", "b")]


def named(layers, output):
    names = ("layers.0.weight", "layers.0.bias", f"{output}.weight", f"{output}.bias")
    return [layers[name] for name in names]


class Updates(unittest.TestCase):
    def same(self, network, expected):
        for parameter, value in zip(network.parameters(), expected, strict=True):
            torch.testing.assert_close(parameter.detach(), tensor(value), rtol=0, atol=1e-9)

    def gradients(self, network, expected):
        for parameter, value in zip(network.parameters(), expected, strict=True):
            torch.testing.assert_close(parameter.grad, tensor(value), rtol=0, atol=1e-9)

    def batch(self, case, parameters, ends):
        return (
            tensor(case["states"]),
            torch.tensor(case["actions"]),
            tensor(case[parameters]),
            tensor(case["rewards"]),
            tensor(case["next_states"]),
            tensor(case[ends]),
        )

    def test_two_updates_without_clipping(self):
        case = recorded(MODEL, "update.json")
        names = ("q", "q_target", "param_actor", "param_actor_target")
        networks = [network(listed(case["before"][name])) for name in names]
        learner = mpdqn.Learner(
            networks,
            0,
            (case["learning_rate_q"], case["learning_rate_param_actor"]),
            (case["tau_q"], case["tau_param_actor"]),
            discount=case["gamma"],
            clip=case["clip_grad"],
        )
        batch = self.batch(case, "action_parameters", "done")
        for after in ("after_1", "after_2"):
            learner.learn(*batch)
            if after == "after_1":
                torch.testing.assert_close(
                    learner.goals, tensor(case["td_targets"]), rtol=0, atol=1e-9
                )
                self.assertAlmostEqual(learner.loss.item(), case["loss_q"], delta=1e-9)
            for each, name in zip(networks, names):
                self.same(each, listed(case[after][name]))

    def test_every_objective_with_clipping_and_starting_parameters(self):
        cases = recorded(MODEL, "reference_update.json")["cases"]
        first = cases[0]
        for case in cases:
            with self.subTest(case["variant"]):
                self.reference(first, case)

    def reference(self, first, case):
        parts = (("actor", "layers.1"), ("actor_param", "action_parameters_output_layer"))
        before = first["before"]
        networks = []
        for name, output in parts:
            for suffix in ("", "_target"):
                networks.append(network(named(before[name + suffix], output)))
        offset = tensor(before["actor_param"]["action_parameters_passthrough_layer.bias"])
        learner = mpdqn.Learner(
            networks,
            offset,
            (first["lr_actor"], first["lr_actor_param"]),
            (first["tau_actor"], first["tau_actor_param"]),
            discount=first["gamma"],
            clip=case["clip_grad"],
            objective=case["variant"],
        )
        learner.learn(*self.batch(first, "all_action_parameters", "terminals"))
        if case["grad_actor_after_clip"]:
            self.gradients(learner.q, named(case["grad_actor_after_clip"], "layers.1"))
        self.gradients(learner.actor, named(case["grad_actor_param_after_clip"], parts[1][1]))
        if "after" not in case:
            self.same(learner.actor, named(case["after_actor_param"], parts[1][1]))
            return
        for i, (name, output) in enumerate(parts):
            for j, suffix in enumerate(("", "_target")):
                self.same(networks[2 * i + j], named(case["after"][name + suffix], output))


if __name__ == "__main__":
    unittest.main()
