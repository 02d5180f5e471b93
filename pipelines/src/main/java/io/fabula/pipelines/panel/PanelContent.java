package io.fabula.pipelines.panel;

import java.nio.charset.StandardCharsets;

/**
 * A file of a panel.
 *
 * @param type its media type
 * @param bytes its content; not changed
 */
@SuppressWarnings("ArrayRecordComponent") // written as it is
record PanelContent(String type, byte[] bytes) {
  static PanelContent script(String text) {
    return new PanelContent(
        "text/javascript; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }
}
