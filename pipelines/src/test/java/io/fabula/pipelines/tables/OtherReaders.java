package io.fabula.pipelines.tables;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.parquet.ParquetIO;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.io.LocalInputFile;

/** Reads our files as programs do that know nothing of us. */
public final class OtherReaders {
  private OtherReaders() {}

  /** All records of a file, by the schema that it carries. */
  public static List<GenericRecord> avro(Path file) throws IOException {
    List<GenericRecord> records = new ArrayList<>();
    try (ParquetReader<GenericRecord> reader =
        AvroParquetReader.<GenericRecord>builder(
                new LocalInputFile(file), new PlainParquetConfiguration())
            .build()) {
      for (GenericRecord each = reader.read(); each != null; each = reader.read()) {
        records.add(each);
      }
    }
    return records;
  }

  /** Reads files in one Beam pipeline; the number of records of each, in their order. */
  public static List<Long> beam(List<Path> files) {
    Pipeline pipeline =
        Pipeline.create(PipelineOptionsFactory.fromArgs("--targetParallelism=1").create());
    for (int i = 0; i < files.size(); i++) {
      TableReader.Header header = TableReader.header(files.get(i));
      Schema schema = new Schema.Parser().parse(header.metadata().get("parquet.avro.schema"));
      pipeline
          .apply("read " + i, ParquetIO.read(schema).from(files.get(i).toString()))
          .apply("count " + i, ParDo.of(new CountRecords(i)));
    }
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    Map<String, Long> counts = new HashMap<>();
    for (MetricResult<Long> each : result.metrics().allMetrics().getCounters()) {
      if (each.getName().getNamespace().equals(CountRecords.class.getName())) {
        counts.put(each.getName().getName(), each.getAttempted());
      }
    }
    return IntStream.range(0, files.size()).mapToObj(i -> counts.getOrDefault("" + i, 0L)).toList();
  }

  private static final class CountRecords extends DoFn<GenericRecord, Void> {
    private static final long serialVersionUID = 1;
    private final Counter records;

    CountRecords(int file) {
      records = Metrics.counter(CountRecords.class, "" + file);
    }

    @ProcessElement
    public void count() {
      records.inc();
    }
  }
}
