package io.fabula.pipelines.mediation.phases;

/** Names of the stages of studies that do the three phases. */
public final class Phases {
  public static final String TRAIN = "train-policy";
  public static final String RECORD = "record-episodes";
  public static final String LEARN = "learn-variable";
  public static final String MANIPULATE = "train-manipulation";
  public static final String CONTINUE = "continue-policy";
  public static final String EVALUATE = "evaluate-policies";
  public static final String ESTIMATE = "estimate-effects";
  public static final String DRAW = "draw-variable";
  public static final String FILM = "film-informed";

  private Phases() {}
}
