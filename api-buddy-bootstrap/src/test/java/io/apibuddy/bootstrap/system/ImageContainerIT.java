package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import io.apibuddy.ports.contract.ClosedPort;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.junit.jupiter.Testcontainers;

/** The image that the Dockerfile builds, on a base image that this machine has. */
@Tag("container")
@Testcontainers(disabledWithoutDocker = true)
class ImageContainerIT {
  private static final String JAR = "api-buddy-bootstrap/target/api-buddy.jar";
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final ImageFromDockerfile IMAGE =
      new ImageFromDockerfile()
          .withFileFromPath("Dockerfile", PROJECT.resolve("Dockerfile"))
          .withFileFromPath(JAR, PROJECT.resolve(JAR))
          .withBuildArg("BASE_IMAGE", ProxyContainer.IMAGE);
  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final Pattern KEYED = Pattern.compile("key +(http://\\S+/m)\\s");

  /** Disables Docker's own health checks, so that only the test runs one. */
  private static final HealthCheck ONLY_WHEN_ASKED = new HealthCheck().withTest(List.of("NONE"));

  private static final long MEMORY = 256L << 20;
  private static final int CLIENTS = 12;

  private final Client client = new Client();

  @AfterAll
  static void removeImage() {
    DockerClientFactory.instance().client().removeImageCmd(IMAGE.get()).withForce(true).exec();
  }

  @Test
  void servesUnprivilegedOnAReadOnlyRootAndReportsItsHealth() throws Exception {
    byte[] content = "x".repeat(2000).getBytes(StandardCharsets.UTF_8);
    try (LoopbackApi api = LoopbackApi.http().on("/x", LoopbackApi.content("text/plain", content));
        GenericContainer<?> container = new GenericContainer<>(IMAGE)) {
      int port = start(container, api, host -> host.withReadonlyRootfs(true));

      assertThat(container.execInContainer("id", "-u").getStdout().strip()).isEqualTo("10001");
      assertThat(container.execInContainer("touch", "/opt/x").getExitCode()).isNotZero();
      assertThat(health(container).getExitCode()).isZero();

      String open = "http://127.0.0.1:" + port + "/m/x";
      assertThat(client.get(open).statusCode()).isEqualTo(403);
      String keyed = keyedUrl(container) + "/x";
      HttpResponse<byte[]> first = client.get(keyed);
      assertThat(first.body()).isEqualTo(content);
      assertThat(Client.field(client.get(keyed), "X-Cache")).isEqualTo("HIT");
      assertThat(container.execInContainer("ls", "/data/cache/api-buddy/sqlite").getStdout())
          .contains("cache.db");
      assertThat(container.getLogs()).doesNotContain(" ERROR ", "\tat ");
    }
  }

  @Test
  void servesAsAnotherUserWhoseGroupIsRoot() throws Exception {
    byte[] content = "x".repeat(2000).getBytes(StandardCharsets.UTF_8);
    try (LoopbackApi api = LoopbackApi.http().on("/x", LoopbackApi.content("text/plain", content));
        GenericContainer<?> container = new GenericContainer<>(IMAGE)) {
      start(
          container.withCreateContainerCmdModifier(command -> command.withUser("1000680000:0")),
          api,
          host -> host.withReadonlyRootfs(true));

      assertThat(container.execInContainer("id", "-u").getStdout().strip()).isEqualTo("1000680000");
      assertThat(health(container).getExitCode()).isZero();
      String keyed = keyedUrl(container) + "/x";
      assertThat(client.get(keyed).body()).isEqualTo(content);
      assertThat(Client.field(client.get(keyed), "X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void twoHundredFiftySixMegabytesAreEnoughForLargeAnswersAndTheHealthCheck() throws Exception {
    byte[] content = new byte[3 << 20];
    try (LoopbackApi api =
            LoopbackApi.http().on("/", LoopbackApi.content("application/json", content));
        GenericContainer<?> container = new GenericContainer<>(IMAGE)) {
      start(
          container.withEnv("API_BUDDY_THROTTLING_DEFAULT_REQUESTS_PER_HOUR", "0"),
          api,
          host -> host.withMemory(MEMORY).withMemorySwap(MEMORY));
      String keyed = keyedUrl(container);

      ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
      try {
        List<Future<Integer>> statuses = new ArrayList<>();
        for (int i = 0; i < 10 * CLIENTS; i++) {
          String url = keyed + "/" + i;
          statuses.add(clients.submit(() -> client.get(url).statusCode()));
        }
        assertThat(health(container).getExitCode()).isZero();
        for (Future<Integer> status : statuses) {
          assertThat(status.get()).as(container.getLogs()).isEqualTo(200);
        }
        assertThat(health(container).getExitCode()).isZero();
      } finally {
        clients.shutdownNow();
      }
      assertThat(container.getLogs()).doesNotContain("OutOfMemoryError");
    }
  }

  /** Returns a port that was free a moment ago: the image's port is given from outside. */
  private static int freePort() throws IOException {
    try (ClosedPort free = new ClosedPort()) {
      return free.number();
    }
  }

  /** Starts a container and returns its port. */
  private static int start(
      GenericContainer<?> container, LoopbackApi api, Consumer<HostConfig> setting)
      throws IOException {
    container.getDockerImageName(); // builds the image, before there is a port that others may take
    int port = freePort();
    container
        .withNetworkMode("host")
        .withEnv("API_BUDDY_SERVER_PORT", String.valueOf(port))
        .withTmpFs(Map.of("/tmp", "rw"))
        .withCreateContainerCmdModifier(
            command -> {
              setting.accept(Objects.requireNonNull(command.getHostConfig()));
              command.withVolumes(new Volume("/data")).withHealthcheck(ONLY_WHEN_ASKED);
            })
        .withCommand("--map", "m=" + api.url())
        .waitingFor(Wait.forLogMessage(".*Ctrl-C.*", 1))
        .withStartupTimeout(TIMEOUT)
        .start();
    return port;
  }

  /** Returns the base URL that the banner shows. */
  private static String keyedUrl(GenericContainer<?> container) {
    Matcher key = KEYED.matcher(container.getLogs());
    assertThat(key.find()).as(container.getLogs()).isTrue();
    return Objects.requireNonNull(key.group(1));
  }

  /** Runs the health check that the image declares. */
  private static ExecResult health(GenericContainer<?> container) throws Exception {
    InspectImageResponse image =
        container.getDockerClient().inspectImageCmd(container.getDockerImageName()).exec();
    HealthCheck check =
        Objects.requireNonNull(Objects.requireNonNull(image.getConfig()).getHealthcheck());
    List<String> command = Objects.requireNonNull(check.getTest());
    assertThat(command).startsWith("CMD", "java");
    return container.execInContainer(command.subList(1, command.size()).toArray(String[]::new));
  }
}
