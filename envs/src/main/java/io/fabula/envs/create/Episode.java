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
  void endStep(Scene scene) {
    steps++;
    boolean limit = steps > level.steps();
    boolean over = !Scene.inside(scene.target);
    if (scene.still()) slowSteps++;
    over |= slowSteps >= CreateConstants.SLOW_STEPS;
    if (targetHit && !goalHit && reachesGoal(scene)) {
      goalHit = true;
      reward += CreateConstants.GOAL_REWARD - price(scene);
    }
    visitStations(scene);
    SceneObject marker = scene.marker;
    if (marker != null) over |= judgeMarker(scene, marker);
    terminated = over;
    truncated = limit && !over;
    earned += reward;
  }

  private static boolean reachesGoal(Scene scene) {
    return scene.goal.touched || scene.target.shape.overlaps(scene.goal.shape);
  }

  private static double price(Scene scene) {
    return CreateConstants.PRICE_PER_OBJECT * scene.placed.size();
  }

  private void visitStations(Scene scene) {
    for (int i = scene.scenery.size() - 1; i >= 0; i--) {
      SceneObject station = scene.scenery.get(i);
      SceneObject visitor = visitor(scene, station);
      if (visitor == null || !visitor.shape.overlaps(station.shape)) continue;
      double gain = Math.max(0, CreateConstants.SUB_GOAL_REWARD - price(scene));
      reward += gain;
      stationReward += gain;
      scene.removeScenery(station);
    }
  }

  private static @Nullable SceneObject visitor(Scene scene, SceneObject station) {
    return switch (station.role) {
      case TARGET_STATION -> scene.target;
      case MARKER_STATION -> scene.marker;
      default -> null;
    };
  }

  /** Notices that the target moves; true if the marker is lost before. */
  private boolean judgeMarker(Scene scene, SceneObject marker) {
    boolean counts = !level.markerMustHit() || scene.target.touched;
    if (!targetHit && counts && scene.targetMoved() > CreateConstants.MOVED) {
      targetHit = true;
      reward += level.targetReward();
    }
    return !targetHit && !Scene.inside(marker);
  }

  CreateReport report(Scene scene) {
    return new CreateReport(
        steps,
        targetHit,
        goalHit,
        earned,
        stationReward,
        noOps,
        blocked,
        scene.placed.size(),
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
