package io.fabula.model.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the tensors of a safetensors file, which lie back to back behind the header that {@link
 * SafetensorsHeader} describes.
 */
final class SafetensorsReader {
  static final String METADATA = SafetensorsHeader.METADATA;
  private static final int CHUNK_BYTES = 1 << 16;
  private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;

  private final String source;
  private final FileChannel file;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private SafetensorsReader(String source, FileChannel file) {
    this.source = source;
    this.file = file;
  }

  static TensorFile read(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      return new SafetensorsReader(path.toString(), file).read();
    }
  }

  private TensorFile read() throws IOException {
    TensorListing listing = new SafetensorsHeader(source).read(file);
    for (TensorListing.Entry each : listing.tensors()) requireOurs(each);
    TensorFile content = new TensorFile(source);
    listing.metadata().forEach(content::putMetadata);
    for (TensorListing.Entry each : listing.tensors()) {
      content.put(each.name(), load(each, listing.dataStart() + each.begin()));
    }
    return content;
  }

  private void requireOurs(TensorListing.Entry entry) throws IOException {
    String where = "tensor " + SafetensorsHeader.quoted(entry.name());
    if (ElementType.named(entry.dtype()) == null) {
      throw new UnsupportedFileException(
          source, where, "expected dtype F64, I64, F32 or U8, got " + entry.dtype());
    }
    long elements = 1;
    for (long each : entry.shape()) {
      boolean fits = each <= MOST_ELEMENTS;
      elements = fits ? elements * each : Long.MAX_VALUE;
      if (elements > MOST_ELEMENTS) {
        throw new UnsupportedFileException(
            source, where, "more than " + MOST_ELEMENTS + " elements are not supported");
      }
    }
  }

  private Tensor load(TensorListing.Entry entry, long position) throws IOException {
    List<Integer> shape = new ArrayList<>();
    for (long each : entry.shape()) shape.add(Math.toIntExact(each));
    int elements = Tensor.size(shape);
    ElementType type = ElementType.valueOf(entry.dtype());
    return switch (type) {
      case F32 -> {
        float[] values = new float[elements];
        inChunks(
            4, elements, position, (from, count) -> chunk.asFloatBuffer().get(values, from, count));
        yield new Tensor.Floats(List.copyOf(shape), values);
      }
      case F64 -> {
        double[] values = new double[elements];
        inChunks(
            8,
            elements,
            position,
            (from, count) -> chunk.asDoubleBuffer().get(values, from, count));
        yield new Tensor.Doubles(List.copyOf(shape), values);
      }
      case I64 -> {
        long[] values = new long[elements];
        inChunks(
            8, elements, position, (from, count) -> chunk.asLongBuffer().get(values, from, count));
        yield new Tensor.Longs(List.copyOf(shape), values);
      }
      case U8 -> {
        byte[] values = new byte[elements];
        inChunks(1, elements, position, (from, count) -> chunk.get(values, from, count));
        yield new Tensor.Bytes(List.copyOf(shape), values);
      }
    };
  }

  private interface Target {
    /** Takes {@code count} elements out of the chunk. */
    void take(int from, int count);
  }

  private void inChunks(int width, int elements, long position, Target target) throws IOException {
    int most = CHUNK_BYTES / width;
    for (int from = 0; from < elements; from += most) {
      int count = Math.min(most, elements - from);
      chunk.clear().limit(count * width);
      long at = position + (long) from * width;
      while (chunk.hasRemaining()) {
        if (file.read(chunk, at + chunk.position()) < 0) {
          throw new DamagedFileException(
              source, "byte " + (at + chunk.position()), "the file ends too early");
        }
      }
      chunk.flip();
      target.take(from, count);
    }
  }
}
