package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.Environment;
import io.fabula.envs.objects.ObjectView;
import io.fabula.envs.objects.ObjectWorld;
import io.fabula.model.actorcritic.StateDetector;
import io.fabula.model.detectors.DetectorData;
import io.fabula.model.detectors.DetectorNetwork;
import io.fabula.model.detectors.DistinctStates;

/**
 * A learned detector in the world, by look-up of the states that it was trained on. In others it
 * does not fire, so that no policy can learn to please what the network makes of them.
 */
final class Firing implements StateDetector {
  private final ObjectView view;
  private final DistinctStates known;
  private final double[] fires;
  private final byte[] seen;
  private final DistinctStates unseen;

  Firing(DetectorNetwork network, ObjectView view, byte[] trainedOn) {
    this.view = view;
    known = DistinctStates.of(trainedOn, network.inputs());
    double[] logits = network.logits(trainedOn);
    fires = new double[logits.length];
    for (int i = 0; i < fires.length; i++) fires[i] = DetectorData.sigmoid(logits[i]);
    seen = new byte[network.inputs()];
    unseen = new DistinctStates(network.inputs());
  }

  @Override
  public double fires(Environment world) {
    ((ObjectWorld) world).observe(view, seen, 0);
    int number = known.find(seen);
    if (number != DistinctStates.UNSEEN) return fires[number];
    unseen.add(seen);
    return 0;
  }

  /** How many distinct states came up that it was not trained on. */
  int unseen() {
    return unseen.size();
  }
}
