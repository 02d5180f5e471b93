package io.fabula.envs.recsim;

import io.fabula.envs.Action;
import io.fabula.envs.Player;

/**
 * A hand-written player that knows how users choose: for each main category it builds a slate of
 * its candidates, spread over sub-categories, with and without one stranger, and shows the slate
 * that is clicked with the greatest chance.
 */
public final class RecSimPlayer implements Player<RecSim> {
  /** The slate to show now. */
  @Override
  public Action act(RecSim world) {
    int size = world.options().slateSize();
    int[] best = new int[0];
    double bestChance = -1;
    for (int main = 0; main < world.catalogue().categories(); main++) {
      for (int common = size; common >= size - 1; common--) {
        int[] slate = slate(world, main, common);
        double chance = 1 - world.probabilities(slate)[size];
        if (chance > bestChance) {
          best = slate;
          bestChance = chance;
        }
      }
    }
    return Action.slate(best);
  }

  /** At most {@code common} items of a main category, filled up with others. */
  private static int[] slate(RecSim world, int main, int common) {
    ItemCatalogue catalogue = world.catalogue();
    int[] candidates = world.availableActions().ids();
    double[] interests = world.interests();
    boolean[] used = new boolean[candidates.length];
    int[] inSub = new int[catalogue.subcategories()];
    int[] slate = new int[world.options().slateSize()];
    for (int place = 0; place < slate.length; place++) {
      boolean inside = place < common;
      int best = pick(catalogue, candidates, used, interests, main, inside, inSub);
      if (best < 0) best = pick(catalogue, candidates, used, interests, main, !inside, inSub);
      used[best] = true;
      slate[place] = candidates[best];
      if (catalogue.main(slate[place]) == main) inSub[catalogue.sub(slate[place])]++;
    }
    return slate;
  }

  /** The unused candidate of the rarest sub-category, and of these the one the user likes most. */
  private static int pick(
      ItemCatalogue catalogue,
      int[] candidates,
      boolean[] used,
      double[] interests,
      int main,
      boolean inside,
      int[] inSub) {
    int best = -1;
    int bestCrowd = 0;
    double bestLiking = 0;
    for (int k = 0; k < candidates.length; k++) {
      int item = candidates[k];
      if (used[k] || (catalogue.main(item) == main) != inside) continue;
      int crowd = inside ? inSub[catalogue.sub(item)] : 0;
      double liking = catalogue.dot(item, interests);
      if (best < 0 || crowd < bestCrowd || (crowd == bestCrowd && liking > bestLiking)) {
        best = k;
        bestCrowd = crowd;
        bestLiking = liking;
      }
    }
    return best;
  }
}
