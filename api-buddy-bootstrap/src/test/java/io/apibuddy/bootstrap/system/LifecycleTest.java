package io.apibuddy.bootstrap.system;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.bootstrap.CachingProxyBuilder;
import io.apibuddy.bootstrap.error.CacheException;
import io.apibuddy.bootstrap.error.ProxyException;
import io.apibuddy.bootstrap.error.StartException;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.RawUpstream.Peer;
import io.apibuddy.ports.event.ExchangeListener;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Start, stop and coexistence with other proxies in one process. */
class LifecycleTest {
  private static final byte[] CONTENT = "x".repeat(500).getBytes(StandardCharsets.UTF_8);
  private static final int ROUNDS = 100;

  @TempDir Path directory;
  private final Client client = new Client();
  private final Gate released = new Gate();
  private final Semaphore waiting = new Semaphore(0);
  private LoopbackApi api;

  @BeforeEach
  void startTheApi() throws IOException {
    LoopbackApi.Resource content = LoopbackApi.content("application/json", CONTENT);
    api =
        LoopbackApi.http()
            .on("/", content)
            .on(
                "/slow",
                exchange -> {
                  waiting.release();
                  released.pass();
                  content.answer(exchange);
                });
  }

  @AfterEach
  void stopTheApi() {
    released.open();
    api.close();
  }

  private CachingProxyBuilder stored(String backend) {
    return CachingProxy.builder()
        .map("api", api.url())
        .set("cache.backend", backend)
        .set("cache.database_path", directory.resolve("store").toString())
        .set("cache.store_budget", "30s"); // not what this is about
  }

  private String outcome(CachingProxy proxy, String path) throws Exception {
    return Client.field(client.get(proxy.baseUrl("api") + path), "X-Cache");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void requestsInFlightDuringStopAreAnsweredAndStored(String backend) throws Exception {
    int clients = 50;
    ExecutorService threads = Executors.newFixedThreadPool(clients + 1);
    CachingProxy proxy = stored(backend).set("server.shutdown_grace", "30s").start();
    try {
      List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        String url = proxy.baseUrl("api") + "/slow?" + i;
        answers.add(CompletableFuture.supplyAsync(() -> get(url), threads));
      }
      waiting.acquire(clients);
      int proxyPort = proxy.port();
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(proxy::stop, threads);
      await().until(() -> !accepts(proxyPort));
      released.open();
      stopped.join();

      assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
    } finally {
      proxy.close();
      threads.shutdownNow();
    }
    try (CachingProxy again = stored(backend).start()) {
      for (int i = 0; i < clients; i++) {
        assertThat(outcome(again, "/slow?" + i)).isEqualTo("HIT");
      }
    }
  }

  @Test
  void closeByAnInterruptedThreadIsCompleteAndKeepsTheInterrupt() throws Exception {
    CachingProxy proxy = stored("sqlite").start();
    assertThat(outcome(proxy, "/x")).isEqualTo("MISS");
    Thread.currentThread().interrupt();
    proxy.close();
    assertThat(Thread.interrupted()).isTrue();
    try (CachingProxy again = stored("sqlite").start()) {
      assertThat(outcome(again, "/x")).isEqualTo("HIT");
    }
  }

  private HttpResponse<byte[]> get(String url) {
    try {
      return client.get(url);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean accepts(int port) {
    try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return probe.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  @Test
  void stopCutsAStreamVisiblyAndDoesNotStoreIt() throws Exception {
    try (ScriptedUpstream upstream = new ScriptedUpstream()) {
      String event = "data: 1\n\n";
      upstream.on(
          "/x",
          peer -> {
            peer.send(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n9\r\n"
                    + event
                    + "\r\n");
            peer.readRemainder();
          });
      CachingProxyBuilder builder =
          stored("sqlite").map("events", upstream.url()).set("server.shutdown_grace", "100ms");
      CachingProxy proxy = builder.start();
      try (Peer reader = RawHttp.ask(proxy.port(), "GET", "/events/x", "HTTP/1.1")) {
        assertThat(reader.readHead()).startsWith("HTTP/1.1 200 ");
        assertThat(reader.readThrough(event)).endsWith(event);
        proxy.stop();

        assertThat(remainder(reader)).doesNotContain("0\r\n\r\n");
      }
      try (CachingProxy again = stored("sqlite").start()) {
        assertThat(again.clearCache()).isZero();
      }
    }
  }

  /** Returns the rest of an answer; a reset shows the truncation as well as an early end. */
  private static String remainder(Peer reader) throws IOException {
    try {
      return reader.readToEnd();
    } catch (SocketException reset) {
      return "";
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void failedStartLeavesNoThreadAndNoOpenStore(String backend) throws Exception {
    Set<Thread> before = ours();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CachingProxy proxy = stored(backend).port(taken.getLocalPort()).build();

      assertThatThrownBy(proxy::start)
          .isInstanceOf(StartException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("server.port");
      assertThat(proxy.isRunning()).isFalse();
    }
    await().until(() -> before.containsAll(ours()));
    try (CachingProxy next = stored(backend).start()) {
      assertThat(outcome(next, "/a")).isEqualTo("MISS");
    }
  }

  private static Set<Thread> ours() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("api-buddy"))
        .collect(Collectors.toSet());
  }

  @Test
  void proxyCanRestartOnTheSamePortAtOnce() throws Exception {
    CachingProxy first = stored("sqlite").start();
    int port = first.port();
    assertThat(outcome(first, "/a")).isEqualTo("MISS");
    first.close();

    try (CachingProxy second = stored("sqlite").port(port).start()) {
      assertThat(second.port()).isEqualTo(port);
      assertThat(outcome(second, "/a")).isEqualTo("HIT");
    }
  }

  @Test
  void twoProxiesInOneProcessShareNothing() throws Exception {
    String elsewhere = directory.resolve("elsewhere").toString();
    CachingProxyBuilder strict =
        stored("sqlite").requireKey().set("throttling.domain_limits.api", 1);
    CachingProxyBuilder free = stored("rocksdb").requireKey().set("cache.database_path", elsewhere);
    try (CachingProxy one = strict.start();
        CachingProxy two = free.start()) {
      assertThat(one.secureKey()).isNotEqualTo(Objects.requireNonNull(two.secureKey()));
      assertThat(outcome(one, "/a")).isEqualTo("MISS");
      assertThat(outcome(two, "/a")).isEqualTo("MISS");
      assertThat(client.get(one.baseUrl("api") + "/b").statusCode()).isEqualTo(429);
      assertThat(client.get(two.baseUrl("api") + "/b").statusCode()).isEqualTo(200);
      String keyOfOne = "/" + one.secureKey() + "/api/a";
      assertThat(client.get("http://127.0.0.1:" + two.port() + keyOfOne).statusCode())
          .isEqualTo(403);

      assertThat(one.clearCache()).isEqualTo(1);
      one.stop();

      assertThat(outcome(two, "/a")).isEqualTo("HIT");
      assertThat(two.clearCache()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void secondProxyOnTheSameStoreIsRefused(String backend) throws Exception {
    try (CachingProxy first = stored(backend).start()) {
      CachingProxy second = stored(backend).build();

      assertThatThrownBy(second::start)
          .isInstanceOf(CacheException.class)
          .hasMessageContaining(directory.resolve("store").toString());
      assertThat(outcome(first, "/a")).isEqualTo("MISS");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void aHundredStartsLeaveNoThreadAndNoDescriptorBehind(String backend) throws Exception {
    startAndStop(backend); // loads and opens what is needed only once
    Set<Thread> threads = ours();
    long descriptors = descriptors();
    for (int i = 0; i < ROUNDS; i++) {
      startAndStop(backend);
    }

    await().until(() -> threads.containsAll(ours()));
    // The client's own connections come and go.
    await().untilAsserted(() -> assertThat(descriptors()).isLessThan(descriptors + ROUNDS / 10));
  }

  private void startAndStop(String backend) throws Exception {
    try (CachingProxy proxy = stored(backend).start()) {
      assertThat(client.get(proxy.baseUrl("api") + "/a").statusCode()).isEqualTo(200);
    }
  }

  private static long descriptors() {
    return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
        .getOpenFileDescriptorCount();
  }

  @Test
  void terminationThatWaitsForRequestsIsAnnounced() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    Path file = Files.writeString(directory.resolve("c.yaml"), "server: {shutdown_grace: 50s}");
    try (ProxyProcess proxy =
        ProxyProcess.serve(
            directory, List.of(), "--config", file.toString(), "--map", "api=" + api.url())) {
      String url = proxy.url("/api/slow");
      CompletableFuture<HttpResponse<byte[]>> answer =
          CompletableFuture.supplyAsync(() -> get(url), threads);
      waiting.acquire();
      proxy.terminate();

      await()
          .atMost(Duration.ofSeconds(40))
          .untilAsserted(
              () ->
                  assertThat(proxy.output())
                      .contains(
                          "stopping: requests in progress have up to 50 s"
                              + " (server.shutdown_grace)"));
      released.open();
      assertThat(answer.join().statusCode()).isEqualTo(200);
      proxy.exitCode();
      assertThat(proxy.output()).contains("Stopped after 1 request, ");
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  @Tag("any-jvm")
  void terminationSignalsStopTheProxyGracefully(String signal) throws Exception {
    assumeThat(isIgnored(signal)).as("nohup and its like pass that on").isFalse();
    try (ProxyProcess proxy =
        ProxyProcess.serve(directory, List.of(), "--map", "api=" + api.url())) {
      assertThat(client.get(proxy.url("/api/a")).statusCode()).isEqualTo(200);
      new ProcessBuilder("kill", "-" + signal, Long.toString(proxy.pid())).start().waitFor();

      assertThat(proxy.exitCode()).isIn(0, 128 + 15, 128 + 2, 128 + 1);
      assertThat(proxy.output()).contains("Stopped after 1 request, ").doesNotContain("Exception");
    }
    try (ProxyProcess next =
        ProxyProcess.serve(directory, List.of(), "--map", "api=" + api.url())) {
      HttpResponse<byte[]> answer = client.get(next.url("/api/a"));
      assertThat(Client.field(answer, "X-Cache")).isEqualTo("HIT");
      assertThat(next.output()).doesNotContain(" WARN ");
    }
  }

  /** Returns whether a child process inherits an ignored signal, as proc(5) shows. */
  private static boolean isIgnored(String signal) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    int number = Objects.requireNonNull(Map.of("HUP", 1, "INT", 2, "TERM", 15).get(signal));
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .map(line -> new BigInteger(line.substring("SigIgn:".length()).strip(), 16))
        .anyMatch(ignored -> ignored.testBit(number - 1));
  }

  @Test
  void embeddingLeavesTheJvmsGlobalStateUnchanged() throws Exception {
    Object handler = Thread.getDefaultUncaughtExceptionHandler();
    Properties properties = (Properties) System.getProperties().clone();
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    java.util.logging.Logger root = LogManager.getLogManager().getLogger("");
    Object level = root.getLevel();
    List<Object> handlers = List.of((Object[]) root.getHandlers());

    startAndStop("sqlite");

    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(handler);
    assertThat(changed(properties)).isEmpty();
    assertThat(Locale.getDefault()).isEqualTo(locale);
    assertThat(TimeZone.getDefault()).isEqualTo(zone);
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(loader);
    assertThat(root.getLevel()).isEqualTo(level);
    assertThat(List.of((Object[]) root.getHandlers())).isEqualTo(handlers);
  }

  /**
   * Returns the names of changed system properties, except those that libraries set for themselves.
   */
  private static List<String> changed(Properties before) {
    return System.getProperties().stringPropertyNames().stream()
        .filter(name -> !Objects.equals(before.getProperty(name), System.getProperty(name)))
        .filter(name -> !name.startsWith("org.sqlite.") && !name.equals("jetty.git.hash"))
        .toList();
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "records there hold on to their classes")
  void classesCanBeUnloadedAfterTheStop() throws Exception {
    try (ProxyProcess process =
        ProxyProcess.runJava(
            directory,
            List.of("-XX:SoftRefLRUPolicyMSPerMB=0"), // or caches of the JDK would keep them
            List.of("-cp", System.getProperty("java.class.path"), ClassUnloading.class.getName()),
            List.of(api.url()))) {
      assertThat(process.exitCode()).as(process.output()).isZero();
      assertThat(api.calls("GET /a")).isEqualTo(1);
    }
  }

  @Test
  void startByAnInterruptedThreadIsRefusedAndKeepsTheInterrupt() throws Exception {
    try (CachingProxy proxy = stored("sqlite").build()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(proxy::start)
          .isInstanceOf(StartException.class)
          .hasMessage("interrupted while starting");
      assertThat(Thread.interrupted()).isTrue();

      assertThat(proxy.isRunning()).isFalse();
      assertThat(outcome(proxy.start(), "/a")).isEqualTo("MISS");
    }
  }

  /** Interrupts the thread that creates it, which is the one that starts a proxy. */
  public static final class Interrupting implements ExchangeListener {
    /** Called for the key {@code callbacks}, before the storage is opened. */
    public Interrupting() {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void startThatIsInterruptedLeavesNothingOpenAndKeepsTheInterrupt(String backend)
      throws Exception {
    Set<Thread> before = ours();
    CachingProxy proxy =
        stored(backend).set("callbacks.on_notice", Interrupting.class.getName()).build();
    Throwable thrown = catchThrowable(proxy::start);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(thrown).isInstanceOf(ProxyException.class);
    assertThat(proxy.isRunning()).isFalse();
    await().until(() -> before.containsAll(ours()));
    try (CachingProxy next = stored(backend).start()) {
      assertThat(outcome(next, "/a")).isEqualTo("MISS");
    }
  }

  @Test
  @Tag("any-jvm")
  void keysAndDatesDependOnNoLocaleZoneOrCharset() throws Exception {
    String json = "{\"title\":\"\\u0130I\\u0131i \u00e4\", \"LIMIT\":1.50}";
    String path = "/api/Title/I?q=%C4%B0&id=I&\u00fc=1".replace("\u00fc", "%FC");
    List<String> expected = new ArrayList<>(List.of("MISS", "MISS"));
    for (List<String> machine :
        List.of(
            List.of("-Duser.language=tr", "-Duser.country=TR", "-Duser.timezone=Pacific/Apia"),
            List.of("-Duser.language=en", "-Dfile.encoding=ISO-8859-1", "-Duser.timezone=UTC"),
            List.of("-Duser.language=ar", "-Duser.country=EG", "-Duser.timezone=Asia/Kabul"))) {
      try (ProxyProcess proxy =
          ProxyProcess.serve(directory, machine, "--map", "api=" + api.url())) {
        HttpResponse<byte[]> read = client.get(proxy.url(path), "IF-X-ID", "I");
        HttpResponse<byte[]> asked = client.post(proxy.url("/api/I"), json);
        assertThat(Stream.of(read, asked).map(answer -> Client.field(answer, "X-Cache")))
            .containsExactlyElementsOf(expected);
        assertThat(Client.field(read, "Date"))
            .matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} .* GMT");
        expected.replaceAll(any -> "HIT");
        proxy.terminate();
        proxy.exitCode();
      }
    }
  }
}
