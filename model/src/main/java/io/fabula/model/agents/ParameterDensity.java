package io.fabula.model.agents;

import io.fabula.envs.ActionSpace.Parameter;
import io.fabula.envs.random.RandomStream;
import io.fabula.model.graph.ops.BetaDistribution;

/** How a parameter of an action is distributed, by numbers that a network gives. */
public enum ParameterDensity {
  /**
   * A Beta distribution over the parameter's range, with one mode: {@code a, b = 1 + softplus(raw)}
   * (Chou et al. 2017). The chosen number is the share of the range, within (0, 1).
   */
  BETA {
    @Override
    void normalise(float[] outputs, int at, Parameter range) {
      outputs[at] = (float) (1 + softplus(outputs[at]));
      outputs[at + 1] = (float) (1 + softplus(outputs[at + 1]));
    }

    @Override
    void even(float[] target, int at, Parameter range) {
      target[at] = 1;
      target[at + 1] = 1;
    }

    @Override
    float sample(float[] distribution, int at, Parameter range, RandomStream random) {
      return BetaDistribution.draw(random, distribution[at], distribution[at + 1]);
    }

    @Override
    float mode(float[] distribution, int at, Parameter range) {
      double a = distribution[at] - 1.0;
      double b = distribution[at + 1] - 1.0;
      return a + b == 0 ? 0.5f : (float) (a / (a + b));
    }

    @Override
    double logDensity(float[] distribution, int at, float x) {
      return BetaDistribution.logDensity(distribution[at], distribution[at + 1], x);
    }

    @Override
    double entropy(float[] distribution, int at, Parameter range) {
      return BetaDistribution.differentialEntropy(distribution[at], distribution[at + 1]);
    }

    @Override
    void gradient(
        float[] distribution,
        int at,
        Parameter range,
        float x,
        double byLogDensity,
        double byEntropy) {
      double a = distribution[at];
      double b = distribution[at + 1];
      double byA =
          byLogDensity * BetaDistribution.logDensityByA(a, b, x)
              + byEntropy * BetaDistribution.entropyByA(a, b);
      double byB =
          byLogDensity * BetaDistribution.logDensityByA(b, a, 1.0 - x)
              + byEntropy * BetaDistribution.entropyByA(b, a);
      distribution[at] = (float) (byA * -StrictMath.expm1(1 - a));
      distribution[at + 1] = (float) (byB * -StrictMath.expm1(1 - b));
    }

    @Override
    float value(float x, Parameter range) {
      return bounded(range.minimum() + x * (range.maximum() - range.minimum()), range);
    }
  },

  /**
   * A normal distribution with a mean and the logarithm of a standard deviation, which counts
   * within -5..2. The chosen number lies on a scale on which the parameter's range is -1..1;
   * actions beyond the range are moved to its ends.
   */
  GAUSSIAN {
    @Override
    void normalise(float[] outputs, int at, Parameter range) {
      outputs[at + 1] =
          Math.max(LEAST_LOG_DEVIATION, Math.min(LARGEST_LOG_DEVIATION, outputs[at + 1]));
    }

    @Override
    void even(float[] target, int at, Parameter range) {
      target[at] = 0;
      target[at + 1] = 0;
    }

    @Override
    float sample(float[] distribution, int at, Parameter range, RandomStream random) {
      double deviation = StrictMath.exp(distribution[at + 1]);
      return (float) (distribution[at] + deviation * random.nextGaussian());
    }

    @Override
    float mode(float[] distribution, int at, Parameter range) {
      return distribution[at];
    }

    @Override
    double logDensity(float[] distribution, int at, float x) {
      double z = (x - distribution[at]) * StrictMath.exp(-distribution[at + 1]);
      return -0.5 * z * z - distribution[at + 1] - 0.5 * LOG_2_PI;
    }

    @Override
    double entropy(float[] distribution, int at, Parameter range) {
      return distribution[at + 1] + 0.5 * (1 + LOG_2_PI);
    }

    @Override
    void gradient(
        float[] distribution,
        int at,
        Parameter range,
        float x,
        double byLogDensity,
        double byEntropy) {
      float logDeviation = distribution[at + 1];
      double scale = StrictMath.exp(-logDeviation);
      double z = (x - distribution[at]) * scale;
      boolean bounded =
          logDeviation == LEAST_LOG_DEVIATION || logDeviation == LARGEST_LOG_DEVIATION;
      distribution[at] = (float) (byLogDensity * z * scale);
      distribution[at + 1] = bounded ? 0 : (float) (byLogDensity * (z * z - 1) + byEntropy);
    }

    @Override
    float value(float x, Parameter range) {
      float half = (range.maximum() - range.minimum()) / 2;
      return bounded(range.minimum() + half * (1 + Math.max(-1, Math.min(1, x))), range);
    }
  },

  /**
   * One of the whole numbers of the range: a logit for each, normalised to log-probabilities. The
   * chosen number counts from the range's minimum. What whole parameters have, whatever real ones
   * have.
   */
  CATEGORICAL {
    @Override
    int outputs(Parameter range) {
      return range.choices();
    }

    @Override
    void normalise(float[] outputs, int at, Parameter range) {
      ActionDistribution.logSoftmax(outputs, at, range.choices());
    }

    @Override
    void even(float[] target, int at, Parameter range) {
      new CategoricalHead(range.choices()).even(target, at);
    }

    @Override
    float sample(float[] distribution, int at, Parameter range, RandomStream random) {
      return ActionDistribution.sample(distribution, at, range.choices(), random);
    }

    @Override
    float mode(float[] distribution, int at, Parameter range) {
      return ActionDistribution.mode(distribution, at, range.choices());
    }

    @Override
    double logDensity(float[] distribution, int at, float x) {
      return distribution[at + (int) x];
    }

    @Override
    double entropy(float[] distribution, int at, Parameter range) {
      return ActionDistribution.entropy(distribution, at, range.choices());
    }

    @Override
    void gradient(
        float[] distribution,
        int at,
        Parameter range,
        float x,
        double byLogDensity,
        double byEntropy) {
      ActionDistribution.gradient(
          distribution, at, range.choices(), (int) x, byLogDensity, byEntropy);
    }

    @Override
    float value(float x, Parameter range) {
      return range.minimum() + x;
    }
  };

  private static final double LOG_2_PI = 1.8378770664093453;
  private static final float LEAST_LOG_DEVIATION = -5;
  private static final float LARGEST_LOG_DEVIATION = 2;

  /** How a parameter is distributed if real ones are distributed like this. */
  ParameterDensity of(Parameter range) {
    return range.whole() ? CATEGORICAL : this;
  }

  /** Numbers for a parameter. */
  int outputs(Parameter range) {
    return 2;
  }

  abstract void normalise(float[] outputs, int at, Parameter range);

  abstract void even(float[] target, int at, Parameter range);

  abstract float sample(float[] distribution, int at, Parameter range, RandomStream random);

  abstract float mode(float[] distribution, int at, Parameter range);

  abstract double logDensity(float[] distribution, int at, float x);

  abstract double entropy(float[] distribution, int at, Parameter range);

  /** Replaces the numbers by derivatives with respect to the raw outputs. */
  abstract void gradient(
      float[] distribution,
      int at,
      Parameter range,
      float x,
      double byLogDensity,
      double byEntropy);

  /** The parameter that a chosen number means. */
  abstract float value(float x, Parameter range);

  private static float bounded(float value, Parameter range) {
    return Math.max(range.minimum(), Math.min(range.maximum(), value));
  }

  private static double softplus(double x) {
    return x > 0 ? x + StrictMath.log1p(StrictMath.exp(-x)) : StrictMath.log1p(StrictMath.exp(x));
  }
}
