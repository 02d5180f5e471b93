package io.fabula.envs.create;

import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import org.jspecify.annotations.Nullable;

/** Rewards, counters and ends of one episode, in the order of the AGILE code. */
final class Episode {
  private final Level level;
  int steps;
  boolean targetHit;
  boolean goalHit;
  private double earned;
  private double stationReward;
  private int noOps;
  private int blocked;
  private int activations;
  private int slowSteps;
  double reward;
  boolean terminated;
  boolean truncated;

  Episode(Level level) {
    this.level = level;
    targetHit = !level.hasMarker();
  }

  boolean paused() {
    return steps < level.pause();
  }

  void beginStep() {
    reward = CreateConstants.STEP_REWARD;
  }

  void doNothing() {
    noOps++;
  }

  void place(Placement placement) {
    if (placement.blocked) {
      blocked++;
      reward += CreateConstants.BLOCKED_REWARD;
    }
    activations += placement.activations();
    reward += CreateConstants.ACTIVATION_REWARD * placement.activations();
  }

  /** Judges the world after it has moved. */
  void endStep(Stage stage) {
    steps++;
    boolean limit = steps > level.steps();
    boolean over = !Stage.inside(stage.target);
    if (stage.still()) slowSteps++;
    over |= slowSteps >= CreateConstants.SLOW_STEPS;
    if (targetHit && !goalHit && reachesGoal(stage)) {
      goalHit = true;
      reward += CreateConstants.GOAL_REWARD - price(stage);
    }
    visitStations(stage);
    Thing marker = stage.marker;
    if (marker != null) over |= judgeMarker(stage, marker);
    terminated = over;
    truncated = limit && !over;
    earned += reward;
  }

  private static boolean reachesGoal(Stage stage) {
    return stage.goal.touched || stage.target.shape.overlaps(stage.goal.shape);
  }

  private static double price(Stage stage) {
    return CreateConstants.PRICE_PER_OBJECT * stage.placed.size();
  }

  private void visitStations(Stage stage) {
    for (int i = stage.scenery.size() - 1; i >= 0; i--) {
      Thing station = stage.scenery.get(i);
      Thing visitor = visitor(stage, station);
      if (visitor == null || !visitor.shape.overlaps(station.shape)) continue;
      double gain = Math.max(0, CreateConstants.SUB_GOAL_REWARD - price(stage));
      reward += gain;
      stationReward += gain;
      stage.removeScenery(station);
    }
  }

  private static @Nullable Thing visitor(Stage stage, Thing station) {
    return switch (station.role) {
      case TARGET_STATION -> stage.target;
      case MARKER_STATION -> stage.marker;
      default -> null;
    };
  }

  /** Notices that the target moves; true if the marker is lost before. */
  private boolean judgeMarker(Stage stage, Thing marker) {
    boolean counts = !level.markerMustHit() || stage.target.touched;
    if (!targetHit && counts && stage.targetMoved() > CreateConstants.MOVED) {
      targetHit = true;
      reward += level.targetReward();
    }
    return !targetHit && !Stage.inside(marker);
  }

  CreateReport report(Stage stage) {
    return new CreateReport(
        steps,
        targetHit,
        goalHit,
        earned,
        stationReward,
        noOps,
        blocked,
        stage.placed.size(),
        activations);
  }

  void write(SnapshotWriter out) {
    out.put(steps).put(targetHit).put(goalHit).put(earned).put(stationReward).put(noOps);
    out.put(blocked).put(activations).put(slowSteps).put(reward).put(terminated).put(truncated);
  }

  static Episode read(SnapshotReader in, Level level) {
    Episode episode = new Episode(level);
    episode.steps = in.nextInt();
    episode.targetHit = in.nextBoolean();
    episode.goalHit = in.nextBoolean();
    episode.earned = in.nextDouble();
    episode.stationReward = in.nextDouble();
    episode.noOps = in.nextInt();
    episode.blocked = in.nextInt();
    episode.activations = in.nextInt();
    episode.slowSteps = in.nextInt();
    episode.reward = in.nextDouble();
    episode.terminated = in.nextBoolean();
    episode.truncated = in.nextBoolean();
    return episode;
  }
}
