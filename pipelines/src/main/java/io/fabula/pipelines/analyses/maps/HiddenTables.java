package io.fabula.pipelines.analyses.maps;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.RowSample;
import io.fabula.analysis.decomposition.NonNegativeFactors;
import io.fabula.analysis.figures.ScatterMap;
import io.fabula.analysis.neighbours.NearestNeighbours;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.analyses.Readout;
import io.fabula.pipelines.datasets.SimulatedRollout;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.util.List;

/** Tables of mapped states. */
final class HiddenTables {
  private HiddenTables() {}

  private static TableSchema steps(int components, int factors) {
    return new TableSchema(
        "hx_map",
        1,
        "A recorded step: what was going on, and where the agent's state lies.",
        List.of(
            Column.of("episode", Column.Type.INT32).doc("number of the episode"),
            Column.of("t", Column.Type.INT32).doc("step in the episode"),
            Column.of("episode_length", Column.Type.INT32).doc("actions of the episode"),
            Column.of("pct_through", Column.Type.FLOAT)
                .doc("how far through the episode")
                .unit("percent"),
            Column.of("episode_rewarded", Column.Type.BOOLEAN)
                .doc("whether the episode completed the level"),
            Column.of("done", Column.Type.BOOLEAN).doc("whether the action ended the episode"),
            Column.of("entropy", Column.Type.FLOAT).doc("entropy of the policy").unit("nats"),
            Column.of("argmax_action", Column.Type.INT16).doc("the likeliest action"),
            Column.of("action", Column.Type.INT16).doc("the action that was taken"),
            Column.of("value", Column.Type.FLOAT)
                .doc("the agent's prediction")
                .unit("scaled return"),
            Column.of("reward", Column.Type.FLOAT)
                .doc("reward of the action")
                .unit("scaled points"),
            Column.of("cluster", Column.Type.INT16).doc("cluster of the state"),
            Column.array("tsne", Column.Type.FLOATS, 2).doc("place in the t-SNE map"),
            Column.of("ic_max", Column.Type.INT16)
                .doc("independent component of the largest magnitude"),
            Column.array("ic", Column.Type.FLOATS, components).doc("independent components"),
            Column.of("nmf_max", Column.Type.INT16).doc("largest non-negative factor"),
            Column.array("nmf", Column.Type.FLOATS, factors).doc("non-negative factors")));
  }

  static void write(
      ShardWork work,
      WatchedSteps steps,
      StateMap map,
      Matrix components,
      Matrix shares,
      NonNegativeFactors factors)
      throws Exception {
    work.table(
        "hx_map.parquet",
        steps(components.columns(), shares.columns()),
        table -> {
          for (int i = 0; i < components.rows(); i++) {
            WatchedSteps.Step step = steps.step(i);
            table.write(
                step.episode(),
                step.t(),
                step.length(),
                step.through(),
                step.rewarded(),
                step.done(),
                step.entropy(),
                step.likeliest(),
                step.action(),
                step.value(),
                step.reward(),
                map.labels()[i],
                floats(map.tsne().row(i)),
                strongest(components.row(i)),
                floats(components.row(i)),
                strongest(shares.row(i)),
                floats(shares.row(i)));
          }
        });
    int width = factors.components().columns();
    work.table(
        "hx_nmf.parquet",
        new TableSchema(
            "hx_nmf",
            1,
            "A non-negative factor of the agent's states above their minima.",
            List.of(
                Column.of("factor", Column.Type.INT16).doc("its number"),
                Column.array("component", Column.Type.DOUBLES, width)
                    .doc("what one unit of it adds to each unit of the state"),
                Column.array("minimum", Column.Type.DOUBLES, width)
                    .doc("what is subtracted from each unit first; the same for all factors"))),
        table -> {
          for (int f = 0; f < factors.components().rows(); f++) {
            table.write(f, factors.components().row(f), factors.minimum());
          }
        });
  }

  static void writeClusters(ShardWork work, WatchedSteps steps, StateMap map, Matrix means)
      throws Exception {
    work.table(
        "hx_clusters.parquet",
        new TableSchema(
            "hx_clusters",
            1,
            "A cluster of the agent's states.",
            List.of(
                Column.of("cluster", Column.Type.INT16).doc("its number"),
                Column.of("rows", Column.Type.INT32).doc("steps in it"),
                Column.of("value", Column.Type.DOUBLE)
                    .doc("mean of the agent's prediction")
                    .unit("scaled return"),
                Column.of("entropy", Column.Type.DOUBLE)
                    .doc("mean entropy of the policy")
                    .unit("nats"),
                Column.of("rewarded", Column.Type.DOUBLE)
                    .doc("share of steps in episodes that were completed"),
                Column.array("mean", Column.Type.DOUBLES, means.columns())
                    .doc("mean standardised state"))),
        table -> {
          for (int c = 0; c < map.clusters(); c++) {
            int rows = 0;
            double value = 0;
            double entropy = 0;
            double rewarded = 0;
            for (int i = 0; i < map.labels().length; i++) {
              if (map.labels()[i] != c) continue;
              WatchedSteps.Step step = steps.step(i);
              rows++;
              value += step.value();
              entropy += step.entropy();
              rewarded += step.rewarded() ? 1 : 0;
            }
            table.write(c, rows, value / rows, entropy / rows, rewarded / rows, means.row(c));
          }
        });
  }

  static void writeSimulated(
      ShardWork work, SimulatedRollout simulated, Matrix principal, Matrix independent)
      throws Exception {
    int steps = simulated.agent().steps();
    work.table(
        "gen_hx_projected.parquet",
        new TableSchema(
            "gen_hx_projected",
            1,
            "The agent's state in a step of a simulated rollout, projected as real ones are.",
            List.of(
                Column.of("sample_id", Column.Type.INT32).doc("id of the rollout"),
                Column.of("t", Column.Type.INT32).doc("step in the rollout, from 0"),
                Column.array("pc", Column.Type.FLOATS, principal.columns())
                    .doc("principal components"),
                Column.array("ic", Column.Type.FLOATS, independent.columns())
                    .doc("independent components"))),
        table -> {
          for (int i = 0; i < principal.rows(); i++) {
            table.write(
                simulated.sampleIds()[i / steps],
                i % steps,
                floats(principal.row(i)),
                floats(independent.row(i)));
          }
        });
  }

  static void writeReadout(
      ShardWork work,
      Readout readout,
      Matrix along,
      List<String> actionNames,
      ImpalaNetwork network)
      throws Exception {
    TensorFile file = network.save();
    float[] policy = file.floats("fc_policy.bias", List.of(readout.actions()));
    float[] value = file.floats("fc_value.bias", List.of(1));
    List<String> names = readout.names(actionNames);
    work.table(
        "readout.parquet",
        new TableSchema(
            "readout",
            1,
            "What is read from the agent's state: a logit, or the value.",
            List.of(
                Column.of("output", Column.Type.STRING).doc("name of the action, or value"),
                Column.of("bias", Column.Type.FLOAT).doc("its bias"),
                Column.array("weight", Column.Type.DOUBLES, along.columns())
                    .doc("what one unit of each independent component adds"))),
        table -> {
          for (int r = 0; r < along.rows(); r++) {
            float bias = r < policy.length ? policy[r] : value[0];
            table.write(names.get(r), bias, along.row(r));
          }
        });
  }

  /**
   * Mean distance of simulated states from the nearest real one, over that of real states from
   * their nearest other real one, on samples of both.
   */
  static double overlap(Matrix real, Matrix simulated, MapHiddenStates.Options options) {
    int rows = options.map().rows();
    Matrix known =
        real.selectRows(RowSample.choose(real.rows(), Math.min(rows, real.rows()), options.seed()));
    Matrix asked = simulated.selectRows(RowSample.choose(simulated.rows(), rows, options.seed()));
    double between = mean(NearestNeighbours.between(asked, known, 1));
    return between / mean(NearestNeighbours.of(known, 1));
  }

  private static double mean(NearestNeighbours neighbours) {
    double sum = 0;
    for (double each : neighbours.distance()) sum += each;
    return sum / neighbours.rows();
  }

  /** The column of the largest magnitude of each row as a colour. */
  static ScatterMap.Colouring strongest(String name, String prefix, Matrix rows) {
    int[] index = new int[rows.rows()];
    for (int i = 0; i < index.length; i++) index[i] = strongest(rows.row(i));
    return new ScatterMap.Category(name, ScatterMap.numbered(prefix, rows.columns()), index);
  }

  private static int strongest(double[] row) {
    int best = 0;
    for (int j = 1; j < row.length; j++) if (Math.abs(row[j]) > Math.abs(row[best])) best = j;
    return best;
  }

  static Matrix columns(Matrix matrix, int first, int second) {
    Matrix two = new Matrix(matrix.rows(), 2);
    for (int i = 0; i < matrix.rows(); i++) {
      two.values()[2 * i] = matrix.get(i, first);
      two.values()[2 * i + 1] = matrix.get(i, second);
    }
    return two;
  }

  static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) result[i] = (float) values[i];
    return result;
  }
}
