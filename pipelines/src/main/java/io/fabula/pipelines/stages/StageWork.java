package io.fabula.pipelines.stages;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.fabula.analysis.figures.Figure;
import io.fabula.analysis.figures.FigureData;
import io.fabula.analysis.figures.FrameSheet;
import io.fabula.analysis.video.Clip;
import io.fabula.analysis.video.Mp4;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.progress.ProgressEvent;
import io.fabula.pipelines.progress.ProgressLog;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Digests;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a stage's code may do while it works: read inputs, write parts, say how far it is. */
public abstract class StageWork {
  /** Ending of what a page draws anew from a figure, beside its SVG. */
  public static final String PLOT = ".plot.json";

  private static final long PROGRESS_INTERVAL_NANOS = 200_000_000L;

  private final StageJob job;
  private final ProgressLog log;
  private final int shard;
  private final List<Part> parts = new ArrayList<>();
  private long lastProgressNanos = System.nanoTime() - PROGRESS_INTERVAL_NANOS;

  StageWork(StageJob job, int shard) {
    this.job = job;
    this.shard = shard;
    log = job.log();
  }

  /** Writes a scratch file; publishes it when it returns. */
  public interface FileWriter {
    /** Writes {@code file} and says what it holds. */
    Content write(Path file) throws Exception;
  }

  /**
   * What a written file holds.
   *
   * @param rows rows or tensors, 0 where there are none
   * @param content its content digest, empty outside the content hash
   */
  public record Content(long rows, String content) {
    /** Of a file outside the content hash. */
    public static final Content NONE = new Content(0, "");
  }

  /** A new local file that is no part of the artifact; whoever makes it deletes it. */
  public Path scratch(String name) {
    return job.pending().scratch(name);
  }

  /** The artifact of an input stage. */
  public Artifact input(String stage) {
    return job.open().of(stage);
  }

  /**
   * Writes one part of the artifact. It appears under its name when {@code writer} has returned,
   * never in part.
   *
   * @param path relative to the artifact, decided by the shard alone
   */
  @CanIgnoreReturnValue
  public Part write(String path, Part.Kind kind, FileWriter writer) throws Exception {
    Path scratch = job.pending().scratch(path);
    try {
      Content content = writer.write(scratch);
      Part part = publish(scratch, path, kind, content);
      parts.add(part);
      return part;
    } finally {
      Files.deleteIfExists(scratch);
    }
  }

  Part publish(Path scratch, String path, Part.Kind kind, Content content) {
    return job.pending().publish(scratch, path, kind, content.rows(), content.content());
  }

  /** Fills a table. */
  public interface TableFiller {
    /** Writes all rows. */
    void fill(TableWriter table) throws Exception;
  }

  /** Writes one table as a part of the artifact; see {@link #write}. */
  @CanIgnoreReturnValue
  public Part table(String path, TableSchema schema, TableFiller filler) throws Exception {
    return write(
        path,
        Part.Kind.TABLE,
        file -> {
          TableWriter table = new TableWriter(file, schema);
          try (table) {
            filler.fill(table);
          }
          return new Content(table.rows(), table.content());
        });
  }

  /** Writes tensors as a part of the artifact; see {@link #write}. */
  @CanIgnoreReturnValue
  public Part tensors(String path, TensorFile tensors) throws Exception {
    return write(
        path,
        Part.Kind.TENSORS,
        file -> {
          tensors.write(file);
          return new Content(tensors.names().size(), tensors.digest());
        });
  }

  /**
   * Writes a figure below {@code figures/}: SVG and caption, its numbers as CSV, and what a page
   * draws anew from it.
   */
  public void figure(Figure figure) throws Exception {
    FigureCaption caption = new FigureCaption(figure.title(), figure.description());
    figure(figure.name(), figure.svg(), caption, figure.data());
    Optional<Map<String, Object>> plot = figure.plot();
    if (plot.isPresent()) {
      writeBytes(
          "figures/" + figure.name() + PLOT,
          Json.line(plot.get()).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Writes frames side by side as a figure; see {@link #figure(Figure)}. */
  public void sheet(FrameSheet sheet) throws Exception {
    FigureCaption caption = new FigureCaption(sheet.title(), sheet.description());
    figure(sheet.name(), sheet.svg(), caption, sheet.data());
  }

  private void figure(String name, String svg, FigureCaption caption, FigureData data)
      throws Exception {
    writeBytes("figures/" + name + ".svg", svg.getBytes(StandardCharsets.UTF_8));
    caption("figures/" + name, caption);
    String csv = data.toCsv();
    write(
        "figures/" + name + ".csv",
        Part.Kind.NUMBERS,
        file -> {
          Files.writeString(file, csv);
          return new Content(data.rows(), Digests.of(csv));
        });
  }

  /**
   * Writes what stands under a figure or clip, beside it.
   *
   * @param stem its path without ending
   */
  public void caption(String stem, FigureCaption caption) throws Exception {
    writeBytes(stem + ".json", Json.pretty(caption));
  }

  /**
   * Writes a video below {@code clips/}, and what stands under it.
   *
   * @param name without ending
   */
  public void clip(String name, Clip clip, int framesPerSecond, FigureCaption caption)
      throws Exception {
    String stem = "clips/" + name;
    caption(stem, caption);
    write(
        stem + ".mp4",
        Part.Kind.OTHER,
        file -> {
          Mp4.write(file, clip, framesPerSecond);
          return Content.NONE;
        });
  }

  private void writeBytes(String path, byte[] content) throws Exception {
    write(
        path,
        Part.Kind.OTHER,
        file -> {
          Files.write(file, content);
          return Content.NONE;
        });
  }

  /** Writes a table of numbers for people, one CSV line per row below the header. */
  public void writeNumbers(String path, List<String> lines) throws Exception {
    String text = String.join("\n", lines) + "\n";
    write(
        path,
        Part.Kind.NUMBERS,
        file -> {
          Files.write(file, text.getBytes(StandardCharsets.UTF_8));
          return new Content(lines.size() - 1L, Digests.of(text));
        });
  }

  /**
   * Says how far this shard is. Cheap enough to call for every item: most calls are dropped.
   *
   * @param unit what is counted, such as {@code episodes}
   */
  public void progress(long done, long total, String unit) {
    progress(done, total, unit, () -> "");
  }

  /**
   * As the other method, and says how it is going.
   *
   * @param note a few words with numbers, made only when they are shown
   */
  public void progress(long done, long total, String unit, Supplier<String> note) {
    progress(done, total, unit, note, List::of);
  }

  /**
   * As the other method, and says what a training measured since the last time.
   *
   * @param measured a few numbers, asked for only when they are told
   */
  public void progress(
      long done,
      long total,
      String unit,
      Supplier<String> note,
      Supplier<List<ProgressEvent.Measured>> measured) {
    long now = System.nanoTime();
    if (now - lastProgressNanos < PROGRESS_INTERVAL_NANOS && done < total) return;
    lastProgressNanos = now;
    log.add(
        job.name(), ProgressEvent.Kind.STEP, shard, done, total, unit, note.get(), measured.get());
  }

  /** Says something that whoever runs the study should know, in one line. */
  public void note(String line) {
    log.note(job.name(), shard, line);
  }

  StageJob job() {
    return job;
  }

  ProgressLog log() {
    return log;
  }

  List<Part> parts() {
    return parts;
  }
}
