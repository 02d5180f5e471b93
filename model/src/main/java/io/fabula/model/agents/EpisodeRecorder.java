package io.fabula.model.agents;

import io.fabula.envs.Environment;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Records whole episodes for the data sets that simulators learn from. An episode is a function of
 * the recorder's seed and the episode's number: not of the batch it is played in.
 *
 * @implNote The original stepped the world once more for the terminal record, so that the first
 *     frame of every episode was missing and level seeds were off by one at the boundary; here the
 *     terminal record is added without a step.
 */
public final class EpisodeRecorder implements AutoCloseable {
  private final EpisodePlayer player;
  private final ImpalaNetwork network;
  private final LevelChoice levels;
  private final long seed;

  /**
   * Chooses the level of an episode.
   *
   * @param first lowest level seed
   * @param count how many there are, or 0 for all of 0..2^31-2
   */
  public record LevelChoice(int first, int count) {
    public LevelChoice {
      if (first < 0 || count < 0 || count > Integer.MAX_VALUE - first) {
        throw new IllegalArgumentException(
            "levels must be numbers from 0 below 2^31, got " + count + " from " + first);
      }
    }

    /** All levels. */
    public static LevelChoice unlimited() {
      return new LevelChoice(0, 0);
    }

    /** The level of an episode, uniform over the choice. */
    public long levelSeed(long seed, long episode) {
      RandomStream random = new RandomStream(Seeds.of(seed, "level", episode));
      return count == 0 ? random.nextInt(Integer.MAX_VALUE) : first + (long) random.nextInt(count);
    }
  }

  /**
   * @param worlds makes worlds that {@code reset(levelSeed)} puts at the start of a level
   * @param batch episodes at a time; keep it fixed, it is part of what decides the bits
   * @param seed of the recording
   */
  public EpisodeRecorder(
      ImpalaNetwork network,
      Supplier<? extends Environment> worlds,
      int batch,
      EpisodePlayer.Options options,
      LevelChoice levels,
      long seed) {
    this.network = network;
    this.levels = levels;
    this.seed = seed;
    player = new EpisodePlayer(network, worlds, batch, options);
  }

  /**
   * Plays the episodes {@code first..first+count-1} and hands each over when it is complete; the
   * order is that in which they end.
   */
  public void record(long first, int count, Consumer<RecordedEpisode> done) {
    List<EpisodePlayer.Request> requests = new ArrayList<>();
    for (long id = first; id < first + count; id++) {
      requests.add(
          new EpisodePlayer.Request(id, levels.levelSeed(seed, id), Seeds.of(seed, "act", id)));
    }
    Map<Long, List<RecordedStep>> open = new HashMap<>();
    Map<Long, Float> arrived = new HashMap<>();
    player.play(
        requests,
        view -> {
          long id = view.request().id();
          List<RecordedStep> steps = open.computeIfAbsent(id, key -> new ArrayList<>());
          float raw = arrived.getOrDefault(id, 0f);
          steps.add(
              new RecordedStep(
                  steps.size(),
                  false,
                  raw,
                  scaled(raw),
                  view.value(),
                  view.action(),
                  view.logProbs(),
                  channelsFirst(view.frame()),
                  view.hiddenIn(),
                  view.hiddenOut()));
          arrived.put(id, view.reward());
          if (!view.last()) return;
          if (view.worldEnded()) steps.add(terminal(steps.size(), view));
          open.remove(id);
          arrived.remove(id);
          done.accept(
              new RecordedEpisode(
                  id, view.request().levelSeed(), view.completed(), view.truncated(), steps));
        });
  }

  /**
   * What the simulator must learn to show at an end: a black frame with the last reward. Nothing is
   * decided there, so the hidden state stays, the value is 0 and all actions are equally likely.
   */
  private RecordedStep terminal(int t, StepView view) {
    int actions = network.architecture().actions();
    float[] even = new float[actions];
    Arrays.fill(even, (float) -Math.log(actions));
    return new RecordedStep(
        t,
        true,
        view.reward(),
        scaled(view.reward()),
        0,
        RecordedStep.NO_OPERATION,
        even,
        new byte[view.frame().length],
        view.hiddenOut(),
        view.hiddenOut());
  }

  private float scaled(float raw) {
    return (float) network.scaledReward(raw);
  }

  private static byte[] channelsFirst(byte[] frame) {
    int colours = ImpalaArchitecture.COLOURS;
    int pixels = frame.length / colours;
    byte[] planes = new byte[frame.length];
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < colours; c++) planes[c * pixels + p] = frame[p * colours + c];
    }
    return planes;
  }

  @Override
  public void close() {
    player.close();
  }
}
