package io.fabula.pipelines.studies.agilecreate.settings;

import io.fabula.envs.create.Activator;
import io.fabula.envs.create.Create;
import io.fabula.envs.create.CreateOptions;
import io.fabula.envs.create.Level;
import io.fabula.envs.create.ToolCatalogue;
import io.fabula.envs.create.ToolRepresentation;
import io.fabula.envs.create.ToolSplit;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/** Which CREATE world. */
public record WorldSettings(
    @Meaning(
            "push, navigate, obstacle, ladder, cannon, moving, collide, funnel, buckets, belt,"
                + " basket or seesaw; or push-mini, ours, with six places for tools")
        String level,
    @Meaning("whether places vary from episode to episode") boolean noise,
    @Meaning("pixels, or state for places and velocities as numbers") CreateOptions.View view,
    @Meaning("tools in a set, activators included") int actionSetSize,
    @Meaning("of them activators, 2 to 5; 0 for any number") int createNumVariableActivators,
    @Meaning("ids that sets are drawn from in place of the split's tools; [] for those")
        List<Integer> tools,
    @Meaning("whether tools are described by random numbers, as a control")
        boolean useRandomEmbeddings)
    implements Serializable {
  private static final int EMBEDDING = 128;

  public WorldSettings {
    tools = List.copyOf(tools);
    int kinds = Activator.values().length;
    int activators = createNumVariableActivators;
    if (activators != 0 && (activators < 2 || activators > kinds)) {
      throw new IllegalArgumentException(
          "create_num_variable_activators must be within 2..%d, or 0 for any number, got %d"
              .formatted(kinds, activators));
    }
    requireTools("tools", tools);
    int least = activators == 0 ? kinds : activators;
    Range.within("action_set_size", actionSetSize, least, offered(ToolSplit.TRAIN, tools));
    options(level, noise, view, actionSetSize, createNumVariableActivators, tools);
  }

  private static void requireTools(String key, List<Integer> tools) {
    ToolCatalogue catalogue = ToolCatalogue.published();
    for (int id : tools) {
      if (id < 0 || id >= catalogue.size() || catalogue.tool(id).needs().isEmpty()) {
        throw new IllegalArgumentException(
            "%s must be ids of tools, 0..%d, got %d".formatted(key, catalogue.noOp() - 1, id));
      }
    }
  }

  private static int offered(ToolSplit split, List<Integer> tools) {
    return tools.isEmpty() ? split.ids(ToolCatalogue.published()).length : tools.size();
  }

  /**
   * Checks that the tools of an evaluation are there, and can be met.
   *
   * @throws IllegalArgumentException naming what is missing
   */
  void requireOffered(EvaluationSettings evaluation) {
    List<Integer> unseen = evaluation.unseenTools();
    if (tools.isEmpty() && !unseen.isEmpty()) {
      throw new IllegalArgumentException(
          "evaluation.unseen_tools stand beside world.tools; without those splits have their own:"
              + " leave evaluation.unseen_tools=[]");
    }
    if (!tools.isEmpty() && unseen.isEmpty() && evaluation.meetsUnseenTools()) {
      throw new IllegalArgumentException(
          "world.tools are the same for all splits: name others by evaluation.unseen_tools, or"
              + " evaluate with evaluation.splits=[train]");
    }
    for (int id : unseen) {
      if (tools.contains(id)) {
        throw new IllegalArgumentException(
            "evaluation.unseen_tools must not be among world.tools, got " + id);
      }
    }
    if (!unseen.isEmpty()) {
      requireTools("evaluation.unseen_tools", unseen);
      if (unseen.stream().distinct().count() != unseen.size()) {
        throw new IllegalArgumentException("evaluation.unseen_tools must differ");
      }
      if (unseen.size() < actionSetSize) {
        throw new IllegalArgumentException(
            "evaluation.unseen_tools must be as many as world.action_set_size, %d, got %d"
                .formatted(actionSetSize, unseen.size()));
      }
    }
    for (ToolSplit split : evaluation.splits()) requireOffered(split);
  }

  private void requireOffered(ToolSplit split) {
    int most = offered(split, tools);
    if (actionSetSize > most) {
      throw new IllegalArgumentException(
          "world.action_set_size must be at most %d, the tools of split %s, got %d"
              .formatted(most, split.name().toLowerCase(Locale.ROOT), actionSetSize));
    }
  }

  private static CreateOptions options(
      String level,
      boolean noise,
      CreateOptions.View view,
      int setSize,
      int activators,
      List<Integer> tools) {
    return CreateOptions.PUBLISHED
        .withLevel(Level.named(level))
        .withNoise(noise)
        .withView(view)
        .withTools(tools, setSize)
        .withActivators(activators);
  }

  /** The same with tools described by random numbers. */
  WorldSettings withRandomEmbeddings() {
    return new WorldSettings(
        level, noise, view, actionSetSize, createNumVariableActivators, tools, true);
  }

  /** The same with other tools. */
  public WorldSettings withTools(List<Integer> ids) {
    return new WorldSettings(
        level, noise, view, actionSetSize, createNumVariableActivators, ids, useRandomEmbeddings);
  }

  /** How tools are described where that is not learned. */
  public ToolRepresentation representation() {
    return useRandomEmbeddings ? Random.REPRESENTATION : ToolRepresentation.published();
  }

  /** A world in which tools are described as the settings say. */
  public Create newWorld(ToolSplit split) {
    return newWorld(split, representation());
  }

  /**
   * A world.
   *
   * @param split whose tools are offered, unless the settings name tools
   * @param representation how tools are described
   */
  public Create newWorld(ToolSplit split, ToolRepresentation representation) {
    CreateOptions options =
        options(level, noise, view, actionSetSize, createNumVariableActivators, tools);
    return new Create(tools.isEmpty() ? options.withSplit(split) : options, representation);
  }

  /** The same random numbers for a tool wherever it is met. */
  private static final class Random {
    private static final ToolRepresentation REPRESENTATION = make();

    private static ToolRepresentation make() {
      ToolCatalogue catalogue = ToolCatalogue.published();
      RandomStream random = new RandomStream(Seeds.of(0, "random embeddings"));
      float[][] embeddings = new float[catalogue.noOp()][EMBEDDING];
      for (float[] each : embeddings) {
        for (int i = 0; i < EMBEDDING; i++) each[i] = (float) random.nextGaussian();
      }
      return ToolRepresentation.learned(catalogue, embeddings);
    }
  }
}
