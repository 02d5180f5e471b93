package io.fabula.model.simulator;

/**
 * How well one simulated step agrees with what was recorded, mean over windows.
 *
 * <p>Step 0 shows the last context frame; step {@code k} is {@code k} steps ahead. Image errors
 * count recorded frames before the terminal one, the other errors the terminal one too; padding
 * counts nowhere.
 *
 * @param step from 0
 * @param frames number of frames behind the image errors
 * @param image half the squared error over all values of the frame
 * @param meanImage the same, predicting the mean image of the recording
 * @param repeatLast the same, repeating the last context frame
 * @param reward half the squared error of the reward
 * @param terminal cross-entropy of the terminal flag
 * @param agentState half the squared distance of the agent's states
 */
public record HorizonError(
    int step,
    int frames,
    double image,
    double meanImage,
    double repeatLast,
    double reward,
    double terminal,
    double agentState) {}
