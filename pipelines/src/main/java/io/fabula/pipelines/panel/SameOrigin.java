package io.fabula.pipelines.panel;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests of the panel's own page from others: by the host they name, where they come from,
 * and, where something is changed, by a token that only the page knows.
 */
final class SameOrigin {
  static final String TOKEN = "X-Fabula-Token";
  private static final int BYTES = 32;

  private final Set<String> hosts;
  private final String token;

  SameOrigin(int port) {
    hosts = Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** What the page sends with what it wants changed. */
  String token() {
    return token;
  }

  /** Whether a request names this server and no other: names that others let point here do not. */
  boolean namesThisServer(Headers headers) {
    String host = only(headers, "Host");
    return host != null && hosts.contains(host);
  }

  /** Whether a request may change something. */
  boolean mayChange(Headers headers) {
    String given = only(headers, TOKEN);
    String origin = only(headers, "Origin");
    boolean ours =
        origin == null
            ? !headers.containsKey("Origin")
            : origin.startsWith("http://") && hosts.contains(origin.substring("http://".length()));
    return ours
        && given != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String only(Headers headers, String name) {
    List<String> values = headers.get(name);
    return values != null && values.size() == 1 ? values.get(0) : null;
  }
}
