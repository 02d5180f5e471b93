package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.LearnableNetwork;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * Films episodes of the first seed's informed agent with the moment at which the variable fires.
 *
 * @param name of the stage
 * @param from the stages it reads
 * @param options what decides the result
 */
public record FilmInformed(String name, From from, Options options) implements Stage {
  /** Beginning of the names of the clips. */
  public static final String CLIPS = "informed-";

  private static final int SEED = 0;

  /** Names of the stages that made what is filmed. */
  public record From(String trained, String recorded, String learned, String manipulation)
      implements Serializable {
    /** All of them. */
    public List<String> inputs() {
      return List.of(trained, recorded, learned, manipulation);
    }
  }

  /**
   * What decides the result.
   *
   * @param seed root seed
   * @param worlds where
   * @param films how many episodes are filmed
   */
  public record Options(long seed, ObjectWorlds worlds, int films) implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return from.inputs();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    film(work, from, options);
  }

  /** Writes the films into a stage's artifact. */
  public static void film(ShardWork work, From from, Options options) throws Exception {
    Artifact learned = work.input(from.learned());
    Firing firing;
    try (LearnedDetector detector =
        LearnedDetector.load(
            learned, work.input(from.recorded()), Variant.variable(learned), SEED)) {
      firing = new Firing(detector.network(), detector.view(), detector.trainedOn());
    }
    ObjectWorlds worlds = options.worlds();
    try (LearnableNetwork before =
            Agents.load(work.input(from.manipulation()), TrainManipulation.AGENT, SEED, worlds);
        LearnableNetwork after =
            Agents.load(work.input(from.trained()), TrainPolicy.AGENT, SEED, worlds)) {
      InformedFilm film = new InformedFilm(worlds, before, after, firing);
      for (int i = 0; i < options.films(); i++) {
        film.write(work, CLIPS + i, Seeds.of(options.seed(), "film", i));
        work.progress(i + 1L, options.films(), "films");
      }
    }
  }

  @Override
  public Map<String, Double> finish(FinishWork work) {
    return work.only().metrics();
  }
}
