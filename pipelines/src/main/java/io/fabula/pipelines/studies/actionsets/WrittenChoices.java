package io.fabula.pipelines.studies.actionsets;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.Environment;
import io.fabula.model.sets.interventions.NetworkJudge;
import io.fabula.model.sets.interventions.SetJudgement;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes through episodes of an agent again and writes down each choice, and where there is any its
 * attention.
 *
 * @param shards how many agents there are, one in each shard
 * @param agent id of the agent
 * @param seed of its training
 * @param judge sees what the agent saw
 * @param layers of attention; none without
 */
public record WrittenChoices<W extends Environment>(
    ShardWork work,
    int shards,
    String agent,
    long seed,
    NetworkJudge judge,
    List<String> layers,
    Supplier<W> worlds,
    List<PlayedStates.Episode> episodes) {
  /** A table of choices. */
  public interface Choices<W> {
    /** Writes a row for a choice in the world in which it was made. */
    void write(
        TableWriter table,
        AttentionTable.Step step,
        W world,
        ActionSet set,
        Action action,
        SetJudgement judged)
        throws IOException;
  }

  /** Told of weights of attention. */
  public interface Weights<W> {
    /**
     * Sees the weights of a layer.
     *
     * @param weights row by row how much each member of the set looks at each other
     */
    void see(W world, ActionSet set, String layer, float[] weights);
  }

  /**
   * Writes both tables.
   *
   * @param table name of the table of choices
   */
  public void write(
      String table,
      TableSchema schema,
      Choices<W> choices,
      TableSchema attention,
      Weights<W> weights)
      throws Exception {
    work.table(
        part(table),
        schema,
        rows -> {
          if (layers.isEmpty()) {
            write(rows, choices, null, weights);
            return;
          }
          work.table(part("attention"), attention, all -> write(rows, choices, all, weights));
        });
  }

  private String part(String table) {
    return PartName.of(table, work.shard(), shards);
  }

  private void write(
      TableWriter rows, Choices<W> choices, @Nullable TableWriter attention, Weights<W> weights)
      throws IOException {
    for (PlayedStates.Episode episode : episodes) {
      W world = episode.at(worlds, 0);
      ActionSet set = world.availableActions();
      for (int t = 0; t < episode.actions().size(); t++) {
        Action action = episode.actions().get(t);
        AttentionTable.Step step = new AttentionTable.Step(agent, seed, episode.number(), t);
        SetJudgement judged = judge.see(world).judge(List.of(set)).get(0);
        choices.write(rows, step, world, set, action, judged);
        if (attention != null) {
          List<float[]> seen = judge.extras(set);
          for (int layer = 0; layer < layers.size(); layer++) {
            step.write(attention, layers.get(layer), seen.get(layer));
            weights.see(world, set, layers.get(layer), seen.get(layer));
          }
        }
        world.step(action);
      }
    }
  }
}
