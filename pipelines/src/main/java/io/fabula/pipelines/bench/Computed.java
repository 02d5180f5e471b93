package io.fabula.pipelines.bench;

import io.fabula.model.workloads.ReferenceOutputs;

/**
 * What the first two runs of a workload computed.
 *
 * @param first from the weights of the formula
 * @param second from weights that the first run moved, if it trains
 */
public record Computed(ReferenceOutputs first, ReferenceOutputs second) {}
