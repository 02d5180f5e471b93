package io.fabula.pipelines.cli;

import io.fabula.pipelines.originals.MixedArguments;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.agilerecsim.originals.OriginalOptions;
import io.fabula.pipelines.studies.agilerecsim.stages.AgileRecsimStages;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

@Command(
    description = {
      "The study agile-recsim by the original programs' names and options:",
      "./fabula agile-recsim PROGRAM [--OPTION=VALUE...], which runs the stages that the program",
      "stands for. Options without effect are named; the agent that they mean is printed."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Options of ./fabula run (--profile, --store, --print-config, ...) may be added."
    })
final class AgileRecsimCommand implements Callable<Integer> {
  private static final Map<String, String> LAST_STAGES =
      Map.of(
          "generate_log", AgileRecsimStages.GENERATE_LOG,
          "train_embedding", AgileRecsimStages.TRAIN_ITEM_EMBEDDING,
          "train_rewardModel", AgileRecsimStages.TRAIN_REWARD_MODEL,
          "train_policy", "");

  private final Studies studies;
  private final PrintWriter out;
  private final PrintWriter err;

  @Parameters(
      index = "0",
      paramLabel = "PROGRAM",
      description = "train_policy, train_embedding, train_rewardModel or generate_log.")
  private String program = "";

  @Unmatched private List<String> options = new ArrayList<>();

  AgileRecsimCommand(Studies studies, PrintWriter out, PrintWriter err) {
    this.studies = studies;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    String stage = LAST_STAGES.get(program);
    if (stage == null) {
      throw new UsageProblem(
          "unknown program %s; there are train_policy, train_embedding, train_rewardModel and"
                  .formatted(Shown.value(program))
              + " generate_log");
    }
    MixedArguments arguments = MixedArguments.of(options, OriginalOptions::knows);
    OriginalOptions given = OriginalOptions.parse(arguments.originals());
    given.warnings().forEach(each -> err.println("fabula: " + each));
    boolean policy = stage.isEmpty();
    if (policy) out.println("agent " + given.agent().text());
    List<String> command = new ArrayList<>();
    command.addAll(
        policy ? List.of("run", "agile-recsim") : List.of("stage", "agile-recsim", stage));
    command.add("worlds=" + (policy && !given.sample() ? "recsim" : "sample"));
    command.addAll(given.settings());
    if (!given.resultDirectory().isEmpty()) command.add("--store=" + given.resultDirectory());
    command.addAll(arguments.own());
    out.flush();
    return Main.run(studies, out, err, command.toArray(String[]::new));
  }
}
