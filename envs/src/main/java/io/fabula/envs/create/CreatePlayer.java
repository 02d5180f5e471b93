package io.fabula.envs.create;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.Player;
import io.fabula.envs.create.drawing.Trail;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hand-written player that thinks ahead: in a copy of the world it tries tools whose activator is
 * in the set at places on a ball's way, each followed by its activator at the same place, and plays
 * the plan that earns most.
 *
 * <p>An instance belongs to one thread and plays one world at a time.
 */
public final class CreatePlayer implements Player<Create> {
  /** Placements on a ball's way are this far off it at most, normalised. */
  private static final double SPREAD = 0.12;

  private final int trials;
  private final RandomStream stream;
  private List<Action> plan = List.of();
  private @Nullable Create copy;

  /**
   * A player.
   *
   * @param seed of the plans that are tried
   * @param trials plans per episode, at least 1
   */
  public CreatePlayer(long seed, int trials) {
    if (trials < 1) throw new IllegalArgumentException("trials must be at least 1, got " + trials);
    this.trials = trials;
    stream = new RandomStream(Seeds.of(seed, "create-player"));
  }

  /** The action to take now; a new episode is thought through at its first step. */
  @Override
  public Action act(Create world) {
    int step = world.report().steps();
    if (step == 0 || plan.isEmpty()) plan = best(world);
    return plan.get(Math.min(step, plan.size() - 1));
  }

  private List<Action> best(Create world) {
    Create copy = copyOf(world);
    byte[] start = world.stateSnapshot();
    List<Action> idle = List.of(waiting(world));
    List<double[]> way = way(copy, start, idle.get(0));
    List<Action> best = idle;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < trials; i++) {
      List<Action> candidate = i == 0 ? idle : candidate(world, way);
      double earned = play(copy, start, candidate);
      if (earned > most) {
        most = earned;
        best = candidate;
      }
    }
    return best;
  }

  /** A world of the same rules to try things in. */
  private Create copyOf(Create world) {
    CreateOptions options = world.options().withView(CreateOptions.View.STATE);
    Create known = copy;
    if (known != null && known.options().equals(options)) return known;
    Create made = new Create(options);
    copy = made;
    return made;
  }

  /** An activator out of the way: placed once, blocked after that. */
  private static Action waiting(Create world) {
    int activator = world.availableActions().ids()[0];
    int spots = world.options().level().spots().size();
    return spots == 0 ? Action.of(activator, 1, 1) : Action.of(activator, spots - 1f);
  }

  /** Where the first ball to move would go if nothing were placed. */
  private static List<double[]> way(Create copy, byte[] start, Action idle) {
    copy.restore(start);
    List<double[]> places = new ArrayList<>();
    while (!copy.done()) copy.step(idle);
    Trail trail = copy.trail();
    for (int i = 0; i < trail.length(); i++) {
      double x = CreateConstants.normalised(trail.markerX(i));
      double y = CreateConstants.normalised(trail.markerY(i));
      if (Math.abs(x) < 1 && Math.abs(y) < 1) places.add(new double[] {x, y});
    }
    return places;
  }

  private List<Action> candidate(Create world, List<double[]> way) {
    ActionSet offered = world.availableActions();
    ToolCatalogue catalogue = world.catalogue();
    float[] place = place(world, way);
    List<Integer> usable = new ArrayList<>();
    for (int id : offered.ids()) {
      Tool tool = catalogue.tool(id);
      boolean lives =
          tool.needs()
              .map(
                  kind ->
                      !world.options().needActivators() || offered.contains(catalogue.idOf(kind)))
              .orElse(false);
      if (lives) usable.add(id);
    }
    if (usable.isEmpty()) return List.of(waiting(world));
    Tool tool = catalogue.tool(usable.get(stream.nextInt(usable.size())));
    Action first = Action.of(tool.id(), place);
    // once the activator lies there, placing it again is blocked and costs least
    return tool.needs()
        .filter(kind -> offered.contains(catalogue.idOf(kind)))
        .map(kind -> List.<Action>of(first, Action.of(catalogue.idOf(kind), place)))
        .orElse(List.of(first));
  }

  private float[] place(Create world, List<double[]> way) {
    int spots = world.options().level().spots().size();
    if (spots > 0) return new float[] {stream.nextInt(spots)};
    double[] near = way.get(stream.nextInt(way.size()));
    return new float[] {place(near[0]), place(near[1])};
  }

  private float place(double near) {
    double shift = SPREAD * (2 * stream.nextDouble() - 1);
    return (float) Math.min(Math.max(near + shift, -1), 1);
  }

  private static double play(Create copy, byte[] start, List<Action> plan) {
    copy.restore(start);
    int first = copy.report().steps();
    while (!copy.done()) {
      int step = copy.report().steps() - first;
      copy.step(plan.get(Math.min(step, plan.size() - 1)));
    }
    return copy.report().earned();
  }
}
