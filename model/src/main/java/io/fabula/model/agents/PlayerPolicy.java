package io.fabula.model.agents;

import io.fabula.envs.Action;
import io.fabula.envs.Environment;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationBatch;
import io.fabula.envs.Player;
import io.fabula.envs.RandomPlayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Acts by rules or at random: each episode by a player of its own. It predicts no values and has no
 * distributions.
 *
 * @param players makes the player of an episode from the episode's seed of actions
 */
public record PlayerPolicy(LongFunction<? extends Player<? super Environment>> players)
    implements Policy {
  /** Every available action alike, every parameter alike within its range. */
  public static PlayerPolicy random() {
    return new PlayerPolicy(RandomPlayer::new);
  }

  /** The same action at every step. */
  public static PlayerPolicy constant(Action action) {
    Player<Environment> player = world -> action;
    return new PlayerPolicy(seed -> player);
  }

  @Override
  public void requireFits(EnvironmentSpec world) {
    // what does not fit is refused by the world with the first action
  }

  @Override
  public boolean observes() {
    return false;
  }

  @Override
  public Actor actor(int batch) {
    return new PlayerActor(batch);
  }

  private final class PlayerActor implements Actor {
    private final List<@Nullable Player<? super Environment>> rows = new ArrayList<>();
    private final Action[] actions;

    PlayerActor(int batch) {
      for (int i = 0; i < batch; i++) rows.add(null);
      actions = new Action[batch];
    }

    @Override
    public void begin(int row, long seed) {
      rows.set(row, players.apply(seed));
    }

    @Override
    public void see(int row, Environment world, ObservationBatch observations) {
      actions[row] = Objects.requireNonNull(rows.get(row), "no episode was begun").act(world);
    }

    @Override
    public void decide() {
      // decided on seeing
    }

    @Override
    public Action action(int row) {
      return actions[row];
    }

    @Override
    public float value(int row) {
      return 0;
    }

    @Override
    public float logProbability(int row) {
      return 0;
    }

    @Override
    public void distribution(int row, float[] target) {
      // there is none
    }

    @Override
    public void extra(int column, int row, float[] target) {
      throw new IllegalArgumentException("there is no extra column " + column);
    }
  }
}
