package io.fabula.pipelines.cli;

import io.fabula.pipelines.cluster.Submission;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.progress.Display;
import io.fabula.pipelines.progress.LineDisplay;
import io.fabula.pipelines.progress.NoDisplay;
import io.fabula.pipelines.progress.ProgressFollower;
import io.fabula.pipelines.runs.RecordedRun;
import io.fabula.pipelines.stages.Plan;
import io.fabula.pipelines.stages.SweepRunner;
import io.fabula.pipelines.store.RunDirectory;
import io.fabula.pipelines.store.RunLock;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.ResolvedStudy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The runs of a sweep as elements of one pipeline; those with the same settings are one run.
 *
 * @param <C> the record that holds a run's settings
 */
final class SweptWork<C extends Record> {
  private final RunCommand command;
  private final List<String> order;
  private final Map<String, ResolvedStudy<C>> runs = new TreeMap<>();
  private final boolean sharedStore;
  private final boolean quiet;
  private final Store store;

  SweptWork(RunCommand command, List<ResolvedStudy<C>> all, boolean sharedStore, boolean quiet) {
    this.command = command;
    this.sharedStore = sharedStore;
    this.quiet = quiet;
    store = command.store();
    order = all.stream().map(ResolvedStudy::runId).distinct().toList();
    for (ResolvedStudy<C> each : all) runs.putIfAbsent(each.runId(), each);
  }

  /** Runs them, writes their reports, and says where they are and which failed. */
  int run(BeamOptions beam) {
    store.prepare();
    List<RunLock> locks = new ArrayList<>();
    try {
      for (String id : runs.keySet()) locks.add(command.lock(store, id));
      Map<String, String> failures = work(beam);
      for (String id : order) {
        ResolvedStudy<C> run = runs.get(id);
        if (run == null || failures.containsKey(id)) continue;
        command.finish(run, store);
        command.tell(store, id);
      }
      failures.forEach((id, why) -> command.say("run " + id + " failed: " + Shown.escaped(why)));
      if (!failures.isEmpty()) {
        command.say(
            "%d of %d runs failed; the same command goes on with them"
                .formatted(failures.size(), runs.size()));
      }
      return failures.isEmpty() ? 0 : 1;
    } finally {
      command.failRemaining();
      locks.forEach(RunLock::close);
      store.leave();
    }
  }

  private Map<String, String> work(BeamOptions beam) {
    List<ProgressFollower> followers = new ArrayList<>();
    String first = order.get(0);
    try (Submission submission =
        new Submission(first, store.run(first).path().resolve("submission"))) {
      List<SweepRunner.Member> members = new ArrayList<>();
      runs.forEach(
          (id, run) -> {
            store.run(id).write(RecordedRun.CONFIG, run.yaml().getBytes(StandardCharsets.UTF_8));
            followers.add(follower(id, run));
            members.add(new SweepRunner.Member(id, run.seed(), () -> plan(run)));
          });
      return new SweepRunner(
              store, beam.forWork(sharedStore, submission), command.waiting(), command::say)
          .run(members);
    } finally {
      followers.forEach(ProgressFollower::close);
    }
  }

  private Plan plan(ResolvedStudy<C> run) {
    return command.plan(run, store, command.stages(run));
  }

  private ProgressFollower follower(String id, ResolvedStudy<C> run) {
    RunDirectory directory = store.run(id);
    return new ProgressFollower(directory.progress(), command.tracked(display(id, run), store, id));
  }

  private Display display(String id, ResolvedStudy<C> run) {
    if (quiet) return new NoDisplay();
    Plan plan = plan(run);
    command.out.printf(
        "run %s: %d of %d stages to run%n", id, plan.stale().size(), plan.stages().size());
    PrefixedWriter named = new PrefixedWriter(command.err, id + ": ");
    return new LineDisplay(named, RunCommand.outlook(run, store, plan));
  }
}
