package io.fabula.analysis.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PathDirectionsTest {
  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
    return sum;
  }

  private static void assertOrthonormal(PathDirections directions) {
    double[][] v = directions.vectors();
    for (int i = 0; i < v.length; i++) {
      for (int j = 0; j <= i; j++) {
        assertThat(dot(v[i], v[j])).isCloseTo(i == j ? 1 : 0, within(1e-12));
      }
    }
  }

  @Test
  void randomDirectionsAreRotationsOfEqualLength() {
    List<PathDirections> single = PathDirections.random(5, 12, 1, 3);
    assertThat(single).hasSize(12).allSatisfy(PathDirectionsTest::assertOrthonormal);
    assertOrthonormal(PathDirections.together(single.subList(0, 5)));
    assertThat(PathDirections.together(single.subList(0, 6)).vectors()).hasNumberOfRows(5);
    assertThat(PathDirections.random(5, 12, 1, 3).get(7).vectors())
        .isDeepEqualTo(single.get(7).vectors());
    List<PathDirections> planes = PathDirections.random(5, 6, 2, 3);
    assertThat(planes).hasSize(6).allSatisfy(PathDirectionsTest::assertOrthonormal);
    double square = 0;
    List<PathDirections> many = PathDirections.random(5, 2000, 1, 4);
    for (PathDirections each : many) square += Math.pow(each.vectors()[0][2], 2) / many.size();
    assertThat(square).as("1/K in mean square").isCloseTo(0.2, within(0.01));
  }

  @Test
  void othersAreAllThatIsLeft() {
    PathDirections pair =
        PathDirections.together(
            List.of(PathDirections.component(1, 4), PathDirections.random(4, 1, 1, 9).get(0)));
    PathDirections others = pair.others();
    assertOrthonormal(others);
    assertThat(others.vectors()).hasNumberOfRows(2);
    for (double[] each : others.vectors()) {
      for (double[] own : pair.vectors()) assertThat(dot(each, own)).isCloseTo(0, within(1e-12));
    }
    assertThat(others.name()).startsWith("all but IC1 + random");
  }

  @Test
  void contrastIsFoundWhereAnEditMovesTheState() {
    List<float[]> changes = new ArrayList<>();
    for (int i = 0; i < 40; i++) changes.add(new float[] {0, i % 2 == 0 ? 3 : -2.5f, 0.4f});
    List<PathDirections> directions = PathDirections.contrast("fill", changes);

    assertThat(directions)
        .extracting(PathDirections::name)
        .containsExactly("fill mean", "fill principal");
    assertThat(directions).allSatisfy(PathDirectionsTest::assertOrthonormal);
    // the mean is (0, 0.25, 0.4), most of the movement is along the second component
    assertThat(directions.get(0).vectors()[0][2]).isCloseTo(0.848, within(1e-3));
    assertThat(directions.get(1).vectors()[0][1]).isCloseTo(1, within(1e-3));
    assertThat(PathDirections.contrast("none", List.of())).isEmpty();
    assertThat(PathDirections.contrast("none", List.of(new float[3]))).isEmpty();
  }
}
