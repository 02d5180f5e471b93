package io.fabula.pipelines.cli;

import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.Study;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "List the studies; of one that is named, all stages.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  private final Studies studies;
  private final PrintWriter out;

  @Parameters(paramLabel = "STUDY", arity = "0..1", description = "Which study to show in detail.")
  private @Nullable String name;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Whose stages to show (default: mini).")
  private @Nullable String profile;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  ListCommand(Studies studies, PrintWriter out) {
    this.studies = studies;
    this.out = out;
  }

  @Override
  public Integer call() {
    if (name == null && profile != null) {
      throw new UsageProblem("--profile needs a study: ./fabula list STUDY --profile=NAME");
    }
    List<Study<?>> shown = name == null ? studies.all() : List.of(studies.named(name));
    if (json) {
      List<Object> all = new ArrayList<>();
      for (Study<?> each : shown) all.add(tree(each));
      RunsCommand.print(out, all);
      return 0;
    }
    for (Study<?> each : shown) print(each);
    if (name == null) out.println("./fabula list STUDY shows the stages of one");
    return 0;
  }

  private <C extends Record> ResolvedStudy<C> resolved(Study<C> study) {
    String usual =
        study.profiles().contains(Study.DEFAULT_PROFILE)
            ? Study.DEFAULT_PROFILE
            : study.profiles().get(0);
    return ResolvedStudy.of(study, profile == null ? usual : profile, Optional.empty(), List.of());
  }

  private <C extends Record> void print(Study<C> study) {
    ResolvedStudy<C> resolved = resolved(study);
    List<Stage> stages = resolved.stages();
    out.println(study.name() + "  " + study.description());
    out.println("  profiles  " + String.join(", ", study.profiles()));
    out.println("  stages    %d at profile %s".formatted(stages.size(), resolved.profile()));
    if (name == null) return;
    TextTable table = new TextTable("STAGE", "VERSION", "READS");
    for (Stage each : stages) {
      table.row(each.name(), Integer.toString(each.version()), String.join(", ", each.inputs()));
    }
    table.print(out);
    if (!resolved.onRequest().isEmpty()) {
      out.println("on request: ./fabula stage %s STAGE".formatted(study.name()));
      TextTable further = new TextTable("STAGE", "VERSION", "READS");
      for (Stage each : resolved.onRequest()) {
        further.row(
            each.name(), Integer.toString(each.version()), String.join(", ", each.inputs()));
      }
      further.print(out);
    }
    out.println("./fabula run %s --help says what its settings mean".formatted(study.name()));
  }

  private <C extends Record> Map<String, Object> tree(Study<C> study) {
    ResolvedStudy<C> resolved = resolved(study);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("study", study.name());
    tree.put("description", study.description());
    tree.put("profiles", study.profiles());
    tree.put("profile", resolved.profile());
    tree.put("stages", stages(resolved.stages()));
    tree.put("on_request", stages(resolved.onRequest()));
    return tree;
  }

  private static List<Object> stages(List<Stage> all) {
    List<Object> stages = new ArrayList<>();
    for (Stage each : all) {
      Map<String, Object> stage = new LinkedHashMap<>();
      stage.put("stage", each.name());
      stage.put("version", each.version());
      stage.put("inputs", each.inputs());
      stages.add(stage);
    }
    return stages;
  }
}
