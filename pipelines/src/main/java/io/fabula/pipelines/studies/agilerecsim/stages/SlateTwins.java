package io.fabula.pipelines.studies.agilerecsim.stages;

import io.fabula.envs.Picture;
import io.fabula.envs.recsim.ItemCatalogue;
import io.fabula.envs.recsim.RecSim;
import io.fabula.envs.recsim.Split;
import io.fabula.model.slates.RecSimUsers;
import io.fabula.model.slates.SlateInterventions;
import io.fabula.model.slates.SlateNetwork;
import io.fabula.pipelines.store.Artifact;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One change of the set of a decision at a time, as {@link ExplainDecisions} makes them. */
public final class SlateTwins implements AutoCloseable {
  private final ExplainDecisions.Options options;
  private final Artifact agents;
  private final RecsimWorlds worlds;
  private final Map<String, Opened> opened = new TreeMap<>();

  private record Opened(SlateNetwork network, SlateInterventions interventions) {}

  /**
   * A decision as it is and with a change.
   *
   * @param words what was changed
   * @param before ids of the slate, first position first
   * @param after the same with the change
   * @param clicksBefore chance of a click for each position, and of none
   * @param clicksAfter the same with the change
   * @param change of the values, of the chance of any click, items driven out, and how much a
   *     candidate that was taken out had been looked at (NaN for one that was added)
   * @param user the user who is shown the slate
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Compared(
      String words,
      int[] before,
      int[] after,
      double[] clicksBefore,
      double[] clicksAfter,
      double[] change,
      Picture user) {}

  /**
   * @param options of the stage
   * @param agents what was trained
   */
  public SlateTwins(ExplainDecisions.Options options, Artifact agents) {
    this.options = options;
    this.agents = agents;
    worlds = new RecsimWorlds(options.training().world());
  }

  /** How many candidates a decision has. */
  public int candidates() {
    return options.training().world().numCandidates();
  }

  /** Positions of a slate. */
  public int positions() {
    return options.training().world().slateSize();
  }

  /** How many items there are. */
  public int items() {
    return worlds.catalogue().size();
  }

  /**
   * Takes a candidate out, or adds an item.
   *
   * @param agent its name and the seed of its training, with a dash between them
   * @param out whether a candidate is taken out
   * @param number its place among the candidates, or the id of the item
   * @throws IllegalArgumentException if it cannot be done; the message is for people
   */
  public Compared compare(String agent, int decision, boolean out, int number) throws IOException {
    SlateInterventions interventions = open(agent).interventions();
    RecSimUsers users = worlds.users(Split.TRAIN, 1);
    users.begin(options.level(decision));
    RecSim user = users.world(0);
    float[] seen = new float[open(agent).network().architecture().user().inputs()];
    users.observe(0, seen, 0);
    int[] ids = users.candidates();
    SlateInterventions.Decision whole = interventions.decide(ids, seen);
    SlateInterventions.Change change;
    if (out) {
      change = interventions.remove(ids, seen).get(number);
    } else {
      requireNew(ids, number);
      change = interventions.add(ids, number, seen);
    }
    ItemCatalogue items = worlds.catalogue();
    boolean attended = out && whole.attention().length > 0;
    return new Compared(
        "%s item %d, category %d"
            .formatted(out ? "take out" : "add", change.item(), items.main(change.item())),
        whole.slate(),
        change.slate(),
        user.probabilities(whole.slate()),
        user.probabilities(change.slate()),
        new double[] {
          change.valueChange(),
          ChangedSets.clicks(user, change.slate()) - ChangedSets.clicks(user, whole.slate()),
          change.replaced(),
          attended ? whole.attention()[number] : Double.NaN
        },
        user.render());
  }

  private void requireNew(int[] ids, int item) {
    for (int id : ids) {
      if (id == item)
        throw new IllegalArgumentException("item " + item + " is a candidate already");
    }
    if (!worlds.catalogue().isIn(item, Split.TRAIN)) {
      throw new IllegalArgumentException("item " + item + " is not of those agents trained with");
    }
  }

  private Opened open(String agent) throws IOException {
    Opened known = opened.get(agent);
    if (known != null) return known;
    List<AgentRun> runs = options.runs();
    AgentRun run =
        runs.stream()
            .filter(each -> each.text().equals(agent))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no agent " + agent));
    SlateNetwork network = worlds.load(agents, run, options.training().agent());
    Opened made = new Opened(network, new SlateInterventions(network, worlds.items()));
    opened.put(agent, made);
    return made;
  }

  @Override
  public void close() {
    for (Opened each : opened.values()) {
      each.interventions().close();
      each.network().close();
    }
    opened.clear();
  }
}
