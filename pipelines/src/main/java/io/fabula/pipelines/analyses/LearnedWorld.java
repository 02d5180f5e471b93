package io.fabula.pipelines.analyses;

import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.simulator.FrozenAgent;
import io.fabula.model.simulator.Simulator;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.datasets.SimulatedTables;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.stages.StageWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.agents.TrainByPpo;
import io.fabula.pipelines.tables.TableReader;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** An agent and the simulator of its world, opened from what other stages made. */
public final class LearnedWorld implements AutoCloseable {
  /** The simulator's file in its artifact. */
  public static final String SIMULATOR = "simulator.safetensors";

  private final ImpalaNetwork network;
  private final Simulator simulator;

  /**
   * The stages that an analysis reads.
   *
   * @param agent makes the agent
   * @param simulator trains the simulator around it
   * @param samples lets both run freely
   * @param reduction finds the components of the agent's states
   */
  public record Sources(String agent, String simulator, String samples, String reduction)
      implements Serializable {
    /** All of them. */
    public List<String> all() {
      return List.of(agent, simulator, samples, reduction);
    }
  }

  private LearnedWorld(ImpalaNetwork network, Simulator simulator) {
    this.network = network;
    this.simulator = simulator;
  }

  /** Opens both. */
  public static LearnedWorld open(StageWork work, Sources sources) throws IOException {
    return open(work, sources.agent(), sources.simulator());
  }

  /**
   * Opens both.
   *
   * @param agent the stage that makes the agent, which need not be the one that the simulator was
   *     trained around
   * @param simulator the stage that trains the simulator
   */
  public static LearnedWorld open(StageWork work, String agent, String simulator)
      throws IOException {
    ImpalaNetwork network = agent(work.input(agent));
    try {
      TensorFile file = TensorFile.read(work.input(simulator).file(SIMULATOR));
      return new LearnedWorld(network, Simulator.load(file));
    } catch (IOException | RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** The agent of an artifact; the caller closes it. */
  public static ImpalaNetwork agent(Artifact artifact) throws IOException {
    return ImpalaNetwork.load(TensorFile.read(artifact.file(TrainByPpo.AGENT)));
  }

  /**
   * Beginnings of simulated rollouts.
   *
   * @param samples the artifact that holds them
   * @param wanted ids
   * @return bottleneck vectors by id, ascending
   * @throws WorkProblem if one of them was not simulated
   */
  public static Map<Integer, float[]> beginnings(Artifact samples, List<Integer> wanted) {
    Set<Integer> ids = new TreeSet<>(wanted);
    Map<Integer, float[]> found = new TreeMap<>();
    for (Path file : samples.files("inits/")) {
      int width = TableReader.header(file).shape("bottleneck").get(0);
      TableReader.forEach(
          file,
          SimulatedTables.inits(width).only("sample_id", "bottleneck"),
          row -> {
            int id = row.integer("sample_id");
            if (ids.contains(id)) found.put(id, row.floats("bottleneck"));
          });
    }
    for (int id : wanted) {
      if (!found.containsKey(id)) throw new WorkProblem("there is no simulated rollout " + id);
    }
    return found;
  }

  /** The agent's network. */
  public ImpalaNetwork network() {
    return network;
  }

  /** The agent as the simulator needs it. */
  public FrozenAgent agent() {
    return new FrozenAgent(network);
  }

  public Simulator simulator() {
    return simulator;
  }

  @Override
  public void close() {
    simulator.close();
    network.close();
  }
}
