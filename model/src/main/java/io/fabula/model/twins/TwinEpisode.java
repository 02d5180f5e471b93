package io.fabula.model.twins;

/**
 * How a twin's episode went.
 *
 * @param level seed that the world was reset with
 * @param twin index of the twin
 * @param undiscounted return, in the world's units
 * @param length steps, at least 1
 * @param cause name of the ending's cause, or {@link BlindPlay#CUT_OFF}'s
 * @param totalVariation mean over steps between what the twin did and what it would have done by
 *     its own seeing memory, 0 to 1
 */
public record TwinEpisode(
    long level, int twin, double undiscounted, int length, String cause, double totalVariation) {}
