package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.objects.ObjectView;
import io.fabula.model.detectors.DetectorNetwork;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.store.Artifact;
import java.io.IOException;

/**
 * A learned detector of a seed.
 *
 * @param network closed with this
 * @param view what it sees
 * @param trainedOn the distinct states that it was trained on
 */
@SuppressWarnings("ArrayRecordComponent") // read in place
public record LearnedDetector(DetectorNetwork network, ObjectView view, byte[] trainedOn)
    implements AutoCloseable {
  private static final String VIEW = "detector.view";

  /** The file of a detector. */
  static TensorFile file(DetectorNetwork network, ObjectView view) {
    TensorFile file = network.save();
    file.putMetadata(VIEW, view.name());
    return file;
  }

  /**
   * Reads one.
   *
   * @param learned artifact of the stage that learned it
   * @param recorded artifact of the stage that recorded the states
   */
  public static LearnedDetector load(Artifact learned, Artifact recorded, Variant variant, int seed)
      throws IOException {
    TensorFile file =
        TensorFile.read(SeedShards.file(learned, variant.part(), seed, "safetensors"));
    ObjectView view;
    try {
      view = ObjectView.valueOf(file.metadata(VIEW));
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(file.source(), VIEW, "expected the name of a view");
    }
    return new LearnedDetector(
        DetectorNetwork.load(file),
        view,
        RecordEpisodes.visits(recorded, view, seed).bytes("states"));
  }

  @Override
  public void close() {
    network.close();
  }
}
