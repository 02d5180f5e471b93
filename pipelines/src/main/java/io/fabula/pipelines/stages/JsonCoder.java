package io.fabula.pipelines.stages;

import io.fabula.pipelines.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Encodes small records component by component, equal values as equal bytes. */
final class JsonCoder<T> extends CustomCoder<T> {
  private static final long serialVersionUID = 1L;

  private final Class<T> type;

  private JsonCoder(Class<T> type) {
    this.type = type;
  }

  static <T extends Record> JsonCoder<T> of(Class<T> type) {
    return new JsonCoder<>(type);
  }

  @Override
  public void encode(T value, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(Json.canonical(value), out);
  }

  @Override
  public T decode(InputStream in) throws IOException {
    return Json.read(StringUtf8Coder.of().decode(in).getBytes(StandardCharsets.UTF_8), type);
  }

  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonCoder<?> that && type.equals(that.type);
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }
}
