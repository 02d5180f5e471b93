package io.fabula.model.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabula.model.files.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Writes the safetensors format; widest elements first, so that every tensor lies aligned. */
final class SafetensorsWriter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CHUNK_BYTES = 1 << 16;

  private SafetensorsWriter() {}

  static void write(TensorFile content, Path path) throws IOException {
    AtomicFile.write(
        path,
        partial -> {
          try (FileChannel file =
              FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(content, file);
          }
        });
  }

  private static void write(TensorFile content, FileChannel file) throws IOException {
    List<String> names = new ArrayList<>(content.names());
    List<Tensor> tensors = new ArrayList<>();
    for (String name : names) tensors.add(content.tensor(name));
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) order.add(i);
    order.sort(Comparator.comparingInt(i -> -tensors.get(i).type().bytes()));

    ObjectNode header = JSON.createObjectNode();
    if (!content.metadata().isEmpty()) {
      ObjectNode metadata = header.putObject(SafetensorsReader.METADATA);
      content.metadata().forEach(metadata::put);
    }
    long offset = 0;
    for (int i : order) {
      Tensor tensor = tensors.get(i);
      long end = offset + (long) Tensor.size(tensor.shape()) * tensor.type().bytes();
      ObjectNode entry = header.putObject(names.get(i));
      entry.put("dtype", tensor.type().name());
      tensor.shape().forEach(entry.putArray("shape")::add);
      entry.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
    int padding = (8 - json.length % 8) % 8;
    ByteBuffer start = littleEndian(8 + json.length + padding);
    start.putLong(json.length + padding).put(json);
    for (int i = 0; i < padding; i++) start.put((byte) ' ');
    writeAll(file, start);
    for (int i : order) write(tensors.get(i), file);
  }

  private static void write(Tensor tensor, FileChannel file) throws IOException {
    if (tensor instanceof Tensor.Bytes bytes) {
      writeAll(file, ByteBuffer.wrap(bytes.values()).position(bytes.values().length));
      return;
    }
    int elements = Tensor.size(tensor.shape());
    int perChunk = CHUNK_BYTES / tensor.type().bytes();
    ByteBuffer chunk = littleEndian(CHUNK_BYTES);
    for (int from = 0; from < elements; from += perChunk) {
      int count = Math.min(perChunk, elements - from);
      chunk.clear();
      if (tensor instanceof Tensor.Floats floats) {
        chunk.asFloatBuffer().put(floats.values(), from, count);
      } else if (tensor instanceof Tensor.Doubles doubles) {
        chunk.asDoubleBuffer().put(doubles.values(), from, count);
      } else if (tensor instanceof Tensor.Longs longs) {
        chunk.asLongBuffer().put(longs.values(), from, count);
      }
      writeAll(file, chunk.position(count * tensor.type().bytes()));
    }
  }

  private static void writeAll(FileChannel file, ByteBuffer buffer) throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) file.write(buffer);
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
