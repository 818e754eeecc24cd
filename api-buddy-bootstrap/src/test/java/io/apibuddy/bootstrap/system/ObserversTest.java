package io.apibuddy.bootstrap.system;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.sun.net.httpserver.HttpExchange;
import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.bootstrap.CachingProxyBuilder;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.ports.contract.RawUpstream.Peer;
import io.apibuddy.ports.event.CacheHit;
import io.apibuddy.ports.event.CacheMiss;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.event.ExchangeCompleted;
import io.apibuddy.ports.event.ExchangeListener;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ObserversTest {
  private static final byte[] CONTENT = "x".repeat(1_000).getBytes(StandardCharsets.UTF_8);
  private static final AtomicInteger CREATED = new AtomicInteger();
  private static final List<String> EVENTS = new CopyOnWriteArrayList<>();

  private final Client client = new Client();

  /** A listener that a configuration or a jar names. */
  public static final class RecordingListener implements ExchangeListener {
    /** Counts the instances. */
    public RecordingListener() {
      CREATED.incrementAndGet();
    }

    @Override
    public void onCacheHit(CacheHit event) {
      EVENTS.add("hit " + event.requestId());
    }

    @Override
    public void onExchangeCompleted(ExchangeCompleted event) {
      EVENTS.add("completed");
    }
  }

  @BeforeEach
  void forget() {
    EVENTS.clear();
    CREATED.set(0);
  }

  private static LoopbackApi api() throws IOException {
    return LoopbackApi.http().on("/", LoopbackApi.content("text/plain", CONTENT));
  }

  private static CachingProxyBuilder proxy(LoopbackApi api) {
    return CachingProxy.builder().map("api", api.url());
  }

  @Test
  void listenersAreCalledWhileAStreamOccupiesTheOnlyWorker() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (LoopbackApi api = api().on("/stream", exchange -> streamUntil(end, exchange));
        CachingProxy proxy =
            proxy(api).listener(new RecordingListener()).set("server.max_workers", 1).start()) {
      HttpResponse<InputStream> stream =
          client
              .http()
              .send(
                  HttpRequest.newBuilder(URI.create(proxy.baseUrl("api") + "/stream")).build(),
                  BodyHandlers.ofInputStream());
      assertThat(stream.body().read()).isEqualTo('x');
      client.get(proxy.baseUrl("api").replace("/api", "/nowhere"));

      await().atMost(Duration.ofSeconds(30)).until(() -> EVENTS.contains("completed"));
      end.countDown();
      assertThat(stream.body().readAllBytes()).hasSize(2 * CONTENT.length - 1);
    } finally {
      end.countDown();
    }
  }

  private static void streamUntil(CountDownLatch end, HttpExchange exchange)
      throws IOException, InterruptedException {
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write(CONTENT);
    exchange.getResponseBody().flush();
    LoopbackApi.once(end, last -> last.getResponseBody().write(CONTENT)).answer(exchange);
  }

  @Test
  void callbackGetsOnlyItsEventWithTheClientsRequestId() throws Exception {
    try (LoopbackApi api = api();
        CachingProxy proxy =
            proxy(api)
                .set("callbacks", Map.of("on_cache_hit", RecordingListener.class.getName()))
                .start()) {
      client.get(proxy.baseUrl("api") + "/x");
      proxy.updateConfig("cache.default_ttl", "5h");
      client.get(proxy.baseUrl("api") + "/x", "X-Request-Id", "mine-7");
      await().atMost(Duration.ofSeconds(30)).until(() -> !EVENTS.isEmpty());

      proxy.updateConfig("callbacks", Map.of());
      client.get(proxy.baseUrl("api") + "/x");
    }

    assertThat(EVENTS).containsExactly("hit mine-7");
    assertThat(CREATED).as("a change that names the same listener creates none").hasValue(1);
  }

  @Test
  void listenerFunctionGetsOnlyEventsOfItsType() throws Exception {
    List<String> received = new CopyOnWriteArrayList<>();
    try (LoopbackApi api = api();
        CachingProxy proxy =
            proxy(api)
                .listener(CacheHit.class, hit -> received.add("hit"))
                .listener(CacheMiss.class, miss -> received.add("miss"))
                .start()) {
      client.get(proxy.baseUrl("api") + "/x");
      client.get(proxy.baseUrl("api") + "/x");
      await().atMost(Duration.ofSeconds(30)).until(() -> received.size() == 2);
    }

    assertThat(received).containsExactlyInAnyOrder("miss", "hit");
    assertThatThrownBy(() -> CachingProxy.builder().listener(String.class, text -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no event: java.lang.String");
  }

  @Test
  void settingOneCallbackKeepsThoseOfOtherEvents(@TempDir Path directory) throws Exception {
    String listener = RecordingListener.class.getName();
    Path file =
        Files.writeString(
            directory.resolve("c.yaml"), "callbacks: {on_cache_hit: '" + listener + "'}\n");
    try (LoopbackApi api = api();
        CachingProxy proxy = proxy(api).config(file).set("callbacks.on_notice", listener).start()) {
      assertThat(proxy.configuration())
          .contains("\"on_cache_hit\" : \"" + listener, "\"on_notice\" : \"" + listener);

      proxy.updateConfig("callbacks.on_exchange_completed", listener);
      client.get(proxy.baseUrl("api") + "/x");
      client.get(proxy.baseUrl("api") + "/x", "X-Request-Id", "mine-8");
      await().atMost(Duration.ofSeconds(30)).until(() -> EVENTS.size() == 3);

      assertThatThrownBy(() -> proxy.updateConfig("callbacks.on_notice", "com.example.Gone"))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("callbacks.on_notice: no class com.example.Gone");
      assertThatThrownBy(() -> proxy.updateConfig("callbacks.on_cach_hit", listener))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("callbacks: expected a class name for any of on_cache_hit, ")
          .hasMessageEndingWith(", found on_cach_hit; did you mean on_cache_hit?");
      proxy.updateConfig("callbacks", Map.of());
      assertThat(proxy.configuration()).doesNotContain(listener);
    }

    assertThat(EVENTS).containsExactlyInAnyOrder("completed", "hit mine-8", "completed");
  }

  @Test
  void hitIsNotDeliveredIfTheClientLeavesBeforeItsEnd() throws Exception {
    List<ExchangeCompleted> completed = new CopyOnWriteArrayList<>();
    byte[] large = new byte[1_000_000];
    try (LoopbackApi api = LoopbackApi.http().on("/", LoopbackApi.content("text/plain", large));
        CachingProxy proxy = proxy(api).listener(ExchangeCompleted.class, completed::add).start()) {
      client.get(proxy.baseUrl("api") + "/x");
      try (Peer leaving = RawHttp.ask(proxy.port(), "GET", "/api/x", "HTTP/1.1")) {
        assertThat(leaving.readHead()).contains("X-Cache: HIT");
        leaving.reset();
      }
      await().atMost(Duration.ofSeconds(30)).until(() -> completed.size() == 2);
    }

    assertThat(completed)
        .extracting(ExchangeCompleted::outcome, ExchangeCompleted::delivered)
        .containsExactly(tuple(CacheOutcome.MISS, true), tuple(CacheOutcome.HIT, false));
  }

  @Test
  void listenerDeclaredAsAServiceIsCalled(@TempDir Path directory) throws Exception {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(ExchangeListener.class.getName()), RecordingListener.class.getName());
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (LoopbackApi api = api();
        URLClassLoader jar = new URLClassLoader(new URL[] {directory.toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(jar);
      try (CachingProxy proxy = proxy(api).start()) {
        client.get(proxy.baseUrl("api") + "/x");
      }
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }

    assertThat(EVENTS).containsExactly("completed");
  }

  @Test
  void callbackThatCannotBeCreatedIsAnErrorThatNamesTheCause() throws Exception {
    try (LoopbackApi api = api()) {
      assertThatThrownBy(
              () ->
                  proxy(api)
                      .set(
                          "callbacks",
                          Map.of(
                              "on_notice",
                              "no.Such",
                              "on_throttled",
                              "java.lang.String",
                              "on_cache_hit",
                              WithoutPublicConstructor.class.getName(),
                              "on_cache_miss",
                              WithFailingConstructor.class.getName()))
                      .start())
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("callbacks.on_notice: no class no.Such is on the class path")
          .hasMessageContaining("callbacks.on_throttled: java.lang.String is not a listener")
          .hasMessageContaining(
              WithoutPublicConstructor.class.getName() + " cannot be created: it must be public")
          .hasMessageContaining(
              WithFailingConstructor.class.getName()
                  + " cannot be created: java.lang.IllegalStateException: no disk");
    }
  }

  /** Has no public constructor. */
  public static final class WithoutPublicConstructor implements ExchangeListener {
    private WithoutPublicConstructor() {}
  }

  /** Cannot be created. */
  public static final class WithFailingConstructor implements ExchangeListener {
    /** As the configuration makes it. */
    public WithFailingConstructor() {
      throw new IllegalStateException("no disk");
    }
  }

  /** Fails when it is asked whether it wants hits. */
  public static final class WithFailingWantsHits implements ExchangeListener {
    /** As the configuration makes it. */
    public WithFailingWantsHits() {}

    @Override
    public boolean wantsHits() {
      throw new IllegalStateException("expected");
    }

    @Override
    public void onCacheMiss(CacheMiss event) {
      EVENTS.add("miss");
    }
  }

  @Test
  void listenerWhoseWantsHitsFailsStillGetsOtherEvents() throws Exception {
    Map<String, String> callbacks =
        Map.of(
            "on_cache_hit",
            WithFailingWantsHits.class.getName(),
            "on_cache_miss",
            WithFailingWantsHits.class.getName());
    try (LoopbackApi api = api();
        CachingProxy started = proxy(api).set("callbacks", callbacks).start();
        CachingProxy changed = proxy(api).start()) {
      changed.updateConfig("callbacks", callbacks);
      for (CachingProxy proxy : List.of(started, changed)) {
        client.get(proxy.baseUrl("api") + "/x");
        assertThat(Client.field(client.get(proxy.baseUrl("api") + "/x"), "X-Cache"))
            .isEqualTo("HIT");
      }
      await().atMost(Duration.ofSeconds(30)).until(() -> EVENTS.size() == 2);
    }

    assertThat(EVENTS).containsExactly("miss", "miss");
  }

  @Test
  void exchangesAreLoggedToTheConfiguredLoggerUnlessSwitchedOff() throws Exception {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger named = context.getLogger("com.example.mine");
    Logger own = context.getLogger("io.apibuddy.proxy");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    ListAppender<ILoggingEvent> others = new ListAppender<>();
    lines.start();
    others.start();
    named.setLevel(Level.INFO);
    own.setLevel(Level.INFO);
    named.addAppender(lines);
    own.addAppender(others);
    try (LoopbackApi api = api()) {
      try (CachingProxy proxy =
          proxy(api).set("logging.parent_logger", "com.example.mine").start()) {
        client.get(proxy.baseUrl("api") + "/x");
      }
      assertThat(lines.list)
          .anyMatch(line -> line.getFormattedMessage().contains("GET api /x 200 MISS"));
      int before = lines.list.size();
      try (CachingProxy proxy =
          proxy(api)
              .set("logging.parent_logger", "com.example.mine")
              .set("logging.log_to_parent", false)
              .start()) {
        client.get(proxy.baseUrl("api") + "/x");
      }

      assertThat(lines.list).hasSize(before);
      assertThat(others.list).isEmpty();
    } finally {
      named.detachAppender(lines);
      own.detachAppender(others);
      named.setLevel(null);
      own.setLevel(null);
    }
  }

  @Test
  void jsonLogFormatWritesOneObjectPerLine(@TempDir Path home) throws Exception {
    try (LoopbackApi api = api()) {
      Path file =
          Files.writeString(
              home.resolve("c.yaml"),
              "logging:\n  format: json\ndomain_mappings:\n  api: " + api.url() + "\n");
      try (ProxyProcess proxy = ProxyProcess.serve(home, List.of(), "-c", file.toString())) {
        client.get(
            proxy.url("/api/%22x"), "traceparent", "00-" + "a".repeat(32) + "-00f067aa0ba902b7-01");
        proxy.terminate();
        proxy.exitCode();

        String line =
            proxy.output().lines().filter(each -> each.startsWith("{")).findFirst().orElseThrow();
        try (JsonParser json = new JsonFactory().createParser(line)) {
          JsonToken token = json.nextToken();
          while (token != null) {
            token = json.nextToken();
          }
        }
        assertThat(line).contains("\"request_id\":\"" + "a".repeat(32) + "\"", "\"status\":");
      }
    }
  }
}
