package io.fabula.model.actorcritic;

/** What an agent is trained for. */
public sealed interface Pursuit {
  /** The world's own reward. */
  record Reward() implements Pursuit {}

  /**
   * That a detector fires, as soon as possible; the world's reward is ignored. In each state before
   * acting the detector fires with probability p.
   *
   * @param detector asked in each state
   * @param drawn whether firing is drawn, pays 1 and ends the episode; else the reward is p and
   *     what follows counts 1 - p as much
   */
  record Event(StateDetector detector, boolean drawn) implements Pursuit {}
}
