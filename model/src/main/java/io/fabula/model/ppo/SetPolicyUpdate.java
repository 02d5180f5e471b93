package io.fabula.model.ppo;

import io.fabula.envs.ActionSet;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.random.RandomStream;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.ActionHead;
import io.fabula.model.agents.Choices;
import io.fabula.model.agile.SetAgent;
import io.fabula.model.agile.SetAgentOptions;
import io.fabula.model.agile.SetAgentOptions.Activation;
import io.fabula.model.agile.SetArchitecture;
import io.fabula.model.agile.SetNetwork;
import io.fabula.model.graph.Gradients;
import io.fabula.model.training.Schedule;
import io.fabula.model.training.ShardThreads;
import io.fabula.model.workloads.HashTensors;
import io.fabula.model.workloads.ReferenceOutputs;
import io.fabula.model.workloads.ReferenceOutputs.Trace;
import io.fabula.model.workloads.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A sixteenth of a published update of an agent that chooses from sets, without its worlds: a
 * sixteenth of the decisions of all worlds, and one of the sixteen mini-batches.
 */
public final class SetPolicyUpdate implements Workload {
  private static final int HIDDEN = 64;
  private static final int SHARDS = 2;
  private static final double LEARNING_RATE = 1e-3;
  private static final double PLACE_ENTROPY = 0.1;

  /** What frames repeat after: many enough for no two neighbours to be alike. */
  private static final int FRAMES = 97;

  /** What is published for a world. */
  private enum Size {
    GRID(64, 32, 8192, 0.05),
    CREATE(32, 24, 3072, 0.005);

    final int worlds;
    final int decisions;
    final int minibatch;
    final double entropyWeight;

    Size(int worlds, int decisions, int minibatch, double entropyWeight) {
      this.worlds = worlds;
      this.decisions = decisions;
      this.minibatch = minibatch;
      this.entropyWeight = entropyWeight;
    }
  }

  private final SetArchitecture agent;
  private final Size size;
  private final SetNetwork network;
  private final ShardThreads crew;
  private final PpoLearner learner;
  private final PpoLoss loss;
  private final Rollout rollout;
  private final int[] members;
  private final List<ActingPlan> acting = new ArrayList<>();
  private final Choices chosen;
  private final RandomStream[] streams = new RandomStream[SHARDS];
  private final float[] distributions;
  private final float[] values;
  private PpoLoss.Sums sums = new PpoLoss.Sums();
  private double gradientNorm;

  private SetPolicyUpdate(SetArchitecture agent, Size size, int threads) {
    this.agent = agent;
    this.size = size;
    PpoOptions options =
        new PpoOptions(
            new PpoOptions.Block(size.minibatch / size.worlds, size.worlds),
            new PpoOptions.Passes(1, 1, size.minibatch),
            new PpoOptions.Estimation(0.99, 0.95, false, 1e-5),
            new PpoOptions.Losses(0.1, 0.5, Schedule.constant(size.entropyWeight)),
            new PpoOptions.Optimisation(Schedule.constant(LEARNING_RATE), 0.5, 1e-5),
            false,
            PpoOptions.Validation.NONE,
            SHARDS);
    network = SetNetwork.create(agent, 0);
    HashTensors.fill(network.parameters());
    crew = new ShardThreads("ppo-shard", threads, SHARDS);
    learner = new PpoLearner(network, options, crew);
    loss = options.losses().at(0);
    members = IntStream.range(0, size.minibatch).toArray();
    rollout = new Rollout(network, options.block());
    for (int shard = 0; shard < SHARDS; shard++) {
      acting.add(network.acting(size.worlds / SHARDS));
      streams[shard] = new RandomStream(shard);
    }
    chosen = new Choices(network.head(), size.worlds);
    distributions = new float[size.worlds * network.head().outputs()];
    values = new float[size.worlds];
    see();
    choose();
  }

  /**
   * An agent in the Dig Lava grid: 32 decisions in 64 worlds, a step on 8,192 samples.
   *
   * @param grid the published world
   */
  public static SetPolicyUpdate grid(EnvironmentSpec grid, SetAgent agent, int threads) {
    SetAgentOptions options = SetAgentOptions.published(HIDDEN, Activation.TANH);
    return new SetPolicyUpdate(SetArchitecture.of(grid, agent, options), Size.GRID, threads);
  }

  /**
   * An agent that sees pixels of CREATE: 24 decisions in 32 worlds, a step on 3,072 samples.
   *
   * @param create the published world
   */
  public static SetPolicyUpdate create(EnvironmentSpec create, SetAgent agent, int threads) {
    SetAgentOptions options = SetAgentOptions.published(HIDDEN, Activation.RELU);
    return new SetPolicyUpdate(
        SetArchitecture.of(create, agent, options).withParametersEntropy(PLACE_ENTROPY),
        Size.CREATE,
        threads);
  }

  private void see() {
    int places = agent.places();
    int described = places * agent.actions().representationSize();
    int[] ids = IntStream.range(0, places).toArray();
    float[] sets = HashTensors.values("sets", size.minibatch * described, 1);
    boolean pictures = agent.observations() instanceof ObservationSpace.Image;
    byte[][] frames =
        pictures ? HashTensors.frames("frames", FRAMES, side(agent.observations())) : new byte[0][];
    int seen = agent.observations().size();
    float[] numbers =
        pictures ? new float[0] : HashTensors.values("observations", size.minibatch * seen, 1);
    for (int i = 0; i < size.minibatch; i++) {
      ActionSet set =
          new ActionSet(ids, Arrays.copyOfRange(sets, i * described, (i + 1) * described));
      if (pictures) rollout.inputs.put(i, frames[i % FRAMES], 0, set);
      else rollout.inputs.put(i, numbers, i * seen, set);
    }
  }

  private static int side(ObservationSpace space) {
    return space instanceof ObservationSpace.Image image ? image.height() : 0;
  }

  private void choose() {
    int count = size.minibatch;
    HashTensors.Sequence actions = HashTensors.of("actions");
    HashTensors.Sequence parts = HashTensors.of("places");
    int parameters = network.head().parameters();
    float[] logProbs = HashTensors.values("old log-probabilities", count, 0.1);
    for (int i = 0; i < count; i++) {
      rollout.choices.setPosition(i, 0, actions.integer(i, agent.places()));
      for (int k = 0; k < parameters; k++) {
        rollout.choices.setParameter(i, k, (float) (0.5 + 0.45 * parts.at(i * parameters + k)));
      }
      rollout.logProbs[i] = logProbs[i] - (float) StrictMath.log(agent.places());
    }
    copy(HashTensors.values("old values", count, 0.5), rollout.values);
    copy(HashTensors.values("returns", count, 1), rollout.returns);
    copy(HashTensors.values("advantages", count, 1), rollout.advantages);
  }

  private static void copy(float[] from, float[] to) {
    System.arraycopy(from, 0, to, 0, from.length);
  }

  @Override
  public void run() {
    crew.each(this::decide);
    sums = learner.accumulate(members, rollout, loss);
    learner.gather();
    gradientNorm = learner.step(LEARNING_RATE);
  }

  /** All decisions of a shard's worlds; keeps the distributions and values of the first. */
  private void decide(int shard) {
    ActingPlan plan = acting.get(shard);
    ActionHead head = network.head();
    int each = size.worlds / SHARDS;
    int first = shard * each;
    int width = rollout.inputs.width();
    for (int t = 0; t < size.decisions; t++) {
      for (int i = 0; i < each; i++) {
        rollout.inputs.expand(t * size.worlds + first + i, plan.inputs(), i * width);
      }
      plan.run();
      for (int i = 0; i < each; i++) {
        int offset = i * head.outputs();
        head.normalise(plan.outputs(), offset);
        head.sample(plan.outputs(), offset, streams[shard], chosen, first + i);
        head.logProbability(plan.outputs(), offset, chosen, first + i);
      }
      if (t > 0) continue;
      int outputs = head.outputs();
      System.arraycopy(plan.outputs(), 0, distributions, first * outputs, each * outputs);
      System.arraycopy(plan.values(), 0, values, first, each);
    }
  }

  @Override
  public ReferenceOutputs evidence() {
    Map<String, Double> losses = new LinkedHashMap<>();
    losses.put("policy loss", sums.policy());
    losses.put("value loss", sums.value());
    losses.put("entropy", sums.entropy());
    losses.put("gradient norm", gradientNorm);
    Gradients gradients = network.parameters().gradients();
    ReferenceOutputs learned = ReferenceOutputs.of(losses, gradients, network.parameters().names());
    Map<String, Trace> tensors = new LinkedHashMap<>(learned.tensors());
    tensors.put("distributions", Trace.of("distributions", distributions));
    tensors.put("values", Trace.of("values", values));
    return new ReferenceOutputs(learned.values(), tensors);
  }

  @Override
  public List<String> profile(int runs) {
    return learner.profile(runs);
  }

  @Override
  public void close() {
    acting.forEach(ActingPlan::close);
    learner.close();
    crew.close();
    network.close();
  }
}
