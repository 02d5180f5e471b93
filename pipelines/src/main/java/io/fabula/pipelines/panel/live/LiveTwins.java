package io.fabula.pipelines.panel.live;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.causal.DirectionSwap;
import io.fabula.analysis.causal.DirectionSwap.Replacement;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.envs.edits.EditSpec;
import io.fabula.envs.edits.EditVariant;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.edits.EndingCause;
import io.fabula.envs.edits.FeatureSpec;
import io.fabula.envs.edits.WorldEditor;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.twins.BlindPlay;
import io.fabula.model.twins.PatchedPlay;
import io.fabula.model.twins.StatePush;
import io.fabula.model.twins.StateRule;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.pipelines.analyses.swaps.SwapRule;
import io.fabula.pipelines.panel.LiveWorld.Choice;
import io.fabula.pipelines.panel.LiveWorld.Comparison;
import io.fabula.pipelines.panel.LiveWorld.Intervention;
import io.fabula.pipelines.stories.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Plays on from a recorded moment, as it was and with one change: the agent's memory pushed along a
 * component, a component removed, or the world edited. World and random numbers are otherwise the
 * same, step for step; it is the play that the stages on interventions use.
 *
 * <p>An instance belongs to one thread.
 */
public final class LiveTwins implements AutoCloseable {
  private static final String REMOVE_ALL = "remove-all-";
  private static final String MOVE = "move-";

  /** The original and its twin. */
  private static final int TWINS = 2;

  private final EditableWorld world;
  private final EditableWorld shown;
  private final RecurrentNetwork network;
  private final SteppingAgent agent;
  private final Projector projector;
  private final long seed;

  /**
   * @param subject the world, and how the agent is read
   * @param network the agent; closed with this
   * @param projector finds the components of its states
   * @param seed root seed
   */
  public LiveTwins(Subject subject, RecurrentNetwork network, Projector projector, long seed) {
    this.network = network;
    this.projector = projector;
    this.seed = Seeds.of(seed, "panel");
    world = subject.newWorld();
    shown = subject.newWorld();
    agent = new SteppingAgent(network, TWINS);
  }

  /** What of the world can be changed: its edits, and whole features, to be moved or removed. */
  public List<Choice> edits() {
    List<Choice> choices = new ArrayList<>();
    WorldEditor editor = world.editor();
    for (EditSpec each : editor.edits()) choices.add(new Choice(each.name(), each.description()));
    for (FeatureSpec each : editor.features()) {
      adding(each.name())
          .ifPresent(
              edit ->
                  choices.add(
                      new Choice(
                          MOVE + each.name(),
                          "moved: " + each.description() + "; instead " + edit.description())));
      choices.add(new Choice(REMOVE_ALL + each.name(), "every one removed: " + each.description()));
    }
    return choices;
  }

  /** The edit that adds a feature, if there is one. */
  private Optional<EditSpec> adding(String feature) {
    return world.editor().edits().stream()
        .filter(each -> each.adds() && each.feature().equals(feature))
        .findFirst();
  }

  /**
   * Plays both.
   *
   * @throws IllegalArgumentException if the change cannot be made there; the message is for people
   */
  public Comparison compare(Moment moment, Intervention asked) throws IOException {
    world.restore(moment.snapshot());
    float[] memory = remember(moment);
    Change change = change(moment, memory, asked);
    List<PatchedPlay.Start> starts =
        List.of(
            new PatchedPlay.Start(
                moment.level(), moment.step(), moment.snapshot(), List.of(memory)),
            new PatchedPlay.Start(
                moment.level(),
                moment.step(),
                change.snapshot(),
                List.of(change.memory()),
                change.rule()));
    List<Trace> traces = List.of(new Trace(this), new Trace(this));
    List<List<PatchedPlay.Outcome>> outcomes =
        new PatchedPlay(world, agent, asked.steps(), seed)
            .play(
                starts,
                (start, twin, step, node, state, decision, action) ->
                    traces.get(start).add(node, state, decision, action));
    return new Comparison(
        change.words(),
        traces.get(0).course(outcomes.get(0).get(0)),
        traces.get(1).course(outcomes.get(1).get(0)));
  }

  /** What the agent remembers after it sees the world as it is now. */
  private float[] remember(Moment moment) {
    return agent.remember(agent.embed(List.of(agent.view(world))), List.of(moment.before())).get(0);
  }

  @SuppressWarnings("ArrayRecordComponent") // read in place
  private record Change(String words, byte[] snapshot, float[] memory, StateRule rule) {}

  private Change change(Moment moment, float[] memory, Intervention asked) {
    return switch (asked.kind()) {
      case "push" -> {
        double[] direction = direction(asked.component());
        StateRule rule =
            asked.every()
                ? (previous, current) -> StatePush.along(current, direction, asked.amount())
                : StateRule.NONE;
        yield new Change(
            String.format(
                Locale.ROOT,
                "IC%d pushed by %+.2f %s",
                asked.component(),
                asked.amount(),
                asked.every() ? "in every step" : "once"),
            moment.snapshot(),
            StatePush.along(memory, direction, asked.amount()),
            rule);
      }
      case "remove" -> {
        double[] direction = direction(asked.component());
        double now = components(List.of(memory)).get(0, asked.component());
        DirectionSwap swap =
            DirectionSwap.ofIndependent(
                projector, List.of(Replacement.collapse(asked.component())));
        yield new Change(
            "IC%d removed: put to its mean, and kept from moving".formatted(asked.component()),
            moment.snapshot(),
            StatePush.along(memory, direction, -now),
            SwapRule.of(swap));
      }
      case "edit" -> edited(moment, asked.edit());
      default ->
          throw new IllegalArgumentException(
              "kind must be push, remove or edit, got " + asked.kind());
    };
  }

  private Change edited(Moment moment, String name) {
    String words =
        edits().stream()
            .filter(each -> each.name().equals(name))
            .map(Choice::words)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no edit " + name));
    world.restore(moment.snapshot());
    WorldEditor editor = world.editor();
    boolean done;
    if (name.startsWith(REMOVE_ALL)) {
      done = editor.removeAll(name.substring(REMOVE_ALL.length()));
    } else if (name.startsWith(MOVE)) {
      String feature = name.substring(MOVE.length());
      String add = adding(feature).orElseThrow().name();
      done = editor.removeAll(feature) && editor.allows(add);
      if (done) editor.apply(add, EditVariant.EDIT);
    } else {
      done = editor.allows(name);
      if (done) editor.apply(name, EditVariant.EDIT);
    }
    if (!done) {
      throw new IllegalArgumentException(
          "the world does not allow this here: " + words + "; try another step or sample");
    }
    return new Change(words, world.snapshot(), remember(moment), StateRule.NONE);
  }

  private double[] direction(int component) {
    if (component < 0 || component >= projector.independentCount()) {
      throw new IllegalArgumentException(
          "component must be within 0..%d, got %d"
              .formatted(projector.independentCount() - 1, component));
    }
    return projector.gradientMap().column(component);
  }

  Matrix components(List<float[]> states) {
    double[] values = new double[states.size() * agent.stateSize()];
    int at = 0;
    for (float[] state : states) for (float each : state) values[at++] = each;
    return projector.independentComponents(new Matrix(states.size(), agent.stateSize(), values));
  }

  EditableWorld shown() {
    return shown;
  }

  /** An ending in words; of a course that was cut off, that it goes on. */
  String ending(String cause) {
    if (cause.equals(BlindPlay.CUT_OFF.name())) return "goes on";
    for (EndingCause each : world.editor().causes()) {
      if (each.name().equals(cause)) return each.name() + ": " + each.description();
    }
    return cause;
  }

  @Override
  public void close() {
    agent.close();
    network.close();
  }
}
