package io.fabula.model.mpdqn;

import io.fabula.model.training.ShardThreads;
import io.fabula.model.workloads.ReferenceOutputs;
import io.fabula.model.workloads.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ten seeds of {@link MultiPassTraining}, some steps each. */
public final class TenTrainings implements Workload {
  private static final int SEEDS = 10;
  private static final int STEPS = 20;

  private final List<MultiPassTraining> trainings = new ArrayList<>();
  private final ShardThreads crew;

  /**
   * @param threads on which the seeds are trained side by side
   */
  public TenTrainings(int threads) {
    for (int seed = 1; seed <= SEEDS; seed++) trainings.add(new MultiPassTraining(seed));
    crew = new ShardThreads("training", threads, SEEDS);
  }

  @Override
  public void run() {
    crew.each(
        seed -> {
          for (int i = 0; i < STEPS; i++) trainings.get(seed).run();
        });
  }

  @Override
  public ReferenceOutputs evidence() {
    Map<String, ReferenceOutputs.Trace> traces = new LinkedHashMap<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      String prefix = "seed " + (seed + 1) + " ";
      trainings.get(seed).proposing().forEach((name, each) -> traces.put(prefix + name, each));
    }
    return new ReferenceOutputs(Map.of(), traces);
  }

  @Override
  public List<String> profile(int runs) {
    return trainings.get(0).profile(runs);
  }

  @Override
  public void close() {
    crew.close();
    for (MultiPassTraining each : trainings) each.close();
  }
}
