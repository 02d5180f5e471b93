package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.objects.ObjectView;
import io.fabula.model.detectors.DetectorTraining;
import io.fabula.pipelines.mediation.settings.VariableSettings;
import io.fabula.pipelines.store.Artifact;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A way to learn the variable. */
public enum Variant {
  /** From the objects alone, for its indirect effect: the variable of the study. */
  OBJECTS("learned, objects"),
  /** From all that there is, with the agent's own place. */
  FULL("learned, full view"),
  /** From the objects alone, only to predict success. */
  PREDICTION("predicted, objects"),
  /** As the settings ask for, where that is something else; then it is the study's variable. */
  CHOSEN("learned as set"),
  /**
   * Of what follows a first event, from the episodes in which it happened: a second variable in a
   * row, an extension of ours. It is measured in those episodes alone and is never the study's.
   */
  GIVEN("learned, given the first");

  private final String words;

  Variant(String words) {
    this.words = words;
  }

  /**
   * The ways that settings ask for.
   *
   * @param recorded artifact of the recording; where it lacks the full view there is no way with it
   */
  static List<Variant> of(VariableSettings settings, Artifact recorded) {
    boolean full = !recorded.parts(RecordEpisodes.part(ObjectView.PLANES)).isEmpty();
    return Arrays.stream(values())
        .filter(each -> each != GIVEN)
        .filter(each -> each != CHOSEN || !settings.usual())
        .filter(each -> each != FULL || full)
        .toList();
  }

  /** The ways whose detectors an artifact has, but for the one given a first event. */
  public static List<Variant> in(Artifact learned) {
    return Arrays.stream(values())
        .filter(each -> each != GIVEN && !learned.parts(each.part()).isEmpty())
        .toList();
  }

  /** The way in which the study's variable was learned. */
  public static Variant variable(Artifact learned) {
    return in(learned).contains(CHOSEN) ? CHOSEN : OBJECTS;
  }

  /** As it is called in tables and figures. */
  public String words() {
    return words;
  }

  ObjectView view(VariableSettings settings) {
    boolean asked = this == CHOSEN || this == GIVEN;
    boolean full = this == FULL || (asked && settings.view() == VariableSettings.View.FULL);
    return full ? ObjectView.PLANES : ObjectView.OBJECTS;
  }

  DetectorTraining.Target target(VariableSettings settings) {
    boolean predicts = this == PREDICTION || (this == CHOSEN && !settings.forEffect());
    return predicts ? DetectorTraining.Target.PREDICTION : DetectorTraining.Target.EFFECT;
  }

  boolean bootstrapped(VariableSettings settings) {
    return this == CHOSEN && settings.estimator() == VariableSettings.Estimator.VTRACE;
  }

  /** Where its detectors lie. */
  String part() {
    return "detector-" + name().toLowerCase(Locale.ROOT);
  }
}
