package io.fabula.model.trajectories;

/**
 * Sizes of the autoencoder, and how it learns.
 *
 * @param size numbers that describe a thing, those that describe a trajectory, and units of the
 *     layers between; 128 as published
 * @param recurrent units of each LSTM and direction; 64 as published
 * @param things in a batch, of which there are at least 2; 128 as published
 * @param each trajectories of a thing in a batch, drawn from those there are
 * @param epochs passes over all things; 10000 as published
 * @param rate learning rate; 1e-3 as published
 */
public record TrajectoryVaeOptions(
    int size, int recurrent, int things, int each, int epochs, double rate) {
  public TrajectoryVaeOptions {
    if (size < 1 || recurrent < 1 || each < 1 || epochs < 1) {
      throw new IllegalArgumentException(
          "size, recurrent, each and epochs must be at least 1, got %d, %d, %d and %d"
              .formatted(size, recurrent, each, epochs));
    }
    if (things < 2) throw new IllegalArgumentException("things must be at least 2, got " + things);
    if (!(rate > 0)) throw new IllegalArgumentException("rate must be above 0, got " + rate);
  }
}
