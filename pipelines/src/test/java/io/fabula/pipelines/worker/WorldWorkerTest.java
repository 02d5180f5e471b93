package io.fabula.pipelines.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.Action;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.Environment;
import io.fabula.envs.Picture;
import io.fabula.envs.RandomPlayer;
import io.fabula.envs.catalogue.NamedWorld;
import io.fabula.envs.catalogue.Worlds;
import io.fabula.pipelines.datasets.Spaces;
import io.fabula.pipelines.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A world behind two streams, spoken to as another program would. */
class WorldWorkerTest {
  private static final int STEPS = 12;

  @TempDir Path directory;

  static Stream<String> worlds() {
    return Worlds.all().stream().map(NamedWorld::name);
  }

  private static WorldRequests requests(String world) {
    return new WorldRequests(Worlds.named(world).orElseThrow());
  }

  private static Message ask(WorldRequests world, Object request) {
    return world.answer(message(request, new byte[0]));
  }

  private static Message message(Object request, byte[] data) {
    return new Message(Json.line(request).getBytes(StandardCharsets.UTF_8), data);
  }

  private static JsonNode text(Message answer) {
    try {
      return Json.read(answer.text(), JsonNode.class);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Object sent(Action action) {
    if (action instanceof Action.Slate slate) return slate.items();
    if (action instanceof Action.Discrete discrete) return discrete.index();
    Action.Parameterised chosen = (Action.Parameterised) action;
    return Map.of("index", chosen.index(), "parameters", chosen.parameters());
  }

  private static Message step(WorldRequests world, Action action) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("do", "step");
    request.put("action", sent(action));
    return ask(world, request);
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void playsEveryWorldAsItIs(String name) {
    Environment world = Worlds.named(name).orElseThrow().make();
    WorldRequests worker = requests(name);
    JsonNode described = text(ask(worker, Map.of("do", "describe")));
    assertThat(described.path("protocol").asInt()).isEqualTo(1);
    assertThat(described.path("spaces")).isEqualTo(Json.tree(Spaces.of(world.spec())));
    RandomPlayer player = new RandomPlayer(3);
    world.reset(5);
    assertSame(world, ask(worker, Map.of("do", "reset", "seed", 5)));
    for (int t = 0; t < STEPS && !world.done(); t++) {
      Action action = player.act(world);
      world.step(action);
      assertSame(world, step(worker, action));
    }
  }

  private static void assertSame(Environment world, Message answer) {
    JsonNode text = text(answer);
    assertThat(text.has("error")).as(text.toString()).isFalse();
    assertThat(text.path("reward").asDouble()).isEqualTo(world.reward());
    assertThat(text.path("terminated").asBoolean()).isEqualTo(world.terminated());
    assertThat(text.path("truncated").asBoolean()).isEqualTo(world.truncated());
    assertThat(text.path("completed").asBoolean()).isEqualTo(world.completed());
    ActionSpace actions = world.spec().actions();
    boolean varying =
        actions instanceof ActionSpace.VariableSet || actions instanceof ActionSpace.Slate;
    assertThat(text.has("available")).isEqualTo(varying);
    if (varying) {
      assertThat(text.path("available")).isEqualTo(Json.tree(world.availableActions().ids()));
    }
    ByteBuffer data = ByteBuffer.wrap(answer.data()).order(ByteOrder.LITTLE_ENDIAN);
    float[] seen = new float[world.spec().observations().size()];
    world.observe(seen, 0);
    boolean bytes = world.spec().observations().byteValued();
    float[] got = new float[seen.length];
    for (int i = 0; i < got.length; i++) got[i] = bytes ? data.get() & 0xFF : data.getFloat();
    assertThat(got).isEqualTo(seen);
    float[] features = varying ? world.availableActions().representation() : new float[0];
    float[] described = new float[features.length];
    for (int i = 0; i < described.length; i++) described[i] = data.getFloat();
    assertThat(described).isEqualTo(features);
    assertThat(data.hasRemaining()).isFalse();
  }

  @Test
  void goesBackToASnapshotAndDraws() {
    WorldRequests worker = requests("coinrun-easy");
    ask(worker, Map.of("do", "reset", "seed", 1));
    byte[] snapshot = ask(worker, Map.of("do", "snapshot")).data();
    Message after = step(worker, Action.of(7));
    Message restored = worker.answer(message(Map.of("do", "restore"), snapshot));
    assertThat(restored.data()).isNotEqualTo(after.data());
    assertThat(step(worker, Action.of(7)).data()).isEqualTo(after.data());
    Message drawn = ask(worker, Map.of("do", "render"));
    Environment world = Worlds.named("coinrun-easy").orElseThrow().make();
    world.reset(1);
    world.step(Action.of(7));
    Picture picture = world.render();
    assertThat(drawn.data()).isEqualTo(picture.rgb());
    assertThat(text(drawn).path("width").asInt()).isEqualTo(picture.width());
  }

  @Test
  void answersWhatCannotBeDoneInOneLineAndStaysAsItWas() {
    WorldRequests worker = requests("platform");
    assertError(step(worker, Action.of(0, 1f)), "reset");
    Message begun = ask(worker, Map.of("do", "reset", "seed", 2));
    assertError(ask(worker, List.of(1)), "a request must be an object, got [1]");
    assertError(ask(worker, Map.of()), "do must be describe, reset, step");
    assertError(ask(worker, Map.of("do", "fly")), "got \"fly\"");
    assertError(ask(worker, Map.of("do", "reset")), "seed must be a whole number of 64 bits");
    assertError(ask(worker, Map.of("do", "reset", "seed", 0.5)), "got 0.5");
    assertError(ask(worker, Map.of("do", "reset", "seed", 1, "options", 1)), "got options");
    assertError(ask(worker, Map.of("do", "step")), "got ");
    assertError(ask(worker, Map.of("do", "step", "action", 1)), "an index and a list");
    assertError(step(worker, Action.of(7, 1f)), "action must be one of 0..2");
    assertError(step(worker, Action.of(0, 1e9f)), "must be within 0.0..30.0, got 1.0E9");
    assertError(step(worker, Action.of(0, new float[0])), "action takes 1 parameters, got 0");
    assertError(worker.answer(message(Map.of("do", "restore"), new byte[7])), "");
    assertError(worker.answer(new Message(new byte[] {'{'}, new byte[0])), "");
    assertError(worker.answer(new Message(new byte[0], new byte[0])), "");
    Message other = ask(requests("platform"), Map.of("do", "reset", "seed", 2));
    assertThat(begun.data()).isEqualTo(other.data());
    Action run = Action.of(0, 3f);
    WorldRequests untouched = requests("platform");
    ask(untouched, Map.of("do", "reset", "seed", 2));
    assertThat(step(worker, run).data()).isEqualTo(step(untouched, run).data());
    WorldRequests skills = requests("diglava");
    JsonNode available = text(ask(skills, Map.of("do", "reset", "seed", 2))).path("available");
    int missing = 0;
    while (available.toString().matches(".*\\b" + missing + "\\b.*")) missing++;
    assertError(step(skills, Action.of(missing)), "");
    assertError(step(requests("recsim"), Action.of(1)), "action must be a list of ids, got 1");
  }

  private static void assertError(Message answer, String says) {
    assertThat(answer.data()).isEmpty();
    assertThat(text(answer).size()).isEqualTo(1);
    assertThat(text(answer).path("error").asText()).contains(says).hasLineCount(1);
  }

  private static byte[] stream(Message... messages) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Message each : messages) each.write(out);
    return out.toByteArray();
  }

  @Test
  void saysWhatIsWrongWithAStreamAndEnds() throws IOException {
    byte[] whole = stream(message(Map.of("do", "describe"), new byte[0]));
    assertThat(serve(whole).path("world").asText()).isEqualTo("twostage-flat");
    for (int length : new int[] {1, 7, 8, whole.length - 1}) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> serve(cut))
          .isInstanceOf(EOFException.class)
          .hasMessage("the input ends within a message");
    }
    byte[] page = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> serve(page)).hasMessageContaining("a message has at most 1048576");
  }

  /** The first answer. */
  private static JsonNode serve(byte[] input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InputStream in = new ByteArrayInputStream(input);
    try {
      new WorldWorker(Worlds.named("twostage-flat").orElseThrow()).serve(in, out);
    } catch (IOException e) {
      Message last = Message.read(new ByteArrayInputStream(out.toByteArray()));
      assertThat(text(Objects.requireNonNull(last)).path("error").asText())
          .isEqualTo(e.getMessage());
      throw e;
    }
    return text(Objects.requireNonNull(Message.read(new ByteArrayInputStream(out.toByteArray()))));
  }

  @Test
  void isAProcessThatEndsWithItsPipes() throws Exception {
    Process quiet = start("doorkey-5");
    message(Map.of("do", "reset", "seed", 4), new byte[0]).write(quiet.getOutputStream());
    Message answer = Objects.requireNonNull(Message.read(quiet.getInputStream()));
    Environment world = Worlds.named("doorkey-5").orElseThrow().make();
    world.reset(4);
    assertSame(world, answer);
    quiet.getOutputStream().close();
    assertEnds(quiet, 0, "");

    Process cut = start("doorkey-5");
    cut.getOutputStream().write(new byte[] {1, 0, 0});
    cut.getOutputStream().close();
    assertEnds(cut, 1, "fabula: the input ends within a message\n");

    Process unheard = start("doorkey-5");
    unheard.getInputStream().close();
    message(Map.of("do", "describe"), new byte[0]).write(unheard.getOutputStream());
    assertEnds(unheard, 0, "");
  }

  private Process start(String world) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "io.fabula.pipelines.cli.Main",
            "worker",
            world)
        .redirectError(directory.resolve("errors").toFile())
        .start();
  }

  private void assertEnds(Process process, int exitCode, String errors) throws Exception {
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.readString(directory.resolve("errors"))).isEqualTo(errors);
    assertThat(process.exitValue()).isEqualTo(exitCode);
  }
}
