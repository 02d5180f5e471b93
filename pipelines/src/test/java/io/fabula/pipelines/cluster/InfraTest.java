package io.fabula.pipelines.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabula.envs.coinrun.CoinRun;
import io.fabula.envs.coinrun.CoinRunOptions;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.sums.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in {@code infra/} speaks of images, services, ports, classes and commands that are. */
class InfraTest {
  private static final Path INFRA = Path.of("..", "infra");
  private static final String IMAGE = "fabula:0.1.0";
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @TempDir Path directory;

  @Test
  void theTrainedAgentsPlayCoinRun() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(INFRA.resolve("agents"))) {
      files = all.toList();
    }
    assertThat(files).hasSize(2);
    for (Path file : files) {
      try (ImpalaNetwork agent = ImpalaNetwork.load(TensorFile.read(file))) {
        agent.architecture().requireFits(new CoinRun(CoinRunOptions.DEFAULT).spec());
      }
    }
  }

  private static List<JsonNode> documents() throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    for (String folder : new String[] {"kubernetes", "schedule"}) {
      try (Stream<Path> files = Files.walk(INFRA.resolve(folder))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
          try (MappingIterator<JsonNode> in =
              YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
            in.forEachRemaining(documents::add);
          }
        }
      }
    }
    return documents;
  }

  private static List<JsonNode> ofKind(String kind) throws IOException {
    return documents().stream().filter(each -> each.path("kind").asText().equals(kind)).toList();
  }

  /** The pods that a document describes, at whatever depth. */
  private static List<JsonNode> pods() throws IOException {
    List<JsonNode> pods = new ArrayList<>();
    for (JsonNode document : documents()) {
      for (JsonNode template : document.findValues("template")) {
        if (template.has("spec")) pods.add(template);
      }
    }
    assertThat(pods).hasSize(5);
    return pods;
  }

  private static JsonNode container(JsonNode pod) {
    JsonNode containers = pod.at("/spec/containers");
    assertThat(containers).hasSize(1);
    return containers.get(0);
  }

  private static String text(String file) throws IOException {
    return Files.readString(INFRA.resolve(file));
  }

  @Test
  void everyDocumentIsAnObjectOfKubernetes() throws IOException {
    assertThat(documents()).hasSizeGreaterThanOrEqualTo(8);
    Set<String> names = new TreeSet<>();
    for (JsonNode each : documents()) {
      assertThat(each.path("apiVersion").asText()).isNotEmpty();
      assertThat(names.add(each.path("kind").asText() + "/" + each.at("/metadata/name").asText()))
          .isTrue();
    }
  }

  @Test
  void everyPodUsesTheImageTheStoreAndNoPrivileges() throws IOException {
    assertThat(text("docker/Dockerfile")).contains("-t " + IMAGE + " .");
    assertThat(text("README.md")).contains("-t " + IMAGE + " .");
    Set<String> claims = new TreeSet<>();
    for (JsonNode each : ofKind("PersistentVolumeClaim"))
      claims.add(each.at("/metadata/name").asText());
    for (JsonNode pod : pods()) {
      JsonNode container = container(pod);
      assertThat(container.path("image").asText()).isEqualTo(IMAGE);
      assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
          .isFalse();
      assertThat(pod.at("/spec/securityContext/runAsNonRoot").asBoolean()).isTrue();
      assertThat(pod.at("/metadata/labels/app").asText()).isEqualTo("fabula");
      for (JsonNode volume : pod.at("/spec/volumes")) {
        assertThat(claims).contains(volume.at("/persistentVolumeClaim/claimName").asText());
      }
      for (JsonNode mount : container.path("volumeMounts")) {
        assertThat(pod.at("/spec/volumes").findValuesAsText("name"))
            .contains(mount.path("name").asText());
      }
    }
  }

  @Test
  void servicesAndDeploymentsFindTheirPods() throws IOException {
    List<JsonNode> deployments = ofKind("Deployment");
    for (JsonNode each : deployments) {
      assertThat(each.at("/spec/selector/matchLabels"))
          .isEqualTo(each.at("/spec/template/metadata/labels"));
    }
    for (JsonNode service : ofKind("Service")) {
      JsonNode pod =
          deployments.stream()
              .map(each -> each.at("/spec/template"))
              .filter(each -> each.at("/metadata/labels").equals(service.at("/spec/selector")))
              .findFirst()
              .orElseThrow();
      for (JsonNode port : service.at("/spec/ports")) {
        assertThat(container(pod).path("ports"))
            .anySatisfy(
                open -> {
                  assertThat(open.path("name")).isEqualTo(port.path("targetPort"));
                  assertThat(open.path("containerPort")).isEqualTo(port.path("port"));
                });
      }
    }
  }

  @Test
  void containersAreGivenRolesAndCommandsThatExist() throws IOException {
    JsonNode service = ofKind("Service").get(0);
    String jobManager = service.at("/metadata/name").asText();
    String master = jobManager + ":" + service.at("/spec/ports/0/port").asText();
    for (JsonNode pod : pods()) {
      List<String> arguments = new ArrayList<>();
      container(pod).path("args").forEach(each -> arguments.add(each.asText()));
      switch (arguments.get(0)) {
        case "jobmanager", "taskmanager" ->
            assertThat(arguments).contains("-Djobmanager.rpc.address=" + jobManager);
        case "run" -> {
          assertThat(arguments).contains("--flinkMaster=" + master, "--shared-store");
          assertUnderstood(arguments);
        }
        default -> assertUnderstood(afterLauncher(arguments.get(0)));
      }
    }
    assertUnderstood(afterLauncher(text("schedule/fabula-reproduction.service").replace("'", "")));
    assertUnderstood(afterLauncher(text("schedule/crontab").replaceAll(" >> .*", "")));
  }

  /** The command of fabula in a line of a shell. */
  private static List<String> afterLauncher(String shell) {
    MatchResult found =
        Pattern.compile("(?:entrypoint\\.sh|/fabula) (run .*)")
            .matcher(shell)
            .results()
            .findFirst()
            .orElseThrow();
    return Arrays.asList(found.group(1).replaceAll("--store=.*", "--store=x").split(" "));
  }

  private static void assertUnderstood(List<String> arguments) {
    List<String> printing = new ArrayList<>(arguments);
    printing.add("--print-config");
    Console console = Console.run(Studies.builtIn(), printing.toArray(String[]::new));
    assertThat(console.err()).isEmpty();
    assertThat(console.exitCode()).isZero();
  }

  @Test
  void theEntrypointStartsClassesThatExist() throws IOException {
    String script = text("docker/entrypoint.sh");
    List<String> classes =
        Pattern.compile("\\b(?:org|io)\\.[a-z.]+\\.[A-Z][A-Za-z]+")
            .matcher(script)
            .results()
            .map(MatchResult::group)
            .toList();
    assertThat(classes).hasSize(3);
    for (String each : classes) {
      assertThatCode(() -> Class.forName(each).getMethod("main", String[].class))
          .doesNotThrowAnyException();
    }
    assertThat(Files.isExecutable(INFRA.resolve("docker/entrypoint.sh"))).isTrue();
    for (MatchResult copied :
        Pattern.compile("COPY (infra/\\S+)")
            .matcher(text("docker/Dockerfile"))
            .results()
            .toList()) {
      assertThat(Path.of("..").resolve(copied.group(1))).isRegularFile();
    }
  }

  @Test
  void flinkUnderstandsTheConfigurationOfTheImage() throws IOException {
    Configuration configuration =
        GlobalConfiguration.loadConfiguration(INFRA.resolve("flink").toString());
    assertRoomForStages(configuration);
    TaskExecutorProcessSpec worker = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
    MemorySize heap =
        worker.getTaskHeapSize().add(configuration.get(TaskManagerOptions.FRAMEWORK_HEAP_MEMORY));
    assertThat(text("docker/entrypoint.sh"))
        .contains("${FABULA_HEAP:-" + heap.getMebiBytes() + "m}");
    Set<String> ports = new TreeSet<>();
    for (JsonNode pod : pods()) {
      container(pod).path("ports").forEach(each -> ports.add(each.path("containerPort").asText()));
    }
    Set<String> configured = new TreeSet<>();
    configuration
        .toMap()
        .forEach(
            (key, value) -> {
              if (key.endsWith(".port")) configured.add(value);
            });
    assertThat(configured).isEqualTo(ports);
  }

  /** A chain has up to some tens of stages, and those that read nothing begin together. */
  private static void assertRoomForStages(Configuration configuration) {
    long bytes =
        TaskExecutorProcessUtils.processSpecFromConfig(configuration)
            .getNetworkMemSize()
            .getBytes();
    long buffers = bytes / configuration.get(TaskManagerOptions.MEMORY_SEGMENT_SIZE).getBytes();
    int least = configuration.get(NettyShuffleEnvironmentOptions.NETWORK_SORT_SHUFFLE_MIN_BUFFERS);
    assertThat(buffers / least).isGreaterThanOrEqualTo(100);
  }

  @Test
  void flinkUnderstandsTheConfigurationOfALocalCluster() throws IOException {
    ClusterSize size = new ClusterSize(2, 3, 512);
    FlinkConfiguration.write(
        FlinkConfiguration.ofCluster(
            size, 8082, 6124, directory.resolve("a \"b\\"), "0123456789abcdef"),
        directory);
    Configuration configuration = GlobalConfiguration.loadConfiguration(directory.toString());
    TaskExecutorProcessSpec worker = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
    assertThat(worker.getTaskHeapSize()).isEqualTo(MemorySize.ofMebiBytes(512));
    assertRoomForStages(configuration);
    assertThat(FlinkConfiguration.workerOptions(size)).contains("-Xmx640m");
    assertThat(configuration.toMap())
        .containsEntry("rest.port", "8082")
        .containsEntry(FlinkRest.CODE, "0123456789abcdef")
        .containsEntry("io.tmp.dirs", directory.resolve("a \"b\\").toString());
    assertThat(configuration.toMap().entrySet())
        .filteredOn(each -> each.getKey().matches(".*(bind-host|bind-address|address|\\.host)"))
        .hasSize(6)
        .allMatch(each -> each.getValue().equals("127.0.0.1"));
  }
}
