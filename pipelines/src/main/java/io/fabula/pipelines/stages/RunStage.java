package io.fabula.pipelines.stages;

import io.fabula.pipelines.progress.ProgressEvent;
import io.fabula.pipelines.store.Lookup;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Executes one stage: a completion signal in (its inputs are complete), another out (its artifact
 * is). The elements between are shard indices and small results; data stay in files.
 */
final class RunStage extends PTransform<PCollection<String>, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  private final StageJob job;

  RunStage(StageJob job) {
    super(job.name());
    this.job = job;
  }

  @Override
  public PCollection<String> expand(PCollection<String> inputsComplete) {
    TupleTag<KV<Integer, String>> shards = new TupleTag<>() {};
    TupleTag<String> complete = new TupleTag<>() {};
    PCollectionTuple opened =
        inputsComplete.apply(
            "Open",
            ParDo.of(new Open(job, shards, complete))
                .withOutputTags(shards, TupleTagList.of(complete)));
    PCollection<String> committed =
        opened
            .get(shards)
            .setCoder(KvCoder.of(VarIntCoder.of(), StringUtf8Coder.of()))
            .apply("Spread", Reshuffle.of())
            .apply("Work", ParDo.of(new Work(job)))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), JsonCoder.of(ShardResult.class)))
            .apply("Collect", GroupByKey.create())
            .apply("Commit", ParDo.of(new Commit(job)))
            .setCoder(StringUtf8Coder.of());
    return PCollectionList.of(opened.get(complete).setCoder(StringUtf8Coder.of()))
        .and(committed)
        .apply("Complete", Flatten.pCollections());
  }

  /** Splits the work, unless an earlier attempt already completed it. */
  private static final class Open extends DoFn<String, KV<Integer, String>> {
    private static final long serialVersionUID = 1L;
    private final StageJob job;
    private final TupleTag<KV<Integer, String>> shards;
    private final TupleTag<String> complete;

    Open(StageJob job, TupleTag<KV<Integer, String>> shards, TupleTag<String> complete) {
      this.job = job;
      this.shards = shards;
      this.complete = complete;
    }

    @ProcessElement
    public void process(MultiOutputReceiver out) {
      if (job.store().lookup(job.id()) instanceof Lookup.Found) {
        out.get(complete).output(job.name());
        return;
      }
      Failures.reporting(
          job,
          () -> {
            int count = job.stage().shards(job.open());
            job.pending().begin();
            job.log().add(job.name(), ProgressEvent.Kind.BEGIN, -1, 0, count, "");
            for (int shard = 0; shard < count; shard++) {
              out.get(shards).output(KV.of(shard, job.name()));
            }
          });
    }
  }

  /** Does one shard's work, unless an earlier attempt already did. */
  private static final class Work extends DoFn<KV<Integer, String>, KV<String, ShardResult>> {
    private static final long serialVersionUID = 1L;
    private final StageJob job;

    Work(StageJob job) {
      this.job = job;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, String> element, OutputReceiver<KV<String, ShardResult>> out) {
      int shard = element.getKey();
      out.output(KV.of(job.name(), ShardExecution.of(job, shard)));
    }
  }

  /** Folds the shards in order and writes the manifest. */
  private static final class Commit extends DoFn<KV<String, Iterable<ShardResult>>, String> {
    private static final long serialVersionUID = 1L;
    private final StageJob job;

    Commit(StageJob job) {
      this.job = job;
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<ShardResult>> element, OutputReceiver<String> out) {
      List<ShardResult> shards =
          StreamSupport.stream(element.getValue().spliterator(), false)
              .sorted(Comparator.comparingInt(ShardResult::shard))
              .toList();
      Failures.reporting(job, () -> Completion.of(job, shards));
      out.output(job.name());
    }
  }
}
