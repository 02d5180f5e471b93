package io.fabula.pipelines.cluster;

import io.fabula.pipelines.problems.WorkProblem;
import java.util.Optional;
import java.util.Set;

/** What Flink throws when its processes are missing, in words that help. */
public final class FlinkFailure {
  private static final Set<String> NO_SLOTS = Set.of("NoResourceAvailableException");
  private static final Set<String> LOST_WORKER =
      Set.of(
          "RecipientUnreachableException",
          "RemoteTransportException",
          "LocalTransportException",
          "PartitionConnectionException");
  private static final Set<String> SILENT_CLUSTER =
      Set.of("ConnectException", "ConnectionClosedException", "RestClientException");

  private FlinkFailure() {}

  /** The problem behind a failure, if it is one of these. */
  public static Optional<WorkProblem> of(Throwable failure) {
    if (has(failure, NO_SLOTS)) {
      return problem("the cluster has not enough free slots, ./fabula cluster status", failure);
    }
    if (has(failure, LOST_WORKER)) {
      return problem("the cluster lost a task manager, ./fabula cluster status", failure);
    }
    if (has(failure, SILENT_CLUSTER)) {
      return problem("the cluster does not answer any more, ./fabula cluster status", failure);
    }
    return Optional.empty();
  }

  private static Optional<WorkProblem> problem(String finding, Throwable failure) {
    return Optional.of(
        new WorkProblem(
            finding + " shows its processes; complete work is kept, run again", failure));
  }

  /** By name, because some of these classes are known only to Flink's own class loaders. */
  private static boolean has(Throwable failure, Set<String> names) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (names.contains(each.getClass().getSimpleName())) return true;
    }
    return false;
  }
}
