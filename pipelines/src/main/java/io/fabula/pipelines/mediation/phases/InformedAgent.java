package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.Environment;
import io.fabula.envs.random.RandomStream;
import io.fabula.model.actorcritic.StateDetector;
import io.fabula.model.agents.PolicyNetwork;

/**
 * Follows one policy until the variable fires and another from that state on; both see the whole
 * episode.
 */
final class InformedAgent implements AutoCloseable {
  private final Acting before;
  private final Acting after;
  private final StateDetector variable;
  private boolean fired;

  /**
   * @param before the policy that makes the variable happen
   * @param after the policy that is followed from then on
   */
  InformedAgent(PolicyNetwork before, PolicyNetwork after, StateDetector variable) {
    this.before = new Acting(before);
    this.after = new Acting(after);
    this.variable = variable;
  }

  /** An episode begins. */
  void begin() {
    fired = false;
    before.begin();
    after.begin();
  }

  /** An action in the world's state. */
  int act(Environment world, RandomStream random) {
    before.see(world);
    after.see(world);
    if (!fired) fired = random.nextDouble() < variable.fires(world);
    return (fired ? after : before).choose(random);
  }

  /** Whether the variable has fired in this episode. */
  boolean fired() {
    return fired;
  }

  @Override
  public void close() {
    before.close();
    after.close();
  }
}
