package io.fabula.pipelines.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Chromium without a window, asked through its DevTools protocol. */
public final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/]+)/");
  private static final int SECONDS = 120;

  private final Process process;
  private final String place;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Tab> tabs = new ArrayList<>();

  private Browser(Process process, String place) {
    this.process = process;
    this.place = place;
  }

  /** The browser's program, if there is one. */
  public static Optional<String> installed() {
    return Stream.of(
            System.getenv().getOrDefault("FABULA_BROWSER", ""),
            "chromium",
            "chromium-browser",
            "google-chrome")
        .filter(name -> !name.isEmpty())
        .filter(Browser::isThere)
        .findFirst();
  }

  private static boolean isThere(String name) {
    if (name.contains("/")) return Files.isExecutable(Path.of(name));
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(":", -1)).anyMatch(each -> Files.isExecutable(Path.of(each, name)));
  }

  public static Browser start(String program, Path profile) throws IOException {
    Process process =
        new ProcessBuilder(
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--no-first-run",
                "--disable-background-timer-throttling",
                "--disable-renderer-backgrounding",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile)
            .redirectErrorStream(true)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher listening = LISTENING.matcher(line);
      if (!listening.find()) continue;
      Thread rest = new Thread(() -> swallow(out), "browser output");
      rest.setDaemon(true);
      rest.start();
      return new Browser(process, listening.group(1));
    }
    throw new IOException("the browser ended at once");
  }

  /** Reads what nobody needs, so that the browser can go on saying it until it ends. */
  private static void swallow(Reader out) {
    try {
      out.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // the browser is gone, and with it what it would have said
    }
  }

  /** Opens a page and waits until it says that it is ready. */
  public Tab open(String address) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://"
                        + place
                        + "/json/new?"
                        + URLEncoder.encode("about:blank", StandardCharsets.UTF_8)))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    Tab tab = new Tab(http, JSON.readTree(body).path("webSocketDebuggerUrl").asText());
    tabs.add(tab);
    tab.ask("Page.enable", Map.of());
    tab.ask("Log.enable", Map.of());
    tab.ask("Runtime.enable", Map.of());
    tab.size(1280, 720);
    tab.go(address);
    return tab;
  }

  @Override
  public void close() throws Exception {
    for (Tab each : tabs) each.socket.abort();
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
  }

  /** A page. */
  public static final class Tab implements WebSocket.Listener {
    private final WebSocket socket;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private final List<String> complaints = new ArrayList<>();

    Tab(HttpClient http, String address) {
      socket = http.newWebSocketBuilder().buildAsync(URI.create(address), this).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          JsonNode message = JSON.readTree(text.toString());
          CompletableFuture<JsonNode> waiting = asked.remove(message.path("id").asInt(-1));
          if (waiting != null) waiting.complete(message);
          else listen(message);
        } catch (IOException e) {
          throw new IllegalStateException(e);
        } finally {
          text.setLength(0);
        }
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }

    private void listen(JsonNode message) {
      String method = message.path("method").asText();
      JsonNode parameters = message.path("params");
      if (method.equals("Log.entryAdded")
          && parameters.path("entry").path("level").asText().equals("error")) {
        complain(parameters.path("entry").path("text").asText());
      }
      if (method.equals("Runtime.exceptionThrown")) {
        complain(parameters.path("exceptionDetails").toString());
      }
    }

    private synchronized void complain(String words) {
      complaints.add(words);
    }

    /** What the browser found wrong with the page, such as what its policy forbids. */
    public synchronized List<String> complaints() {
      return List.copyOf(complaints);
    }

    public JsonNode ask(String method, Map<String, Object> parameters) throws Exception {
      int number = numbers.incrementAndGet();
      CompletableFuture<JsonNode> reply = new CompletableFuture<>();
      asked.put(number, reply);
      socket
          .sendText(
              JSON.writeValueAsString(Map.of("id", number, "method", method, "params", parameters)),
              true)
          .join();
      JsonNode message = reply.get(SECONDS, TimeUnit.SECONDS);
      if (message.has("error")) throw new IOException(method + ": " + message.path("error"));
      return message.path("result");
    }

    /** Shows a page in front of the others, which a browser draws seldom or not at all. */
    public void go(String address) throws Exception {
      ask("Page.bringToFront", Map.of());
      ask("Page.navigate", Map.of("url", "about:blank"));
      ask("Page.navigate", Map.of("url", address));
      until("document.documentElement?.dataset.ready === 'yes'");
    }

    /** The value of an expression, which may be a promise. */
    public JsonNode value(String expression) throws Exception {
      JsonNode result =
          ask(
              "Runtime.evaluate",
              Map.of(
                  "expression",
                  expression,
                  "awaitPromise",
                  true,
                  "returnByValue",
                  true,
                  "userGesture",
                  true));
      if (result.has("exceptionDetails")) {
        throw new IOException(expression + ": " + result.path("exceptionDetails"));
      }
      return result.path("result").path("value");
    }

    public String text(String expression) throws Exception {
      return value(expression).asText();
    }

    /** Waits until a condition of the page holds, asking at each of its frames. */
    public void until(String condition) throws Exception {
      for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
          System.nanoTime() < end; ) {
        try {
          boolean held =
              value(
                      "new Promise(done => { const end = performance.now() + 5000;"
                          + "const look = () => { if ("
                          + condition
                          + ") done(true); else if (performance.now() > end) done(false);"
                          + " else setTimeout(look, 10); }; look(); })")
                  .asBoolean();
          if (held) return;
        } catch (IOException e) {
          if (!String.valueOf(e.getMessage()).contains("context")) throw e; // it went elsewhere
        }
      }
      throw new AssertionError(
          "never came: " + condition + "; the page says " + text("document.body.innerText"));
    }

    public void click(String id) throws Exception {
      value("document.getElementById('" + id + "').click()");
    }

    public void choose(String id, String chosen) throws Exception {
      value(
          "(() => { const e = document.getElementById('%s'); e.value = '%s';".formatted(id, chosen)
              + "e.dispatchEvent(new Event('input', {bubbles: true}));"
              + "e.dispatchEvent(new Event('change', {bubbles: true})); })()");
    }

    public void key(String key) throws Exception {
      for (String type : List.of("keyDown", "keyUp")) {
        ask(
            "Input.dispatchKeyEvent",
            Map.of("type", type, "key", key, "code", key.equals(" ") ? "Space" : key));
      }
    }

    public void size(int width, int height) throws Exception {
      ask(
          "Emulation.setDeviceMetricsOverride",
          Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    public void scheme(String scheme) throws Exception {
      ask(
          "Emulation.setEmulatedMedia",
          Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** A picture of the whole page. */
    public void picture(Path file) throws Exception {
      String data =
          ask("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
              .path("data")
              .asText();
      Files.write(file, Base64.getDecoder().decode(data));
    }
  }
}
