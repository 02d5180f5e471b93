package io.fabula.pipelines.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.progress.NoDisplay;
import io.fabula.pipelines.progress.ProgressEvent;
import io.fabula.pipelines.store.RunDirectory;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.sums.Console;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What trainings measure, sent to a server while they are at work. */
class LiveRunTest {
  private static final String RETURN = "train/seed_1/return";

  @TempDir Path directory;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

  private RunDirectory run() {
    Store store = Store.at(directory.toString());
    store.prepare();
    store.leave();
    return store.run("sums-tiny-1");
  }

  private LiveRun live(String address) throws IOException {
    TrackedRun whole = TrackingTest.curves();
    TrackedRun head =
        new TrackedRun(
            whole.id(),
            whole.experiment(),
            1,
            1,
            whole.parameters(),
            whole.tags(),
            List.of(),
            Map.of());
    return new LiveRun(
        new NoDisplay(),
        MlflowServer.live(address, Map.of(), 1),
        () -> head,
        run(),
        said::add,
        1,
        1);
  }

  private static ProgressEvent step(int step, double value) {
    return new ProgressEvent(
        1000 + step,
        "train",
        ProgressEvent.Kind.STEP,
        0,
        step,
        1234,
        "episodes",
        "",
        List.of(new ProgressEvent.Measured(RETURN, step, value)));
  }

  private String line() throws InterruptedException {
    String line = said.poll(1, TimeUnit.MINUTES);
    return line == null ? "nothing was said" : line;
  }

  @Test
  void curvesGrowOnTheServerWhileTheTrainingRunsAndNothingIsSentTwice() throws Exception {
    try (FakeMlflow server = new FakeMlflow();
        LiveRun live = live(server.address())) {
      live.show(step(0, 0));
      server.await(() -> server.metrics.containsKey(RETURN));
      live.show(step(7, 3.5));
      server.await(() -> server.metrics.get(RETURN).size() == 2);
      assertThat(server.parameters).hasSize(150);
      assertThat(server.status).isEmpty();
      assertThat(directory.resolve("runs/sums-tiny-1/tracking.json")).exists();
      live.close();
      MlflowServer.Sent sent = live.complete(TrackingTest.curves());
      assertThat(sent.url()).endsWith("/#/experiments/1/runs/abc");
      assertThat(server.metrics.get(RETURN).stream().mapToInt(each -> (int) each[0]))
          .hasSize(1234)
          .doesNotHaveDuplicates();
      assertThat(server.files).hasSize(1);
      assertThat(server.statuses).containsExactly("FINISHED");
      assertThat(directory.resolve("runs/sums-tiny-1/tracking.json")).doesNotExist();
      assertThat(said).isEmpty();
    }
  }

  @Test
  void aServerThatIsAwayIsSaidOnceAndFoundAgain() throws Exception {
    try (FakeMlflow server = new FakeMlflow()) {
      server.failures = 3;
      try (LiveRun live = live(server.address())) {
        live.show(step(0, 0));
        assertThat(line())
            .contains("it answers with status 503", "the work goes on and it is asked again");
        server.await(() -> server.parameters.size() == 150);
        live.show(step(1, 0.5));
        server.await(() -> server.metrics.containsKey(RETURN));
        live.close();
        live.complete(TrackingTest.curves());
      }
      assertThat(server.metrics.get(RETURN)).hasSize(1234);
      assertThat(said).isEmpty();
    }
  }

  @Test
  void aServerThatDisappearsLosesNothingAndWhatWasOpenThereIsEndedLater() throws Exception {
    try (FakeMlflow server = new FakeMlflow()) {
      try (LiveRun live = live(server.address())) {
        live.show(step(0, 0));
        server.await(() -> server.metrics.containsKey(RETURN));
        server.disappearsAfter = server.requests;
        live.show(step(1, 0.5));
        assertThat(line()).contains(server.address(), "the work goes on");
        live.close();
        TrackedRun whole = TrackingTest.curves();
        assertThatThrownBy(() -> live.complete(whole))
            .isInstanceOf(WorkProblem.class)
            .hasMessageContaining("./fabula track sums-tiny-1 --tracking=" + server.address());
      }
      assertThat(directory.resolve("runs/sums-tiny-1/tracking.json")).exists();
      server.disappearsAfter = -1;
      server.metrics.clear();
      try (LiveRun again = live(server.address())) {
        again.show(step(2, 1));
        server.await(() -> server.metrics.containsKey(RETURN));
        again.close();
        again.complete(TrackingTest.curves());
      }
      assertThat(server.statuses).containsExactly("KILLED", "FINISHED");
      assertThat(said).isEmpty();
    }
  }

  @Test
  void whatWasLeftOpenIsEndedWhenTheRunIsSentLater() throws Exception {
    try (FakeMlflow server = new FakeMlflow()) {
      try (LiveRun live = live(server.address())) {
        live.show(step(0, 0));
        server.await(() -> server.metrics.containsKey(RETURN));
      }
      new MlflowServer(server.address(), Map.of(), 1).send(TrackingTest.curves(), run());
      assertThat(server.statuses).containsExactly("FINISHED", "KILLED");
      assertThat(directory.resolve("runs/sums-tiny-1/tracking.json")).doesNotExist();
    }
  }

  @Test
  void aServerOfAnotherKindIsSaidOnceAndNotAskedAgain() throws Exception {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          byte[] page =
              "<html>no such page</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(404, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    other.start();
    String address = "http://127.0.0.1:" + other.getAddress().getPort();
    try (LiveRun live = live(address)) {
      live.show(step(0, 0));
      assertThat(line()).contains("something that is not MLflow's, status 404", "sent at the end");
      live.show(step(1, 0));
      live.close();
      TrackedRun whole = TrackingTest.curves();
      assertThatThrownBy(() -> live.complete(whole)).isInstanceOf(WorkProblem.class);
      assertThat(said).isEmpty();
    } finally {
      other.stop(0);
    }
  }

  @Test
  void aTrainingThatFailsIsFailedThereToo() throws Exception {
    try (FakeMlflow server = new FakeMlflow();
        LiveRun live = live(server.address())) {
      live.show(step(0, 0));
      server.await(() -> server.metrics.containsKey(RETURN));
      live.close();
      live.fail();
      assertThat(server.statuses).containsExactly("FAILED");
    }
  }

  @Test
  void theTrainingScriptOfTheOriginalSendsItsTraining() throws IOException {
    try (FakeMlflow server = new FakeMlflow()) {
      Console console =
          Console.run(
              Studies.builtIn(),
              "train_mpq_agent",
              "--profile=tiny",
              "n_episodes=20",
              "experiment_name=jumps",
              "--store=" + directory.resolve("store"),
              "--tracking=" + server.address());
      assertThat(console.exitCode()).as(console.err()).isZero();
      assertThat(console.out()).contains("tracked " + server.address(), "Mlflow run id: platform-");
      assertThat(server.experiments).containsOnlyKeys("jumps");
      assertThat(server.metrics.get("train-agents/seed_0/return")).hasSize(20);
      assertThat(server.metrics).doesNotContainKey("evaluate-agents/best_mean");
      assertThat(server.files.keySet())
          .anyMatch(each -> each.endsWith("train-agents/agent.safetensors"));
      assertThat(server.statuses).containsExactly("FINISHED");
    }
  }

  @Test
  void theTrainingsOfAStudyAreSeenWhileTheyRun() throws IOException {
    try (FakeMlflow server = new FakeMlflow()) {
      Console console =
          Console.run(
              Studies.builtIn(),
              "run",
              "platform",
              "--profile=tiny",
              "--quiet",
              "q_pamdp.seeds=0",
              "--store=" + directory.resolve("store"),
              "--neptune_project=jumps",
              "--tracking=" + server.address());
      assertThat(console.err()).isEmpty();
      assertThat(server.experiments).containsOnlyKeys("jumps");
      assertThat(server.metrics.get("train-agents/seed_2/return").stream().map(each -> each[0]))
          .hasSize(40)
          .doesNotHaveDuplicates();
      assertThat(server.metrics).containsKey("train-agents/seed_1/evaluation_return");
      assertThat(server.files.keySet())
          .anyMatch(each -> each.endsWith("train-agents/agent.safetensors"));
      assertThat(server.statuses).containsExactly("FINISHED");
    }
  }
}
