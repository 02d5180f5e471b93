package io.fabula.pipelines.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.pipelines.labels.Label;
import io.fabula.pipelines.labels.LabelBook;
import io.fabula.pipelines.panel.live.GridTwins;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server answers, and to whom. */
class PanelServerTest {
  @TempDir static Path directory;
  private static GridTwins twins;
  private static PanelServer server;
  private static Store store;
  private final HttpClient http = HttpClient.newHttpClient();

  static PanelLabels labels(Store store) {
    return new PanelLabels(
        subject ->
            subject.matches("IC([0-9]|1[0-5])|behaviour-[0-7]")
                ? Optional.of(LabelBook.of(store, "synthetic", "found", "0".repeat(20)))
                : Optional.empty(),
        () -> List.of(LabelBook.of(store, "synthetic", "found", "0".repeat(20))));
  }

  @BeforeAll
  static void start() throws IOException {
    twins = new GridTwins();
    store = Store.at(directory.toString());
    server = PanelServer.start(new SyntheticView(20, 3, Optional.of(twins)), labels(store), 0);
  }

  @AfterAll
  static void stop() {
    server.close();
    twins.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(server.address() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String token() throws Exception {
    Matcher token =
        Pattern.compile("name=\"fabula-token\" content=\"([^\"]+)\"").matcher(get("").body());
    assertThat(token.find()).isTrue();
    return token.group(1);
  }

  private HttpResponse<String> post(String path, String token, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(server.address() + path))
            .header("Content-Type", "application/json")
            .header("X-Fabula-Token", token)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** The status line of a request that an ordinary client would not send. */
  private static String raw(String request) throws IOException {
    URI address = URI.create(server.address());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  private static String here() {
    return server.address().replaceFirst("http://", "").replaceFirst("/$", "");
  }

  @Test
  void pagesForbidWhatIsNotTheirs() throws Exception {
    HttpResponse<String> page = get("");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
    assertThat(page.body())
        .contains("What &lt;moves&gt; the agent")
        .doesNotContain("<moves>", "style=\"", "onclick", "http://", "https://")
        .containsPattern("<script src=\"panel\\.js\">");
  }

  @Test
  void dataIsAScriptThatHandsItOver() throws Exception {
    assertThat(get("data/index.js").body()).startsWith("fabula.take(\"index\", {");
    assertThat(get("data/loadings-0.js").statusCode()).isEqualTo(200);
    assertThat(get("data/gradients-2-0.js").statusCode()).isEqualTo(200);
    assertThat(get("data/sample-19.js").statusCode()).isEqualTo(200);
    assertThat(get("data/extrema.js").body()).contains("\"saliency_step\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data/sample-20.js",
        "data/sample-0-1.js",
        "data/loadings-1.js",
        "data/gradients-3-0.js",
        "data/map-0-3.js",
        "data/index-0.js",
        "data/index.html",
        "data/../panel.js",
        "nothing",
        "panel/panel.css",
        "data/sample-99999999999.js"
      })
  void nothingElseExists(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/data/..%2f..%2fpom.xml",
        "//etc/passwd",
        "/data/%00.js"
      })
  void noPathLeadsOut(String path) throws IOException {
    assertThat(raw("GET " + path + " HTTP/1.1\nHost: " + here() + "\nConnection: close\n\n"))
        .containsPattern(" (400|404) ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "127.0.0.1", "127.0.0.1:1", "evil.example:80"})
  void otherNamesOfThisMachineAreRefused(String host) throws IOException {
    assertThat(raw("GET / HTTP/1.1\nHost: " + host + "\nConnection: close\n\n")).contains(" 403 ");
  }

  @Test
  void onlyThePageMayChangeSomething() throws Exception {
    String body = "{\"subject\":\"IC1\",\"name\":\"x\",\"sign\":\"\",\"note\":\"\",\"samples\":[]}";
    assertThat(post("labels", "wrong", body).statusCode()).isEqualTo(403);
    String token = token();
    String head =
        "POST /labels HTTP/1.1\nHost: %s\nContent-Type: application/json\nX-Fabula-Token: %s\n"
            .formatted(here(), token);
    String rest = "Content-Length: " + body.length() + "\nConnection: close\n\n" + body;
    assertThat(raw(head + "Origin: http://evil.example\n" + rest)).contains(" 403 ");
    assertThat(raw(head + "Origin: null\n" + rest)).contains(" 403 ");
    assertThat(raw("DELETE /labels HTTP/1.1\nHost: " + here() + "\nConnection: close\n\n"))
        .contains(" 405 ");
    assertThat(raw("GET /labels HTTP/1.1\nHost: " + here() + "\nConnection: close\n\n"))
        .contains(" 404 ");
    assertThat(LabelBook.of(store, "synthetic", "found", "0".repeat(20)).find("IC1")).isEmpty();
  }

  @Test
  void labelsAreKeptInTheStore() throws Exception {
    String token = token();
    HttpResponse<String> saved =
        post(
            "labels",
            token,
            "{\"subject\":\"IC3\",\"name\":\" <b>saw</b> \",\"sign\":\"+\",\"note\":\"\","
                + "\"samples\":[4]}");
    assertThat(saved.statusCode()).isEqualTo(200);
    LabelBook book = LabelBook.of(store, "synthetic", "found", "0".repeat(20));
    assertThat(book.find("IC3")).contains(new Label("IC3", "<b>saw</b>", "+", "", List.of(4)));
    assertThat(get("data/labels.js").body()).contains("<b>saw</b>");
    post(
        "labels",
        token,
        "{\"subject\":\"IC3\",\"name\":\"\",\"sign\":\"\",\"note\":\"\",\"samples\":[]}");
    assertThat(LabelBook.of(store, "synthetic", "found", "0".repeat(20)).find("IC3")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"subject\":\"IC99\",\"name\":\"x\",\"sign\":\"\",\"note\":\"\",\"samples\":[]}",
        "{\"subject\":\"../x\",\"name\":\"x\",\"sign\":\"\",\"note\":\"\",\"samples\":[]}",
        "{\"subject\":\"IC1\",\"name\":\"x\",\"sign\":\"?\",\"note\":\"\",\"samples\":[]}",
        "{\"subject\":\"IC1\"",
        "[]",
        "null",
        "{\"other\":1}"
      })
  void wrongLabelsAreRefusedInWords(String body) throws Exception {
    HttpResponse<String> reply = post("labels", token(), body);
    assertThat(reply.statusCode()).isEqualTo(422);
    assertThat(reply.body()).startsWith("{\"problem\":\"").doesNotContain("Exception");
  }

  @Test
  void interventionsAreComputed() throws Exception {
    String asked =
        "{\"sample\":1,\"step\":3,\"kind\":\"%s\",\"component\":1,\"amount\":2,\"every\":false,"
            + "\"edit\":\"\",\"steps\":%d}";
    HttpResponse<String> reply = post("interventions", token(), asked.formatted("push", 6));
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).contains("\"words\":\"IC1 pushed by +2.00 once\"", "\"twin\":{");
    HttpResponse<String> long_ = post("interventions", token(), asked.formatted("push", 1000));
    assertThat(long_.statusCode()).isEqualTo(422);
    assertThat(long_.body()).contains("steps must be within 1..64, got 1000");
  }

  @Test
  void largeRequestsAreRefused() throws Exception {
    String note = "x".repeat(70_000);
    HttpResponse<String> reply =
        post(
            "labels",
            token(),
            "{\"subject\":\"IC1\",\"name\":\"x\",\"sign\":\"\",\"note\":\""
                + note
                + "\","
                + "\"samples\":[]}");
    assertThat(reply.statusCode()).isEqualTo(413);
  }

  @Test
  void aPortInUseIsOneLine() {
    int port = URI.create(server.address()).getPort();
    assertThatThrownBy(
            () ->
                PanelServer.start(
                    new SyntheticView(1, 0, Optional.empty()), PanelLabels.NONE, port))
        .isInstanceOf(UsageProblem.class)
        .hasMessage(
            "port "
                + port
                + " is in use; choose another with --port=N, or --port=0 for any that"
                + " is free");
  }
}
