package io.fabula.pipelines.panel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** Many numbers as text that a page reads at once. */
public final class PanelPoints {
  private PanelPoints() {}

  /** Little-endian float32 in base64. */
  public static String base64(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  /** What {@link #base64} wrote. */
  static float[] floats(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
