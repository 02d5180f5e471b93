package io.fabula.model.slates;

import io.fabula.envs.Action;
import io.fabula.envs.random.Seeds;
import io.fabula.envs.recsim.ItemCatalogue;
import io.fabula.envs.recsim.RecSim;
import io.fabula.envs.recsim.RecSimOptions;
import io.fabula.envs.recsim.RecSimOptions.View;
import io.fabula.envs.recsim.Split;
import io.fabula.envs.recsim.StepReport;
import java.util.Arrays;
import java.util.List;

/** Users of the recommender world, who share their candidates. */
public final class RecSimUsers implements SlateWorld {
  private static final List<String> MEASURES =
      List.of(
          "hit_rate",
          "reciprocal_rank",
          "discounted_gain",
          "intrasession_diversity",
          "shannon_entropy",
          "specificity",
          "subcategory_diversity",
          "cpr",
          "coverage",
          "nearest_distance",
          "greatest_product",
          "time_budget");

  private final RecSim[] worlds;
  private final boolean[] active;
  private final ItemFeatures items;
  private final RecSimOptions options;
  private final float[] seen;

  /**
   * @param users at least 1
   */
  public RecSimUsers(ItemCatalogue catalogue, RecSimOptions options, int users) {
    if (users < 1) throw new IllegalArgumentException("users must be at least 1, got " + users);
    this.options = options;
    worlds = new RecSim[users];
    for (int i = 0; i < users; i++) worlds[i] = new RecSim(catalogue, options);
    active = new boolean[users];
    items = features(catalogue);
    seen = new float[worlds[0].spec().observations().size()];
  }

  /** What agents see of a catalogue. */
  public static ItemFeatures features(ItemCatalogue catalogue) {
    int size = catalogue.representationSize();
    float[] values = new float[catalogue.size() * size];
    int[] train = new int[catalogue.size(Split.TRAIN)];
    int n = 0;
    for (int item = 0; item < catalogue.size(); item++) {
      catalogue.represent(item, values, item * size);
      if (catalogue.isIn(item, Split.TRAIN)) train[n++] = item;
    }
    return new ItemFeatures(values, size, train);
  }

  /** The world of one user. */
  public RecSim world(int user) {
    return worlds[user];
  }

  @Override
  public int users() {
    return worlds.length;
  }

  @Override
  public int slateSize() {
    return options.slateSize();
  }

  @Override
  public ItemFeatures items() {
    return items;
  }

  @Override
  public void begin(long seed) {
    for (int i = 0; i < worlds.length; i++) {
      worlds[i].reset(Seeds.of(seed, "group"), Seeds.of(seed, "user", i));
    }
    Arrays.fill(active, true);
  }

  @Override
  public int[] candidates() {
    return worlds[0].availableActions().ids();
  }

  @Override
  public boolean isActive(int user) {
    return active[user];
  }

  @Override
  public void observe(int user, float[] target, int offset) {
    if (options.view() == View.INTERESTS) {
      worlds[user].observe(target, offset);
      return;
    }
    worlds[user].observe(seen, 0);
    boolean gone = worlds[user].terminated();
    for (int i = 0; i < seen.length; i++) {
      items.copy(gone ? -1 : (int) seen[i], target, offset + i * items.size());
    }
  }

  @Override
  public void step(int[] slates) {
    int size = options.slateSize();
    for (int i = 0; i < worlds.length; i++) {
      if (!active[i]) continue;
      worlds[i].step(Action.slate(Arrays.copyOfRange(slates, i * size, (i + 1) * size)));
      active[i] = !worlds[i].done();
    }
  }

  @Override
  public double reward(int user) {
    return worlds[user].reward();
  }

  @Override
  public List<String> measures() {
    return MEASURES;
  }

  @Override
  public void measure(int user, double[] target) {
    StepReport report = worlds[user].report();
    target[0] = report.hit();
    target[1] = report.reciprocalRank();
    target[2] = report.discountedGain();
    target[3] = report.intrasessionDiversity();
    target[4] = report.shannonEntropy();
    target[5] = report.specificity();
    target[6] = report.subcategoryDiversity();
    target[7] = report.cpr();
    target[8] = report.coverage();
    target[9] = report.nearestDistance();
    target[10] = report.greatestProduct();
    target[11] = report.timeBudget();
  }
}
