package io.fabula.model.weights;

import org.jspecify.annotations.Nullable;

/** The element types that our files hold, by their safetensors names. */
public enum ElementType {
  /** IEEE double. */
  F64(8),
  /** Signed 64-bit whole number. */
  I64(8),
  /** IEEE float. */
  F32(4),
  /** Byte, 0 to 255. */
  U8(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  static @Nullable ElementType named(String name) {
    for (ElementType type : values()) if (type.name().equals(name)) return type;
    return null;
  }
}
