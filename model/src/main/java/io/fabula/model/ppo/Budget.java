package io.fabula.model.ppo;

import java.util.List;

/**
 * How long to train. Progress runs from 0 to 1 and anneals what is annealed; an update uses the
 * progress at its beginning.
 */
public sealed interface Budget {
  /**
   * Progress before the next update, at least 1 when training is over.
   *
   * @param updates updates made so far
   * @param frames frames seen so far
   * @param seconds wall-clock seconds spent so far, over all sessions
   */
  double progress(int updates, long frames, double seconds);

  /** A number of frames; whole updates, so the last one may exceed it. */
  record Frames(long frames) implements Budget {
    public Frames {
      if (frames < 1)
        throw new IllegalArgumentException("frames must be at least 1, got " + frames);
    }

    @Override
    public double progress(int updates, long framesDone, double seconds) {
      return (double) framesDone / frames;
    }
  }

  /**
   * Minutes of wall clock. What was done with them depends on the machine; {@link
   * PpoTrainer#schedule()} records it, and {@link Replay} repeats it bit for bit.
   */
  record Minutes(double minutes) implements Budget {
    private static final double SECONDS = 60;

    public Minutes {
      if (!(minutes > 0) || Double.isInfinite(minutes)) {
        throw new IllegalArgumentException("minutes must be a number above 0, got " + minutes);
      }
    }

    @Override
    public double progress(int updates, long frames, double seconds) {
      return seconds / (minutes * SECONDS);
    }
  }

  /** The recorded schedule of an earlier run: the progress that each of its updates used. */
  record Replay(List<Double> schedule) implements Budget {
    public Replay {
      schedule = List.copyOf(schedule);
    }

    @Override
    public double progress(int updates, long frames, double seconds) {
      return updates < schedule.size() ? schedule.get(updates) : 1;
    }
  }
}
