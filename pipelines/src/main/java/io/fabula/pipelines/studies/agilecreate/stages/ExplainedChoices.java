package io.fabula.pipelines.studies.agilecreate.stages;

import io.fabula.analysis.video.Clip;
import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.Picture;
import io.fabula.envs.create.Activator;
import io.fabula.envs.create.Create;
import io.fabula.envs.create.CreateReport;
import io.fabula.envs.create.Level;
import io.fabula.envs.create.Tool;
import io.fabula.envs.create.ToolSplit;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.NetworkPolicy;
import io.fabula.model.agile.SetNetwork;
import io.fabula.model.sets.interventions.NetworkJudge;
import io.fabula.pipelines.stages.FigureCaption;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.studies.actionsets.AttentionPanel;
import io.fabula.pipelines.studies.actionsets.MeanWeights;
import io.fabula.pipelines.studies.actionsets.PlayedStates;
import io.fabula.pipelines.studies.actionsets.WrittenChoices;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The choices of one agent. */
final class ExplainedChoices {
  private static final long FIRST_LEVEL = 1L << 42;
  private static final int FRAMES_PER_SECOND = 2;
  private static final int NAME_LENGTH = 4;

  private final ExplainChoices.Options options;
  private final ShardWork work;
  private final CreateAgent agent;
  private final ToolWorlds worlds;
  private final NetworkJudge judge;
  private final int places;
  private final List<String> layers;
  private final List<PlayedStates.Episode> episodes;
  private final MeanWeights means = new MeanWeights();

  ExplainedChoices(
      ExplainChoices.Options options,
      ShardWork work,
      CreateAgent agent,
      ToolWorlds worlds,
      SetNetwork network,
      NetworkJudge judge) {
    this.options = options;
    this.work = work;
    this.agent = agent;
    this.worlds = worlds;
    this.judge = judge;
    places = newWorld().options().setSize();
    layers = network.extras().stream().map(each -> each.name()).toList();
    episodes =
        PlayedStates.of(
            new NetworkPolicy(network, false),
            this::newWorld,
            options.episodes(),
            FIRST_LEVEL,
            Seeds.of(options.seed(), "explain"));
  }

  private Create newWorld() {
    return worlds.newWorld(ToolSplit.TRAIN);
  }

  /** Writes the tables; the mean weights. */
  MeanWeights.Found write() throws Exception {
    new WrittenChoices<>(
            work,
            options.agents().size(),
            agent.agent().id(),
            agent.seed(),
            judge,
            layers,
            this::newWorld,
            episodes)
        .write(
            "choices",
            ExplainChoices.choices(places),
            (table, step, world, set, action, judged) -> {
              Action.Parameterised chosen = (Action.Parameterised) action;
              Level.Place place = world.place(chosen);
              step.write(
                  table,
                  set.ids(),
                  chosen.index(),
                  place.x(),
                  place.y(),
                  judged.probabilities(),
                  judged.value());
            },
            ExplainChoices.attention(places),
            this::measure);
    return means.found();
  }

  /** Adds up who looks at whom: tools at their own activators, at others, at tools. */
  private void measure(Create world, ActionSet set, String layer, float[] weights) {
    for (int i = 0; i < places; i++) {
      Activator needed = tool(world, set, i).needs().orElse(null);
      if (needed == null) continue;
      for (int j = 0; j < places; j++) {
        if (i == j) continue;
        Activator seen = tool(world, set, j).activates().orElse(null);
        String what = seen == null ? "tool" : seen == needed ? "own_activator" : "other_activator";
        means.add(layer + "_tool_to_" + what, weights[i * places + j]);
      }
    }
  }

  private static Tool tool(Create world, ActionSet set, int place) {
    return world.catalogue().tool(set.ids()[place]);
  }

  /** A video of the first episode of each kind of end that there was. */
  void show() throws Exception {
    Set<End> shown = EnumSet.noneOf(End.class);
    for (PlayedStates.Episode each : episodes) {
      End end = End.of(each.at(this::newWorld, each.actions().size()).report());
      if (shown.add(end)) show(each, end);
    }
  }

  /** How an episode ends. */
  private enum End {
    SUCCESS("success", "goal reached"),
    MOVED("target-moved", "target moved"),
    FAILURE("failure", "target not moved");

    private final String file;
    private final String title;

    End(String file, String title) {
      this.file = file;
      this.title = title;
    }

    static End of(CreateReport report) {
      if (report.goalHit()) return SUCCESS;
      return report.targetHit() ? MOVED : FAILURE;
    }
  }

  private void show(PlayedStates.Episode episode, End end) throws Exception {
    Create world = episode.at(this::newWorld, 0);
    ActionSet set = world.availableActions();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < places; i++) names.add(name(tool(world, set, i)));
    List<Picture> frames = new ArrayList<>();
    for (Action action : episode.actions()) {
      int chosen = AttentionPanel.place(set, ((Action.Parameterised) action).index());
      double[] shown = shown(world, set, chosen);
      String title = "Next: " + world.describe(action);
      frames.add(AttentionPanel.above(world.render(), title, shown, names, chosen));
      world.step(action);
    }
    String last = String.format(Locale.ROOT, "Return %.2f", episode.returned());
    frames.add(AttentionPanel.above(world.render(), last, new double[places], names, -1));
    work.clip(
        "%s-%s".formatted(agent.agent().id().replace('_', '-'), end.file),
        new Clip(frames).holdingLast(FRAMES_PER_SECOND),
        FRAMES_PER_SECOND,
        new FigureCaption(
            "%s, %s".formatted(agent.agent().title(), end.title),
            layers.isEmpty()
                ? "Bars: probability of each tool of the set; half of the height is an even share."
                : AttentionPanel.caption(agent.agent().relation())));
  }

  /** How much each tool is looked at; of agents without attention how likely each is. */
  private double[] shown(Create world, ActionSet set, int chosen) {
    judge.see(world);
    return layers.isEmpty()
        ? judge.judge(List.of(set)).get(0).probabilities()
        : AttentionPanel.shown(
            agent.agent().relation(), judge.extras(set).get(0), places, places, chosen);
  }

  private static String name(Tool tool) {
    Activator activator = tool.activates().orElse(null);
    String label = activator == null ? tool.family().label() : activator.label();
    String[] words = label.split("_", -1);
    StringBuilder name = new StringBuilder();
    for (String word : words) {
      if (!name.isEmpty()) name.append(' ');
      name.append(word, 0, Math.min(NAME_LENGTH, word.length()));
    }
    return name.toString();
  }
}
