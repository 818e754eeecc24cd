package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ResponseInspector;
import io.apibuddy.ports.http.ResponseInspector.Inspection;
import io.apibuddy.ports.meter.MeasuredExchange;
import io.apibuddy.ports.store.EntryCompletion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MeteringTest {
  private final List<MeasuredExchange> measured = new CopyOnWriteArrayList<>();

  /** Has no attributes to store with an entry. */
  private abstract static class Reading implements Inspection {
    @Override
    public void take(Body.Bytes piece) {}

    @Override
    public Map<String, String> attributes() {
      return Map.of();
    }
  }

  private CoreFixture proxy(ResponseInspector inspector) {
    return proxy(new CacheSettings(), inspector);
  }

  private CoreFixture proxy(CacheSettings settings, ResponseInspector inspector) {
    return new CoreFixture(
        new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY).atOnce()),
        settings,
        ports -> ports.meter(measured::add).responseInspector(inspector));
  }

  private static ResponseInspector counting() {
    return (method, model, head, lifetime) ->
        new Inspection() {
          private int taken;

          @Override
          public void take(Body.Bytes piece) {
            taken += (int) piece.length();
          }

          @Override
          public Map<String, String> attributes() {
            return Map.of("seen", method + " " + head.status() + " " + taken);
          }
        };
  }

  @Test
  void everyExchangeIsMeasuredOnceOnItsOwnThread() throws Exception {
    try (CoreFixture proxy = proxy(ResponseInspector.NONE)) {
      proxy.get("/api/x");
      proxy.get("/api/x");
      proxy.get("/nowhere");

      assertThat(measured)
          .extracting(MeasuredExchange::alias, MeasuredExchange::outcome, MeasuredExchange::status)
          .containsExactly(
              tuple("api", CacheOutcome.MISS, 200),
              tuple("api", CacheOutcome.HIT, 200),
              tuple(null, CacheOutcome.NONE, 404));
    }
  }

  @Test
  void hitIsMeasuredWithTheAttributesStoredWithItsResponse() throws Exception {
    try (CoreFixture proxy = proxy(counting())) {
      proxy.get("/api/x");
      proxy.get("/api/x");
    }

    assertThat(measured.get(0).stored()).isEqualTo(EntryCompletion.PLAIN);
    assertThat(measured.get(1).stored().attributes())
        .containsEntry("seen", "GET 200 " + CoreFixture.BODY.length())
        .containsEntry(EntryCompletion.UPSTREAM_MILLIS, "0");
  }

  @ParameterizedTest
  @CsvSource({"CACHE, detail=not-worth-keeping, MISS", "RECORD, stored, HIT"})
  void answerNotWorthKeepingIsStoredAsARecordingOnly(
      CacheMode mode, String told, CacheOutcome second) throws Exception {
    ResponseInspector pessimist =
        (method, model, head, lifetime) ->
            new Reading() {
              @Override
              public boolean isWorthKeeping() {
                return false;
              }
            };
    try (CoreFixture proxy = proxy(new CacheSettings().mode(mode), pessimist)) {
      assertThat(proxy.get("/api/x").field("Cache-Status"))
          .isEqualTo("api-buddy; fwd=uri-miss; fwd-status=200; " + told);
      proxy.get("/api/x");
    }

    assertThat(measured.get(1).outcome()).isEqualTo(second);
  }

  @ParameterizedTest
  @CsvSource({"CACHE, 240, 180", "CACHE, 900000, 604800", "RECORD, 240, 900000"})
  void answerIsFreshForThreeQuartersOfTheTimeThatItsContentIsUsable(
      CacheMode mode, int secondsOfUse, int secondsFresh) throws Exception {
    Instant[] end = new Instant[1];
    try (CoreFixture proxy = proxy(new CacheSettings().mode(mode), endingAt(end))) {
      end[0] = proxy.clock.instant().plusSeconds(secondsOfUse);
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(secondsFresh - 1));
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(1));
      proxy.get("/api/x");
    }

    assertThat(measured.get(1).outcome()).isEqualTo(CacheOutcome.HIT);
    assertThat(measured.get(2).outcome() == CacheOutcome.HIT).isEqualTo(mode == CacheMode.RECORD);
  }

  @ParameterizedTest
  @CsvSource({"GET, 864000, 604800", "HEAD, 240, 200"}) // the one after its seven days
  void validationDoesNotExtendTheTimeThatContentIsUsable(
      String validating, int secondsOfUse, int secondsUntilThen) throws Exception {
    Instant[] end = new Instant[1];
    FakeUpstream upstream =
        new FakeUpstream(
            received ->
                received.request().headers().contains("If-None-Match")
                    ? UpstreamAnswer.of(304, "", "ETag", "\"a\"")
                    : UpstreamAnswer.of(200, CoreFixture.BODY, "ETag", "\"a\""));
    ResponseInspector links = endingAt(end);
    try (CoreFixture proxy =
        new CoreFixture(upstream, new CacheSettings(), ports -> ports.responseInspector(links))) {
      end[0] = proxy.clock.instant().plusSeconds(secondsOfUse);
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofSeconds(secondsUntilThen));
      proxy.ask(FakeRequest.of(validating, "/api/x", "Cache-Control", "no-cache"));
      int secondsFresh = (secondsOfUse - secondsUntilThen) * 3 / 4;
      proxy.clock.advance(Duration.ofSeconds(secondsFresh - 1));

      assertThat(proxy.get("/api/x").field("Cache-Status")).isEqualTo("api-buddy; hit; ttl=1");
      proxy.clock.advance(Duration.ofSeconds(1));
      assertThat(proxy.get("/api/x").field("Cache-Status"))
          .isEqualTo("api-buddy; fwd=stale; fwd-status=200; stored"); // with other links, perhaps
    }
  }

  private static ResponseInspector endingAt(Instant[] end) {
    return (method, model, head, lifetime) ->
        new Reading() {
          @Override
          public @Nullable Instant usableUntil() {
            return end[0];
          }
        };
  }

  @ParameterizedTest
  @CsvSource({"false, CACHE, P7D", "true, CACHE, PT1M", "true, RECORD, "})
  void inspectorGetsTheFreshnessLifetimeOfTheAnswer(
      boolean http, CacheMode mode, @Nullable Duration expected) throws Exception {
    List<Optional<Duration>> told = new CopyOnWriteArrayList<>();
    FakeUpstream upstream =
        new FakeUpstream(
            UpstreamAnswer.of(200, CoreFixture.BODY, "Cache-Control", "max-age=60").atOnce());
    CacheSettings settings = (http ? new CacheSettings().http() : new CacheSettings()).mode(mode);
    ResponseInspector inspector =
        (method, model, head, lifetime) -> {
          told.add(Optional.ofNullable(lifetime));
          return Inspection.NOTHING;
        };
    try (CoreFixture proxy =
        new CoreFixture(upstream, settings, ports -> ports.responseInspector(inspector))) {
      proxy.get("/api/x");
    }

    assertThat(told).containsExactly(Optional.ofNullable(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/v2/chat | {\"model\":\"command-a\"} | command-a",
        "/api/model/us.amazon.nova%3A0/converse?a=b | {\"messages\":[]} | us.amazon.nova:0",
        "/api/model/path/invoke | {\"model\":\"content\"} | path",
        "/api/x | {\"prompt\":\"model\"} | ''",
        "/api/x | - | ''",
      })
  void inspectorCanAskForTheModelThatTheRequestNames(String target, String body, String expected)
      throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    ResponseInspector inspector =
        (method, model, head, lifetime) -> {
          told.add(model.get());
          return Inspection.NOTHING;
        };
    try (CoreFixture proxy = proxy(inspector)) {
      proxy.ask(FakeRequest.post(target, body));
    }

    assertThat(told).containsExactly(expected);
  }

  @ParameterizedTest
  @MethodSource("io.apibuddy.domain.Mistakes#all")
  void failingInspectorDoesNotPreventAnswersFromBeingStored(Throwable mistake) throws Exception {
    ResponseInspector broken =
        (method, model, head, lifetime) -> {
          throw Mistakes.unchecked(mistake);
        };
    try (CoreFixture proxy = proxy(broken)) {
      proxy.get("/api/x");
      proxy.get("/api/x");
    }

    assertThat(measured.get(1).outcome()).isEqualTo(CacheOutcome.HIT);
  }
}
