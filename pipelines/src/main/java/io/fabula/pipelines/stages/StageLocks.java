package io.fabula.pipelines.stages;

import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.store.ArtifactId;
import io.fabula.pipelines.store.RunLock;
import io.fabula.pipelines.store.Store;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a plan that this process alone may make. What was planned before the locks were
 * held may have been made by another process meanwhile, so it is planned again under them. Nothing
 * is held while something is waited for, so that two processes never wait for each other.
 */
final class StageLocks implements AutoCloseable {
  private final Plan plan;
  private final Map<ArtifactId, RunLock> held;

  private StageLocks(Plan plan, Map<ArtifactId, RunLock> held) {
    this.plan = plan;
    this.held = held;
  }

  /**
   * Waits until no other process makes any of the stages that have to run.
   *
   * @param planning looks at the store and says what has to run
   * @param waiting told of what is waited for
   */
  static StageLocks acquire(Store store, Supplier<Plan> planning, Waiting waiting) {
    Set<ArtifactId> told = new HashSet<>();
    while (true) {
      Map<ArtifactId, RunLock> held = new LinkedHashMap<>();
      boolean kept = false;
      try {
        @Nullable ArtifactId taken = lockAll(store, planning.get(), held);
        Plan again = planning.get();
        if (taken == null && again.stale().stream().allMatch(each -> held.containsKey(each.id()))) {
          kept = true;
          return new StageLocks(again, held).withoutTheRest();
        }
        if (taken != null && told.add(taken)) {
          waiting.begin("stage %s is being worked on by %s".formatted(taken, store.owner(taken)));
        }
      } finally {
        if (!kept) close(held);
      }
      pause();
    }
  }

  private static @Nullable ArtifactId lockAll(
      Store store, Plan plan, Map<ArtifactId, RunLock> held) {
    for (PlannedStage each : plan.stale()) {
      Optional<RunLock> lock = store.tryLock(each.id());
      if (lock.isEmpty()) return each.id();
      held.put(each.id(), lock.get());
    }
    return null;
  }

  private StageLocks withoutTheRest() {
    Set<ArtifactId> needed = new HashSet<>();
    for (PlannedStage each : plan.stale()) needed.add(each.id());
    held.entrySet()
        .removeIf(
            each -> {
              if (needed.contains(each.getKey())) return false;
              each.getValue().close();
              return true;
            });
    return this;
  }

  private static void pause() {
    try {
      Thread.sleep(Waiting.INTERVAL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkProblem("interrupted while another process was waited for", e);
    }
  }

  /** What has to run now, and nobody else makes. */
  Plan plan() {
    return plan;
  }

  private static void close(Map<ArtifactId, RunLock> locks) {
    for (RunLock each : locks.values()) each.close();
  }

  @Override
  public void close() {
    close(held);
  }
}
