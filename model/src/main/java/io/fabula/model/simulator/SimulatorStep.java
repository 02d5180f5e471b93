package io.fabula.model.simulator;

import io.fabula.model.graph.Gradients;
import io.fabula.model.graph.PlanOptions;
import io.fabula.model.graph.optimisers.Adam;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.windows.WindowBatch;
import io.fabula.model.workloads.HashTensors;
import io.fabula.model.workloads.ReferenceOutputs;
import io.fabula.model.workloads.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One training step of a simulator with the frozen agent inside, on one thread. */
public final class SimulatorStep implements Workload {
  /** Below this a step is its episode's last: about 5 % of the steps. */
  private static final double EPISODE_ENDS = -0.9;

  private static final float BRIGHTEST = 255;

  private final SimulatorOptions settings;
  private final ImpalaNetwork agent;
  private final Simulator simulator;
  private final TrainingShard shard;
  private final Adam adam;
  private final float[] bottlenecks;
  private final float[] spreadGradient;
  private double spread;
  private double gradientNorm;

  private SimulatorStep(
      ImpalaArchitecture seen, SimulatorSize size, SimulatorOptions settings, PlanOptions options) {
    this.settings = settings;
    agent = ImpalaNetwork.create(seen, 0);
    HashTensors.fill(agent.parameters());
    simulator = Simulator.empty(size);
    for (SimulatorTensor each : simulator.tensors()) {
      simulator.parameters().set(each.name(), weights(simulator, each));
    }
    int batch = settings.batch();
    shard =
        new TrainingShard(
            simulator, new FrozenAgent(agent), settings, batch, batch, false, options);
    fill(shard.batch(), size);
    int draws = (settings.steps() + 1) * batch * size.variables();
    float[] uniforms = HashTensors.values("draws", draws, 0.5);
    for (int i = 0; i < draws; i++) uniforms[i] += 0.5f;
    shard.setDraws(uniforms);
    adam = new Adam(simulator.parameters(), Adam.Options.DEFAULT);
    bottlenecks = new float[batch * size.bottleneck()];
    spreadGradient = new float[bottlenecks.length];
  }

  /** The published size on 2 windows of 4 steps. */
  public static SimulatorStep paper() {
    return paper(4);
  }

  /** The published size on 2 windows of some steps. */
  public static SimulatorStep paper(int steps) {
    ImpalaArchitecture agent = ImpalaArchitecture.paper();
    return new SimulatorStep(
        agent,
        SimulatorSize.paper(agent.hidden(), agent.actions()),
        new SimulatorOptions(3, steps, 2, 1, 5e-4, 100, 12, 0.8, 0.5, 100, 1),
        PlanOptions.DEFAULT);
  }

  /** The small size on 16 windows of 8 steps. */
  public static SimulatorStep mini() {
    return mini(16, PlanOptions.DEFAULT);
  }

  /** The small size on windows of 8 steps. */
  static SimulatorStep mini(int windows, PlanOptions options) {
    ImpalaArchitecture agent = ImpalaArchitecture.mini();
    return new SimulatorStep(
        agent,
        SimulatorSize.mini(agent.side(), agent.hidden(), agent.actions()),
        new SimulatorOptions(3, 8, windows, 1, 1e-3, 100, 0.75, 0.8, 1 / 32.0, 6.25, 1),
        options);
  }

  private static float[] weights(Simulator simulator, SimulatorTensor tensor) {
    boolean normalises = tensor.bound() == 0;
    return normalises
        ? HashTensors.normalisation(tensor.name(), tensor.size(), tensor.start())
        : HashTensors.weights(tensor.name(), simulator.parameters().shape(tensor.name()));
  }

  private static void fill(WindowBatch batch, SimulatorSize size) {
    int rows = batch.length() * batch.batch();
    byte[][] frames = HashTensors.frames("frames", rows, size.frameSide());
    HashTensors.Sequence actions = HashTensors.of("actions");
    for (int i = 0; i < rows; i++) {
      batch.actions()[i] = actions.integer(i, size.actions());
      for (int p = 0; p < frames[i].length; p++) {
        batch.images()[i * frames[i].length + p] = (frames[i][p] & 0xFF) / BRIGHTEST;
      }
    }
    copy(HashTensors.values("agent states", batch.agentStates().length, 0.5), batch.agentStates());
    copy(HashTensors.values("rewards", rows, 1), batch.rewards());
    copy(HashTensors.flags("terminals", rows, EPISODE_ENDS), batch.terminals());
  }

  private static void copy(float[] from, float[] to) {
    System.arraycopy(from, 0, to, 0, to.length);
  }

  /** Native memory of the plan, its peak; parameters, gradients and moments come on top. */
  public long planBytes() {
    return shard.planBytes();
  }

  /** Native memory of parameters, their gradients (twice: a shard has its own) and two moments. */
  public long parameterBytes() {
    return 5L * Float.BYTES * simulator.parameters().count();
  }

  @Override
  public void run() {
    shard.forward();
    shard.bottlenecks(bottlenecks, 0);
    spread =
        BottleneckSpread.lossAndGradient(
            bottlenecks,
            settings.batch(),
            simulator.size().bottleneck(),
            settings.spreadWeight(),
            spreadGradient);
    shard.backward(spreadGradient, 0);
    Gradients total = simulator.parameters().gradients();
    total.zero();
    total.add(shard.gradients());
    gradientNorm = total.clipNorm(settings.clipNorm());
    adam.step(settings.learningRate());
  }

  @Override
  public ReferenceOutputs evidence() {
    List<String> names =
        List.of(
            "divergence",
            "update",
            "image",
            "reward",
            "terminal",
            "agent state",
            "agent start",
            "first action");
    Map<String, Double> values = new LinkedHashMap<>();
    List<float[]> terms = shard.values().list();
    for (int i = 0; i < names.size(); i++) {
      double sum = 0;
      for (float value : terms.get(i)) sum += value;
      values.put(names.get(i), sum / settings.batch());
    }
    values.put("spread", spread);
    values.put("gradient norm", gradientNorm);
    return ReferenceOutputs.of(
        values, simulator.parameters().gradients(), simulator.parameters().names());
  }

  @Override
  public List<String> profile(int runs) {
    return shard.profile(runs);
  }

  @Override
  public void close() {
    shard.close();
    adam.close();
    simulator.close();
    agent.close();
  }
}
