package io.fabula.envs.create;

import io.fabula.envs.text.Utf8Lines;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A puzzle: where everything is at the start, and what counts. {@link LevelFile} describes the
 * files that levels are read from.
 */
public final class Level {
  /** Names of the published levels. */
  public static final List<String> NAMES =
      List.of(
          "push",
          "navigate",
          "obstacle",
          "ladder",
          "cannon",
          "moving",
          "collide",
          "funnel",
          "buckets",
          "belt",
          "basket",
          "seesaw");

  /** Names of levels that are not published but ours. */
  public static final List<String> OWN_NAMES = List.of("push-mini");

  private final String name;
  private final int steps;
  private final int pause;
  private final boolean markerMustHit;
  private final double targetReward;
  private final List<Noise> noises;
  private final LevelPart target;
  private final LevelPart goal;
  private final List<LevelPart> parts;
  private final List<Place> spots;

  Level(
      String name,
      int steps,
      int pause,
      boolean markerMustHit,
      double targetReward,
      List<Noise> noises,
      LevelPart target,
      LevelPart goal,
      List<LevelPart> parts,
      List<Place> spots) {
    this.name = name;
    this.steps = steps;
    this.pause = pause;
    this.markerMustHit = markerMustHit;
    this.targetReward = targetReward;
    this.noises = List.copyOf(noises);
    this.target = target;
    this.goal = goal;
    this.parts = List.copyOf(parts);
    this.spots = List.copyOf(spots);
  }

  /** A normalised place in the scene. */
  public record Place(double x, double y) {}

  /** Push, the level of the published experiments. */
  public static Level push() {
    return named("push");
  }

  /**
   * A level that comes along.
   *
   * @param name one of {@link #NAMES} or {@link #OWN_NAMES}
   * @throws IllegalArgumentException if there is no such level
   */
  public static Level named(String name) {
    if (!NAMES.contains(name) && !OWN_NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "level must be one of " + NAMES + " or " + OWN_NAMES + ", got " + name);
    }
    String file = "levels/" + name + ".level";
    InputStream resource = Level.class.getResourceAsStream(file);
    if (resource == null) throw new IllegalStateException("resource missing: " + file);
    try (resource) {
      return new LevelFile(file).read(Utf8Lines.decode(file, resource.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a level of one's own.
   *
   * @throws IllegalArgumentException if the file is no level; the message names file and line
   */
  public static Level read(Path file) throws IOException {
    return new LevelFile(file.toString()).read(Utf8Lines.read(file));
  }

  public String name() {
    return name;
  }

  /** Steps after which an episode goes on for one more step at most. */
  public int steps() {
    return steps;
  }

  /** First agent steps in which the world hardly moves. */
  public int pause() {
    return pause;
  }

  /** Whether the target counts as hit only if the marker has touched it. */
  public boolean markerMustHit() {
    return markerMustHit;
  }

  /** Reward for setting the target in motion, in levels with a marker. */
  public double targetReward() {
    return targetReward;
  }

  /** Whether there is a marker ball; without one the target counts as hit from the start. */
  public boolean hasMarker() {
    return !parts.isEmpty() && parts.get(0).kind() == LevelPart.Kind.MARKER;
  }

  /** Number of stations that are rewarded on the way. */
  public int stations() {
    int count = 0;
    for (LevelPart part : parts) {
      if (part.kind() == LevelPart.Kind.STATION || part.kind() == LevelPart.Kind.MARKERSTATION) {
        count++;
      }
    }
    return count;
  }

  /** The only places for tools, in the order in which actions count them; empty for anywhere. */
  public List<Place> spots() {
    return spots;
  }

  List<Noise> noises() {
    return noises;
  }

  LevelPart target() {
    return target;
  }

  LevelPart goal() {
    return goal;
  }

  /** All but target and goal; the marker, if any, is the first. */
  List<LevelPart> parts() {
    return parts;
  }
}
