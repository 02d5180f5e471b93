package io.fabula.model.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the header of the safetensors format: eight bytes of length (little-endian), then JSON in
 * UTF-8. It is read as a stream, so that a header takes no more memory than what it says.
 */
final class SafetensorsHeader {
  static final String METADATA = "__metadata__";
  private static final int LENGTH_BYTES = 8;
  private static final int MOST_TENSORS = 250_000;
  private static final int MOST_AXES = 64;

  /** The limit of the format's reference reader. */
  private static final long LONGEST_HEADER = 100_000_000;

  /** Bits of an element by type, of all types that the format knows. */
  private static final Map<String, Integer> BITS =
      Map.ofEntries(
          Map.entry("BOOL", 8),
          Map.entry("U8", 8),
          Map.entry("I8", 8),
          Map.entry("F8_E5M2", 8),
          Map.entry("F8_E4M3", 8),
          Map.entry("F8_E8M0", 8),
          Map.entry("F4", 4),
          Map.entry("F6_E2M3", 6),
          Map.entry("F6_E3M2", 6),
          Map.entry("I16", 16),
          Map.entry("U16", 16),
          Map.entry("F16", 16),
          Map.entry("BF16", 16),
          Map.entry("I32", 32),
          Map.entry("U32", 32),
          Map.entry("F32", 32),
          Map.entry("C64", 64),
          Map.entry("F64", 64),
          Map.entry("I64", 64),
          Map.entry("U64", 64));

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final String source;

  SafetensorsHeader(String source) {
    this.source = source;
  }

  TensorListing read(FileChannel file) throws IOException {
    long size = file.size();
    if (size < LENGTH_BYTES) {
      throw damaged("byte 0", "expected a header length of 8 bytes, the file has " + size);
    }
    long length = length(file);
    long longest = Math.min(LONGEST_HEADER, size - LENGTH_BYTES);
    if (length < 2 || length > longest) {
      throw damaged(
          "byte 0",
          "header length must be within 2..%d, got %s; not a safetensors file, or cut off"
              .formatted(longest, Long.toUnsignedString(length)));
    }
    long dataStart = LENGTH_BYTES + length;
    Map<String, String> metadata = new TreeMap<>();
    List<TensorListing.Entry> tensors = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(text(file, length))) {
      read(parser, size - dataStart, metadata, tensors);
    } catch (CharacterCodingException e) {
      throw damaged("header", "it is not UTF-8");
    } catch (JsonProcessingException e) {
      String reason = e.getOriginalMessage().lines().findFirst().orElse("malformed");
      throw damaged("header", "expected JSON: " + shown(reason));
    }
    checkCoverage(tensors, size - dataStart);
    return new TensorListing(metadata, tensors, dataStart);
  }

  private long length(FileChannel file) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (start.hasRemaining()) {
      if (file.read(start, start.position()) < 0) throw damaged("byte 0", "the file is cut off");
    }
    return start.flip().getLong();
  }

  private static InputStreamReader text(FileChannel file, long length) throws IOException {
    file.position(LENGTH_BYTES);
    return new InputStreamReader(
        new Beginning(Channels.newInputStream(file), length), StandardCharsets.UTF_8.newDecoder());
  }

  private void read(
      JsonParser parser,
      long dataBytes,
      Map<String, String> metadata,
      List<TensorListing.Entry> tensors)
      throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw damaged("header", "expected a JSON object");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals(METADATA)) {
        readMetadata(parser, metadata);
        continue;
      }
      if (tensors.size() == MOST_TENSORS) {
        throw new UnsupportedFileException(
            source, "header", "more than " + MOST_TENSORS + " tensors are not supported");
      }
      tensors.add(entry(parser, name, dataBytes));
    }
    if (parser.nextToken() != null) throw damaged("header", "something follows the JSON object");
  }

  private void readMetadata(JsonParser parser, Map<String, String> metadata) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw damaged("header", METADATA + " must be an object of strings");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_STRING) {
        throw damaged("header", METADATA + " entry " + quoted(key) + " must be a string");
      }
      metadata.put(key, parser.getText());
    }
  }

  private TensorListing.Entry entry(JsonParser parser, String name, long dataBytes)
      throws IOException {
    String where = "tensor " + quoted(name);
    if (name.isEmpty()) throw damaged("header", "a tensor has an empty name");
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw damaged(where, "expected an object with dtype, shape and data_offsets");
    }
    String dtype = "";
    List<Long> shape = null;
    List<Long> offsets = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (key) {
        case "dtype" -> {
          if (value != JsonToken.VALUE_STRING) throw damaged(where, "dtype must be a string");
          dtype = parser.getText();
        }
        case "shape" -> shape = wholes(parser, where, "shape");
        case "data_offsets" -> offsets = wholes(parser, where, "data_offsets");
        default -> parser.skipChildren();
      }
    }
    if (dtype.isEmpty()) throw damaged(where, "dtype is missing");
    if (shape == null) throw damaged(where, "shape must be an array");
    if (offsets == null || offsets.size() != 2) {
      throw damaged(where, "data_offsets must be two whole numbers, got " + offsets);
    }
    return checked(
        where,
        new TensorListing.Entry(name, dtype, shape, offsets.get(0), offsets.get(1)),
        dataBytes);
  }

  private List<Long> wholes(JsonParser parser, String where, String key) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw damaged(where, key + " must be an array");
    }
    List<Long> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      boolean isWhole =
          parser.currentToken() == JsonToken.VALUE_NUMBER_INT
              && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
      if (!isWhole || parser.getLongValue() < 0) {
        throw damaged(
            where, key + " must hold whole numbers from 0, got " + shown(parser.getText()));
      }
      if (values.size() == MOST_AXES) throw damaged(where, key + " has more than 64 numbers");
      values.add(parser.getLongValue());
    }
    return values;
  }

  private TensorListing.Entry checked(String where, TensorListing.Entry entry, long dataBytes)
      throws IOException {
    if (entry.end() < entry.begin() || entry.end() > dataBytes) {
      throw damaged(
          where,
          "data_offsets must lie within 0..%d (the data of this file), got [%d,%d]"
              .formatted(dataBytes, entry.begin(), entry.end()));
    }
    Integer bits = BITS.get(entry.dtype());
    if (bits == null) {
      throw new UnsupportedFileException(
          source, where, "dtype " + shown(entry.dtype()) + " is not supported");
    }
    long bytes = bytes(where, entry.shape(), bits);
    if (entry.end() - entry.begin() != bytes) {
      throw damaged(
          where,
          "%s%s takes %d bytes, its data_offsets give %d"
              .formatted(entry.dtype(), entry.shape(), bytes, entry.end() - entry.begin()));
    }
    return entry;
  }

  private long bytes(String where, List<Long> shape, int bits) throws IOException {
    if (shape.contains(0L)) return 0;
    try {
      long all = bits;
      for (long each : shape) all = Math.multiplyExact(all, each);
      if (all % 8 != 0) throw damaged(where, "shape " + shape + " ends within a byte");
      return all / 8;
    } catch (ArithmeticException e) {
      throw damaged(where, "shape " + shape + " is too large");
    }
  }

  /** The format allows neither holes nor overlaps nor bytes after the last tensor. */
  private void checkCoverage(List<TensorListing.Entry> entries, long dataBytes)
      throws DamagedFileException {
    List<TensorListing.Entry> sorted = new ArrayList<>(entries);
    sorted.sort(
        Comparator.comparingLong(TensorListing.Entry::begin)
            .thenComparingLong(TensorListing.Entry::end));
    long at = 0;
    for (TensorListing.Entry entry : sorted) {
      if (entry.begin() != at) {
        throw damaged(
            "tensor " + quoted(entry.name()),
            "expected its data to begin at offset " + at + ", got " + entry.begin());
      }
      at = entry.end();
    }
    if (at != dataBytes) {
      throw damaged(
          "offset " + at + " of the data", (dataBytes - at) + " bytes belong to no tensor");
    }
  }

  /** A name in a message: short, and without what would move a terminal's cursor. */
  static String quoted(String name) {
    return "\"" + shown(name) + "\"";
  }

  private static String shown(String text) {
    String cut = text.length() > 80 ? text.substring(0, 80) + "..." : text;
    return cut.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }

  private DamagedFileException damaged(String position, String problem) {
    return new DamagedFileException(source, position, problem);
  }

  /** The first bytes of a stream. */
  private static final class Beginning extends FilterInputStream {
    private long left;

    Beginning(InputStream in, long length) {
      super(in);
      left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0) return -1;
      int count = in.read(into, offset, (int) Math.min(left, length));
      if (count > 0) left -= count;
      return count;
    }

    @Override
    public void close() {
      // the file is closed by whoever opened it
    }
  }
}
