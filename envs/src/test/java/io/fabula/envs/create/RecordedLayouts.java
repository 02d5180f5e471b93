package io.fabula.envs.create;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.random.Mt19937;
import java.util.List;
import java.util.Locale;

/** Recreates recorded layouts: shifts were drawn by NumPy, two numbers for each noise in order. */
final class RecordedLayouts {
  private RecordedLayouts() {}

  static Level level(JsonNode recorded) {
    return Level.named(recorded.get("level").asText().toLowerCase(Locale.ROOT));
  }

  /**
   * The shifts of a recorded episode.
   *
   * @param goalX normalised, for goals that are chosen and not drawn
   */
  static double[][] shifts(Level level, JsonNode recorded, double goalX) {
    List<Noise> noises = level.noises();
    double[][] shifts = new double[noises.size()][2];
    if (recorded.get("det").booleanValue() || !recorded.path("seed").isNumber()) return shifts;
    Mt19937 numbers = new Mt19937(recorded.get("seed").intValue());
    for (int i = 0; i < shifts.length; i++) {
      if (noises.get(i) instanceof Noise.Uniform noise) {
        shifts[i][0] = draw(numbers, noise.minimumX(), noise.maximumX());
        shifts[i][1] = draw(numbers, noise.minimumY(), noise.maximumY());
      } else if (noises.get(i) instanceof Noise.Either either) {
        boolean first = Math.abs(goalX - either.firstX()) < 1e-6;
        shifts[i][0] = first ? either.firstX() : either.secondX();
        shifts[i][1] = first ? either.firstY() : either.secondY();
      }
    }
    return shifts;
  }

  /** Makes a part begin at a recorded place, in world units, with all that shares its noise. */
  static void pin(Level level, double[][] shifts, LevelPart part, JsonNode place) {
    for (int i = 0; i < shifts.length; i++) {
      if (!level.noises().get(i).name().equals(part.noise())) continue;
      shifts[i][0] = CreateConstants.normalised(place.get(0).asDouble()) - part.x();
      shifts[i][1] = CreateConstants.normalised(place.get(1).asDouble()) - part.y();
    }
  }

  /** Directions without noise take no number. */
  private static double draw(Mt19937 numbers, double minimum, double maximum) {
    if (minimum == maximum) return minimum;
    int high = numbers.nextInt() >>> 5;
    int low = numbers.nextInt() >>> 6;
    double uniform = (((long) high << 26) + low) * 0x1.0p-53;
    return minimum + (maximum - minimum) * uniform;
  }
}
