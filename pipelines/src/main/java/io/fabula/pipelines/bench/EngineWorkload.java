package io.fabula.pipelines.bench;

import io.fabula.model.workloads.Workload;
import java.util.function.IntFunction;

/**
 * A workload with its bar.
 *
 * @param name by which the command line and the reference know it
 * @param description for the table
 * @param bar what the ratio should at least be
 * @param scaling whether two of our threads are compared with one, instead of PyTorch with us
 * @param work makes the workload for a number of threads
 */
public record EngineWorkload(
    String name, String description, double bar, boolean scaling, IntFunction<Workload> work) {}
