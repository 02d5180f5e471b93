package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.objects.ObjectView;
import io.fabula.envs.objects.ObjectWorld;
import io.fabula.model.detectors.DistinctStates;
import io.fabula.model.detectors.VisitCounter;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Episodes of one policy: rows of {@link RecordEpisodes#schema}, and visits of the distinct states
 * of each view.
 */
final class RecordedEpisodes implements Episodes.Listener {
  private static final int NEVER = -1;

  /** Columns between the return and the events. */
  private static final int FIRST_EVENT = 6;

  private final String policy;
  private final int events;
  private final List<ObjectView> views;
  private final List<@Nullable Object[]> rows = new ArrayList<>();
  private final List<DistinctStates> states;
  private final List<VisitCounter> counters;
  private final List<byte[]> seen;
  private final int[] first;
  private int layout = NEVER;

  /** For each episode the numbers of its states in the last view, which tells all apart. */
  private final List<int[]> paths = new ArrayList<>();

  /** For each state of the last view its number in the first. */
  private final List<Integer> seenAs = new ArrayList<>();

  private int[] path = new int[64];
  private int length;

  RecordedEpisodes(String policy, ObjectWorlds worlds) {
    this.policy = policy;
    ObjectWorld world = worlds.make();
    events = world.events().size();
    first = new int[events];
    views = worlds.counted();
    seen = views.stream().map(view -> new byte[world.size(view)]).toList();
    states = seen.stream().map(view -> new DistinctStates(view.length)).toList();
    counters = states.stream().map(VisitCounter::new).toList();
    Arrays.fill(first, NEVER);
  }

  List<@Nullable Object[]> rows() {
    return rows;
  }

  /** Adds the visits of a view to a counter; returns the numbers that its states have there. */
  int[] appendTo(VisitCounter counter, int view) {
    return counter.append(counters.get(view).counts(), states.get(view));
  }

  /** For each episode the numbers of its states in the last view, in order. */
  List<int[]> paths() {
    return paths;
  }

  /** For each state of the last view its number in the first. */
  List<Integer> seenAs() {
    return seenAs;
  }

  @Override
  public void state(ObjectWorld world) {
    if (world.steps() == 0) layout = world.layout();
    for (int e = 0; e < events; e++) {
      if (first[e] == NEVER && world.holds(e)) first[e] = world.steps();
    }
    int[] numbers = new int[seen.size()];
    for (int v = 0; v < numbers.length; v++) {
      world.observe(views.get(v), seen.get(v), 0);
      numbers[v] = counters.get(v).visit(seen.get(v));
    }
    int number = numbers[numbers.length - 1];
    if (number == seenAs.size()) seenAs.add(numbers[0]);
    if (length == path.length) path = Arrays.copyOf(path, 2 * length);
    path[length++] = number;
  }

  @Override
  public void end(int episode, ObjectWorld world, double returned) {
    for (VisitCounter each : counters) each.end();
    add(episode, layout, world.steps(), returned, world.completed(), first);
    paths.add(Arrays.copyOf(path, length));
    length = 0;
    Arrays.fill(first, NEVER);
  }

  private void add(
      int episode, int layout, int length, double returned, boolean success, int[] first) {
    Object[] row = new Object[FIRST_EVENT + events];
    row[0] = policy;
    row[1] = (long) episode;
    row[2] = layout;
    row[3] = length;
    row[4] = returned;
    row[5] = success;
    for (int e = 0; e < events; e++) row[FIRST_EVENT + e] = first[e];
    rows.add(row);
  }

  void save(TensorFile file) {
    int width = 3 + events;
    long[] numbers = new long[rows.size() * width];
    double[] returns = new double[rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      @Nullable Object[] row = rows.get(i);
      returns[i] = (Double) row[4];
      numbers[i * width] = (Integer) row[2];
      numbers[i * width + 1] = (Integer) row[3];
      numbers[i * width + 2] = Boolean.TRUE.equals(row[5]) ? 1 : 0;
      for (int e = 0; e < events; e++) {
        numbers[i * width + 3 + e] = (Integer) row[FIRST_EVENT + e];
      }
    }
    file.put(policy + ".returns", Tensor.of(returns));
    file.put(policy + ".numbers", Tensor.of(numbers));
    file.put(policy + ".paths", Tensor.of(joined(paths)));
    file.put(
        policy + ".seen_as", Tensor.of(seenAs.stream().mapToLong(Integer::longValue).toArray()));
    for (int v = 0; v < counters.size(); v++) {
      file.put(prefix(v) + ".states", Tensor.of(states.get(v).bytes()));
      RecordEpisodes.put(file, prefix(v), counters.get(v).counts());
    }
  }

  /** All paths one behind the other. */
  static long[] joined(List<int[]> paths) {
    return paths.stream().flatMapToInt(Arrays::stream).asLongStream().toArray();
  }

  /** Paths of these lengths. */
  static int[][] split(long[] joined, int[] lengths) {
    int[][] paths = new int[lengths.length][];
    int at = 0;
    for (int i = 0; i < lengths.length; i++) {
      paths[i] = new int[lengths[i]];
      for (int t = 0; t < lengths[i]; t++) paths[i][t] = (int) joined[at++];
    }
    return paths;
  }

  /** Takes what {@link #save} wrote; nothing has been recorded yet. */
  void restore(TensorFile file) throws DamagedFileException {
    double[] returns = file.doubles(policy + ".returns", -1);
    int width = 3 + events;
    long[] numbers = file.longs(policy + ".numbers", returns.length * width);
    for (int i = 0; i < returns.length; i++) {
      int at = i * width;
      int[] held = new int[events];
      for (int e = 0; e < events; e++) held[e] = (int) numbers[at + 3 + e];
      add(i, (int) numbers[at], (int) numbers[at + 1], returns[i], numbers[at + 2] != 0, held);
    }
    int[] lengths = rows.stream().mapToInt(row -> (Integer) row[3]).toArray();
    int all = Arrays.stream(lengths).sum();
    paths.addAll(List.of(split(file.longs(policy + ".paths", all), lengths)));
    for (long each : file.longs(policy + ".seen_as", -1)) seenAs.add((int) each);
    for (int v = 0; v < counters.size(); v++) {
      DistinctStates saved =
          DistinctStates.of(file.bytes(prefix(v) + ".states"), seen.get(v).length);
      counters.get(v).append(RecordEpisodes.visits(file, prefix(v)), saved);
    }
  }

  private String prefix(int view) {
    return policy + "." + RecordEpisodes.part(views.get(view));
  }
}
