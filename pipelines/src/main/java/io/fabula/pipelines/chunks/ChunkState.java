package io.fabula.pipelines.chunks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What is known of a chunk, beside its checkpoint.
 *
 * @param chunk number, from 1
 * @param stage which stage it is a piece of
 * @param signature of what the stage makes: its options and inputs
 * @param options of the stage, for people
 * @param seed root seed
 * @param seedGiven whether the seed was given beside the settings
 * @param enough how much was to be done by the end of it: the sum over all chunks so far
 * @param done how much was: what is advanced at once may go beyond
 * @param rows of each table of statistics so far
 * @param finished whether the stage's target is reached
 */
record ChunkState(
    int chunk,
    String stage,
    String signature,
    JsonNode options,
    long seed,
    boolean seedGiven,
    long enough,
    long done,
    List<Long> rows,
    boolean finished) {
  ChunkState {
    rows = List.copyOf(rows);
  }
}
