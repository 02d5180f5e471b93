package io.fabula.model.training;

import java.util.List;

/**
 * How long to train. Progress runs from 0 to 1 and moves what follows a {@link Schedule}; an update
 * uses the progress at its beginning. Every budget holds at least one update.
 */
public sealed interface Budget {
  /**
   * Progress before the next update, at least 1 when training is over.
   *
   * @param updates updates made so far
   * @param steps steps made so far; what a step is, a frame or a training step, the trainer says
   * @param seconds wall-clock seconds spent so far, over all sessions
   */
  double progress(long updates, long steps, double seconds);

  /** A number of steps; whole updates, so the last one may exceed it. */
  record Steps(long steps) implements Budget {
    public Steps {
      if (steps < 1) throw new IllegalArgumentException("steps must be at least 1, got " + steps);
    }

    @Override
    public double progress(long updates, long stepsDone, double seconds) {
      return (double) stepsDone / steps;
    }
  }

  /** A number of updates. */
  record Updates(long updates) implements Budget {
    public Updates {
      if (updates < 1) {
        throw new IllegalArgumentException("updates must be at least 1, got " + updates);
      }
    }

    @Override
    public double progress(long updatesDone, long steps, double seconds) {
      return (double) updatesDone / updates;
    }
  }

  /**
   * Minutes of wall clock. What was done with them depends on the machine; a trainer records the
   * progress that its updates used, and {@link Replay} repeats it bit for bit. The first update is
   * always made, at progress 0.
   */
  record Minutes(double minutes) implements Budget {
    private static final double SECONDS = 60;

    public Minutes {
      if (!(minutes > 0) || Double.isInfinite(minutes)) {
        throw new IllegalArgumentException("minutes must be a number above 0, got " + minutes);
      }
    }

    @Override
    public double progress(long updates, long steps, double seconds) {
      return updates == 0 ? 0 : seconds / (minutes * SECONDS);
    }
  }

  /** The recorded schedule of an earlier run: the progress that each of its updates used. */
  record Replay(List<Double> schedule) implements Budget {
    public Replay {
      schedule = List.copyOf(schedule);
      if (schedule.isEmpty()) {
        throw new IllegalArgumentException("a schedule needs at least 1 update, got none");
      }
    }

    @Override
    public double progress(long updates, long steps, double seconds) {
      return updates < schedule.size() ? schedule.get((int) updates) : 1;
    }
  }
}
