package io.fabula.pipelines.stages;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.store.Digests;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.TreeSet;

/** The digest of a file's tensors: names in order, types, shapes, values; not the metadata. */
final class TensorDigest {
  private TensorDigest() {}

  static String of(TensorFile file) throws DamagedFileException {
    MessageDigest digest = Digests.sha256();
    for (String name : new TreeSet<>(file.names())) {
      Tensor tensor = file.tensor(name);
      digest.update((name + " " + tensor + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes(tensor));
    }
    return Digests.hex(digest);
  }

  private static byte[] bytes(Tensor tensor) {
    if (tensor instanceof Tensor.Bytes bytes) return bytes.values();
    ByteBuffer buffer =
        ByteBuffer.allocate(Tensor.size(tensor.shape()) * tensor.type().bytes())
            .order(ByteOrder.LITTLE_ENDIAN);
    if (tensor instanceof Tensor.Floats floats) {
      for (float value : floats.values()) buffer.putInt(Float.floatToIntBits(value));
    } else if (tensor instanceof Tensor.Doubles doubles) {
      for (double value : doubles.values()) buffer.putLong(Double.doubleToLongBits(value));
    } else if (tensor instanceof Tensor.Longs longs) {
      for (long value : longs.values()) buffer.putLong(value);
    }
    return buffer.array();
  }
}
