package io.fabula.model.simulator;

import io.fabula.model.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a simulated course of events. Where a value is one node, its rows are all steps,
 * time first: {@code [steps * batch, ...]}.
 *
 * @param bottleneck what the course starts from, {@code [batch, bottleneck]}
 * @param pictures decoded frames, not limited to 0..1
 * @param images the same limited to 0..1: what the agent sees
 * @param agentStates the agent's state after seeing the frame of the same step
 * @param environmentStates deterministic state of the environment
 * @param environmentBefore the same one step earlier
 * @param logProbabilities of the agent's actions
 * @param actions the agent's most probable action, one-hot
 * @param values the agent's expected return
 * @param rewards expected reward
 * @param terminalLogits logit of "the episode ends with this frame"
 * @param stochastic stochastic state, one-hot blocks
 * @param prior logits from the dynamics
 * @param posterior logits given the true frame; null where there was none
 */
record Unrolled(
    Node bottleneck,
    Node pictures,
    Steps images,
    Steps agentStates,
    Steps environmentStates,
    Node environmentBefore,
    Node logProbabilities,
    Node actions,
    Node values,
    Node rewards,
    Node terminalLogits,
    Node stochastic,
    Node prior,
    @Nullable Node posterior) {}
