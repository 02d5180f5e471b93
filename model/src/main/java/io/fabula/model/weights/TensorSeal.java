package io.fabula.model.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeSet;

/** Digests of what tensor files say. */
final class TensorSeal {
  /** Name of the seal among the metadata. */
  static final String KEY = "sha256";

  private TensorSeal() {}

  /** Of tensors and metadata. */
  static String of(TensorFile file) {
    StringBuilder text = new StringBuilder(ofTensors(file));
    file.metadata()
        .forEach(
            (key, value) ->
                text.append('\n').append(key.length()).append(' ').append(key).append(value));
    MessageDigest digest = sha256();
    digest.update(text.toString().getBytes(StandardCharsets.UTF_8));
    return hex(digest);
  }

  /** Of the tensors alone. */
  static String ofTensors(TensorFile file) {
    MessageDigest digest = sha256();
    for (String name : new TreeSet<>(file.names())) {
      Tensor tensor = file.present(name);
      digest.update((name + " " + tensor + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes(tensor));
    }
    return hex(digest);
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

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
