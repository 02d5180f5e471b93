package io.fabula.pipelines.studies.platform.settings;

import io.fabula.model.qpamdp.QPamdpOptions;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;

/** The baseline Q-PAMDP, which learns actions and their parameters in turns. */
public record QPamdpSettings(
    @Meaning("agents of the baseline to train, each with a seed of its own; 0 for none") int seeds,
    @Meaning("order of the Fourier basis over place and velocity of player and enemy") int order,
    @Meaning("largest step of the values") double valueStep,
    @Meaning("discount per substep of the world, 0 to 1") double gamma,
    @Meaning("decay of the traces, 0 to 1") double lambda,
    @Meaning("temperature of the softmax at the beginning") double temperature,
    @Meaning("what the temperature is multiplied by after each episode") double cooling,
    @Meaning("parameters of run, hop and leap at the beginning, on the scale of -1..1")
        List<Double> startingParameters,
    @Meaning("variances with which parameters are drawn, on that scale") List<Double> variances,
    @Meaning("step along the natural gradient of the parameters") double parameterStep,
    @Meaning("ridge of the regression behind that gradient, as a share of its largest square")
        double ridge,
    @Meaning("episodes in which actions alone are learned, at first") int initialEpisodes,
    @Meaning("updates of the parameters") int updates,
    @Meaning("episodes behind each update") int rollouts,
    @Meaning("episodes in which actions are learned anew after each update") int relearningEpisodes,
    @Meaning("updates from one evaluation to the next; the best agent is kept")
        int evalUpdatesFrequency)
    implements Serializable {
  private static final List<Integer> MOVING = List.of(0, 1, 2, 3);

  public QPamdpSettings {
    startingParameters = List.copyOf(startingParameters);
    variances = List.copyOf(variances);
    Range.atLeast("seeds", seeds, 0);
    Range.within("order", order, 1, 20);
    Range.above("value_step", valueStep, 0);
    Range.within("gamma", gamma, 0, 1);
    Range.within("lambda", lambda, 0, 1);
    Range.above("temperature", temperature, 0);
    Range.above("cooling", cooling, 0);
    Range.within("cooling", cooling, 0, 1);
    Range.above("parameter_step", parameterStep, 0);
    Range.above("ridge", ridge, 0);
    Range.atLeast("initial_episodes", initialEpisodes, 1);
    Range.atLeast("updates", updates, 0);
    Range.atLeast("rollouts", rollouts, 2);
    Range.atLeast("relearning_episodes", relearningEpisodes, 0);
    Range.atLeast("eval_updates_frequency", evalUpdatesFrequency, 1);
    if (startingParameters.size() != 3 || variances.size() != 3) {
      throw new IllegalArgumentException(
          "starting_parameters and variances must have 3 numbers, got %d and %d"
              .formatted(startingParameters.size(), variances.size()));
    }
    for (double each : variances) Range.above("variances", each, 0);
  }

  /** A training; it is judged on the same levels as the other agents. */
  public QPamdpOptions options(TrainingSettings training) {
    return new QPamdpOptions(
        MOVING,
        order,
        new QPamdpOptions.Values(valueStep, gamma, lambda, temperature, cooling),
        new QPamdpOptions.ParameterSearch(startingParameters, variances, parameterStep, ridge),
        new QPamdpOptions.Schedule(initialEpisodes, updates, rollouts, relearningEpisodes),
        new QPamdpOptions.Evaluation(
            evalUpdatesFrequency, training.evalEpisodes(), training.firstLevel()));
  }
}
