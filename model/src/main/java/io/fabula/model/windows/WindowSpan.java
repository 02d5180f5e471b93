package io.fabula.model.windows;

/**
 * Which recorded rows a window holds. All other positions are padding: black images, zero states,
 * no reward, no terminal flag, the rule's padding action.
 *
 * @param episode index of the episode in the recording's order
 * @param firstStep step of the episode at {@code firstPosition}
 * @param firstPosition position in the window of the first copied row
 * @param rows copied rows; agent states are copied for one position more, the state after the last
 *     row
 */
public record WindowSpan(int episode, int firstStep, int firstPosition, int rows) {}
