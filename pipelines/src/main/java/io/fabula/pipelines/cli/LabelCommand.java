package io.fabula.pipelines.cli;

import io.fabula.pipelines.datasets.BehaviourTable;
import io.fabula.pipelines.datasets.ProjectionTable;
import io.fabula.pipelines.labels.Label;
import io.fabula.pipelines.labels.LabelBook;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.runs.RecordedRun;
import io.fabula.pipelines.runs.RunArtifacts;
import io.fabula.pipelines.store.ArtifactId;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Signature;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.Studies;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Name a component or a behaviour of a run, or show what is named.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "  ./fabula label RUN                        what is named",
      "  ./fabula label RUN IC3 \"saw ahead\"        IC3 is called so from now on",
      "  ./fabula label RUN behaviour-5 \"waits\"    the same of a behaviour",
      "  ./fabula label RUN IC3 --remove           it has no name any more",
      "",
      "Names belong to the components and behaviours that were found, whichever run shows them;",
      "the next ./fabula run writes them into the report."
    })
final class LabelCommand implements Callable<Integer> {
  private final Studies studies;
  private final PrintWriter out;

  @Parameters(index = "0", paramLabel = "RUN", description = "Id of the run, or its beginning.")
  private String run = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "WHAT",
      description = "A component, such as IC3, or a behaviour, such as behaviour-5.")
  private @Nullable String subject;

  @Parameters(index = "2", arity = "0..1", paramLabel = "NAME", description = "Its name.")
  private @Nullable String name;

  @Option(names = "--note", paramLabel = "TEXT", description = "Why it is called so.")
  private String note = "";

  @Option(
      names = "--sign",
      paramLabel = "+|-",
      description = "Which sign of the component has that meaning.")
  private String sign = "";

  @Option(
      names = "--samples",
      arity = "1..*",
      paramLabel = "N",
      description = "Simulated rollouts that show it.")
  private List<Integer> samples = new ArrayList<>();

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      description = "Whose components or behaviours: the stage that found them (default: first).")
  private @Nullable String stage;

  @Option(names = "--remove", description = "Take the name away.")
  private boolean remove;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  @Mixin private StoreOption store = new StoreOption();

  LabelCommand(Studies studies, PrintWriter out) {
    this.studies = studies;
    this.out = out;
  }

  @Override
  public Integer call() {
    Store opened = store.open();
    RecordedRun found = RecordedRun.named(opened, studies, run);
    if (subject == null) {
      show(opened, found);
      return 0;
    }
    if (!Label.isSubject(subject)) {
      throw new UsageProblem(
          "name a component such as IC3 or a behaviour such as behaviour-5, got "
              + Shown.value(subject));
    }
    LabelBook book = book(opened, found, subject);
    if (remove) {
      if (!book.remove(subject)) throw new UsageProblem(subject + " has no name");
      out.println(subject + " has no name any more");
      return 0;
    }
    if (name == null) {
      String known = subject;
      out.println(book.find(subject).map(LabelCommand::line).orElse(known + " has no name"));
      return 0;
    }
    book.put(label(subject, name));
    out.println(book.find(subject).map(LabelCommand::line).orElseThrow());
    return 0;
  }

  private Label label(String of, String called) {
    try {
      return new Label(of, called, sign, note, samples);
    } catch (IllegalArgumentException e) {
      throw new UsageProblem(String.valueOf(e.getMessage()), e);
    }
  }

  private static String line(Label label) {
    StringBuilder line = new StringBuilder(label.subject() + "  " + Shown.escaped(label.words()));
    if (!label.note().isEmpty()) line.append("  ").append(Shown.escaped(label.note()));
    if (!label.samples().isEmpty()) line.append("  rollouts ").append(label.samples());
    return line.toString();
  }

  private void show(Store opened, RecordedRun found) {
    List<Label> all = new ArrayList<>();
    for (Map.Entry<String, RunArtifacts.Entry> each : found.stages().entrySet()) {
      all.addAll(
          LabelBook.of(opened, each.getValue().study(), each.getKey(), each.getValue().signature())
              .all());
    }
    if (json) {
      RunsCommand.print(out, all);
      return;
    }
    if (all.isEmpty()) out.println("nothing is named; ./fabula label RUN IC3 \"its name\"");
    all.forEach(each -> out.println(line(each)));
  }

  private LabelBook book(Store opened, RecordedRun found, String of) {
    String part = of.startsWith("IC") ? ProjectionTable.PART : BehaviourTable.PART;
    for (Map.Entry<String, RunArtifacts.Entry> each : found.stages().entrySet()) {
      if (stage != null && !stage.equals(each.getKey())) continue;
      RunArtifacts.Entry entry = each.getValue();
      ArtifactId id =
          new ArtifactId(entry.study(), each.getKey(), new Signature(entry.signature()));
      boolean holds =
          opened.lookup(id) instanceof Lookup.Found artifact
              && !artifact.artifact().parts(part).isEmpty();
      if (holds) return LabelBook.of(opened, entry.study(), each.getKey(), entry.signature());
    }
    throw new UsageProblem(
        "no stage of %s%s has found such things"
            .formatted(found.id(), stage == null ? "" : " called " + Shown.value(stage)));
  }
}
