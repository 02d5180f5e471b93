package io.fabula.pipelines.cli;

import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.runs.Sweep;
import io.fabula.pipelines.studies.Studies;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = {
      "Show what the store holds that no run refers to, and how much it is.",
      "Nothing is deleted unless --delete is given, and never what a run refers to."
    },
    mixinStandardHelpOptions = true)
final class GcCommand implements Callable<Integer> {
  private static final Map<String, Integer> HOURS = Map.of("h", 1, "d", 24, "w", 24 * 7);

  private final Studies studies;
  private final PrintWriter out;

  @Mixin private StoreOption store = new StoreOption();

  @Option(names = "--delete", description = "Delete it.")
  private boolean delete;

  @Option(
      names = "--runs-older-than",
      paramLabel = "AGE",
      description = "Also runs that were not worked on for so long, such as 30d, 12h or 8w.")
  private @Nullable String age;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  GcCommand(Studies studies, PrintWriter out) {
    this.studies = studies;
    this.out = out;
  }

  @Override
  public Integer call() {
    Optional<Duration> older = Optional.ofNullable(age).map(GcCommand::duration);
    Sweep sweep = Sweep.of(store.open(), studies, older, Instant.now());
    List<Sweep.Item> items = sweep.items();
    if (json) RunsCommand.print(out, items);
    long bytes = 0;
    int kept = 0;
    for (Sweep.Item item : items) {
      boolean gone = !delete || sweep.delete(item);
      if (gone) bytes += item.bytes();
      else kept++;
      if (!json) {
        out.printf(
            Locale.ROOT,
            "%s  %,d bytes, %s%s%n",
            Shown.escaped(item.path()),
            item.bytes(),
            item.reason(),
            gone ? "" : "; kept, a process is at work on it");
      }
    }
    if (json) return 0;
    for (String run : sweep.unreadable()) {
      out.println("all artifacts are kept: nobody knows what run " + Shown.escaped(run) + " needs");
    }
    out.printf(
        Locale.ROOT,
        "%d things, %,d bytes%s%n",
        items.size() - kept,
        bytes,
        delete ? " deleted" : items.isEmpty() ? "" : "; --delete deletes them");
    return 0;
  }

  private static Duration duration(String text) {
    if (!text.matches("[0-9]{1,5}[hdw]")) {
      throw new UsageProblem(
          "--runs-older-than must be like 30d, 12h or 8w, got " + Shown.value(text));
    }
    int count = Integer.parseInt(text.substring(0, text.length() - 1));
    return Duration.ofHours(
        (long) count * HOURS.getOrDefault(text.substring(text.length() - 1), 1));
  }
}
