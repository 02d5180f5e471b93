package io.fabula.pipelines.bench;

import io.fabula.envs.create.Create;
import io.fabula.envs.diglava.DigLava;
import io.fabula.model.actorcritic.ActorCriticUpdate;
import io.fabula.model.agile.SetAgent;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.mpdqn.MultiPassLearning;
import io.fabula.model.mpdqn.MultiPassTraining;
import io.fabula.model.mpdqn.TenTrainings;
import io.fabula.model.ppo.PpoStep;
import io.fabula.model.ppo.SetPolicyUpdate;
import io.fabula.model.scinet.PolicyRound;
import io.fabula.model.scinet.SelectionRound;
import io.fabula.model.simulator.SimulatorStep;
import io.fabula.model.slates.SlateEpochWork;
import io.fabula.model.workloads.AgentForward;
import io.fabula.model.workloads.AttentionBlock;
import io.fabula.model.workloads.TinyPolicy;
import io.fabula.model.workloads.Workload;
import java.util.List;
import java.util.function.IntFunction;

/** What the engine is measured by, and how fast it should be. */
public final class EngineWorkloads {
  private static final int SHARDS = 2;

  private static final List<EngineWorkload> ALL =
      List.of(
          beside(
              "agent-forward-1",
              "IMPALA-GRU agent, forward, batch 1",
              1.5,
              threads -> new AgentForward(ImpalaArchitecture.paper(), 1)),
          beside(
              "agent-forward-64",
              "IMPALA-GRU agent, forward, batch 64",
              2.0,
              threads -> new AgentForward(ImpalaArchitecture.paper(), 64)),
          beside(
              "agent-ppo",
              "IMPALA-GRU agent, PPO step, 8 worlds x 32 steps",
              1.0,
              threads -> new PpoStep(ImpalaArchitecture.paper(), 1, 1)),
          beside(
              "mini-agent-ppo",
              "mini agent, PPO step, 8 worlds x 32 steps",
              1.5,
              threads -> new PpoStep(ImpalaArchitecture.mini(), 1, 1)),
          beside(
              "mini-simulator",
              "mini simulator, training step, B = 16, T = 8",
              1.0,
              threads -> SimulatorStep.mini()),
          beside(
              "simulator",
              "paper-size simulator, training step, B = 2, T = 4",
              1.0,
              threads -> SimulatorStep.paper()),
          beside(
              "multi-pass-q",
              "MP-DQN, learning step, batch 128",
              2.0,
              threads -> new MultiPassLearning()),
          beside(
              "multi-pass-training",
              "MP-DQN in Platform, step with an update, batch 128",
              5.0,
              threads -> new MultiPassTraining(1)),
          beside(
              "graph-attention",
              "GAT block, 25 actions, batch 64, forward and backward",
              1.0,
              threads -> new AttentionBlock()),
          beside(
              "selection-round",
              "selection with learned noise, round of 3 agents, batch 200",
              2.0,
              threads -> new SelectionRound()),
          beside(
              "policy-round",
              "projective simulation, 64 states acted on, update on 200",
              2.0,
              threads -> new PolicyRound()),
          beside(
              "slates-agile-epoch",
              "AGILE, 10 steps of 16 users, slates of 6 of 20, update on 32",
              3.0,
              threads -> new SlateEpochWork(true)),
          beside(
              "slates-utility-epoch",
              "the same of an agent without a graph",
              3.0,
              threads -> new SlateEpochWork(false)),
          beside(
              "agile-grid-update",
              "AGILE in the grid, 32 decisions in 64 worlds, PPO step on 8,192",
              2.0,
              threads -> SetPolicyUpdate.grid(new DigLava().spec(), SetAgent.AGILE, 1)),
          beside(
              "utility-grid-update",
              "the same of the utility policy",
              3.0,
              threads -> SetPolicyUpdate.grid(new DigLava().spec(), SetAgent.UTILITY, 1)),
          beside(
              "agile-create-update",
              "AGILE in CREATE with pixels, 24 decisions in 32 worlds, PPO step on 3,072",
              1.3,
              threads -> SetPolicyUpdate.create(new Create().spec(), SetAgent.AGILE, 1)),
          beside(
              "actor-critic-update",
              "actor-critic in DoorKey 5x5, 16 steps of 64 worlds with their update",
              3.0,
              threads -> new ActorCriticUpdate()),
          beside(
              "tiny-policy",
              "perceptron 8-32-32-4 with tanh, forward, batch 1",
              1.0,
              threads -> new TinyPolicy()),
          threads(
              "agent-ppo-threads",
              "IMPALA-GRU agent, PPO step, 2 threads against 1",
              1.5,
              threads -> new PpoStep(ImpalaArchitecture.paper(), SHARDS, threads)),
          threads(
              "mini-agent-ppo-threads",
              "mini agent, PPO step, 2 threads against 1",
              1.7,
              threads -> new PpoStep(ImpalaArchitecture.mini(), SHARDS, threads)),
          threads(
              "agile-grid-update-threads",
              "AGILE in the grid, 2 threads against 1",
              1.7,
              threads -> SetPolicyUpdate.grid(new DigLava().spec(), SetAgent.AGILE, threads)),
          threads(
              "agile-create-update-threads",
              "AGILE in CREATE with pixels, 2 threads against 1",
              1.7,
              threads -> SetPolicyUpdate.create(new Create().spec(), SetAgent.AGILE, threads)),
          threads(
              "multi-pass-training-threads",
              "MP-DQN in Platform, 10 seeds side by side, 2 threads against 1",
              1.8,
              TenTrainings::new));

  private EngineWorkloads() {}

  /** All of them, in the order of the table. */
  public static List<EngineWorkload> all() {
    return ALL;
  }

  private static EngineWorkload beside(
      String name, String description, double bar, IntFunction<Workload> work) {
    return new EngineWorkload(name, description, bar, false, work);
  }

  private static EngineWorkload threads(
      String name, String description, double bar, IntFunction<Workload> work) {
    return new EngineWorkload(name, description, bar, true, work);
  }
}
