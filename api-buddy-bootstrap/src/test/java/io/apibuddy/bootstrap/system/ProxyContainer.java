package io.apibuddy.bootstrap.system;

import static io.apibuddy.ports.contract.Waits.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.DockerStatus;
import org.testcontainers.utility.MountableFile;

/**
 * A runnable jar in a container that shares the host's network, so that it reaches an API of this
 * process on loopback, and clients of this process reach it.
 */
final class ProxyContainer implements AutoCloseable {
  private static final Pattern BANNERS_END = Pattern.compile("  stop +Ctrl-C");

  static final String DATA = "/data";
  static final String STORE = DATA + "/store";

  static final String IMAGE = System.getProperty("container.image", "eclipse-temurin:17-jre");
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private final GenericContainer<?> container;
  private int port;

  private ProxyContainer(String backend, String upstream, Consumer<GenericContainer<?>> setting) {
    String jar = backend.equals("sqlite") ? "api-buddy.jar" : "api-buddy-" + backend + ".jar";
    container =
        new GenericContainer<>(DockerImageName.parse(IMAGE))
            .withNetworkMode("host")
            .withCopyFileToContainer(
                MountableFile.forHostPath(Path.of("target", jar).toAbsolutePath()),
                "/api-buddy.jar")
            .withStartupTimeout(TIMEOUT)
            .withEnv("API_BUDDY_THROTTLING_DEFAULT_REQUESTS_PER_HOUR", "0")
            .withCommand(
                "java",
                "-jar",
                "/api-buddy.jar",
                "--port",
                "0",
                "--map",
                "m=" + upstream,
                "--store",
                STORE);
    setting.accept(container);
  }

  /** Runs a backend's jar until it answers. */
  static ProxyContainer serve(
      String backend, String upstream, Consumer<GenericContainer<?>> setting) {
    ProxyContainer started = new ProxyContainer(backend, upstream, setting);
    started.container.start();
    started.awaitBanner(1);
    return started;
  }

  /** Runs a backend's jar until it ends. */
  static ProxyContainer runToTheEnd(
      String backend, String upstream, Consumer<GenericContainer<?>> setting) {
    ProxyContainer ended = new ProxyContainer(backend, upstream, setting);
    ended.container.withStartupCheckStrategy(new Ended().withTimeout(TIMEOUT)).start();
    return ended;
  }

  String url(int number) {
    return "http://127.0.0.1:" + port + "/m" + NumberedApi.PATH + number;
  }

  String output() {
    return container.getLogs();
  }

  ContainerState state() {
    return container.getCurrentContainerInfo().getState();
  }

  /** Runs a shell command in the container. */
  void shell(String command) throws Exception {
    if (container.execInContainer("sh", "-c", command).getExitCode() != 0) {
      throw new IllegalStateException(command + " failed");
    }
  }

  /** Kills it and starts it again with the same files. */
  void killAndStartAgain() {
    DockerClient docker = container.getDockerClient();
    docker.killContainerCmd(container.getContainerId()).exec();
    docker.startContainerCmd(container.getContainerId()).exec();
    awaitBanner(2);
  }

  @Override
  public void close() {
    container.close();
  }

  /** Waits until the banner of a start has shown where it listens. */
  private void awaitBanner(int start) {
    await().atMost(TIMEOUT).until(() -> BANNERS_END.matcher(output()).results().count() >= start);
    Matcher url = ProxyProcess.BASE_URL.matcher(output());
    while (url.find()) {
      port = Integer.parseInt(Objects.requireNonNull(url.group(1)));
    }
  }

  /** Waits until a container has ended rather than until it runs. */
  private static final class Ended extends StartupCheckStrategy {
    @Override
    public StartupStatus checkStartupState(DockerClient docker, String containerId) {
      return DockerStatus.isContainerStopped(getCurrentState(docker, containerId))
          ? StartupStatus.SUCCESSFUL
          : StartupStatus.NOT_YET_KNOWN;
    }
  }
}
