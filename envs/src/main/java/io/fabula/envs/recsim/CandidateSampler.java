package io.fabula.envs.recsim;

import io.fabula.envs.random.RandomStream;
import java.util.Arrays;
import java.util.function.IntPredicate;

/** Draws the candidates of an episode from a split by a {@link CandidateRule}. */
final class CandidateSampler {
  /** The skewed rule takes none, one or two fewer of the common category, by chance. */
  private static final int SKEWED_CHOICES = 3;

  private final CandidateRule rule;
  private final int subcategories;
  private final int count;
  private final int[][] byCategory;
  private final int[][] specials;
  private final int smallest;

  /** Scratch: items to draw from, and those drawn. */
  private final int[] pool;

  private final int[] drawn;
  private final boolean[] common;
  private int drawnCount;

  CandidateSampler(ItemCatalogue catalogue, Split split, CandidateRule rule, int count) {
    this.rule = rule;
    this.count = count;
    subcategories = catalogue.subcategories();
    int size = catalogue.size(split);
    if (size <= count) {
      throw new IllegalArgumentException(
          split + " must hold more than the " + count + " candidates, got " + size + " items");
    }
    pool = new int[size];
    drawn = new int[count];
    byCategory = new int[catalogue.categories()][];
    specials = new int[byCategory.length][];
    common = new boolean[byCategory.length];
    int least = Integer.MAX_VALUE;
    boolean apart = rule instanceof CandidateRule.WithSpecials;
    for (int m = 0; m < byCategory.length; m++) {
      byCategory[m] = itemsOf(catalogue, split, m, item -> !apart || !catalogue.isSpecial(item));
      specials[m] = itemsOf(catalogue, split, m, catalogue::isSpecial);
      least = Math.min(least, byCategory[m].length);
    }
    smallest = least;
    checkRule(size);
  }

  private static int[] itemsOf(ItemCatalogue catalogue, Split split, int m, IntPredicate wanted) {
    int[] items = new int[catalogue.size()];
    int n = 0;
    for (int item = 0; item < catalogue.size(); item++) {
      if (catalogue.main(item) == m && catalogue.isIn(item, split) && wanted.test(item)) {
        items[n++] = item;
      }
    }
    return Arrays.copyOf(items, n);
  }

  /** Refuses rules that could ask for more items than there are. */
  private void checkRule(int size) {
    int groups = 0;
    int most = 0;
    if (rule instanceof CandidateRule.Skewed skewed) {
      groups = 1;
      most = skewedCount(skewed, 0);
    } else if (rule instanceof CandidateRule.EvenCategories) {
      most = count - (byCategory.length - 1) * (count / byCategory.length);
    } else if (rule instanceof CandidateRule.CommonCategories several) {
      groups = several.categories();
      most = (count - several.noise()) / groups;
    } else if (rule instanceof CandidateRule.WithSpecials some) {
      groups = some.specials();
      most = some.companions();
      for (int[] each : specials) {
        if (each.length == 0) {
          throw new IllegalArgumentException(
              rule + " needs special items in each category; make them with the items");
        }
      }
      size -= Arrays.stream(specials).mapToInt(items -> items.length).sum() - groups;
      most += 1;
    }
    boolean fits = groups <= byCategory.length && most >= 0 && most <= smallest && most <= count;
    int largest = Arrays.stream(byCategory).mapToInt(items -> items.length).max().orElseThrow();
    if (!fits || count - groups * Math.max(0, most - 2) > size - groups * largest) {
      throw new IllegalArgumentException(
          rule
              + " cannot draw "
              + count
              + " candidates from "
              + byCategory.length
              + " categories of at least "
              + smallest
              + " items");
    }
  }

  /** Candidate ids in ascending order. */
  int[] draw(RandomStream stream) {
    drawnCount = 0;
    Arrays.fill(common, false);
    if (rule instanceof CandidateRule.Skewed skewed) {
      int base = stream.nextInt(byCategory.length);
      int n = skewedCount(skewed, stream.nextInt(SKEWED_CHOICES));
      takeCommon(base, n, stream);
      takeFromOthers(stream);
    } else if (rule instanceof CandidateRule.CommonCategories several) {
      int[] order = stream.permutation(byCategory.length);
      int each = (count - several.noise()) / several.categories();
      for (int i = 0; i < several.categories(); i++) takeCommon(order[i], each, stream);
      takeFromOthers(stream);
    } else if (rule instanceof CandidateRule.WithSpecials some) {
      int[] order = stream.permutation(byCategory.length);
      for (int i = 0; i < some.specials(); i++) {
        int[] of = specials[order[i]];
        drawn[drawnCount++] = of[stream.nextInt(of.length)];
        takeCommon(order[i], some.companions(), stream);
      }
      takeFromOthers(stream);
    } else if (rule instanceof CandidateRule.EvenCategories) {
      for (int m = 0; m < byCategory.length; m++) {
        boolean last = m == byCategory.length - 1;
        takeCommon(m, last ? count - drawnCount : count / byCategory.length, stream);
      }
    } else {
      takeFromOthers(stream);
    }
    int[] candidates = drawn.clone();
    Arrays.sort(candidates);
    return candidates;
  }

  private int skewedCount(CandidateRule.Skewed skewed, int fewer) {
    return Math.max(Math.min((int) (count * skewed.ratio()), smallest) - fewer, subcategories);
  }

  private void takeCommon(int category, int n, RandomStream stream) {
    int[] items = byCategory[category];
    System.arraycopy(items, 0, pool, 0, items.length);
    takeFromPool(items.length, n, stream);
    common[category] = true;
  }

  /** Fills up from all categories that were not taken from yet. */
  private void takeFromOthers(RandomStream stream) {
    int size = 0;
    for (int m = 0; m < byCategory.length; m++) {
      if (common[m]) continue;
      System.arraycopy(byCategory[m], 0, pool, size, byCategory[m].length);
      size += byCategory[m].length;
    }
    takeFromPool(size, count - drawnCount, stream);
  }

  private void takeFromPool(int size, int n, RandomStream stream) {
    for (int i = 0; i < n; i++) {
      int j = i + stream.nextInt(size - i);
      drawn[drawnCount++] = pool[j];
      pool[j] = pool[i];
    }
  }
}
