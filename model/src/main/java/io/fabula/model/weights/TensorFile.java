package io.fabula.model.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Named tensors and text metadata: the content of one safetensors file. Order of insertion is kept
 * among tensors whose elements have the same width.
 */
public final class TensorFile {
  private final String source;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata = new TreeMap<>();

  /** An empty file that exists in memory only. */
  public TensorFile() {
    this("memory");
  }

  TensorFile(String source) {
    this.source = source;
  }

  /**
   * Reads a safetensors file. Nothing is allocated for a tensor before its place in the file has
   * been checked.
   *
   * @throws DamagedFileException if the file is cut off, edited or of another format
   * @throws IOException if it cannot be read
   */
  public static TensorFile read(Path path) throws IOException {
    return SafetensorsReader.read(path);
  }

  /**
   * Writes this content as a safetensors file: to a temporary name in the same directory, synced,
   * then renamed, so that {@code path} is either the old file or the whole new one.
   */
  public void write(Path path) throws IOException {
    SafetensorsWriter.write(this, path);
  }

  /**
   * As {@link #write}, with a SHA-256 of all that the file says, which {@link #readSealed}
   * compares.
   */
  public void writeSealed(Path path) throws IOException {
    TensorFile sealed = new TensorFile(source);
    sealed.tensors.putAll(tensors);
    sealed.metadata.putAll(metadata);
    sealed.metadata.put(TensorSeal.KEY, TensorSeal.of(this));
    sealed.write(path);
  }

  /**
   * Reads what {@link #writeSealed} wrote.
   *
   * @throws DamagedFileException if a bit of it is not as it was written, or it has no seal
   * @throws IOException if it cannot be read
   */
  public static TensorFile readSealed(Path path) throws IOException {
    TensorFile file;
    try {
      file = read(path);
    } catch (UnsupportedFileException e) {
      throw new DamagedFileException(
          path.toString(), "header", "it names a type that was not written: " + e.getMessage());
    }
    String seal = file.metadata(TensorSeal.KEY);
    file.metadata.remove(TensorSeal.KEY);
    if (!TensorSeal.of(file).equals(seal)) {
      throw new DamagedFileException(
          file.source, "content", "it does not match the SHA-256 that was written with it");
    }
    return file;
  }

  /**
   * SHA-256 of the tensors, as lower-case hexadecimal: names in order, types, shapes and values;
   * the metadata are not part of it.
   */
  public String digest() {
    return TensorSeal.ofTensors(this);
  }

  /** Adds or replaces a tensor. */
  public TensorFile put(String name, Tensor tensor) {
    if (name.isEmpty() || name.equals(SafetensorsReader.METADATA)) {
      throw new IllegalArgumentException("\"" + name + "\" cannot name a tensor");
    }
    tensors.put(name, tensor);
    return this;
  }

  /** Adds or replaces an entry of the metadata. */
  public TensorFile putMetadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /** Where the content came from, for messages. */
  public String source() {
    return source;
  }

  /** All names in order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  /** All metadata, sorted by key. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  /**
   * A metadata entry.
   *
   * @throws DamagedFileException if it is missing
   */
  public String metadata(String key) throws DamagedFileException {
    String value = metadata.get(key);
    if (value == null) {
      throw new DamagedFileException(source, "metadata", "entry \"" + key + "\" is missing");
    }
    return value;
  }

  /**
   * A tensor by name.
   *
   * @throws DamagedFileException if it is missing
   */
  public Tensor tensor(String name) throws DamagedFileException {
    Tensor tensor = tensors.get(name);
    if (tensor == null) throw unexpected(name, "it is missing");
    return tensor;
  }

  /** A tensor whose name is one of {@link #names}. */
  Tensor present(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) throw new IllegalArgumentException("there is no tensor " + name);
    return tensor;
  }

  /**
   * A float tensor that must have exactly this shape.
   *
   * @throws DamagedFileException if it is missing or of another type or shape
   */
  public float[] floats(String name, List<Integer> shape) throws DamagedFileException {
    Tensor tensor = tensor(name);
    if (tensor instanceof Tensor.Floats floats && floats.shape().equals(shape))
      return floats.values();
    throw unexpected(name, "expected F32" + shape + ", got " + tensor);
  }

  /**
   * Checks that all parameters are there, so that a network's sizes, which stand in the metadata,
   * are known to be true before anything of that size is allocated.
   *
   * @throws DamagedFileException naming the first that is missing or of another type or shape
   */
  public void requireAll(List<ParameterShape> parameters) throws DamagedFileException {
    for (ParameterShape each : parameters) floats(each.name(), each.shape());
  }

  /**
   * A double vector of the given length.
   *
   * @param length expected number of elements, or -1 for any
   * @throws DamagedFileException if it is missing or of another type or length
   */
  public double[] doubles(String name, int length) throws DamagedFileException {
    Tensor tensor = tensor(name);
    if (tensor instanceof Tensor.Doubles doubles && fits(doubles.values().length, length)) {
      return doubles.values();
    }
    throw unexpected(name, "expected F64[" + any(length) + "], got " + tensor);
  }

  /**
   * A vector of whole numbers of the given length.
   *
   * @param length expected number of elements, or -1 for any
   * @throws DamagedFileException if it is missing or of another type or length
   */
  public long[] longs(String name, int length) throws DamagedFileException {
    Tensor tensor = tensor(name);
    if (tensor instanceof Tensor.Longs longs && fits(longs.values().length, length)) {
      return longs.values();
    }
    throw unexpected(name, "expected I64[" + any(length) + "], got " + tensor);
  }

  /**
   * Bytes of any length.
   *
   * @throws DamagedFileException if they are missing or of another type
   */
  public byte[] bytes(String name) throws DamagedFileException {
    Tensor tensor = tensor(name);
    if (tensor instanceof Tensor.Bytes bytes) return bytes.values();
    throw unexpected(name, "expected U8, got " + tensor);
  }

  private DamagedFileException unexpected(String name, String problem) {
    return new DamagedFileException(source, "tensor \"" + name + "\"", problem);
  }

  private static boolean fits(int actual, int expected) {
    return expected < 0 || actual == expected;
  }

  private static String any(int length) {
    return length < 0 ? "any" : Integer.toString(length);
  }
}
