package io.fabula.model.scinet;

import java.util.Arrays;

/** What happened so far in the episode of one lane: states, actions, preferences and rewards. */
final class Lane {
  int[] states = new int[64];
  int[] actions = new int[64];
  float[] preferences = new float[64];
  float[] rewards = new float[64];
  int length;

  void add(int state, int action, float preference, float reward) {
    if (length == states.length) {
      states = Arrays.copyOf(states, 2 * length);
      actions = Arrays.copyOf(actions, 2 * length);
      preferences = Arrays.copyOf(preferences, 2 * length);
      rewards = Arrays.copyOf(rewards, 2 * length);
    }
    states[length] = state;
    actions[length] = action;
    preferences[length] = preference;
    rewards[length++] = reward;
  }

  /** Score as the original counts it: rewards below 0 are left out. */
  double score() {
    double score = 0;
    for (int t = 0; t < length; t++) score += Math.max(0, rewards[t]);
    return score;
  }
}
