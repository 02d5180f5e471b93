"""Worlds as environments of Gymnasium, each in a process of its own."""

import unittest
import warnings

import numpy as np

from support import need, program


class WorldTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        need("gymnasium")
        program()

    def make(self, world, **options):
        import fabula.gym

        env = fabula.gym.make(world, **options)
        self.addCleanup(env.close)
        return env

    def test_environments_pass_gymnasiums_own_check(self):
        from gymnasium.utils.env_checker import check_env

        for world in ("coinrun-easy", "platform", "diglava", "recsim", "create-push-mini-state"):
            with self.subTest(world), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # advice about ranges of spaces, which are the worlds'
                check_env(self.make(world, seed=3))

    def test_spaces_are_the_worlds(self):
        from gymnasium import spaces

        self.assertEqual(self.make("coinrun-easy").observation_space, spaces.Box(0, 255, (64, 64, 3), np.uint8))
        boxes = spaces.Tuple([spaces.Box(0, high, (1,), np.float32) for high in (30, 720, 430)])
        self.assertEqual(self.make("platform").action_space, spaces.Tuple((spaces.Discrete(3), boxes)))
        spots = spaces.Tuple((spaces.Discrete(25), spaces.MultiDiscrete([6], start=[0])))
        self.assertEqual(self.make("create-push-mini-state").action_space, spots)
        self.assertEqual(self.make("diglava").action_space, spaces.Discrete(7))

    def test_the_same_seed_is_the_same_episode(self):
        first, second = self.make("coinrun-easy", seed=7), self.make("coinrun-easy")
        seen, _ = first.reset()
        np.testing.assert_array_equal(seen, second.reset(seed=7)[0])
        self.assertFalse(np.array_equal(seen, second.reset(seed=8)[0]))
        np.testing.assert_array_equal(first.reset()[0], second_after(second, 7))

    def test_episodes_end_and_say_how(self):
        env = self.make("twostage-flat", seed=1)
        env.reset()
        for _ in range(1000):
            _, reward, terminated, truncated, info = env.step(env.action_space.sample())
            if terminated or truncated:
                break
        self.assertTrue(terminated != truncated)
        self.assertIsInstance(reward, float)
        self.assertIn("success", info)
        with self.assertRaisesRegex(ValueError, "the episode has ended"):
            env.step(env.action_space.sample())
        env.reset()

    def test_sets_of_actions_are_in_info_and_chosen_by_position(self):
        env = self.make("diglava", seed=5)
        _, info = env.reset()
        self.assertEqual(info["action_mask"].tolist(), [1] * 7)
        self.assertEqual(len(set(info["action_ids"].tolist())), 7)
        self.assertEqual(info["action_features"].shape, (7, 11))
        self.assertGreater(np.abs(info["action_features"]).max(), 0)
        env.step(env.action_space.sample(mask=info["action_mask"]))
        slates = self.make("recsim", seed=5)
        _, info = slates.reset()
        with self.assertRaisesRegex(ValueError, "action must be of"):
            slates.step([0, 0, 1, 2, 3, 4])
        slates.step(slates.action_space.sample())

    def test_mistakes_are_one_line_and_change_nothing(self):
        import fabula.gym

        env, other = self.make("platform", seed=2), self.make("platform", seed=2)
        env.reset(), other.reset()
        with self.assertRaisesRegex(ValueError, "action must be of"):
            env.step((0, (np.array([31], np.float32),) * 3))
        with self.assertRaisesRegex(ValueError, "must be one of|do must be"):
            env._worker.ask("fly")
        action = (0, tuple(np.array([3], np.float32) for _ in range(3)))
        np.testing.assert_array_equal(env.step(action)[0], other.step(action)[0])
        with self.assertRaisesRegex(RuntimeError, "unknown world coinrn, did you mean coinrun"):
            fabula.gym.make("coinrn")

    def test_a_process_that_is_gone_is_said_and_closing_twice_is_nothing(self):
        env = self.make("doorkey-5", seed=1)
        env.reset()
        env._worker._process.kill()
        with self.assertRaisesRegex(RuntimeError, "the world's process ended"):
            for _ in range(3):
                env.step(0)
        with self.assertRaisesRegex(RuntimeError, "was closed"):
            env.reset()
        env.close()
        env.close()

    def test_states_are_drawn_and_gone_back_to(self):
        env = self.make("coinrun-easy", seed=1, render_mode="rgb_array")
        env.reset()
        state = env.snapshot()
        after = env.step(7)[0]
        self.assertFalse(np.array_equal(env.restore(state)[0], after))
        np.testing.assert_array_equal(env.step(7)[0], after)
        picture = env.render()
        self.assertEqual((picture.dtype, picture.shape[2]), (np.uint8, 3))
        self.assertGreater(picture.std(), 0)


def second_after(env, seed):
    env.reset(seed=seed)
    return env.reset()[0]


class HomeTest(unittest.TestCase):
    def test_the_program_is_found_or_what_to_set_is_said(self):
        import os
        from unittest import mock

        from fabula import worker

        with mock.patch.dict(os.environ, {"FABULA_HOME": "/nowhere"}):
            with self.assertRaisesRegex(FileNotFoundError, "FABULA_HOME=/nowhere has no program fabula"):
                worker.command()
        with mock.patch.dict(os.environ, {"PATH": ""}), mock.patch.object(worker, "__file__", "/a/b/c/worker.py"):
            os.environ.pop("FABULA_HOME", None)
            with self.assertRaisesRegex(FileNotFoundError, "set FABULA_HOME"):
                worker.command()


if __name__ == "__main__":
    unittest.main()
