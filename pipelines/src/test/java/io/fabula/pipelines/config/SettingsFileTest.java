package io.fabula.pipelines.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.pipelines.problems.UsageProblem;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of settings as people write them: read as they are meant, or refused with the line. */
class SettingsFileTest {
  enum Kind {
    ROUND,
    SQUARE
  }

  record Inner(int pool, double rate, List<Integer> sizes) {}

  record Outer(long seed, Kind kind, boolean fast, String label, Inner agent) {}

  private static final String DEFAULTS =
      """
      seed: 1
      kind: round
      fast: false
      label: plain
      agent:
        pool: 2
        rate: 0.5
        sizes: [1, 2]
      """;

  @TempDir Path directory;

  private Outer read(byte[] content) throws IOException {
    Path file = Files.write(directory.resolve("c.yaml"), content);
    return Settings.resolve(
        Outer.class, List.of(Layer.ofYaml("defaults", DEFAULTS), Layer.ofFile(file)));
  }

  private Outer read(String content) throws IOException {
    return read(content.getBytes(StandardCharsets.UTF_8));
  }

  private static Outer typed(String... overrides) {
    List<Layer> layers = new java.util.ArrayList<>(List.of(Layer.ofYaml("defaults", DEFAULTS)));
    for (String each : overrides) layers.add(Layer.ofOverride(each));
    return Settings.resolve(Outer.class, layers);
  }

  /** What follows the file's name and {@code ", line "} in the message. */
  private void refuses(String content, String message) {
    refuses(content.getBytes(StandardCharsets.UTF_8), ", line " + message);
  }

  private void refuses(byte[] content, String message) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(UsageProblem.class)
        .hasMessage(directory.resolve("c.yaml") + message);
  }

  @Test
  void aKeyTwiceIsRefusedWithBothLines() {
    refuses(
        "seed: 5\nkind: round\nseed: 6\n", "3: seed is there already, in line 1; keep one of them");
    refuses(
        "agent:\n  pool: 2\nfast: true\nagent:\n  rate: 16\n",
        "4: agent is there already, in line 1; keep one of them");
    refuses("agent: {pool: 2, pool: 3}\n", "1: pool is there already, in line 1; keep one of them");
    refuses("seed: 5\n\"seed\": 6\n", "2: seed is there already, in line 1; keep one of them");
  }

  @Test
  void furtherDocumentsAreRefused() throws IOException {
    String further = ": a further document begins; settings are one document";
    refuses("seed: 5\n---\nsed: 6\n", "3" + further);
    refuses("---\nseed: 1\n---\nnonsense: 1\n", "4" + further);
    assertThatThrownBy(() -> read("seed: 3\n...\ngarbage: [")).isInstanceOf(UsageProblem.class);
    assertThat(read("---\nseed: 3\n...\n").seed()).isEqualTo(3);
    assertThat(read("# nothing\n").seed()).isEqualTo(1);
    assertThat(read("").seed()).isEqualTo(1);
  }

  @Test
  void tabsAreNamedWithTheirLine() throws IOException {
    String tab = ": begins with a tab; indent with spaces";
    refuses("seed: 1\nkind: round\nfast: true\nagent:\n\tpool: 2\n", "5" + tab);
    refuses("agent:\n  \tpool: 2\n", "2" + tab);
    refuses("agent:\r\n\tpool: 2\r\n", "2" + tab);
    refuses("kind: round\nseed:\t4\n", "2: has a tab; write spaces");
    assertThat(read("label: \"a\tb\" # c\td\n").label()).isEqualTo("a\tb");
  }

  @Test
  void otherEncodingsAreNamed() throws IOException {
    String text = "# gr\u00fc\u00dfe\nlabel: gr\u00fc\u00dfe\n";
    assertThat(read(text).label()).isEqualTo("gr\u00fc\u00dfe");
    assertThat(read("\ufeff" + text).label()).isEqualTo("gr\u00fc\u00dfe");
    assertThat(read("\ufeffseed: 7\r\nlabel: x\r\n").seed()).isEqualTo(7);
    refuses(text.getBytes(StandardCharsets.UTF_16), " is in UTF-16; save it as UTF-8");
    refuses(
        ("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE), " is in UTF-16; save it as UTF-8");
    refuses(
        "seed: 1\n".getBytes(StandardCharsets.UTF_16LE),
        ", line 1: there is a zero byte; save the file as UTF-8");
    refuses(
        ("seed: 1\n" + text).getBytes(Charset.forName("ISO-8859-1")),
        ", line 2: the byte 0xfc is not UTF-8; save the file as UTF-8");
    refuses(
        new byte[] {'s', ':', ' ', (byte) 0xc0, (byte) 0x80},
        ", line 1: the byte 0xc0 is not UTF-8; save the file as UTF-8");
  }

  @Test
  void dottedKeysAreToldHowToBeWritten() {
    refuses("agent.pool: 2\n", "1: write agent.pool as agent: {pool: 2}");
    refuses("seed: 1\nagent.sizes: [3, 4]\n", "2: write agent.sizes as agent: {sizes: [3, 4]}");
    refuses("seed: 1\nagent.pol: 2\n", "2: unknown key agent.pol, did you mean agent.pool?");
    refuses("agent: {pol: 2}\n", "1: unknown key agent.pol, did you mean agent.pool?");
    refuses("seed: 1\nagent: 3\n", "2: agent is a group of keys, such as agent.pool");
  }

  @Test
  void numbersThatOthersReadInAnotherBaseAreRefused() {
    String zero = "; write it without the leading 0, with which other programs read it in base 8";
    refuses("seed: 0777\n", "1: seed must be a whole number, got 0777" + zero);
    refuses("\nagent:\n  pool: 010\n", "3: agent.pool must be a whole number, got 010" + zero);
    refuses("agent: {rate: -01.5}", "1: agent.rate must be a number, got -01.5" + zero);
    refuses("seed: 0x1F", "1: seed must be a whole number, got 0x1F; write it in base 10");
    refuses("seed: 0o17", "1: seed must be a whole number, got \"0o17\"; write it in base 10");
    assertThatThrownBy(() -> typed("seed=010"))
        .hasMessage("command line: seed must be a whole number, got 010" + zero);
    refuses("seed: 1:30", "1: seed must be a whole number, got \"1:30\"");
  }

  @Test
  void numbersBeyondTheirTypeAreRefused() {
    assertThat(typed("seed=9223372036854775807").seed()).isEqualTo(Long.MAX_VALUE);
    assertThat(typed("seed=-9223372036854775808").seed()).isEqualTo(Long.MIN_VALUE);
    refuses(
        "seed: 9223372036854775808",
        "1: seed must be a whole number, got 9223372036854775808 (it has more than 64 bits)");
    refuses(
        "agent: {pool: 2147483648}",
        "1: agent.pool must be a whole number, got 2147483648 (it has more than 32 bits)");
    refuses(
        "seed: 1e999999999",
        "1: seed must be a whole number, got 1e999999999 (it has more than 64 bits)");
    refuses("seed: 1e-999999999", "1: seed must be a whole number, got 1e-999999999");
    refuses(
        "agent: {rate: 1e400}",
        "1: agent.rate must be a number, got 1e400, which is beyond 1.7976931348623157E308");
    refuses(
        "agent: {rate: 1e-400}",
        "1: agent.rate must be a number, got 1e-400, which is too near to 0 to be held; write 0");
    refuses("agent: {rate: .nan}", "1: agent.rate must be a number, got .nan, which is not finite");
    refuses(
        "agent: {rate: -.inf}", "1: agent.rate must be a number, got -.inf, which is not finite");
    assertThatThrownBy(() -> typed("agent.rate=NaN"))
        .hasMessage("command line: agent.rate must be a number, got NaN, which is not finite");
    assertThatThrownBy(() -> typed("agent.rate=0,001"))
        .hasMessage(
            "command line: agent.rate must be a number, got 0,001; write a point, not a comma");
  }

  @Test
  void numbersAreReadAsTheyAreUsuallyWritten() {
    for (String each : List.of("1e-3", "1E-3", "+1e-3", ".001", "0.001", "1_0e-4")) {
      assertThat(typed("agent.rate=" + each).agent().rate()).as(each).isEqualTo(0.001);
    }
    for (String each : List.of("1000", "1e3", "1_000", "1000.0", "+1000", "0.1e4")) {
      assertThat(typed("seed=" + each).seed()).as(each).isEqualTo(1000);
    }
    assertThat(typed("seed=0").seed()).isZero();
    assertThat(typed("agent.rate=-0").agent().rate()).isZero();
    assertThatThrownBy(() -> typed("seed=1.5"))
        .hasMessage("command line: seed must be a whole number, got 1.5");
  }

  @Test
  void valuesKeepTheirTypes() throws IOException {
    assertThat(typed("agent.sizes=[4, 5,6]", "fast=true", "kind=square", "label=a b: c # d"))
        .isEqualTo(
            new Outer(1, Kind.SQUARE, true, "a b: c # d", new Inner(2, 0.5, List.of(4, 5, 6))));
    assertThat(typed("agent.sizes=[]").agent().sizes()).isEmpty();
    for (String each : List.of("1.10", "010", "true", "*x", "@x", "%", "a=b", "1:30", "-")) {
      assertThat(typed("label=" + each).label()).isEqualTo(each);
    }
    assertThat(typed("label='null'").label()).isEqualTo("null");
    assertThat(typed("label=\"a\\nb\"").label()).isEqualTo("a\nb");
    assertThat(typed("label=").label()).isEmpty();
    assertThat(read("label: 1.10\nagent:\n").label()).isEqualTo("1.10");
    assertThat(read("label: 010\n").label()).isEqualTo("010");
    refuses("label:\n", "1: label must be a text, got nothing; write \"\" for an empty one");
    refuses("agent:\n  pool:\n", "2: agent.pool must be a whole number, got nothing");
    refuses("seed: \"3\"\n", "1: seed must be a whole number, got \"3\"");
    refuses("fast: yes\n", "1: fast must be true or false, got yes");
    refuses("fast: [true]\n", "1: fast must be true or false, got [true]");
    refuses("seed: {a: 1}\n", "1: seed must be a whole number, got keys");
    assertThatThrownBy(() -> typed("kind=Squar"))
        .hasMessage(
            "command line: kind must be one of round, square, got Squar, did you mean square?");
    assertThatThrownBy(() -> typed("agent.sizes=[1, 2"))
        .hasMessageStartingWith("command line, line 1: not YAML: ");
    assertThatThrownBy(() -> typed("agent.sizes=[1, two]"))
        .hasMessage("command line: agent.sizes must be a whole number, got \"two\"");
  }

  @Test
  void referencesAndTagsAreRefused() {
    refuses("seed: 1\n? [a, b]\n: 1\n", "2: a key must be a word, such as seed");
    refuses("seed: &x 3\nagent: {pool: *x}\n", "2: *x refers to another value; write it out");
    assertThatThrownBy(() -> read("label: !!java.net.URL [\"http://x\"]\n"))
        .isInstanceOf(UsageProblem.class)
        .hasMessageContaining("line 1: leave out the tag !");
  }

  @Test
  void longAndHarmfulTextIsNotRepeated() {
    String longText = "x".repeat(2_500_000 / 4);
    assertThatThrownBy(() -> read("seed: " + longText)).hasMessageContaining("(625000 characters)");
    assertThatThrownBy(() -> read("seed: " + longText))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
    assertThatThrownBy(() -> read("seed: " + "y".repeat(2_000_000)))
        .hasMessageContaining("more than 1048576 bytes");
    assertThatThrownBy(() -> read("\"a\\e[2Jb\": 1\n"))
        .hasMessageContaining("unknown key a\\u001b[2Jb");
    assertThatThrownBy(() -> typed("a\u001b[2Jb=1"))
        .hasMessage("command line: unknown key a\\u001b[2Jb");
    assertThatThrownBy(() -> read("[".repeat(50) + "]".repeat(50)))
        .hasMessageContaining("nested deeper than 20");
  }
}
