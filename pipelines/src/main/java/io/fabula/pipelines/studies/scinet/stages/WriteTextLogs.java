package io.fabula.pipelines.studies.scinet.stages;

import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.stages.StageWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.studies.scinet.tables.ScinetTables;
import io.fabula.pipelines.studies.scinet.tables.TextLogs;
import io.fabula.pipelines.tables.Row;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the trainings' logs as text in the original's formats. Times are those at which the
 * trainings began, since single episodes and steps have none; losses are means over the rounds of a
 * row of the log, that of the rebuilt observation over the agents too.
 *
 * @param name of the stage
 * @param agents the stage that trains the agents
 * @param selection the stage that trains encoder and decoders
 * @param options what decides the lines beside them
 */
public record WriteTextLogs(String name, String agents, String selection, Options options)
    implements Stage {
  private static final String FOLDER = "results_log/";
  private static final int CONSOLE_EVERY = 10;

  /**
   * What decides the lines beside the inputs.
   *
   * @param count number of agents
   * @param latents number of latents
   * @param batch rows of a step
   */
  public record Options(int count, int latents, int batch) implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(agents, selection);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    episodes(work);
    Artifact trained = work.input(selection);
    Path log = trained.file(TrainSelection.LOG);
    List<Row> rows =
        ScinetTables.rows(log, ScinetTables.selectionLog(options.count(), options.latents()));
    String time = time(trained);
    write(
        work,
        "results_loss.txt",
        out -> {
          for (Row row : rows)
            losses(row, (step, loss, value) -> out.println(TextLogs.loss(time, step, loss, value)));
        });
    write(
        work,
        "console-selection.txt",
        out -> {
          for (Row row : rows)
            losses(
                row, (step, loss, value) -> out.println(TextLogs.lossOnConsole(step, loss, value)));
        });
    write(
        work,
        "selection.txt",
        out -> {
          for (Row row : rows) {
            for (int e = 0; e < options.count(); e++) {
              out.println(TextLogs.noise(e, noise(row, "decoder_noise_%d_".formatted(e))));
            }
            out.println(TextLogs.noise(-1, noise(row, "encoder_noise_")));
          }
        });
  }

  /** Episodes of agents that were trained; those that were given have none. */
  private void episodes(ShardWork work) throws Exception {
    Artifact trained = work.input(agents);
    if (trained.parts(TrainAgents.episodesFile(0)).isEmpty()) return;
    String time = time(trained);
    write(
        work,
        "results.txt",
        out ->
            eachEpisode(
                trained,
                (agent, number, row) ->
                    out.println(
                        TextLogs.episode(
                            time, agent, row.number("score"), row.integer("length")))));
    write(
        work,
        "console-policy.txt",
        out ->
            eachEpisode(
                trained,
                (agent, number, row) -> {
                  if (number % CONSOLE_EVERY != 0) return;
                  out.println(
                      TextLogs.episodeOnConsole(
                          0, agent, number, row.number("score"), row.integer("length")));
                }));
  }

  private interface EpisodeLine {
    void write(int agent, long number, Row row);
  }

  private void eachEpisode(Artifact trained, EpisodeLine line) {
    long number = 0;
    for (int e = 0; e < options.count(); e++) {
      Path file = trained.file(TrainAgents.episodesFile(e));
      for (Row row : ScinetTables.rows(file, ScinetTables.EPISODES)) line.write(e, ++number, row);
    }
  }

  private interface LossLine {
    void write(TextLogs.Step step, TextLogs.Loss loss, double value);
  }

  private void losses(Row row, LossLine line) {
    long round = (long) row.number("round");
    for (int e = 0; e < options.count(); e++) {
      TextLogs.Step step = new TextLogs.Step(round, e, options.count(), options.batch());
      line.write(step, TextLogs.Loss.POLICY, row.number("policy_loss_" + e));
      line.write(step, TextLogs.Loss.AUTOENCODER, row.number("autoencoder_loss"));
    }
  }

  private double[] noise(Row row, String prefix) {
    double[] noise = new double[options.latents()];
    for (int k = 0; k < noise.length; k++) noise[k] = row.number(prefix + k);
    return noise;
  }

  private static String time(Artifact artifact) {
    return artifact.manifest().start().substring(0, 19).replace('T', ' ');
  }

  private interface Lines {
    void write(PrintWriter out);
  }

  private static void write(ShardWork work, String file, Lines lines) throws Exception {
    work.write(
        FOLDER + file,
        Part.Kind.OTHER,
        path -> {
          try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(path))) {
            lines.write(out);
            if (out.checkError()) throw new IOException("cannot write " + path);
          }
          return StageWork.Content.NONE;
        });
  }
}
