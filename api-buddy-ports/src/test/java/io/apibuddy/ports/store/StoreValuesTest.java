package io.apibuddy.ports.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.DraftBuilder;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreValuesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final EntryDraft draft = DraftBuilder.draft("a", "/x").build();
  private final StoredResponse response =
      new StoredResponse(
          new EntryId("1"),
          "v",
          draft.request(),
          draft.response(),
          draft.freshness(),
          true,
          3,
          EntryCompletion.PLAIN,
          new Body.Bytes(new byte[3]));

  @Test
  void timesBeyondNanosecondsSaturate() {
    Instant last = Instant.parse("2262-04-11T23:47:15.999999999Z");

    assertThat(Nanos.instant(Nanos.of(last))).isEqualTo(last);
    assertThat(Nanos.of(last.plusSeconds(1))).isEqualTo(Long.MAX_VALUE);
    assertThat(Nanos.of(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
    assertThat(Nanos.of(Instant.MIN)).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void invalidValuesAreRefused() {
    List.<ThrowingCallable>of(
            () -> new EntryId(""),
            () -> new EntryQuery(EntrySelector.ALL, null, null, 0),
            () -> new EntryQuery(EntrySelector.ALL, null, null, 1001),
            () -> new MetricsRow(NOW.plusSeconds(1), "a", "GET", "HIT", 2, 1, 1, 1),
            () -> new MetricsRow(NOW.plusNanos(1), "a", "GET", "HIT", 2, 1, 1, 1),
            () -> new PenaltyRule(Duration.ofMillis(-1)),
            () -> new RateLimit(0, Duration.ofSeconds(1)),
            () -> new RateLimit(1, Duration.ZERO),
            () -> new PruneLimits(NOW, -1, 0, 1),
            () -> new PruneLimits(NOW, 0, -1, 1),
            () -> new PruneLimits(NOW, 0, 0, 0),
            () -> new Penalty(Duration.ofMillis(-1), NOW, NOW, false),
            () -> DraftBuilder.draft("a", "/x").requestBody(new byte[65_537]).build(),
            () -> response.withBody(Body.EMPTY))
        .forEach(bad -> assertThatThrownBy(bad).isInstanceOf(IllegalArgumentException.class));
  }

  @Test
  void countsOfMetricsRowsAreAdded() {
    MetricsRow one = new MetricsRow(NOW, "a", "GET", "HIT", 2, 1, 10, 100);
    MetricsRow two = new MetricsRow(NOW, "a", "GET", "HIT", 2, 2, 20, 200);

    assertThat(one.uncounted()).isEqualTo(two.uncounted()).isNotEqualTo(one);
    assertThat(one.plus(two)).isEqualTo(new MetricsRow(NOW, "a", "GET", "HIT", 2, 3, 30, 300));
  }

  @Test
  void freshenedResponseKeepsEverythingButHeadAndTimes() {
    ResponseHead head = new ResponseHead(203, Headers.of("A", "1"));
    Freshness times = new Freshness(NOW, NOW, null, NOW);
    StoredResponse freshened = response.freshened(head, times);

    assertThat(freshened.response()).isEqualTo(head);
    assertThat(freshened.freshness()).isEqualTo(times);
    assertThat(freshened.freshened(response.response(), response.freshness())).isEqualTo(response);
  }

  @Test
  void requestUrlContainsThePathOfItsUpstreamOnce() {
    assertThat(request("https://up.test:8443/base", "/base/x?y=1").url())
        .isEqualTo("https://up.test:8443/base/x?y=1");
    assertThat(request("http://up.test", "/x").url()).isEqualTo("http://up.test/x");
  }

  private static StoredRequest request(String upstream, String target) {
    return new StoredRequest("a", upstream, "GET", target, Headers.EMPTY, Body.EMPTY, "");
  }

  @Test
  void attributesAreCopied() {
    Map<String, String> attributes = new HashMap<>(Map.of("model", "m"));
    EntryCompletion completion = new EntryCompletion(Headers.EMPTY, attributes);
    attributes.clear();

    assertThat(completion.attributes()).containsExactly(Map.entry("model", "m"));
  }

  @ParameterizedTest
  @CsvSource({"0,0", "592,592", "2000000000,2000000000", "-592,0", "9223372036854775807,0", "x,0"})
  void attributeThatIsNoUsableNumberIsReadAsZero(String text, long number) {
    EntryCompletion completion =
        new EntryCompletion(Headers.EMPTY, Map.of(EntryCompletion.UPSTREAM_MILLIS, text));

    assertThat(completion.upstreamMillis()).isEqualTo(number);
    assertThat(completion.number(EntryCompletion.UPSTREAM_MILLIS)).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01T00:04:00Z, PT3M",
    "2026-01-01T01:00:00Z, PT10M",
    "2025-12-31T23:59:56Z, PT-3S",
    "soon, PT10M",
    ", PT10M"
  })
  void contentIsFreshForThreeQuartersOfItsUsableTime(@Nullable String end, Duration expected) {
    Instant came = Instant.parse("2026-01-01T00:00:00Z");
    Map<String, String> found = end == null ? Map.of() : Map.of(EntryCompletion.USABLE_UNTIL, end);
    StoredResponse stored =
        new StoredResponse(
            new EntryId("1"),
            "",
            new StoredRequest("api", "http://up.test", "GET", "/x", Headers.EMPTY, null, ""),
            new ResponseHead(200, Headers.EMPTY),
            new Freshness(came, came, Duration.ofMinutes(10), Instant.MAX),
            false,
            0,
            new EntryCompletion(Headers.EMPTY, found),
            null);

    assertThat(stored.lifetime()).isEqualTo(expected);
  }

  @Test
  void aStoreFailureSaysItsKind() {
    StoreException failure = new StoreException(StoreException.Kind.FULL, "no room");

    assertThat(failure).hasMessage("no room").hasNoCause();
    assertThat(failure.kind()).isEqualTo(StoreException.Kind.FULL);
  }

  @Test
  void repeatedStoreFailureKeepsMessageAndKindAndHasTheFirstAsCause() {
    StoreException failure = new StoreException(StoreException.Kind.FULL, "no room");

    assertThat(failure.rethrowable()).hasMessage("no room").hasCause(failure);
    assertThat(failure.rethrowable().kind()).isEqualTo(StoreException.Kind.FULL);
  }

  @Test
  void refusalNeedsAPositiveWaitAndNoNegativePenalty() {
    Duration second = Duration.ofSeconds(1);
    for (List<Duration> bad :
        List.of(
            List.of(Duration.ZERO, Duration.ZERO),
            List.of(second.negated(), Duration.ZERO),
            List.of(second, second.negated()))) {
      assertThatThrownBy(() -> new ThrottleDecision.Refused(bad.get(0), bad.get(1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
