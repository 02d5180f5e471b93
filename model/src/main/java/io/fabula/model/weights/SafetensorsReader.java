package io.fabula.model.weights;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Reads the safetensors format: eight bytes of header length (little-endian), a JSON header, then
 * the tensors back to back.
 */
final class SafetensorsReader {
  static final String METADATA = "__metadata__";
  private static final int LENGTH_BYTES = 8;

  /** The limit of the format's reference reader. */
  private static final long LONGEST_HEADER = 100_000_000;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonParser.Feature.ALLOW_COMMENTS)
          .build();

  private record Entry(
      String name, ElementType type, List<Integer> shape, int elements, long begin, long end) {}

  private final String source;

  private SafetensorsReader(String source) {
    this.source = source;
  }

  static TensorFile read(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      return new SafetensorsReader(path.toString()).read(file);
    }
  }

  private TensorFile read(FileChannel file) throws IOException {
    long size = file.size();
    if (size < LENGTH_BYTES) {
      throw damaged("byte 0", "expected a header length of 8 bytes, the file has " + size);
    }
    long headerLength = readAt(file, 0, LENGTH_BYTES).getLong();
    if (headerLength < 2 || headerLength > Math.min(LONGEST_HEADER, size - LENGTH_BYTES)) {
      throw damaged(
          "byte 0",
          "header length must be within 2.."
              + Math.min(LONGEST_HEADER, size - LENGTH_BYTES)
              + ", got "
              + Long.toUnsignedString(headerLength)
              + "; not a safetensors file, or cut off");
    }
    byte[] json = new byte[(int) headerLength];
    readAt(file, LENGTH_BYTES, json.length).get(json);
    JsonNode header = parse(json);
    long dataStart = LENGTH_BYTES + headerLength;
    TensorFile content = new TensorFile(source);
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : header.properties()) {
      if (field.getKey().equals(METADATA)) readMetadata(field.getValue(), content);
      else entries.add(entry(field.getKey(), field.getValue(), size - dataStart));
    }
    checkCoverage(entries, size - dataStart);
    for (Entry entry : entries) content.put(entry.name, load(file, dataStart, entry));
    return content;
  }

  private JsonNode parse(byte[] header) throws DamagedFileException {
    JsonNode root;
    try {
      root = JSON.readTree(header);
    } catch (JsonProcessingException e) {
      long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
      throw damaged("byte " + (LENGTH_BYTES + at), "expected a JSON header: " + firstLine(e));
    } catch (IOException e) {
      throw damaged("byte " + LENGTH_BYTES, "expected a JSON header in UTF-8");
    }
    if (!root.isObject()) throw damaged("byte " + LENGTH_BYTES, "expected a JSON object as header");
    return root;
  }

  private static String firstLine(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("malformed");
  }

  private void readMetadata(JsonNode node, TensorFile content) throws DamagedFileException {
    if (!node.isObject()) throw damaged("header", METADATA + " must be an object of strings");
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getValue().isTextual()) {
        throw damaged("header", METADATA + " entry \"" + field.getKey() + "\" must be a string");
      }
      content.putMetadata(field.getKey(), field.getValue().textValue());
    }
  }

  private Entry entry(String name, JsonNode node, long dataBytes) throws DamagedFileException {
    String where = "tensor \"" + name + "\"";
    if (name.isEmpty()) throw damaged("header", "a tensor has an empty name");
    ElementType type = ElementType.named(node.path("dtype").asText());
    if (type == null) {
      throw damaged(
          where, "dtype must be F64, I64, F32 or U8, got \"" + node.path("dtype").asText() + "\"");
    }
    JsonNode axes = node.path("shape");
    if (!axes.isArray()) throw damaged(where, "shape must be an array");
    List<Integer> shape = new ArrayList<>();
    long elements = 1;
    for (JsonNode axis : axes) {
      if (!axis.isIntegralNumber() || !axis.canConvertToInt() || axis.intValue() < 0) {
        throw damaged(where, "axis lengths must be whole numbers from 0, got " + axis);
      }
      shape.add(axis.intValue());
      elements *= axis.intValue();
      if (elements > Integer.MAX_VALUE) throw damaged(where, "shape " + axes + " is too large");
    }
    JsonNode offsets = node.path("data_offsets");
    if (!offsets.isArray()
        || offsets.size() != 2
        || !offsets.get(0).isIntegralNumber()
        || !offsets.get(0).canConvertToLong()
        || !offsets.get(1).isIntegralNumber()
        || !offsets.get(1).canConvertToLong()) {
      throw damaged(where, "data_offsets must be two whole numbers, got " + offsets);
    }
    long begin = offsets.get(0).longValue();
    long end = offsets.get(1).longValue();
    if (begin < 0 || end < begin || end > dataBytes) {
      throw damaged(
          where,
          "data_offsets must lie within 0.."
              + dataBytes
              + " (the data of this file), got "
              + offsets);
    }
    if (end - begin != elements * type.bytes()) {
      throw damaged(
          where,
          type.name()
              + shape
              + " takes "
              + elements * type.bytes()
              + " bytes, its data_offsets give "
              + (end - begin));
    }
    return new Entry(name, type, List.copyOf(shape), (int) elements, begin, end);
  }

  /** The format allows neither holes nor overlaps nor bytes after the last tensor. */
  private void checkCoverage(List<Entry> entries, long dataBytes) throws DamagedFileException {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long at = 0;
    for (Entry entry : sorted) {
      if (entry.begin != at) {
        throw damaged(
            "tensor \"" + entry.name + "\"",
            "expected its data to begin at offset " + at + ", got " + entry.begin);
      }
      at = entry.end;
    }
    if (at != dataBytes) {
      throw damaged(
          "offset " + at + " of the data", (dataBytes - at) + " bytes belong to no tensor");
    }
  }

  private Tensor load(FileChannel file, long dataStart, Entry entry) throws IOException {
    long bytes = entry.end - entry.begin;
    if (bytes > Integer.MAX_VALUE - 8) {
      throw damaged("tensor \"" + entry.name + "\"", "more than 2 GiB in one tensor");
    }
    ByteBuffer data = readAt(file, dataStart + entry.begin, (int) bytes);
    switch (entry.type) {
      case F32 -> {
        float[] values = new float[entry.elements];
        data.asFloatBuffer().get(values);
        return new Tensor.Floats(entry.shape, values);
      }
      case F64 -> {
        double[] values = new double[entry.elements];
        data.asDoubleBuffer().get(values);
        return new Tensor.Doubles(entry.shape, values);
      }
      case I64 -> {
        long[] values = new long[entry.elements];
        data.asLongBuffer().get(values);
        return new Tensor.Longs(entry.shape, values);
      }
      case U8 -> {
        byte[] values = new byte[entry.elements];
        data.get(values);
        return new Tensor.Bytes(entry.shape, values);
      }
    }
    throw new IllegalStateException("no such type: " + entry.type);
  }

  private ByteBuffer readAt(FileChannel file, long position, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, position + buffer.position()) < 0) {
        throw damaged("byte " + (position + buffer.position()), "the file ends too early");
      }
    }
    return buffer.flip();
  }

  private DamagedFileException damaged(String position, String problem) {
    return new DamagedFileException(source, position, problem);
  }
}
