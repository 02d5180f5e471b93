package io.fabula.pipelines.cli;

import io.fabula.pipelines.labels.LabelBook;
import io.fabula.pipelines.panel.OriginalFormat;
import io.fabula.pipelines.panel.OriginalReader;
import io.fabula.pipelines.panel.PanelExport;
import io.fabula.pipelines.panel.PanelLabels;
import io.fabula.pipelines.panel.PanelServer;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.runs.RecordedRun;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.Study;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Step through a run in a browser, and change it there.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "  ./fabula panel RUN                          serve it on this machine until Ctrl-C",
      "  ./fabula panel RUN --export=DIR             write it as files that open without a server",
      "  ./fabula panel RUN --export=DIR --format=original   the published panel's files instead",
      "  ./fabula panel DIR                          open such files",
      "",
      "Interventions and labels need the served panel. Nothing outside this machine can reach it."
    })
final class PanelCommand implements Callable<Integer> {
  private static final int PORT = 8090;
  private static final int LARGEST_PORT = 65535;
  private static final int SAMPLES = 10;

  /** What is written. */
  private enum Format {
    PAGE,
    ORIGINAL
  }

  private final Studies studies;
  private final PrintWriter out;

  @Parameters(
      paramLabel = "RUN",
      description =
          "Id of the run, or its beginning; or a directory with panel_data.json, such as the"
              + " published panel's export.")
  private String run = "";

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port to serve on, 0 for any that is free (default: ${DEFAULT-VALUE}).")
  private int port = PORT;

  @Option(
      names = "--export",
      paramLabel = "DIR",
      description = "Write the panel as files into this directory, and end.")
  private @Nullable Path export;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "What is written: page, or original for the published panel's files.")
  private Format format = Format.PAGE;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "How many samples are written (default: ${DEFAULT-VALUE}).")
  private int samples = SAMPLES;

  @Mixin private StoreOption store = new StoreOption();

  PanelCommand(Studies studies, PrintWriter out) {
    this.studies = studies;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    if (port < 0 || port > LARGEST_PORT) {
      throw new UsageProblem("--port must be within 0..%d, got %d".formatted(LARGEST_PORT, port));
    }
    if (OriginalReader.isOne(Path.of(run))) {
      try (PanelView view = OriginalReader.open(Path.of(run))) {
        show(view, PanelLabels.NONE);
      }
      return 0;
    }
    Store opened = store.open();
    RecordedRun found = RecordedRun.named(opened, studies, run);
    show(studies.named(found.study()), opened, found);
    return 0;
  }

  private <C extends Record> void show(Study<C> study, Store opened, RecordedRun found)
      throws IOException {
    OpenedRun<C> recorded = found.open(study, opened);
    try (PanelView view = study.panel(recorded)) {
      show(view, labels(recorded));
    }
  }

  private void show(PanelView view, PanelLabels labels) throws IOException {
    if (export == null) {
      serve(view, labels);
    } else if (format == Format.ORIGINAL) {
      out.println("panel data " + OriginalFormat.write(view, export, samples));
    } else {
      out.println("panel " + PanelExport.write(view, labels, export, samples));
    }
  }

  private void serve(PanelView view, PanelLabels labels) throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    try (PanelServer server = PanelServer.start(view, labels, port)) {
      out.println("panel " + server.address());
      out.println("Ctrl-C ends it");
      out.flush();
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // somebody wants it to end
    }
  }

  /** Components and behaviours are labelled where the first stage that holds them found them. */
  private static PanelLabels labels(OpenedRun<?> run) {
    if (run.labelled("IC0").isEmpty()) return PanelLabels.NONE;
    return new PanelLabels(
        run::labelled,
        () -> {
          List<LabelBook> books = new ArrayList<>();
          run.labelled("IC0").ifPresent(books::add);
          run.labelled("behaviour-0").ifPresent(books::add);
          return books;
        });
  }
}
