package io.fabula.pipelines.panel.live;

import io.fabula.envs.Action;
import io.fabula.envs.Environment;
import io.fabula.envs.ObservationBatch;
import io.fabula.envs.Picture;
import io.fabula.model.agents.Actor;
import io.fabula.pipelines.panel.FrameStrip;
import io.fabula.pipelines.panel.LiveWorld.Comparison;
import io.fabula.pipelines.panel.LiveWorld.Course;
import io.fabula.pipelines.panel.SampleDetail;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Plays on in a world and in its twin with equal random numbers: one agent decides in both, and
 * what it saw, how it decided and what came of it is written down step by step.
 *
 * @param <W> the kind of world
 */
public final class TwinPlay<W extends Environment> {
  private final Actor actor;
  private final Reader<W> reader;
  private final String bars;
  private final List<String> labels;

  /** Reads a decision that was made and not yet carried out. */
  public interface Reader<W> {
    /**
     * What is to be said of it.
     *
     * @param world before the step
     * @param row of the actor
     */
    Look look(W world, int row, Actor actor, Action action);
  }

  /**
   * A decision.
   *
   * @param components what the panel calls components
   * @param bars such as probabilities of actions
   * @param chosen the bar of what was done
   * @param value of the step
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Look(double[] components, double[] bars, int chosen, double value) {}

  /**
   * Prepares twins.
   *
   * @param actor decides in two rows; not closed with this
   * @param bars what the bars are
   * @param labels one per bar
   */
  public TwinPlay(Actor actor, String bars, List<String> labels, Reader<W> reader) {
    this.actor = actor;
    this.bars = bars;
    this.labels = List.copyOf(labels);
    this.reader = reader;
  }

  private static final class Played {
    final List<Picture> frames = new ArrayList<>();
    final List<List<Double>> components = new ArrayList<>();
    final List<List<Double>> bars = new ArrayList<>();
    final List<Integer> chosen = new ArrayList<>();
    final List<Double> values = new ArrayList<>();
    final List<String> actions = new ArrayList<>();
    double returned;
  }

  /**
   * Plays both.
   *
   * @param words what was changed
   * @param original as it is, in which a step can be done; played on
   * @param twin with the change; played on
   * @param steps most steps
   * @param seed of everything that is drawn, the same in both
   */
  public Comparison play(String words, W original, W twin, int steps, long seed)
      throws IOException {
    List<W> worlds = List.of(original, twin);
    ObservationBatch seen = new ObservationBatch(original.spec().observations(), worlds.size());
    List<Played> all = List.of(new Played(), new Played());
    for (int i = 0; i < worlds.size(); i++) actor.begin(i, seed);
    for (int t = 0; t < steps; t++) {
      boolean playing = false;
      for (int i = 0; i < worlds.size(); i++) {
        if (worlds.get(i).done()) continue;
        playing = true;
        seen.put(i, worlds.get(i));
        actor.see(i, worlds.get(i), seen);
      }
      if (!playing) break;
      actor.decide();
      for (int i = 0; i < worlds.size(); i++) {
        if (!worlds.get(i).done()) step(worlds.get(i), i, all.get(i));
      }
    }
    return new Comparison(words, course(original, all.get(0)), course(twin, all.get(1)));
  }

  private void step(W world, int row, Played played) {
    Action action = actor.action(row);
    Look look = reader.look(world, row, actor, action);
    played.frames.add(world.render());
    played.components.add(Arrays.stream(look.components()).boxed().toList());
    played.bars.add(Arrays.stream(look.bars()).boxed().toList());
    played.chosen.add(look.chosen());
    played.values.add(look.value());
    played.actions.add(world.describe(action));
    world.step(action);
    played.returned += world.reward();
  }

  private Course course(W world, Played played) throws IOException {
    if (played.frames.isEmpty()) {
      throw new IllegalArgumentException("the episode has ended here; try another step");
    }
    return new Course(
        FrameStrip.of("twin", played.frames),
        played.components,
        new SampleDetail.Bars(bars, labels, played.bars, played.chosen),
        played.values,
        played.actions,
        played.returned,
        ending(world));
  }

  private static String ending(Environment world) {
    if (!world.done()) return "goes on";
    if (world.completed()) return "reaches its end";
    return world.truncated() ? "runs out of time" : "fails";
  }
}
