package io.fabula.pipelines.studies.scinet.stages;

import io.fabula.analysis.scinet.MainEffects;
import io.fabula.analysis.scinet.Representation;
import io.fabula.analysis.scinet.UntrainedEncoders;
import io.fabula.envs.coordinates.CoordinateWorld.Coordinate;
import io.fabula.envs.random.Seeds;
import io.fabula.envs.subgrid.SubGridWorld;
import io.fabula.model.scinet.Ablation;
import io.fabula.model.scinet.LatentTable;
import io.fabula.model.scinet.SelectionData;
import io.fabula.model.scinet.SelectionLosses;
import io.fabula.model.scinet.SelectionNetwork;
import io.fabula.model.scinet.StateSpace;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.scinet.settings.BoxSettings;
import io.fabula.pipelines.studies.scinet.settings.ReadingSettings;
import io.fabula.pipelines.studies.scinet.settings.SelectionSettings;
import io.fabula.pipelines.studies.scinet.tables.LatentFigures;
import io.fabula.pipelines.studies.scinet.tables.ReadingTables;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Reads what is in use, what it says and who keeps it, and checks that by removing latents.
 *
 * @param name of the stage
 * @param decisions the stage that records the agents' first decisions
 * @param selection the stage that trains encoder and decoders
 * @param options what decides the reading beside them
 */
public record ReadRepresentation(String name, String decisions, String selection, Options options)
    implements Stage {
  /**
   * What decides the reading beside the inputs.
   *
   * @param seed root seed
   * @param world the box and the objectives
   * @param selection sizes of the networks
   * @param reading batches and rows
   */
  public record Options(
      long seed, BoxSettings world, SelectionSettings selection, ReadingSettings reading)
      implements Serializable {}

  @Override
  public int version() {
    return 3;
  }

  @Override
  public List<String> inputs() {
    return List.of(decisions, selection);
  }

  /** What a network's noise says. */
  static Representation representation(SelectionNetwork network, MainEffects effects) {
    List<float[]> noises = new ArrayList<>();
    for (int e = 0; e < network.agents(); e++) noises.add(network.decoderLogNoise(e));
    return new Representation(network.encoderLogNoise(), noises, effects);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    StateSpace space = StateSpace.of(options.world().world(0));
    int agents = options.world().agents();
    List<SelectionData> data = RecordDecisions.read(work.input(decisions), space, agents);
    try (SelectionNetwork network =
        TrainSelection.load(work.input(selection), options.selection(), space)) {
      LatentTable table = LatentTable.of(network, space);
      MainEffects effects = MainEffects.of(table);
      Representation representation = representation(network, effects);
      SelectionLosses losses =
          SelectionLosses.of(
              network,
              space,
              data,
              options.reading().lossBatches(),
              options.selection().batch(),
              Seeds.of(options.seed(), "reading"));
      List<Ablation> ablations = new ArrayList<>();
      for (int e = 0; e < agents; e++) {
        ablations.add(
            Ablation.of(network, e, table, data.get(e), options.reading().ablationRows()));
        work.progress(e + 1L, agents, "agents");
      }
      List<Representation.Condition> conditions =
          representation.conditions(new Measured(losses, ablations));
      UntrainedEncoders untrained =
          UntrainedEncoders.of(
              network.architecture(),
              space,
              options.reading().untrainedEncoders(),
              Seeds.of(options.seed(), "reading"));
      new ReadingTables(work, space.coordinates())
          .write(table, representation, untrained, ablations, conditions);
      new LatentFigures(work, table, representation).draw();
      metrics(work, representation, losses, conditions, space.coordinates());
      work.metric("untrained_share_most", untrained.most());
      work.metric("untrained_latents_named", untrained.named());
    }
  }

  private final class Measured implements Representation.Evidence {
    private final SelectionLosses losses;
    private final List<Ablation> ablations;

    Measured(SelectionLosses losses, List<Ablation> ablations) {
      this.losses = losses;
      this.ablations = ablations;
    }

    @Override
    public SortedSet<Integer> expected(int agent) {
      SubGridWorld world = options.world().world(agent);
      SortedSet<Integer> expected = new TreeSet<>();
      for (int c = 0; c < world.coordinates().size(); c++) if (world.matters(c)) expected.add(c);
      return expected;
    }

    @Override
    public double autoencoderLoss() {
      return losses.autoencoder();
    }

    @Override
    public boolean needs(int agent, int latent) {
      return ablations.get(agent).needs(latent);
    }
  }

  private static void metrics(
      ShardWork work,
      Representation representation,
      SelectionLosses losses,
      List<Representation.Condition> conditions,
      List<Coordinate> coordinates) {
    work.metric("active_latents", representation.active().size());
    work.metric("duplicates", representation.duplicates().size());
    work.metric("autoencoder_loss", losses.autoencoder());
    work.metric("autoencoder_loss_most", losses.autoencoderMost());
    for (int e = 0; e < representation.agents(); e++) {
      work.metric(TrainAgents.metric(e, "loss"), losses.policy()[e]);
      for (int c = 0; c < coordinates.size(); c++) {
        boolean keeps = representation.coordinates(e).contains(c);
        work.metric(TrainAgents.metric(e, "keeps_" + coordinates.get(c).name()), keeps ? 1 : 0);
      }
    }
    work.metric(
        "conditions_met",
        (double) conditions.stream().filter(Representation.Condition::met).count());
    work.metric("conditions", conditions.size());
  }
}
