package io.fabula.model.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabula.envs.random.RandomStream;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class GradientRuleTest {
  private static final int TENSORS = 32;
  private static final int SIZE = 400;
  private static final int RECORDED = 8;

  /** A network's gradient, recorded as the vectors do, and {@code changed} in one tensor. */
  private static void compare(int tensorChanged, UnaryOperator<float[]> change) {
    RandomStream random = new RandomStream(17);
    GradientRule rule = new GradientRule("gradient");
    for (int tensor = 0; tensor < TENSORS; tensor++) {
      float[] values = new float[SIZE];
      for (int i = 0; i < SIZE; i++) values[i] = random.nextFloat() * 2 - 1;
      ObjectNode recorded = summary(values);
      float[] actual = tensor == tensorChanged ? change.apply(values.clone()) : values;
      rule.add("tensor " + tensor, actual, recorded);
    }
    rule.check();
  }

  private static ObjectNode summary(float[] values) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    node.put("sum", sum).put("sumsq", squares);
    node.putArray("shape").add(values.length);
    var at = node.putArray("at");
    var recorded = node.putArray("values");
    for (int i = 0; i < RECORDED; i++) {
      at.add(i * 37);
      recorded.add(values[i * 37]);
    }
    return node;
  }

  private static double norm(float[] values) {
    double squares = 0;
    for (float value : values) squares += (double) value * value;
    return Math.sqrt(squares);
  }

  @Test
  void takesTheSameGradientAndOneFlippedElement() {
    assertThatCode(() -> compare(3, values -> values)).doesNotThrowAnyException();
    assertThatCode(
            () ->
                compare(
                    3,
                    values -> {
                      values[37] += (float) (2.5e-3 * norm(values));
                      return values;
                    }))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAFlipThatIsTooLarge() {
    assertThatThrownBy(
            () ->
                compare(
                    3,
                    values -> {
                      values[37] += (float) (2e-2 * norm(values));
                      return values;
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("tensor 3");
  }

  /**
   * A tensor whose elements all hang on one relu: moving the weights shows both of its sides, and
   * then the other side is taken, but no side that was not seen and no other error beside it.
   */
  @Test
  void takesTheOtherSideOfAKinkThatRoundingShows() {
    assertThatCode(() -> compareAtKink(values -> values)).doesNotThrowAnyException();
    assertThatThrownBy(() -> compareAtKink(values -> scaled(values, 1.02f)))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(
            () ->
                compareAtKink(
                    values -> {
                      float step = (float) (1.5e-3 * norm(values));
                      for (int i = 0; i < SIZE; i++) values[i] += i % 2 == 0 ? step : -step;
                      return values;
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("more than single flips");
  }

  private static void compareAtKink(UnaryOperator<float[]> change) {
    RandomStream random = new RandomStream(17);
    float[] one = new float[SIZE];
    for (int i = 0; i < SIZE; i++) one[i] = random.nextFloat() * 2 - 1;
    float[] other = one.clone();
    for (int i = 0; i < SIZE; i++) {
      other[i] += (float) (2e-4 * norm(one)) * (random.nextInt(2) == 0 ? 1 : -1);
    }
    GradientRule rule =
        new GradientRule("kink").add("tensor", change.apply(one.clone()), summary(other));
    assertThat(rule.holds()).isFalse();
    rule.check(() -> List.of(change.apply((random.nextInt(2) == 0 ? one : other).clone())));
  }

  @Test
  void refusesAScaledTensor() {
    assertWrong("norm", values -> scaled(values, 1.005f));
  }

  @Test
  void refusesAReversedSignAndARotatedTensor() {
    assertWrong("tensor 3", values -> scaled(values, -1));
    assertWrong(
        "tensor 3",
        values -> {
          float[] rotated = new float[values.length];
          for (int i = 0; i < values.length; i++) rotated[i] = values[(i + 1) % values.length];
          return rotated;
        });
  }

  @Test
  void refusesSmallErrorsInAllElementsOfOneTensor() {
    RandomStream noise = new RandomStream(5);
    assertWrong(
        "more than single flips",
        values -> {
          double norm = norm(values);
          for (int i = 0; i < values.length; i++) {
            values[i] += (float) (2e-3 * norm * (noise.nextInt(2) == 0 ? 1 : -1));
          }
          return scaled(values, (float) (norm / norm(values))); // the norm shall not give it away
        });
  }

  @Test
  void refusesNumbersThatAreNotFiniteAndMissingTensors() {
    assertWrong("norm", values -> scaled(values, Float.NaN));
    assertWrong("norm", values -> new float[SIZE]);
    assertWrong("3 elements", values -> new float[3]);
    assertThatThrownBy(() -> new GradientRule("nothing").check())
        .isInstanceOf(AssertionError.class);
  }

  private static float[] scaled(float[] values, float factor) {
    for (int i = 0; i < values.length; i++) values[i] *= factor;
    return values;
  }

  private static void assertWrong(String message, UnaryOperator<float[]> change) {
    assertThatThrownBy(() -> compare(3, change))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(message);
  }
}
