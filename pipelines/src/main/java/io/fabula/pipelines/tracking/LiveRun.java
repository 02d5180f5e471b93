package io.fabula.pipelines.tracking;

import io.fabula.pipelines.problems.Problem;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.progress.Display;
import io.fabula.pipelines.progress.ProgressEvent;
import io.fabula.pipelines.store.RunDirectory;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends what the trainings of a run measure to an MLflow server while they are at work, from a
 * thread of its own: a server that is slow, away or wrong holds up nothing. One line says when it
 * is lost; it is asked again from time to time, and what did not arrive is sent at the end.
 */
public final class LiveRun implements Display {
  private static final long INTERVAL_MILLIS = 1000;
  private static final long AGAIN_MILLIS = 30_000;

  private final Display shown;
  private final MlflowServer once;
  private final MlflowServer patient;
  private final Supplier<TrackedRun> head;
  private final RunDirectory directory;
  private final OpenRun open;
  private final Consumer<String> say;
  private final long againMillis;

  /** The latest number of each curve that was not sent yet. */
  private final Map<String, TrackedRun.Point> waiting = new LinkedHashMap<>();

  /** By curve the steps that the server has. */
  private final Map<String, Set<Long>> arrived = new HashMap<>();

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private volatile boolean seen;
  private MlflowServer.@Nullable Begun begun;
  private boolean lost;
  private boolean refused;
  private long nextMillis;

  /**
   * A run that will be at work.
   *
   * @param shown also shown every event
   * @param servers where it goes
   * @param head the run as it is when it begins
   * @param directory the run's
   * @param say told in one line when the server is lost
   */
  public LiveRun(
      Display shown,
      Servers servers,
      Supplier<TrackedRun> head,
      RunDirectory directory,
      Consumer<String> say) {
    this(shown, servers, head, directory, say, INTERVAL_MILLIS, AGAIN_MILLIS);
  }

  LiveRun(
      Display shown,
      Servers servers,
      Supplier<TrackedRun> head,
      RunDirectory directory,
      Consumer<String> say,
      long intervalMillis,
      long againMillis) {
    this.shown = shown;
    once = servers.once();
    patient = servers.patient();
    this.head = head;
    this.directory = directory;
    open = new OpenRun(directory, patient.address());
    this.say = say;
    this.againMillis = againMillis;
    thread = new Thread(() -> follow(intervalMillis), "tracking");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * The same server in two manners.
   *
   * @param once asked once, while trainings run
   * @param patient asked several times, at the end
   */
  public record Servers(MlflowServer once, MlflowServer patient) {}

  @Override
  public void show(ProgressEvent event) {
    shown.show(event);
    seen = true;
    if (event.measured().isEmpty()) return;
    synchronized (waiting) {
      for (ProgressEvent.Measured each : event.measured()) {
        waiting.put(
            each.curve(),
            new TrackedRun.Point(each.curve(), each.value(), event.millis(), each.step()));
      }
    }
  }

  private void follow(long intervalMillis) {
    try {
      while (!closed.await(intervalMillis, TimeUnit.MILLISECONDS)) {
        if (seen && !refused && System.currentTimeMillis() >= nextMillis) tell();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell() throws InterruptedException {
    List<TrackedRun.Point> batch;
    synchronized (waiting) {
      batch = List.copyOf(waiting.values());
      waiting.clear();
    }
    try {
      if (begun == null) {
        open.endLeft(once);
        begun = once.begin(head.get());
        open.write(begun.runId());
      }
      once.log(begun, batch);
      for (TrackedRun.Point each : batch) {
        arrived.computeIfAbsent(each.key(), key -> new HashSet<>()).add(each.step());
      }
      lost = false;
    } catch (MlflowClient.Refused e) {
      refused = true;
      tell(e, "");
    } catch (Problem e) {
      refused = true;
      tell(new IOException(e.getMessage(), e), "");
    } catch (IOException e) {
      if (!lost) tell(e, " and it is asked again");
      lost = true;
      nextMillis = System.currentTimeMillis() + againMillis;
    }
  }

  private void tell(IOException e, String more) {
    say.accept(
        "the tracking server %s: %s; the work goes on%s, what it lacks is sent at the end"
            .formatted(patient.address(), MlflowClient.reason(e), more));
  }

  private boolean hasArrived(TrackedRun.Point point) {
    return arrived.getOrDefault(point.key(), Set.of()).contains(point.step());
  }

  /** Ends the display: nothing is sent any more but by the methods below. */
  @Override
  public void close() {
    shown.close();
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Sends what the server does not have yet of the run, which is complete, and ends it there.
   *
   * @throws WorkProblem if the server is away, refuses or disappears; nothing here is lost
   */
  public MlflowServer.Sent complete(TrackedRun run) {
    MlflowServer.Begun known = begun;
    if (known == null) return patient.send(run, directory);
    List<TrackedRun.Point> missing =
        run.points().stream().filter(each -> !hasArrived(each)).toList();
    MlflowServer.Sent sent = patient.asked(run.id(), () -> patient.complete(known, run, missing));
    open.forget();
    return sent;
  }

  /** Tells the server, if it can be told, that the run failed. */
  public void fail() {
    if (begun != null) open.endLeft(once, "FAILED");
  }
}
