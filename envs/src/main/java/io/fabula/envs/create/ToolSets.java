package io.fabula.envs.create;

import io.fabula.envs.random.RandomStream;
import java.util.Arrays;

/** Draws the tools that an episode offers: activators first, by falling id, then tools. */
final class ToolSets {
  private final ToolCatalogue catalogue;
  private final CreateOptions options;
  private final int[] pool;

  ToolSets(ToolCatalogue catalogue, CreateOptions options) {
    this.catalogue = catalogue;
    this.options = options;
    pool =
        options.tools().isEmpty()
            ? options.split().ids(catalogue)
            : options.tools().stream().mapToInt(Integer::intValue).toArray();
  }

  /** Different ids; the first ones drawn give way to activators. */
  int[] draw(RandomStream stream) {
    int[] rest = pool.clone();
    int[] set = new int[options.setSize()];
    for (int i = 0; i < set.length; i++) {
      int j = i + stream.nextInt(rest.length - i);
      set[i] = rest[j];
      rest[j] = rest[i];
    }
    int kinds = Activator.KINDS.size();
    int count = options.activators() == 0 ? 2 + stream.nextInt(kinds - 1) : options.activators();
    int[] chosen = Arrays.copyOf(stream.permutation(kinds), count);
    Arrays.sort(chosen);
    int next = 0;
    if (options.keepNoOp()) set[next++] = catalogue.noOp();
    for (int i = count - 1; i >= 0; i--) {
      set[next++] = catalogue.idOf(Activator.KINDS.get(chosen[i]));
    }
    return set;
  }
}
