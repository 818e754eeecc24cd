package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.ManualClock;
import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.event.CacheHit;
import io.apibuddy.ports.event.CacheMiss;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.event.ExchangeCompleted;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.event.UpstreamFailed;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.Rejection;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.MetricsRow;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamException.RequestSent;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventsTest {
  private final Recorder events = new Recorder();
  private final ManualTicker ticker = new ManualTicker();
  private final AtomicInteger ids = new AtomicInteger();

  private static final class Recorder implements ExchangeListener {
    private final List<Object> all = new CopyOnWriteArrayList<>();
    private final List<Notice> notices = new CopyOnWriteArrayList<>();

    @Override
    public void onNotice(Notice event) {
      notices.add(event);
    }

    @Override
    public void onCacheHit(CacheHit event) {
      all.add(event);
    }

    @Override
    public void onCacheMiss(CacheMiss event) {
      all.add(event);
    }

    @Override
    public void onUpstreamError(UpstreamFailed event) {
      all.add(event);
    }

    @Override
    public void onExchangeCompleted(ExchangeCompleted event) {
      all.add(event);
    }
  }

  private CoreFixture proxy(FakeUpstream upstream) {
    return new CoreFixture(
        upstream,
        new CacheSettings(),
        ports ->
            ports.listener(events).ticker(ticker).idGenerator(() -> "id" + ids.getAndIncrement()));
  }

  private static FakeUpstream ok() {
    return new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY));
  }

  @Test
  void listenerGetsEventsThoughTheExecutorOfFetchesIsFull() throws Exception {
    Executor full =
        task -> {
          throw new RejectedExecutionException();
        };
    try (CoreFixture proxy =
        new CoreFixture(
            ok(),
            new CacheSettings(),
            ports -> ports.listener(events).executor(full).listenerExecutor(Runnable::run))) {
      proxy.get("/nowhere");

      assertThat(events.all).hasExactlyElementsOfTypes(ExchangeCompleted.class);
    }
  }

  @Test
  void exchangesAreCountedInTheJournalByMinuteAndKind() throws Exception {
    Storage storage = new InMemoryStorage(AdapterContext.of(Settings.NONE));
    try (CoreFixture proxy =
        new CoreFixture(ok(), new CacheSettings(), CoreFixture.storage(storage))) {
      proxy.get("/api/x");
      proxy.get("/api/x");
      proxy.get("/api/x");
      proxy.core.maintain();
      proxy.get("/nowhere");
    }

    Instant minute = ManualClock.START.truncatedTo(ChronoUnit.MINUTES);
    assertThat(storage.metrics().summarize(minute, minute.plusSeconds(60)))
        .extracting(
            MetricsRow::domain, MetricsRow::outcome, MetricsRow::statusClass, MetricsRow::count)
        .containsExactlyInAnyOrder(
            tuple("api", "MISS", 2, 1L), tuple("api", "HIT", 2, 2L), tuple("-", "NONE", 4, 1L));
  }

  @Test
  void eventsOfAMissAndAHitMaskCredentialsInTheQuery() throws Exception {
    try (CoreFixture proxy = proxy(ok())) {
      try (ProxyResponse response = proxy.respond(FakeRequest.get("/api/x?b&key=secret&a"))) {
        response.body().stream().readAllBytes();
        ticker.advance(Duration.ofMillis(250));
      }
      proxy.clock.advance(Duration.ofSeconds(9));
      proxy.get("/api/x?b&key=secret&a");
      proxy.awaitIdle();
    }

    String path = "/x?b&key=***&a";
    assertThat(events.all)
        .containsExactly(
            new CacheMiss("id1", "api", "GET", path, CacheOutcome.MISS, "uri-miss"),
            new ExchangeCompleted(
                "id1",
                ManualClock.START,
                "api",
                "GET",
                path,
                200,
                CacheOutcome.MISS,
                null,
                Duration.ofMillis(250),
                200,
                true),
            new CacheHit("id2", "api", "GET", path, CacheOutcome.HIT, Duration.ofSeconds(9)),
            new ExchangeCompleted(
                "id2",
                ManualClock.START.plusSeconds(9),
                "api",
                "GET",
                path,
                200,
                CacheOutcome.HIT,
                null,
                Duration.ZERO,
                200,
                true));
  }

  @Test
  void eventsOfAFailureNameItsKindAndErrorCode() throws Exception {
    FakeUpstream failing =
        new FakeUpstream(
            received -> {
              ticker.advance(Duration.ofSeconds(2));
              throw FakeUpstream.failure(Kind.CONNECT_FAILED, RequestSent.NO);
            });
    try (CoreFixture proxy = proxy(failing)) {
      proxy.get("/api/x");
      proxy.awaitIdle();
    }

    assertThat(events.all).hasSize(2);
    assertThat(events.all.get(0))
        .isEqualTo(
            new UpstreamFailed(
                "id1",
                "api",
                "GET",
                "/x",
                "CONNECT_FAILED",
                "scripted failure",
                Duration.ofSeconds(2)));
    assertThat(events.all.get(1))
        .isInstanceOfSatisfying(
            ExchangeCompleted.class,
            completed ->
                assertThat(completed)
                    .returns("id1", ExchangeCompleted::requestId)
                    .returns(502, ExchangeCompleted::status)
                    .returns("upstream_unreachable", ExchangeCompleted::errorCode)
                    .returns(CacheOutcome.NONE, ExchangeCompleted::outcome)
                    .returns(Duration.ofSeconds(2), ExchangeCompleted::duration));
  }

  private record BrokenClient(Throwable thrown) implements UpstreamClient {
    @Override
    public UpstreamResponse send(UpstreamRequest request) {
      throw Mistakes.unchecked(thrown);
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @MethodSource("io.apibuddy.domain.Mistakes#all")
  void exceptionOfACustomClientIsReportedAsUpstreamFailureWithItsPlace(Throwable mistake)
      throws Exception {
    try (CoreFixture proxy =
        new CoreFixture(
            ok(),
            new CacheSettings(),
            ports -> ports.listener(events).upstreamClient(new BrokenClient(mistake)))) {
      for (String method : List.of("GET", "PUT")) {
        CoreFixture.Answer answer = proxy.ask(FakeRequest.of(method, "/api/x"));
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.field("X-API-Buddy-Error")).isEqualTo("upstream_client_failed");
        assertThat(answer.body()).doesNotContain("boom");
      }
      proxy.awaitIdle();
    }

    assertThat(failures())
        .extracting(UpstreamFailed::alias, UpstreamFailed::kind)
        .containsExactly(tuple("api", "CLIENT_FAILED"), tuple("api", "CLIENT_FAILED"));
    assertThat(completed())
        .extracting(ExchangeCompleted::alias, ExchangeCompleted::status)
        .containsExactly(tuple("api", 502), tuple("api", 502));
    assertThat(events.notices)
        .filteredOn(notice -> notice.code().equals("upstream-client-failed"))
        .first()
        .extracting(Notice::message)
        .asString()
        .contains(mistake + " at ")
        .contains(Mistakes.class.getName() + ".all(Mistakes.java:");
  }

  @Test
  void answerThatIsNotReadToItsEndIsReportedAsNotDelivered() throws Exception {
    FakeUpstream large = new FakeUpstream(UpstreamAnswer.streamed(200).send(new byte[200_000]));
    try (CoreFixture proxy = proxy(large)) {
      for (String method : new String[] {"GET", "PUT"}) {
        try (ProxyResponse response = proxy.respond(FakeRequest.of(method, "/api/x"))) {
          assertThat(response.body().stream().readNBytes(50)).hasSize(50);
        }
      }
      proxy.awaitIdle();
    }

    assertThat(completed())
        .hasSize(2)
        .allSatisfy(
            event -> {
              assertThat(event.responseBytes()).isEqualTo(50);
              assertThat(event.delivered()).isFalse();
            });
  }

  @ParameterizedTest
  @EnumSource(names = {"CACHE", "PASSTHROUGH"})
  void answerReplacedByARejectionIsReportedOnceAsTheRejection(CacheMode mode) throws Exception {
    FakeUpstream large = new FakeUpstream(UpstreamAnswer.streamed(200).send(new byte[200_000]));
    try (CoreFixture proxy = proxy(large)) {
      proxy.mode(mode);
      ProxyResponse unsent = proxy.respond(FakeRequest.get("/api/x", "X-Request-Id", "mine"));
      try (ProxyResponse busy = proxy.core.rejected(new Rejection(503, "No thread."), unsent)) {
        assertThat(busy.head().status()).isEqualTo(503);
        assertThat(new String(Entries.read(busy.body()), StandardCharsets.US_ASCII))
            .contains("\"alias\":\"api\"", "\"request_id\":\"mine\"");
      }
      unsent.close();
      proxy.awaitIdle();
    }

    assertThat(completed())
        .extracting(
            ExchangeCompleted::requestId,
            ExchangeCompleted::alias,
            ExchangeCompleted::method,
            ExchangeCompleted::path,
            ExchangeCompleted::status,
            ExchangeCompleted::outcome,
            ExchangeCompleted::errorCode)
        .containsExactly(tuple("mine", "api", "GET", "/x", 503, CacheOutcome.NONE, "saturated"));
  }

  @Test
  void abandonedAnswerInMemoryIsReportedAsNotDelivered() throws Exception {
    try (CoreFixture proxy = proxy(ok())) {
      proxy.get("/api/x");
      ProxyResponse hit = proxy.respond(FakeRequest.get("/api/x"));
      assertThat(hit.body()).isInstanceOf(Body.Bytes.class);
      hit.abandon();
      hit.close();
      proxy.awaitIdle();
    }

    assertThat(completed())
        .extracting(ExchangeCompleted::responseBytes, ExchangeCompleted::delivered)
        .containsExactly(tuple(200L, true), tuple(0L, false));
  }

  @ParameterizedTest
  @EnumSource(names = {"CACHE", "PASSTHROUGH"})
  void answerThatBreaksOffIsReportedAsUpstreamFailure(CacheMode mode) throws Exception {
    FakeUpstream breaking = new FakeUpstream(UpstreamAnswer.streamed(200).send("half").cut());
    try (CoreFixture proxy = proxy(breaking)) {
      proxy.mode(mode);
      try (ProxyResponse response = proxy.respond(FakeRequest.get("/api/x"))) {
        assertThatThrownBy(() -> response.body().stream().readAllBytes())
            .isInstanceOf(IOException.class);
      }
      proxy.awaitIdle();
    }

    assertThat(failures())
        .extracting(UpstreamFailed::kind, UpstreamFailed::message)
        .containsExactly(tuple("CONNECTION_CLOSED", "the answer broke off: connection broken"));
  }

  @Test
  void answerWhoseClientLeavesIsNotReportedAsUpstreamFailure() throws Exception {
    Gate never = new Gate();
    FakeUpstream held = new FakeUpstream(UpstreamAnswer.streamed(200).send("one").hold(never));
    try (CoreFixture proxy = proxy(held)) {
      FakeRequest request = FakeRequest.of("PUT", "/api/x");
      try (ProxyResponse response = proxy.respond(request)) {
        assertThat(response.body().stream().read()).isEqualTo('o');
        request.leave();
        assertThatThrownBy(() -> response.body().stream().readAllBytes())
            .isInstanceOf(IOException.class);
      }
      proxy.awaitIdle();
    }

    assertThat(failures()).isEmpty();
  }

  @Test
  void failedRequestContentIsNotReportedAsUpstreamFailure() throws Exception {
    FakeUpstream upstream =
        new FakeUpstream(
            received -> {
              throw FakeUpstream.failure(Kind.REQUEST_BODY_FAILED, RequestSent.PERHAPS);
            });
    try (CoreFixture proxy = proxy(upstream)) {
      proxy.ask(FakeRequest.of("PUT", "/api/x").withBody("x"));
      proxy.awaitIdle();
    }

    assertThat(failures()).isEmpty();
    assertThat(completed()).hasSize(1);
  }

  private List<UpstreamFailed> failures() {
    return events.all.stream()
        .filter(UpstreamFailed.class::isInstance)
        .map(UpstreamFailed.class::cast)
        .toList();
  }

  private List<ExchangeCompleted> completed() {
    return events.all.stream()
        .filter(ExchangeCompleted.class::isInstance)
        .map(ExchangeCompleted.class::cast)
        .toList();
  }

  @Test
  void everyExchangeIsReportedAsCompletedExactlyOnce() throws Exception {
    try (CoreFixture proxy = proxy(ok())) {
      proxy.get("/api/x");
      proxy.get("/api/x");
      proxy.get("/api/x", "If-None-Match", "*");
      proxy.get("/api/x", "Cache-Control", "no-store");
      proxy.ask(FakeRequest.of("HEAD", "/api/x"));
      proxy.ask(FakeRequest.of("PUT", "/api/x?sig=s"));
      proxy.get("/nowhere?secret");
      proxy.get("/admin/health");
      proxy.get("/api/gone", "Cache-Control", "only-if-cached");
      proxy.get("/api/x", "X-API-Buddy-Cache", "maybe");
      proxy.core.rejected(new Rejection(400, "Because.")).close();
      FakeRequest large = FakeRequest.of("POST", "/api/large?sig=s", "X-Request-Id", "mine");
      proxy.core.rejected(new Rejection(413, "It is too large."), large).close();
      proxy.awaitIdle();
    }

    assertThat(completed())
        .extracting(ExchangeCompleted::path, ExchangeCompleted::status, ExchangeCompleted::outcome)
        .containsExactly(
            tuple("/x", 200, CacheOutcome.MISS),
            tuple("/x", 200, CacheOutcome.HIT),
            tuple("/x", 304, CacheOutcome.HIT),
            tuple("/x", 200, CacheOutcome.BYPASS),
            tuple("/x", 200, CacheOutcome.HIT),
            tuple("/x?sig=***", 200, CacheOutcome.BYPASS),
            tuple("/nowhere", 404, CacheOutcome.NONE),
            tuple("/admin/health", 200, CacheOutcome.NONE),
            tuple("/gone", 504, CacheOutcome.NONE),
            tuple("/x", 400, CacheOutcome.NONE),
            tuple("-", 400, CacheOutcome.NONE),
            tuple("/large?sig=***", 413, CacheOutcome.NONE));
    assertThat(completed().get(9)).returns("api", ExchangeCompleted::alias);
    assertThat(completed().get(11))
        .returns("mine", ExchangeCompleted::requestId)
        .returns("api", ExchangeCompleted::alias)
        .returns("POST", ExchangeCompleted::method);
    assertThat(completed()).extracting(ExchangeCompleted::requestId).doesNotHaveDuplicates();
    assertThat(completed()).extracting(ExchangeCompleted::delivered).containsOnly(true);
  }

  @Test
  void immediateHandlingWithoutAnAnswerHasNoEffect() throws Exception {
    try (CoreFixture proxy = proxy(ok())) {
      FakeRequest request = FakeRequest.get("/api/x");
      assertThat(proxy.core.handleImmediately(request)).isEmpty();
      assertThat(proxy.core.handleImmediately(FakeRequest.get("/nowhere"))).isEmpty();
      assertThat(proxy.core.handleImmediately(FakeRequest.post("/api/x", "a"))).isEmpty();
      assertThat(ids).hasValue(1);
      try (ProxyResponse answer = proxy.core.handle(request)) {
        assertThat(answer.head().status()).isEqualTo(200);
        answer.body().stream().readAllBytes();
      }
      assertThat(proxy.core.handleImmediately(FakeRequest.get("/api/x"))).isPresent();
      assertThat(proxy.core.handleImmediately(FakeRequest.of("HEAD", "/api/x"))).isPresent();
      assertThat(
              proxy.core.handleImmediately(FakeRequest.get("/api/x", "Cache-Control", "no-cache")))
          .isEmpty();
      proxy.awaitIdle();
    }

    assertThat(events.all.get(0)).isInstanceOf(CacheMiss.class);
  }
}
