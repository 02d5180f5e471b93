package io.fabula.pipelines.studies.agilegrid.panel;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.diglava.DigLava;
import io.fabula.envs.diglava.DigLavaSkill;
import io.fabula.envs.edits.EditSpec;
import io.fabula.envs.edits.EditVariant;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.Actor;
import io.fabula.model.sets.interventions.NetworkJudge;
import io.fabula.model.sets.interventions.SetChange;
import io.fabula.model.sets.interventions.SetJudgement;
import io.fabula.pipelines.panel.HeldView;
import io.fabula.pipelines.panel.live.TwinPlay;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.agilegrid.settings.AgileGridSettings;
import io.fabula.pipelines.studies.agilegrid.stages.GridAgent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plays on from a decision with an action taken out of the set or added to it, or with the grid
 * edited. Sets are changed and judged as the stage on interventions changes and judges them.
 */
final class ChangedSets implements HeldView.Closing {
  private static final String OUT = "take-out-";
  private static final String ADD = "add-";
  private static final String GRID = "grid-";

  private final OpenedRun<AgileGridSettings> run;
  private final List<Decision> samples;
  private final Map<GridAgent, Opened> opened = new LinkedHashMap<>();

  /**
   * An episode that can be gone through again.
   *
   * @param agent that played it
   * @param level seed of the world
   * @param actions in their order
   */
  record Decision(GridAgent agent, long level, List<Action> actions) {}

  /** An agent with room for one action more. */
  private record Opened(GridAgent.Trained agent, Actor actor, NetworkJudge judge) {
    void close() {
      judge.close();
      actor.close();
      agent.close();
    }
  }

  ChangedSets(OpenedRun<AgileGridSettings> run, List<Decision> samples) {
    this.run = run;
    this.samples = List.copyOf(samples);
  }

  @Override
  public Form form() {
    return Form.ofEdits(
        "From this decision the episode goes on as it was and with one change of the actions on"
            + " offer, or of the grid. The agent draws the same random numbers in both.",
        "the actions on offer, or the grid",
        "Probability of each skill",
        "Value (scaled return)");
  }

  @Override
  public List<Choice> edits() {
    List<Choice> choices = new ArrayList<>();
    for (DigLavaSkill each : DigLavaSkill.values()) {
      choices.add(new Choice(OUT + each.id(), "take out: " + each.label()));
    }
    for (DigLavaSkill each : DigLavaSkill.values()) {
      choices.add(new Choice(ADD + each.id(), "add: " + each.label()));
    }
    for (EditSpec each : run.settings().world().newWorld().editor().edits()) {
      choices.add(new Choice(GRID + each.name(), "grid: " + each.description()));
    }
    return choices;
  }

  @Override
  public Comparison compare(Intervention asked) throws IOException {
    Decision sample = samples.get(asked.sample());
    Choice edit =
        edits().stream()
            .filter(each -> each.name().equals(asked.edit()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no edit " + asked.edit()));
    DigLava original = at(sample, asked.step());
    DigLava twin = at(sample, asked.step());
    change(twin, edit);
    Opened agent = open(sample.agent());
    return new TwinPlay<DigLava>(
            agent.actor(),
            "probability of each skill",
            Arrays.stream(DigLavaSkill.values()).map(DigLavaSkill::label).toList(),
            (world, row, actor, action) -> look(agent.judge(), world, action))
        .play(
            edit.words(),
            original,
            twin,
            asked.steps(),
            Seeds.of(run.settings().seed(), "panel", asked.sample(), asked.step()));
  }

  private DigLava at(Decision sample, int step) {
    if (step >= sample.actions().size()) {
      throw new IllegalArgumentException("the episode has ended before step " + (step + 1));
    }
    DigLava world = run.settings().world().newWorld();
    world.reset(sample.level());
    for (Action each : sample.actions().subList(0, step)) world.step(each);
    return world;
  }

  private void change(DigLava world, Choice edit) {
    String name = edit.name();
    if (name.startsWith(GRID)) {
      String change = name.substring(GRID.length());
      if (!world.editor().allows(change)) {
        throw new IllegalArgumentException(
            "the grid does not allow this here: " + edit.words() + "; try another step or sample");
      }
      world.editor().apply(change, EditVariant.EDIT);
      return;
    }
    ActionSet set = world.availableActions();
    int id = Integer.parseInt(name.substring(name.startsWith(OUT) ? OUT.length() : ADD.length()));
    if (name.startsWith(OUT) != set.contains(id)) {
      throw new IllegalArgumentException(
          DigLavaSkill.of(id).label()
              + (set.contains(id) ? " is on offer already" : " is not on offer here"));
    }
    world.setAvailable(changed(set, id, name.startsWith(OUT)).ids());
  }

  private ActionSet changed(ActionSet set, int id, boolean out) {
    if (!out) {
      DigLava alone = run.settings().world().newWorld();
      alone.setAvailable(id);
      return new SetChange.Add(alone.availableActions()).in(set);
    }
    for (int place = 0; place < set.ids().length; place++) {
      if (set.ids()[place] == id) return new SetChange.Remove(place).in(set);
    }
    throw new IllegalStateException(id + " is not in " + set);
  }

  private Opened open(GridAgent agent) throws IOException {
    Opened known = opened.get(agent);
    if (known != null) return known;
    Optional<Artifact> trained = run.find(agent.stage());
    if (trained.isEmpty()) {
      throw new IllegalArgumentException("the run has no agent of " + agent.stage());
    }
    DigLava world = agent.world().newWorld();
    world.reset(0);
    int places = world.availableActions().ids().length + 1;
    GridAgent.Trained network = agent.open(trained.get(), places);
    Opened own =
        new Opened(
            network,
            network.policy(false).actor(2),
            new NetworkJudge(network.network(), world, 2 * places));
    opened.put(agent, own);
    return own;
  }

  private static TwinPlay.Look look(NetworkJudge judge, DigLava world, Action action) {
    ActionSet set = world.availableActions();
    SetJudgement judged = judge.see(world).judge(List.of(set)).get(0);
    double[] probabilities = new double[DigLavaSkill.COUNT];
    for (int i = 0; i < set.ids().length; i++) {
      probabilities[set.ids()[i]] = judged.probabilities()[i];
    }
    int chosen = ((Action.Discrete) action).index();
    return new TwinPlay.Look(probabilities, probabilities, chosen, judged.value());
  }

  @Override
  public void close() {
    opened.values().forEach(Opened::close);
    opened.clear();
  }
}
