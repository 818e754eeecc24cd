package io.apibuddy.bootstrap.system;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.junit.jupiter.Testcontainers;

/** The runnable jars with little memory, with a full or read-only disk, and after a kill. */
@Tag("container")
@Testcontainers(disabledWithoutDocker = true)
class ContainerIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final long MEMORY = 256L << 20;
  private static final int CLIENTS = 8;

  private final Client client = new Client();
  @AutoClose private NumberedApi api;

  @BeforeEach
  void startApi() throws Exception {
    api = new NumberedApi();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void fullDiskAffectsOnlyCachingAndRecoversWithoutARestart(String backend) throws Exception {
    try (ProxyContainer proxy =
        ProxyContainer.serve(
            backend,
            api.url(),
            container -> container.withTmpFs(Map.of(ProxyContainer.DATA, "rw,size=20m")))) {
      assertHit(proxy, 70);
      proxy.shell("head -c 10m /dev/zero > /data/filler");
      List<Integer> tooMuch = numbers(1 << 16).limit(400).boxed().toList();
      for (int number : tooMuch) {
        answer(proxy, number);
      }
      await().atMost(TIMEOUT).until(() -> warnings(proxy) > 0);
      for (int number : tooMuch) {
        answer(proxy, number);
      }
      assertThat(warnings(proxy)).as("warnings about 800 answers").isLessThan(10);

      proxy.shell("rm /data/filler");
      await().atMost(TIMEOUT).until(() -> isHit(answer(proxy, 71)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void startFailsNamingAStoreDirectoryThatIsNotWritable(String backend) {
    try (ProxyContainer proxy =
        ProxyContainer.runToTheEnd(
            backend,
            api.url(),
            container -> container.withTmpFs(Map.of(ProxyContainer.DATA, "ro,size=20m")))) {
      assertThat(proxy.state().getExitCodeLong()).isEqualTo(1);
      assertThat(proxy.output()).contains(ProxyContainer.STORE).doesNotContain("\tat ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void twoHundredFiftySixMegabytesAreEnoughUnderLoad(String backend) throws Exception {
    try (ProxyContainer proxy =
        ProxyContainer.serve(
            backend,
            api.url(),
            container ->
                container.withCreateContainerCmdModifier(
                    command -> {
                      HostConfig host = Objects.requireNonNull(command.getHostConfig());
                      host.withMemory(MEMORY).withMemorySwap(MEMORY);
                    }))) {
      ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
      try {
        List<Callable<Void>> calls = new ArrayList<>();
        IntStream.range(0, 6000)
            .forEach(
                i ->
                    calls.add(
                        () -> {
                          answer(proxy, i % 2000);
                          return null;
                        }));
        for (Future<Void> answered : clients.invokeAll(calls)) {
          answered.get();
        }
      } finally {
        clients.shutdownNow();
      }
      assertThat(proxy.state().getOOMKilled()).isFalse();
      assertThat(proxy.state().getRunning()).isTrue();
      assertThat(proxy.output()).doesNotContain("OutOfMemoryError");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void responsesStoredByAKilledContainerAreHitsAfterARestart(String backend) throws Exception {
    try (ProxyContainer proxy =
        ProxyContainer.serve(
            backend,
            api.url(),
            container ->
                container.withCreateContainerCmdModifier(
                    command -> command.withVolumes(new Volume(ProxyContainer.DATA))))) {
      List<Integer> stored = numbers(1 << 10).limit(100).boxed().toList();
      for (int number : stored) {
        answer(proxy, number);
      }
      assertHit(proxy, stored.get(0));
      proxy.killAndStartAgain();

      int hits = 0;
      for (int number : stored) {
        hits += isHit(answer(proxy, number)) ? 1 : 0;
      }
      assertThat(hits).isGreaterThan(stored.size() / 2);
    }
  }

  /** Requests a number and checks every byte of the answer. */
  private HttpResponse<byte[]> answer(ProxyContainer proxy, int number) throws Exception {
    HttpResponse<byte[]> answer = client.get(proxy.url(number));
    assertThat(NumberedApi.version(number, answer))
        .as("version of %d, %s", number, answer.headers().map())
        .isPositive();
    return answer;
  }

  private void assertHit(ProxyContainer proxy, int number) {
    await().atMost(TIMEOUT).until(() -> isHit(answer(proxy, number)));
  }

  private static boolean isHit(HttpResponse<?> answer) {
    return Client.field(answer, "X-Cache").equals("HIT");
  }

  private static long warnings(ProxyContainer proxy) {
    return proxy.output().lines().filter(line -> line.contains("WARN")).count();
  }

  /** Returns the numbers whose answers have {@code size} bytes. */
  private static IntStream numbers(int size) {
    return IntStream.iterate(0, number -> number + 1)
        .filter(number -> NumberedContent.size(number) == size);
  }
}
