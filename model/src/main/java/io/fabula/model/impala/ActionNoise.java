package io.fabula.model.impala;

import io.fabula.model.agents.ActionHead;
import io.fabula.model.agents.CategoricalHead;
import io.fabula.model.agents.OutputChange;

/**
 * The action noise of CoinRun recordings, on logits: flattened, bounded, special keys nearly off,
 * "right" at a fixed middle value. It makes behaviour diverse and still forward-moving.
 */
public final class ActionNoise implements OutputChange {
  private static final float FLATTENING = 0.7f;
  private static final float LOWEST = -1.8f;
  private static final float HIGHEST = 0.8f;
  private static final int FIRST_SPECIAL_KEY = 9;
  private static final float SPECIAL_KEY = -3f;
  private static final int RIGHT = 7;
  private static final float RIGHT_LOGIT = 0.1f;

  /** Number of CoinRun's actions; the noise is defined for no other world. */
  private static final int ACTIONS = 15;

  @Override
  public void requireFits(ActionHead head) {
    if (!head.equals(new CategoricalHead(ACTIONS))) {
      throw new IllegalArgumentException(
          "action noise is defined for " + ACTIONS + " actions, the agent has " + head.outputs());
    }
  }

  /** Changes the 15 logits of one row in place. */
  @Override
  public void apply(float[] logits, int offset) {
    for (int i = 0; i < FIRST_SPECIAL_KEY; i++) {
      logits[offset + i] = Math.max(LOWEST, Math.min(HIGHEST, FLATTENING * logits[offset + i]));
    }
    for (int i = FIRST_SPECIAL_KEY; i < ACTIONS; i++) logits[offset + i] = SPECIAL_KEY;
    logits[offset + RIGHT] = RIGHT_LOGIT;
  }
}
