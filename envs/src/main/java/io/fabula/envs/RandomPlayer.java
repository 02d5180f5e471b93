package io.fabula.envs;

import io.fabula.envs.random.RandomStream;
import java.util.List;

/**
 * Plays any world uniformly at random: every available action alike, every parameter alike within
 * its range, every slate of available items alike.
 *
 * <p>An instance belongs to one thread.
 */
public final class RandomPlayer implements Player<Environment> {
  private final RandomStream stream;

  /** A player whose choices depend on the seed and on what is available. */
  public RandomPlayer(long seed) {
    stream = new RandomStream(seed);
  }

  /** An action that is available now. */
  @Override
  public Action act(Environment world) {
    return act(world.spec().actions(), world.availableActions());
  }

  /** An action of a space among those available. */
  public Action act(ActionSpace space, ActionSet available) {
    int[] ids = available.ids();
    if (space instanceof ActionSpace.Slate slate) return slate(ids, slate.slateSize());
    int id = ids[stream.nextInt(ids.length)];
    if (space instanceof ActionSpace.Parameterised parameterised) {
      return Action.of(id, parameters(parameterised.actions().get(id).parameters()));
    }
    if (space instanceof ActionSpace.VariableSet set && !set.parameters().isEmpty()) {
      return Action.of(id, parameters(set.parameters()));
    }
    return Action.of(id);
  }

  private float[] parameters(List<ActionSpace.Parameter> parameters) {
    float[] values = new float[parameters.size()];
    for (int i = 0; i < values.length; i++) {
      ActionSpace.Parameter parameter = parameters.get(i);
      float minimum = parameter.minimum();
      float maximum = parameter.maximum();
      if (parameter.whole()) {
        values[i] = minimum + stream.nextInt(parameter.choices());
        continue;
      }
      // rounding could leave the range by a bit
      values[i] = Math.min(minimum + stream.nextFloat() * (maximum - minimum), maximum);
    }
    return values;
  }

  private Action slate(int[] ids, int size) {
    int[] rest = ids.clone();
    int[] items = new int[size];
    for (int i = 0; i < size; i++) {
      int j = i + stream.nextInt(rest.length - i);
      items[i] = rest[j];
      rest[j] = rest[i];
    }
    return Action.slate(items);
  }
}
