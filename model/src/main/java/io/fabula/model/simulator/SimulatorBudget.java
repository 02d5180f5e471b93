package io.fabula.model.simulator;

/** How long to train a simulator. */
public sealed interface SimulatorBudget {
  /**
   * The part of the budget that is spent, 1 or more when training is over.
   *
   * @param steps training steps made so far
   * @param seconds wall-clock seconds spent in training so far, over all sessions
   */
  double spent(long steps, double seconds);

  /** A number of training steps. */
  record Steps(long steps) implements SimulatorBudget {
    /** Checks the range. */
    public Steps {
      if (steps < 1) throw new IllegalArgumentException("steps must be at least 1, got " + steps);
    }

    @Override
    public double spent(long stepsDone, double seconds) {
      return (double) stepsDone / steps;
    }
  }

  /**
   * Minutes of wall clock. How many steps they hold depends on the machine; {@link
   * SimulatorTrainer#steps} tells, and a budget of that many {@link Steps} gives the same bits.
   */
  record Minutes(double minutes) implements SimulatorBudget {
    private static final double SECONDS = 60;

    /** Checks the range. */
    public Minutes {
      if (!(minutes > 0) || Double.isInfinite(minutes)) {
        throw new IllegalArgumentException("minutes must be a number above 0, got " + minutes);
      }
    }

    @Override
    public double spent(long steps, double seconds) {
      return seconds / (minutes * SECONDS);
    }
  }
}
