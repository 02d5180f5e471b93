package io.fabula.pipelines.studies.scinet.panel;

import io.fabula.envs.ActionSpace;
import io.fabula.envs.subgrid.SubGridWorld;
import io.fabula.model.scinet.DecoderPlan;
import io.fabula.model.scinet.LatentTable;
import io.fabula.model.scinet.SelectionNetwork;
import io.fabula.pipelines.panel.HeldView;
import io.fabula.pipelines.panel.live.TwinPlay;
import io.fabula.pipelines.studies.scinet.settings.BoxSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plays an agent from a place in its box by its decoder, as it is and with one latent replaced in
 * every step: moved by an amount, or put to its mean over all states.
 */
final class ChangedLatents implements HeldView.Closing {
  private static final String PUSH = "push-";
  private static final String REMOVE = "remove-";

  private final BoxSettings boxes;
  private final SelectionNetwork network;
  private final LatentTable table;
  private final Places places;
  private final Map<Integer, DecoderPlan> plans = new TreeMap<>();

  /** Where samples are. */
  interface Places {
    /** The coordinates at a step of a sample; nothing behind the last. */
    int[] at(int sample, int step);
  }

  /**
   * @param network closed with this
   */
  ChangedLatents(BoxSettings boxes, SelectionNetwork network, LatentTable table, Places places) {
    this.boxes = boxes;
    this.network = network;
    this.table = table;
    this.places = places;
  }

  @Override
  public Form form() {
    List<Choice> kinds = new ArrayList<>();
    for (int agent = 0; agent < boxes.agents(); agent++) {
      kinds.add(new Choice(PUSH + agent, "agent %d: move a latent".formatted(agent + 1)));
      kinds.add(
          new Choice(REMOVE + agent, "agent %d: put a latent to its mean".formatted(agent + 1)));
    }
    return new Form(
        "From this place an agent plays by its decoder, as it is and with one latent replaced in"
            + " every step. Nothing is drawn at random.",
        kinds,
        "",
        2,
        -1,
        false,
        "Predicted value of each action",
        "Predicted value of what was done");
  }

  @Override
  public List<Choice> edits() {
    return List.of();
  }

  @Override
  public Comparison compare(Intervention asked) throws IOException {
    int agent = agent(asked.kind());
    int latent = asked.component();
    if (latent < 0 || latent >= table.latents()) {
      throw new IllegalArgumentException(
          "latent must be within 0..%d, got %d".formatted(table.latents() - 1, latent));
    }
    boolean push = asked.kind().startsWith(PUSH);
    DecoderPlan plan = plans.computeIfAbsent(agent, each -> new DecoderPlan(network, each, 2));
    LatentActor actor =
        new LatentActor(
            table,
            plan,
            (vectors, offset) -> {
              if (push) vectors[offset + latent] += (float) asked.amount();
              else vectors[offset + latent] = (float) table.mean(latent);
            });
    return new TwinPlay<SubGridWorld>(
            actor,
            "predicted value of each action",
            actions(),
            (world, row, decided, action) ->
                new TwinPlay.Look(
                    actor.latents(row), actor.values(row), actor.chosen(row), actor.value(row)))
        .play(
            push
                ? String.format(
                    Locale.ROOT,
                    "agent %d, latent %d moved by %+.2f",
                    agent + 1,
                    latent,
                    asked.amount())
                : "agent %d, latent %d put to its mean".formatted(agent + 1, latent),
            begin(agent, asked),
            begin(agent, asked),
            asked.steps(),
            0);
  }

  private int agent(String kind) {
    if (!kind.matches("(push|remove)-[0-9]{1,3}")) {
      throw new IllegalArgumentException("kind must be push or remove and an agent, got " + kind);
    }
    int agent = Integer.parseInt(kind.substring(kind.indexOf('-') + 1));
    if (agent >= boxes.agents()) {
      throw new IllegalArgumentException("there is no agent " + (agent + 1));
    }
    return agent;
  }

  private SubGridWorld begin(int agent, Intervention asked) {
    int[] place = places.at(asked.sample(), asked.step());
    SubGridWorld world = boxes.world(agent);
    if (place.length == 0 || !world.canStart(place)) {
      throw new IllegalArgumentException(
          "no episode of agent %d begins here; try another step or sample".formatted(agent + 1));
    }
    world.resetAt(place);
    return world;
  }

  private List<String> actions() {
    return boxes.world(0).spec().actions() instanceof ActionSpace.Discrete discrete
        ? discrete.names()
        : List.of();
  }

  @Override
  public void close() {
    plans.values().forEach(DecoderPlan::close);
    plans.clear();
    network.close();
  }
}
