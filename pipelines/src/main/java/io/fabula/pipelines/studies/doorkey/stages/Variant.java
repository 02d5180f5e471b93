package io.fabula.pipelines.studies.doorkey.stages;

import io.fabula.envs.doorkey.DoorKeyView;
import io.fabula.model.detectors.DetectorTraining;

/** A way to learn the variable. */
public enum Variant {
  /** From the objects alone, for its indirect effect: the variable of the study. */
  OBJECTS("learned, objects", DoorKeyView.OBJECTS, DetectorTraining.Target.EFFECT),
  /** From all that there is, with the agent's own place. */
  FULL("learned, full view", DoorKeyView.PLANES, DetectorTraining.Target.EFFECT),
  /** From the objects alone, only to predict success. */
  PREDICTION("predicted, objects", DoorKeyView.OBJECTS, DetectorTraining.Target.PREDICTION);

  private final String words;
  private final DoorKeyView view;
  private final DetectorTraining.Target target;

  Variant(String words, DoorKeyView view, DetectorTraining.Target target) {
    this.words = words;
    this.view = view;
    this.target = target;
  }

  /** As it is called in tables and figures. */
  public String words() {
    return words;
  }

  DoorKeyView view() {
    return view;
  }

  DetectorTraining.Target target() {
    return target;
  }

  /** Where its detectors lie. */
  String part() {
    return "detector-" + name().toLowerCase(java.util.Locale.ROOT);
  }
}
