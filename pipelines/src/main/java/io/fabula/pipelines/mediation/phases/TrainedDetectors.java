package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.objects.ObjectWorld;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.Actor;
import io.fabula.model.agents.LearnableNetwork;
import io.fabula.model.detectors.DetectorNetwork;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.mediation.settings.VariableSettings;
import io.fabula.pipelines.store.Artifact;
import java.io.IOException;
import java.util.function.Consumer;

/** The policy and the detectors of the first seed, to be watched. */
public final class TrainedDetectors {
  private final ObjectWorlds worlds;
  private final Artifact recorded;
  private final Artifact learned;
  private final VariableSettings settings;

  /**
   * @param worlds where
   * @param recorded the artifact of the recorded episodes
   * @param learned the artifact of the learned variables
   * @param settings how they were learned
   */
  public TrainedDetectors(
      ObjectWorlds worlds, Artifact recorded, Artifact learned, VariableSettings settings) {
    this.worlds = worlds;
    this.recorded = recorded;
    this.learned = learned;
    this.settings = settings;
  }

  /** How likely a detector fires in a world. */
  public interface Detector {
    /** Its probability in the state that a world is in, 0 to 1. */
    double fires(ObjectWorld world);
  }

  /** The detector of a way to learn it; it does not fire in states that it was not trained on. */
  public Detector detector(Variant variant) throws IOException {
    byte[] states = RecordEpisodes.visits(recorded, variant.view(settings), 0).bytes("states");
    try (DetectorNetwork network =
        DetectorNetwork.load(
            TensorFile.read(SeedShards.file(learned, variant.part(), 0, "safetensors")))) {
      return new Firing(network, variant.view(settings), states)::fires;
    }
  }

  /**
   * The trained policy, which draws its actions as in the recorded episodes.
   *
   * @param trained the artifact of the policies
   * @param rows in how many worlds
   */
  public Actor actor(Artifact trained, int rows) throws IOException {
    return new DrawnActions(Agents.load(trained, TrainPolicy.AGENT, 0, worlds), rows);
  }

  /** Told of an episode as it is played. */
  public interface Watcher {
    /** The world is in a state before acting. */
    void state(int episode, ObjectWorld world);
  }

  /**
   * Plays the first of the recorded episodes of the trained policy again.
   *
   * @param trained the artifact of the policies
   * @param seed root seed of the run
   * @param ended told of the return of each episode
   */
  public void play(
      Artifact trained, long seed, int episodes, Watcher watcher, Consumer<Double> ended)
      throws IOException {
    try (LearnableNetwork network = Agents.load(trained, TrainPolicy.AGENT, 0, worlds);
        Episodes played = new Episodes(worlds, network, Seeds.of(seed, "record-episodes", 0, 0))) {
      for (int i = 0; i < episodes; i++) {
        int number = i;
        played.play(
            number,
            new Episodes.Listener() {
              @Override
              public void state(ObjectWorld world) {
                watcher.state(number, world);
              }

              @Override
              public void end(int episode, ObjectWorld world, double returned) {
                ended.accept(returned);
              }
            });
      }
    }
  }
}
