package io.fabula.pipelines.panel.live;

/**
 * A moment of a recorded episode.
 *
 * @param level seed of its level
 * @param step of the episode, from 0
 * @param snapshot the world there
 * @param before what the agent remembered before it saw it, {@code [stateSize]}
 */
@SuppressWarnings("ArrayRecordComponent") // read in place
public record Moment(long level, int step, byte[] snapshot, float[] before) {}
