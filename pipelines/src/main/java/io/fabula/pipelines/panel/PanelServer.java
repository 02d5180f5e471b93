package io.fabula.pipelines.panel;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.Problem;
import io.fabula.pipelines.problems.UsageProblem;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a panel on this machine alone. Files are got; labels and interventions are posted, with a
 * token that only the page knows. What the page may load is the server's own, without scripts in
 * the page.
 */
public final class PanelServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PanelServer.class);
  private static final int LARGEST_REQUEST = 64 << 10;
  private static final int THREADS = 4;
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final HttpServer server;
  private final ExecutorService threads;
  private final SameOrigin origin;
  private final PanelView view;
  private final PanelLabels labels;
  private final Optional<LiveWorld> live;
  private final PanelFiles files;

  private PanelServer(HttpServer server, PanelView view, PanelLabels labels) throws IOException {
    this.server = server;
    this.view = view;
    this.labels = labels;
    origin = new SameOrigin(server.getAddress().getPort());
    live = view.live();
    Optional<PanelPage.Live> asked =
        live.isPresent() ? Optional.of(PanelPage.Live.of(live.get())) : Optional.empty();
    files =
        new PanelFiles(
            view,
            labels,
            new PanelPage(
                view.index(), origin.token(), "", asked, !labels.equals(PanelLabels.NONE)));
    threads = Executors.newFixedThreadPool(THREADS);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
  }

  /**
   * Begins to serve.
   *
   * @param view asked by one thread at a time; closed by the caller
   * @param port of this machine, 0 for any that is free
   * @throws UsageProblem if the port is taken
   */
  public static PanelServer start(PanelView view, PanelLabels labels, int port) throws IOException {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (BindException e) {
      throw new UsageProblem(
          "port %d is in use; choose another with --port=N, or --port=0 for any that is free"
              .formatted(port),
          e);
    }
    PanelServer panel = new PanelServer(server, view, labels);
    server.start();
    return panel;
  }

  /** Where the page is. */
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      Reply reply = reply(exchange);
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Type", reply.content().type());
      headers.set("Content-Security-Policy", POLICY);
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("Cross-Origin-Resource-Policy", "same-origin");
      headers.set("Cross-Origin-Opener-Policy", "same-origin");
      headers.set("Cache-Control", "no-store");
      if (reply.status() == 405) headers.set("Allow", "GET, HEAD");
      byte[] bytes = reply.content().bytes();
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(reply.status(), head ? -1 : bytes.length);
      if (!head) exchange.getResponseBody().write(bytes);
    } catch (IOException e) {
      LOG.debug("a browser went away: {}", e.getMessage());
    }
  }

  private record Reply(int status, PanelContent content) {
    static Reply problem(int status, String words) {
      return new Reply(
          status,
          new PanelContent(
              "text/html; charset=utf-8",
              PanelPage.problem(status, words).getBytes(StandardCharsets.UTF_8)));
    }

    static Reply json(int status, Object value) {
      return new Reply(
          status,
          new PanelContent(
              "application/json; charset=utf-8",
              Json.line(value).getBytes(StandardCharsets.UTF_8)));
    }
  }

  private Reply reply(HttpExchange exchange) {
    if (!origin.namesThisServer(exchange.getRequestHeaders())) {
      return Reply.problem(403, "this server answers to 127.0.0.1 and localhost alone");
    }
    String path = exchange.getRequestURI().getRawPath();
    String method = exchange.getRequestMethod();
    try {
      if (method.equals("GET") || method.equals("HEAD")) {
        synchronized (view) {
          return files
              .find(path.substring(1))
              .map(content -> new Reply(200, content))
              .orElseGet(() -> Reply.problem(404, "the panel has no such page"));
        }
      }
      boolean posted = path.equals("/labels") || path.equals("/interventions");
      if (!method.equals("POST") || !posted) {
        return Reply.problem(405, "this can only be got");
      }
      return change(exchange, path);
    } catch (IllegalArgumentException | Problem e) {
      return Reply.json(422, Map.of("problem", String.valueOf(e.getMessage())));
    } catch (IOException | RuntimeException e) {
      LOG.error("the panel could not answer {}", path, e);
      return Reply.problem(500, "the panel could not answer; its terminal says why");
    }
  }

  private Reply change(HttpExchange exchange, String path) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    if (!origin.mayChange(headers)) {
      return Reply.problem(403, "only the panel's own page may ask for that; reload it");
    }
    String type = headers.getFirst("Content-Type");
    if (type == null || !type.startsWith("application/json")) {
      return Reply.problem(415, "what is posted must be JSON");
    }
    byte[] body;
    try (InputStream in = exchange.getRequestBody()) {
      body = in.readNBytes(LARGEST_REQUEST + 1);
    }
    if (body.length > LARGEST_REQUEST) {
      return Reply.problem(413, "a request must have at most " + LARGEST_REQUEST + " bytes");
    }
    synchronized (view) {
      if (path.equals("/labels")) {
        labels.save(parse(body, PanelLabels.Given.class));
        return Reply.json(200, labels.all());
      }
      if (live.isEmpty()) throw new IllegalArgumentException("this run allows no interventions");
      LiveWorld.Intervention asked = parse(body, LiveWorld.Intervention.class);
      if (asked.sample() >= view.index().samples().size()) {
        throw new IllegalArgumentException("there is no sample " + asked.sample());
      }
      return Reply.json(200, live.get().compare(asked));
    }
  }

  private static <T> T parse(byte[] body, Class<T> type) {
    try {
      return Json.read(body, type);
    } catch (IOException e) {
      Throwable cause = e.getCause();
      throw new IllegalArgumentException(
          cause instanceof IllegalArgumentException
              ? String.valueOf(cause.getMessage())
              : "the request is not what this server understands: " + Json.reason(e),
          e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
