package io.fabula.pipelines.studies.doorkey.originals;

import io.fabula.pipelines.chunks.ChunkedRun;
import io.fabula.pipelines.mediation.phases.Phases;
import io.fabula.pipelines.studies.twostage.stages.TwoStageStages;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The programs of the original project, and the stages of ours that they stand for. */
public enum OriginalProgram {
  /** TwoStage: the variable and its policy together. */
  EXPERIMENT,
  /** DoorKey, phase 1: the policy whose returns count. */
  DOORKEY_PIA,
  /** Phase 2: episodes, and the variable. */
  DOORKEY_PHI,
  /** Phase 3: the policy that makes the variable happen. */
  DOORKEY_PIB,
  /** What the policies of all phases reach. */
  EVALUATE,
  /** Exact values, without what is trained. */
  EXACT;

  /** The programs of a study that are done in chunks, in order. */
  public static List<OriginalProgram> of(String study) {
    return study.equals("doorkey")
        ? List.of(DOORKEY_PIA, DOORKEY_PHI, DOORKEY_PIB)
        : List.of(EXPERIMENT);
  }

  /** As it is called. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The study that it belongs to, given the world's name. */
  public String study(String environment) {
    return switch (this) {
      case EXPERIMENT -> "twostage";
      case DOORKEY_PIA, DOORKEY_PHI, DOORKEY_PIB -> "doorkey";
      case EVALUATE, EXACT -> environment.startsWith("doorkey") ? "doorkey" : "twostage";
    };
  }

  /** The stages that it does in chunks, in order; empty for what is done at once. */
  public List<ChunkedRun.Place> places(ResourceDictionary dictionary) {
    Path phi = dictionary.path("phase2", "model");
    return switch (this) {
      case EXPERIMENT -> List.of(place(dictionary, "phase1", TwoStageStages.LEARN));
      case DOORKEY_PIA -> List.of(place(dictionary, "phase1", Phases.TRAIN));
      case DOORKEY_PHI ->
          List.of(
              new ChunkedRun.Place(
                  Phases.RECORD,
                  phi.resolve("episodes"),
                  List.of(
                      dictionary.path("phase2", "episodesA"),
                      dictionary.path("phase2", "episodesB0"))),
              new ChunkedRun.Place(Phases.LEARN, phi, List.of(phi.resolve("starts.parquet"))));
      case DOORKEY_PIB -> List.of(place(dictionary, "phase3", Phases.MANIPULATE));
      case EVALUATE, EXACT -> List.of();
    };
  }

  private static ChunkedRun.Place place(ResourceDictionary dictionary, String phase, String stage) {
    return new ChunkedRun.Place(
        stage, dictionary.path(phase, "model"), List.of(dictionary.path(phase, "stats")));
  }
}
