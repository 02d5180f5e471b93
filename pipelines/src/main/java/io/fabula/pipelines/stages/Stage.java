package io.fabula.pipelines.stages;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One step of a study: from input artifacts to one output artifact. A stage is an immutable value
 * that travels to the workers.
 *
 * <p>Work is split into shards that know nothing of each other and may run anywhere, any number of
 * times; what a shard writes depends on its index alone. A job for one worker is one shard.
 */
public interface Stage extends Serializable {
  /** Name within its study, in kebab-case; also the name of its directory there in the store. */
  String name();

  /** Version of the code: raised whenever the same options and inputs give another result. */
  int version();

  /** Everything beside the inputs that decides the result; becomes part of the signature. */
  Record options();

  /** The stages whose artifacts this one reads. */
  List<String> inputs();

  /**
   * The names of its metrics and of the curves of its trainings, where its options tell them; empty
   * where it does not say.
   */
  default Set<String> metricNames() {
    return Set.of();
  }

  /** What kind of machine it needs. */
  default Resource resource() {
    return Resource.CPU;
  }

  /**
   * Into how many shards the work is split, at least 1.
   *
   * @param inputs the artifacts to read
   */
  default int shards(Inputs inputs) {
    return 1;
  }

  /**
   * Does one shard's work.
   *
   * @throws Exception when it cannot be done; a {@link io.fabula.pipelines.problems.Problem} is
   *     shown to the user as it is
   */
  void run(ShardWork work) throws Exception;

  /**
   * Folds what the shards found, in the order of their indices, and may write further parts.
   *
   * @return the artifact's metrics
   */
  default Map<String, Double> finish(FinishWork work) throws Exception {
    return work.only().metrics();
  }
}
