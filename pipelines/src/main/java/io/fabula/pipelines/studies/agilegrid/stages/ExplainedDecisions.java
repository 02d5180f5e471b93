package io.fabula.pipelines.studies.agilegrid.stages;

import io.fabula.analysis.video.BarPanel;
import io.fabula.analysis.video.Clip;
import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.Picture;
import io.fabula.envs.diglava.DigLava;
import io.fabula.envs.diglava.DigLavaSkill;
import io.fabula.envs.random.Seeds;
import io.fabula.model.sets.interventions.NetworkJudge;
import io.fabula.model.sets.interventions.SetJudgement;
import io.fabula.pipelines.stages.FigureCaption;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.studies.actionsets.AttentionPanel;
import io.fabula.pipelines.studies.actionsets.MeanWeights;
import io.fabula.pipelines.studies.actionsets.PlayedStates;
import io.fabula.pipelines.studies.actionsets.WrittenChoices;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The decisions of one agent. */
final class ExplainedDecisions {
  private static final int FRAMES_PER_SECOND = 4;

  private final ExplainDecisions.Options options;
  private final ShardWork work;
  private final GridAgent agent;
  private final NetworkJudge judge;
  private final int places;
  private final List<String> layers;
  private final List<PlayedStates.Episode> episodes;
  private final MeanWeights means = new MeanWeights();

  ExplainedDecisions(
      ExplainDecisions.Options options,
      ShardWork work,
      GridAgent agent,
      GridAgent.Trained trained,
      NetworkJudge judge,
      int places) {
    this.options = options;
    this.work = work;
    this.agent = agent;
    this.judge = judge;
    this.places = places;
    layers = trained.network().extras().stream().map(each -> each.name()).toList();
    episodes =
        PlayedStates.of(
            trained.policy(false),
            agent.world()::newWorld,
            options.explanation().episodes(),
            ExplainDecisions.FIRST_LEVEL,
            Seeds.of(options.seed(), "explain"));
  }

  void run() throws Exception {
    new WrittenChoices<>(
            work,
            options.agents().size(),
            agent.agent().id(),
            agent.seed(),
            judge,
            layers,
            agent.world()::newWorld,
            episodes)
        .write(
            "decisions",
            ExplainDecisions.decisions(places),
            (table, step, world, set, action, judged) ->
                step.write(
                    table,
                    world.x(),
                    world.y(),
                    set.ids(),
                    ((Action.Discrete) action).index(),
                    judged.probabilities(),
                    judged.value()),
            ExplainDecisions.attention(places),
            this::measure);
    work.summary(means.found());
    boolean shown =
        options.agents().subList(0, work.shard()).stream()
            .noneMatch(each -> each.agent() == agent.agent());
    if (shown) show(); // of each kind of agent that of the first seed
  }

  private void measure(DigLava world, ActionSet set, String layer, float[] weights) {
    int size = agent.world().size();
    lookAt(world, set, DigLavaSkill.DIG_ORANGE, size / 3 - 1, layer, weights);
    lookAt(world, set, DigLavaSkill.DIG_PINK, 2 * size / 3 - 1, layer, weights);
    double deviation = 0;
    double largest = 0;
    double smallest = 0;
    for (int i = 0; i < places; i++) {
      double squares = 0;
      double most = 0;
      double least = 1;
      for (int j = 0; j < places; j++) {
        double weight = weights[i * places + j];
        squares += (weight - 1.0 / places) * (weight - 1.0 / places);
        most = Math.max(most, weight);
        least = Math.min(least, weight);
      }
      deviation += Math.sqrt(squares / (places - 1)) / places;
      largest += most / places;
      smallest += least / places;
    }
    means.add(layer + "_row_deviation", deviation);
    means.add(layer + "_row_largest", largest);
    means.add(layer + "_row_smallest", smallest);
  }

  /** The weight from a step right to a dig skill, right before its river and elsewhere. */
  private void lookAt(
      DigLava world, ActionSet set, DigLavaSkill dig, int x, String layer, float[] weights) {
    for (int j = 0; j < places; j++) {
      if (set.ids()[j] != dig.id()) continue;
      String where = world.x() == x ? "_at_the_river" : "_elsewhere";
      String name = dig.name().toLowerCase(Locale.ROOT);
      means.add(layer + "_right_to_" + name + where, weights[j]); // a step right stands first
    }
  }

  /** A video of the first episode that reached the goal, and of the first that did not. */
  private void show() throws Exception {
    boolean attended = layers.isEmpty();
    for (boolean success : new boolean[] {true, false}) {
      for (PlayedStates.Episode each : episodes) {
        if (each.success() != success) continue;
        show(each);
        if (!attended) showAttention(each);
        attended = true;
        break;
      }
    }
  }

  private void show(PlayedStates.Episode episode) throws Exception {
    DigLava world = episode.at(agent.world()::newWorld, 0);
    ActionSet set = world.availableActions();
    List<Picture> frames = new ArrayList<>();
    for (Action action : episode.actions()) {
      SetJudgement judged = judge.see(world).judge(List.of(set)).get(0);
      frames.add(
          BarPanel.above(
              world.render(), "Next: " + world.describe(action), bars(world, set, judged)));
      world.step(action);
    }
    String end =
        String.format(Locale.ROOT, "The episode ends with return %.2f", episode.returned());
    frames.add(
        BarPanel.above(
            world.render(), end, bars(world, set, new SetJudgement(new double[places], 0))));
    write(
        episode.success() ? "success" : "failure",
        set,
        "%s Bars: probability of each action of the set."
            .formatted(episode.success() ? "It reaches the goal." : "It does not reach the goal."),
        frames);
  }

  /** The same episode with what is looked at; the action that is taken next is dark. */
  private void showAttention(PlayedStates.Episode episode) throws Exception {
    DigLava world = episode.at(agent.world()::newWorld, 0);
    ActionSet set = world.availableActions();
    List<String> names = new ArrayList<>();
    for (int id : set.ids()) names.add(world.describe(Action.of(id)));
    List<Picture> frames = new ArrayList<>();
    for (Action action : episode.actions()) {
      judge.see(world);
      int chosen = AttentionPanel.place(set, ((Action.Discrete) action).index());
      double[] shown =
          AttentionPanel.shown(
              agent.agent().relation(), judge.extras(set).get(0), places, places, chosen);
      frames.add(
          AttentionPanel.above(
              world.render(), "Next: " + world.describe(action), shown, names, chosen));
      world.step(action);
    }
    write("attention", set, AttentionPanel.caption(agent.agent().relation()), frames);
  }

  private void write(String what, ActionSet set, String description, List<Picture> frames)
      throws Exception {
    work.clip(
        "%s-%s".formatted(agent.agent().id().replace('_', '-'), what),
        new Clip(frames).holdingLast(FRAMES_PER_SECOND),
        FRAMES_PER_SECOND,
        new FigureCaption(
            "%s, %s".formatted(agent.agent().title(), SkillSet.of(set).title()), description));
  }

  private List<BarPanel.Bar> bars(DigLava world, ActionSet set, SetJudgement judged) {
    List<BarPanel.Bar> bars = new ArrayList<>();
    for (int i = 0; i < places; i++) {
      bars.add(
          new BarPanel.Bar(
              world.describe(Action.of(set.ids()[i])),
              Math.min(1, judged.probabilities()[i]),
              false));
    }
    return bars;
  }
}
