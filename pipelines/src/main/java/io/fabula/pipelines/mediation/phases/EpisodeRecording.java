package io.fabula.pipelines.mediation.phases;

import io.fabula.model.agents.LearnableNetwork;
import io.fabula.model.training.CheckpointMetadata;
import io.fabula.model.training.Trainable;
import io.fabula.model.training.TrainingClock;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.chunks.ResumableWork;
import io.fabula.pipelines.tables.TableSchema;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The recording of a seed's episodes, one of each policy at a time. */
final class EpisodeRecording implements ResumableWork, Trainable {
  private static final String FORMAT = "fabula-episode-recording-1";

  private final LearnableNetwork network;
  private final TableSchema schema;
  private final int episodes;
  private final long[] seeds;
  private final List<Episodes> players;
  private final List<RecordedEpisodes> policies;
  private final TrainingClock clock = new TrainingClock();
  private int played;

  /**
   * @param network the trained policy; closed with this
   * @param episodes how many of each policy
   * @param seeds of the trained policy's episodes and of uniform play's
   */
  EpisodeRecording(ObjectWorlds worlds, LearnableNetwork network, int episodes, long[] seeds) {
    schema = RecordEpisodes.schema(worlds.events());
    this.network = network;
    this.episodes = episodes;
    this.seeds = seeds;
    players =
        List.of(new Episodes(worlds, network, seeds[0]), new Episodes(worlds, null, seeds[1]));
    policies =
        RecordEpisodes.POLICIES.stream().map(name -> new RecordedEpisodes(name, worlds)).toList();
  }

  /** What was recorded of the trained policy and of uniform play. */
  List<RecordedEpisodes> policies() {
    return policies;
  }

  @Override
  public Trainable trainable() {
    return this;
  }

  @Override
  public void advance() {
    for (int p = 0; p < players.size(); p++) players.get(p).play(played, policies.get(p));
    played++;
  }

  @Override
  public long done() {
    return played;
  }

  @Override
  public String unit() {
    return "episodes of each policy";
  }

  @Override
  public double progress() {
    return (double) played / episodes;
  }

  @Override
  public double seconds() {
    return clock.seconds();
  }

  @Override
  public long steps() {
    return played;
  }

  @Override
  public TensorFile model() {
    return network.save();
  }

  @Override
  public TensorFile checkpoint() {
    TensorFile file = new TensorFile();
    file.putMetadata("format", FORMAT);
    file.putMetadata("seeds", Arrays.toString(seeds));
    clock.save(file);
    for (RecordedEpisodes each : policies) each.save(file);
    return file;
  }

  @Override
  public void restore(TensorFile file) throws DamagedFileException {
    CheckpointMetadata.of("format", FORMAT).require(file);
    CheckpointMetadata.of("seeds", Arrays.toString(seeds)).require(file);
    clock.restore(file);
    for (RecordedEpisodes each : policies) each.restore(file);
    played = policies.get(0).rows().size();
  }

  @Override
  public TableSchema schema() {
    return schema;
  }

  @Override
  public List<List<@Nullable Object[]>> statistics() {
    return policies.stream().map(RecordedEpisodes::rows).toList();
  }

  @Override
  public void close() {
    players.forEach(Episodes::close);
    network.close();
  }
}
