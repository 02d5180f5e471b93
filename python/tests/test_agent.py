"""Agents in PyTorch decide as the engine did when it recorded."""

import tempfile
import unittest
from pathlib import Path

import numpy as np

import fabula
from support import need, tiny_run

TOLERANCE = 1e-5


def assert_close(test, ours, recorded):
    """Equal within 1e-5 of the largest number."""
    ours, recorded = np.asarray(ours), np.asarray(recorded)
    test.assertEqual(ours.shape, recorded.shape)
    test.assertLessEqual(np.abs(ours - recorded).max(), TOLERANCE * np.abs(recorded).max())


class RecordedAgentTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        need("torch", "safetensors")
        cls.run_ = fabula.open_run(tiny_run())

    def recording(self, stage):
        """All actions of a recording, in order: frames, where episodes begin, what was recorded."""
        steps = self.run_.table("steps", stage)
        taken = ~np.array(steps["is_last"])
        recorded = {name: self.run_.array("steps", name, stage)[taken] for name in ("hx_in", "hx_out", "log_prob")}
        recorded["value"] = np.array(steps["value"])[taken]
        return self.run_.frames(stage)[taken], np.array(steps["is_first"])[taken], recorded

    def test_a_block_of_all_episodes_is_as_recorded(self):
        import torch

        agent = self.run_.agent()
        frames, begins, recorded = self.recording("record-rollouts")
        self.assertGreater(begins.sum(), 1)
        self.assertGreater(len(begins), 100)
        with torch.no_grad():
            made = agent(torch.tensor(frames)[:, None], masks=torch.tensor(1.0 - begins)[:, None])
        assert_close(self, made.hidden[:, 0], recorded["hx_out"])
        assert_close(self, made.value[:, 0], recorded["value"])
        assert_close(self, agent.log_prob(made.logits, action_noise=True)[:, 0], recorded["log_prob"])

    def test_other_agents_of_the_run_are_others(self):
        import torch

        frames = torch.tensor(self.recording("record-rollouts")[0][:2])[:, None]
        with torch.no_grad():
            difference = self.run_.agent()(frames).hidden - self.run_.agent("untrained-agent-1")(frames).hidden
        self.assertGreater(difference.abs().max(), 1e-3)

    def test_single_steps_go_on_from_recorded_states(self):
        import torch

        agent = self.run_.agent()
        frames, begins, recorded = self.recording("record-rollouts")
        assert_close(self, agent.start(1)[0].detach(), recorded["hx_in"][0])
        state = torch.tensor(recorded["hx_in"])
        with torch.no_grad():
            made = agent(torch.tensor(frames)[None], state)  # every row a world of its own
            begun = agent(torch.tensor(frames[begins])[None])
        assert_close(self, made.hidden[0], recorded["hx_out"])
        assert_close(self, made.value[0], recorded["value"])
        assert_close(self, begun.hidden[0], recorded["hx_out"][begins])

    def test_masks_begin_episodes_of_single_worlds(self):
        import torch

        agent = self.run_.agent()
        frames = torch.tensor(self.recording("record-rollouts")[0][:12]).reshape(6, 2, 64, 64, 3)
        masks = torch.ones(6, 2)
        masks[3, 1] = 0
        with torch.no_grad():
            whole, through = agent(frames, masks=masks), agent(frames)
            anew = agent(frames[3:, 1:])
        torch.testing.assert_close(whole.hidden[:, 0], through.hidden[:, 0])
        torch.testing.assert_close(whole.hidden[3:, 1], anew.hidden[:, 0])
        self.assertGreater((whole.hidden[3:, 1] - through.hidden[3:, 1]).abs().max(), 1e-4)

    def test_it_learns_as_modules_do(self):
        import torch

        agent = self.run_.agent()
        frames = torch.tensor(self.recording("record-rollouts")[0][:4])[:, None]
        agent(frames).value.sum().backward()
        self.assertTrue(any(p.grad is not None and p.grad.abs().max() > 0 for p in agent.embedder.parameters()))

    def test_what_is_no_agent_is_named(self):
        with self.assertRaisesRegex(KeyError, "'train-simulator' has no file 'agent.safetensors'; it has simulator"):
            self.run_.agent("train-simulator")
        with self.assertRaisesRegex(ValueError, "is no agent that can be read here"):
            self.run_.agent("train-simulator", "simulator.safetensors")


class LearnedStartTest(unittest.TestCase):
    def test_episodes_begin_in_the_learned_state_where_it_was_trained(self):
        need("torch", "safetensors")
        import torch
        from safetensors.torch import save_file

        from fabula_agents import ImpalaGru, load_agent

        sizes = dict(frame=8, pool=2, stride=2, channels=[3], embedding=5, hidden=4, actions=15)
        made = ImpalaGru(recurrent=True, learned_start=True, **sizes)
        torch.nn.init.normal_(made.init_hx)
        metadata = {f"agent.{k}": ",".join(map(str, v)) if k == "channels" else str(v) for k, v in sizes.items()}
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "agent.safetensors"
            save_file(made.state_dict(), path, {**metadata, "agent.recurrent": "true"})
            zeros, learned = load_agent(path), load_agent(path, learned_start=True)
        frames = torch.randint(0, 256, (3, 2, 8, 8, 3), dtype=torch.uint8)
        self.assertEqual(zeros.start(2).abs().max(), 0)
        torch.testing.assert_close(learned.start(2)[1], made.init_hx)
        torch.testing.assert_close(learned(frames).hidden, zeros(frames, learned.start(2)).hidden)
        torch.testing.assert_close(learned(frames, masks=torch.zeros(3, 2)).hidden[2], learned(frames[2:]).hidden[0])

    def test_agents_without_memory_have_their_embedding_as_state(self):
        need("torch", "safetensors")
        import torch

        from fabula_agents import ImpalaGru

        agent = ImpalaGru(16, 4, 1, [3, 2], 5, 5, False, 4)
        frames = torch.randint(0, 256, (3, 2, 16, 16, 3), dtype=torch.uint8)
        torch.testing.assert_close(agent(frames).hidden[1], agent(frames[1:2]).hidden[0])
        self.assertNotIn("init_hx", agent.state_dict())


class PerceptronTest(unittest.TestCase):
    """Beside each ``NAME.safetensors`` lies what the engine computed, as a test of it holds."""

    def test_all_kinds_decide_as_the_engine(self):
        need("torch", "safetensors")
        import torch
        from safetensors import safe_open

        from fabula_agents import load_agent

        files = sorted((Path(__file__).parent / "perceptrons").glob("*-steps.safetensors"))
        self.assertEqual(len(files), 7)
        for file in files:
            with self.subTest(file.name), safe_open(str(file), "pt") as steps:
                scale = float(steps.metadata()["scale"])
                agent = load_agent(str(file).replace("-steps", ""), scale=scale)
                seen = [steps.get_tensor(n) for n in ("observations", "features", "exists") if n in steps.keys()]
                with torch.no_grad():
                    made = agent(*seen)
                assert_close(self, made.value, steps.get_tensor("value"))
                logits = steps.get_tensor("logits")
                there = logits > -1e15
                assert_close(self, made.logits[there], logits[there])
                self.assertTrue((made.logits[~there] < -1e15).all())


class GruAgentTest(unittest.TestCase):
    """Beside ``agent.safetensors`` lies what the engine computed of a block in which an episode begins."""

    def setUp(self):
        need("torch", "safetensors")
        from safetensors.torch import load_file

        from fabula_agents import load_agent

        folder = Path(__file__).parent / "memory"
        self.agent, self.steps = load_agent(folder / "agent.safetensors"), load_file(folder / "agent-steps.safetensors")

    def test_it_decides_as_the_engine(self):
        import torch

        with torch.no_grad():
            made = self.agent(self.steps["observations"], masks=self.steps["masks"])
        for name in ("logits", "value", "hidden"):
            assert_close(self, getattr(made, name), self.steps[name])

    def test_it_acts_step_by_step(self):
        import torch

        state = self.agent.start(self.steps["masks"].shape[1])
        for t, observations in enumerate(self.steps["observations"]):
            with torch.no_grad():
                made = self.agent(observations[None], state, self.steps["masks"][t : t + 1])
            state = made.hidden[0]
            assert_close(self, made.logits[0], self.steps["logits"][t])

    def test_memory_counts_until_an_episode_begins(self):
        import torch

        seen = self.steps["observations"]
        with torch.no_grad():
            through, anew = self.agent(seen), self.agent(seen[2:])
            masks = torch.ones(seen.shape[:2])
            masks[2] = 0
            begun = self.agent(seen, masks=masks)
        torch.testing.assert_close(begun.hidden[2:], anew.hidden)
        self.assertGreater((through.hidden[2:] - anew.hidden).abs().max(), 1e-3)


class ValueAgentTest(unittest.TestCase):
    """Beside each ``NAME.safetensors`` lies what the engine computed, as tests of it hold."""

    def test_all_forms_decide_as_the_engine(self):
        need("torch", "safetensors")
        import torch
        from safetensors import safe_open

        from fabula_agents import load_agent

        files = sorted((Path(__file__).parent / "value-agents").glob("*-steps.safetensors"))
        self.assertEqual(len(files), 5)
        for file in files:
            with self.subTest(file.name), safe_open(str(file), "pt") as steps:
                agent = load_agent(str(file).replace("-steps", ""))
                observations = steps.get_tensor("observations")
                with torch.no_grad():
                    made, single = agent(observations), agent(observations[2])
                assert_close(self, made.logits, steps.get_tensor("logits"))
                assert_close(self, single.logits, steps.get_tensor("logits")[2])
                for name in {"value", "parameters"} & set(steps.keys()):
                    assert_close(self, getattr(made, name), steps.get_tensor(name))

    def test_a_table_of_preferences_is_no_network(self):
        need("torch", "safetensors")
        import torch
        from safetensors.torch import save_file

        from fabula_agents import load_agent

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "agent-1.safetensors"
            save_file({"preferences": torch.ones(3, 4)}, path)
            with self.assertRaisesRegex(ValueError, "holds a table of preferences and no network"):
                load_agent(path)


if __name__ == "__main__":
    unittest.main()
