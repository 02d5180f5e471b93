package io.fabula.pipelines.studies.platform.settings;

import io.fabula.envs.EnvironmentSpec;
import io.fabula.model.mpdqn.ActorObjective;
import io.fabula.model.mpdqn.MpDqnArchitecture;
import io.fabula.model.mpdqn.MpDqnExploration;
import io.fabula.model.mpdqn.MpDqnExploration.ParameterExploration;
import io.fabula.model.mpdqn.MpDqnLearning;
import io.fabula.model.mpdqn.MpDqnNetwork;
import io.fabula.model.mpdqn.MpDqnOptions;
import io.fabula.model.mpdqn.ValueForm;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;

/** The agent with parameterised actions and how it learns. */
public record AgentSettings(
    @Meaning(
            "how the value of an action hangs on parameters: single_pass (P-DQN), split (SP-DQN),"
                + " multi_pass (MP-DQN), or actor_critic (PA-DDPG), whose actor scores the actions")
        ValueForm form,
    @Meaning("the network of the values") HiddenLayers qNetwork,
    @Meaning("the network that proposes the parameters") HiddenLayers paramActor,
    @Meaning("in the split form, hidden layers of the state that all actions share")
        int sharedLayers,
    @Meaning("whether values begin close to zero, as parameters do") boolean smallFirstValues,
    @Meaning(
            "parameters that an untrained agent proposes, on the scale of -1..1, added to what it"
                + " learns; [] for none")
        List<Double> startingParameters,
    @Meaning("discount of later rewards, 0 to 1") double gamma,
    @Meaning("transitions that are kept; the oldest goes first") int memorySize,
    @Meaning("transitions in an update") int memoryBatchSize,
    @Meaning("whether of the parameters those of actions not taken are stored as 0")
        boolean storeChosenOnly,
    @Meaning("part of the way that the target of the values moves at each update") double tauQ,
    @Meaning("part of the way that the target of the parameters moves at each update")
        double tauParamActor,
    @Meaning("learning rate of Adam, values") double learningRateQ,
    @Meaning("learning rate of Adam, parameters") double learningRateParamActor,
    @Meaning("bound of the gradient's norm of each network; 0 for none") double gradientNorm,
    @Meaning("chance of a random action at the beginning") double epsilonMax,
    @Meaning("chance of a random action after epsilon's decay") double epsilonMin,
    @Meaning("episodes over which the chance falls in a straight line") int decayEpsilonEpisodes,
    @Meaning(
            "how parameters are explored: noise (random actions keep proposed parameters, all get"
                + " Ornstein-Uhlenbeck noise) or uniform (random actions get random parameters)")
        ParameterExploration exploration,
    @Meaning("pull of the noise back to 0") double noiseTheta,
    @Meaning("deviation of a step of the noise, on the scale of -1..1") double noiseSigma,
    @Meaning("steps before the first update") int updateStepsBurnIn,
    @Meaning("steps from one update to the next") int updateFrequencySteps,
    @Meaning("share of the episode's own return in the target, 0 to 1") double returnMix,
    @Meaning(
            "weights of the actions' values in what parameters climb: equal, by_share, average or"
                + " random")
        ActorObjective.Weighting weighting,
    @Meaning("whether parameters climb the value of the action taken alone") boolean indexed,
    @Meaning("whether parameters of actions not taken are left alone") boolean zeroOthers,
    @Meaning("whether gradients are inverted at the bounds of parameters")
        boolean invertingGradients,
    @Meaning("whether a step limit is not taken for an ending") boolean bootstrapOnTimeout)
    implements Serializable {
  public AgentSettings {
    startingParameters = List.copyOf(startingParameters);
    Range.atLeast("shared_layers", sharedLayers, 0);
    Range.within("gamma", gamma, 0, 1);
    Range.atLeast("memory_size", memorySize, 1);
    Range.atLeast("memory_batch_size", memoryBatchSize, 1);
    Range.above("tau_q", tauQ, 0);
    Range.within("tau_q", tauQ, 0, 1);
    Range.above("tau_param_actor", tauParamActor, 0);
    Range.within("tau_param_actor", tauParamActor, 0, 1);
    Range.above("learning_rate_q", learningRateQ, 0);
    Range.above("learning_rate_param_actor", learningRateParamActor, 0);
    Range.atLeast("gradient_norm", gradientNorm, 0);
    Range.within("epsilon_max", epsilonMax, 0, 1);
    Range.within("epsilon_min", epsilonMin, 0, 1);
    Range.atLeast("decay_epsilon_episodes", decayEpsilonEpisodes, 1);
    Range.within("noise_theta", noiseTheta, 0, 1);
    Range.atLeast("noise_sigma", noiseSigma, 0);
    Range.atLeast("update_steps_burn_in", updateStepsBurnIn, 0);
    Range.atLeast("update_frequency_steps", updateFrequencySteps, 1);
    Range.within("return_mix", returnMix, 0, 1);
    if (sharedLayers >= qNetwork.hiddenLayerSizes().size()
        || (sharedLayers > 0 && form != ValueForm.SPLIT)) {
      throw new IllegalArgumentException(
          "shared_layers must be 0, or in the split form below the number of hidden layers, got "
              + sharedLayers);
    }
  }

  /** A new agent for a world. */
  public MpDqnNetwork network(EnvironmentSpec world, long seed) {
    MpDqnArchitecture fits = MpDqnArchitecture.of(world, form, qNetwork.hiddenLayerSizes());
    MpDqnArchitecture agent =
        new MpDqnArchitecture(
            form,
            fits.stateSize(),
            fits.parameterSizes(),
            sharedLayers,
            qNetwork.hiddenLayerSizes(),
            paramActor.hiddenLayerSizes(),
            startingParameters.stream().map(Double::floatValue).toList());
    return MpDqnNetwork.create(agent, smallFirstValues, seed);
  }

  /** A training of this agent. */
  public MpDqnOptions options(TrainingSettings training) {
    return new MpDqnOptions(
        training.nEpisodes(),
        new MpDqnLearning(
            memoryBatchSize,
            gamma,
            learningRateQ,
            learningRateParamActor,
            tauQ,
            tauParamActor,
            gradientNorm,
            returnMix,
            new ActorObjective(weighting, indexed, zeroOthers, invertingGradients)),
        new MpDqnExploration(
            epsilonMax, epsilonMin, decayEpsilonEpisodes, exploration, noiseTheta, noiseSigma),
        memorySize,
        updateStepsBurnIn,
        updateFrequencySteps,
        storeChosenOnly,
        bootstrapOnTimeout,
        new MpDqnOptions.Evaluation(
            training.evalEpisodesFrequency(), training.evalEpisodes(), training.firstLevel()));
  }
}
