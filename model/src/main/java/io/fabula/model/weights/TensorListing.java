package io.fabula.model.weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a safetensors file says that it holds, of ours or of another program: its header, checked
 * against the size of the file. Tensors are not read.
 *
 * @param metadata texts by key
 * @param tensors in the order of the header
 * @param dataStart where in the file the tensors begin
 */
public record TensorListing(Map<String, String> metadata, List<Entry> tensors, long dataStart) {
  /**
   * A tensor in a file.
   *
   * @param name its name
   * @param dtype type of its elements by its safetensors name, such as {@code BF16}
   * @param shape axis lengths, outermost first
   * @param begin where its data begin, counted from the first byte behind the header
   * @param end where they end
   */
  public record Entry(String name, String dtype, List<Long> shape, long begin, long end) {
    public Entry {
      shape = List.copyOf(shape);
    }
  }

  public TensorListing {
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    tensors = List.copyOf(tensors);
  }

  /**
   * Reads the header of a file.
   *
   * @throws DamagedFileException if the file is cut off, edited or of another format
   * @throws UnsupportedFileException if it holds a type that the format has got later, or more
   *     tensors than anybody needs
   * @throws IOException if it cannot be read
   */
  public static TensorListing read(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      return new SafetensorsHeader(path.toString()).read(file);
    }
  }
}
