package io.apibuddy.ports.contract;

import static io.apibuddy.ports.contract.DraftBuilder.draft;
import static io.apibuddy.ports.contract.Entries.content;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.ConfigHistory;
import io.apibuddy.ports.store.ConfigRevision;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.MetricsRow;
import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.PruneResult;
import io.apibuddy.ports.store.RateLimit;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoreCapacity;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.ThrottleDecision;
import io.apibuddy.ports.store.ThrottleState;
import io.apibuddy.ports.store.Touch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Contract tests for storages that outlive the process: what survives closing a storage and opening
 * the same place again.
 */
public interface DurabilityContract extends StorageFactory {

  /** The key that these tests use. */
  CacheKey KEY = Entries.key("a", "/kept");

  @Test
  default void entriesSurviveReopening(StorageFixture fixture) {
    byte[] large = content(3_000_001, 1);
    StoredResponse before =
        fixture.store(
            draft(KEY)
                .variant("v")
                .headers(Headers.of("X", "\u00ff", "x", ""))
                .requestHeaders(Headers.of("Accept", "*/*"))
                .requestBody(content(100, 2))
                .pinned(),
            large,
            new EntryCompletion(Headers.of("T", "1"), Map.of("model", "m")));
    fixture.store(draft("a", "/empty"), new byte[0]);
    fixture.reopen();

    StoredResponse after = fixture.only(KEY, "v");
    assertThat(after.withBody(null)).isEqualTo(before.withBody(null));
    assertThat(Arrays.equals(fixture.content(after.id()), large)).isTrue();
    assertThat(fixture.only(Entries.key("a", "/empty"), "").length()).isZero();
  }

  @Test
  default void closingOnAnInterruptedThreadLosesNothing(StorageFixture fixture) {
    StoredResponse entry = fixture.store(draft("a", "/x"), content(200_000, 1));
    Thread.currentThread().interrupt();
    try {
      fixture.storage().close();
    } finally {
      assertThat(Thread.interrupted()).as("the thread stays interrupted").isTrue();
    }
    fixture.reopen();

    assertThat(Arrays.equals(fixture.content(entry.id()), content(200_000, 1))).isTrue();
    assertThat(fixture.notices().reported()).isEmpty();
  }

  @Test
  default void orderOfCandidatesSurvivesReopening(StorageFixture fixture) {
    for (String variant : List.of("b", "c", "a")) {
      fixture.store(
          draft(KEY).variant(variant).respondedAt(fixture.clock().instant()), content(10, 1));
    }
    fixture.reopen();

    assertThat(fixture.responses().candidates(KEY))
        .extracting(StoredResponse::variant)
        .containsExactly("a", "c", "b");
  }

  @Test
  default void replacementsValidationsAndRemovalsSurviveReopening(StorageFixture fixture) {
    fixture.store(draft(KEY), content(100_000, 1));
    StoredResponse latest = fixture.store(draft(KEY), content(100_000, 2));
    fixture.store(draft("a", "/gone"), content(100_000, 3));
    ResponseHead head = new ResponseHead(203, Headers.of("ETag", "\"2\""));
    Instant now = fixture.clock().instant();
    Freshness times = new Freshness(now, now, null, now.plusSeconds(99));
    fixture.responses().freshen(latest.id(), head, times);
    fixture.responses().remove(new EntrySelector.ByTarget("a", "GET", "/gone"));
    fixture.reopen();

    assertThat(fixture.only(KEY, "").withBody(null))
        .isEqualTo(latest.freshened(head, times).withBody(null));
    assertThat(fixture.responses().candidates(Entries.key("a", "/gone"))).isEmpty();
    assertThat(fixture.responses().stats(now).get("a"))
        .isNotNull()
        .returns(1L, StoreStats::entries)
        .returns(100_000L, StoreStats::bytes);
  }

  @Test
  default void removalsOfEveryKindSurviveReopening(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    EntryId one = fixture.store(draft("a", "/one"), content(10, 1)).id();
    fixture.store(draft("b", "/x"), content(10, 2));
    fixture.store(draft("a", "/evicted"), content(10, 3));
    fixture.store(draft(KEY), content(10, 4));
    store.remove(new EntrySelector.ById(one));
    store.remove(new EntrySelector.ByDomain("b"));
    store.prune(new PruneLimits(fixture.clock().instant(), 1, 1 << 30, 10));
    Map<String, StoreStats> before = store.stats(fixture.clock().instant());
    fixture.reopen();

    assertThat(fixture.responses().stats(fixture.clock().instant()))
        .containsOnlyKeys("a")
        .isEqualTo(before);
    assertThat(fixture.responses().holdsLessThan(new StoreCapacity(2, 1 << 30))).isTrue();
    assertThat(fixture.responses().holdsLessThan(new StoreCapacity(1, 1 << 30))).isFalse();
    assertThat(fixture.responses().candidates(KEY)).hasSize(1);
    fixture.responses().remove(EntrySelector.ALL);
    fixture.reopen();
    assertThat(fixture.responses().stats(fixture.clock().instant())).isEmpty();
  }

  @Test
  default void entryStoredAfterARemovalSurvivesReopening(StorageFixture fixture) {
    EntryId first = fixture.store(draft(KEY), content(100, 0)).id();
    List<EntrySelector> selectors =
        List.of(
            new EntrySelector.ById(first),
            new EntrySelector.ByTarget("a", "GET", "/kept"),
            new EntrySelector.ByDomain("a"),
            EntrySelector.ALL);
    for (int i = 0; i < selectors.size(); i++) {
      assertThat(fixture.responses().remove(selectors.get(i))).isEqualTo(1);
      fixture.store(draft(KEY), content(100, i));
      fixture.reopen();

      assertThat(fixture.content(fixture.only(KEY, "").id())).isEqualTo(content(100, i));
    }
  }

  @Test
  default void durableRemovalDeletesWhatIsSelectedAndSurvivesReopening(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    for (int number = 0; number < 3; number++) {
      fixture.store(draft("b", "/" + number), content(100_000, number));
    }
    fixture.store(draft(KEY), content(10, 4));

    assertThat(store.removeDurably(new EntrySelector.ByDomain("b"))).isEqualTo(3);
    assertThat(store.removeDurably(new EntrySelector.ByDomain("b"))).isZero();
    assertThat(store.candidates(Entries.key("b", "/1"))).isEmpty();
    fixture.reopen();
    assertThat(fixture.responses().stats(fixture.clock().instant())).containsOnlyKeys("a");
    assertThat(fixture.responses().candidates(KEY)).hasSize(1);
  }

  @Test
  default void uncommittedEntryDoesNotAppearAfterReopening(StorageFixture fixture) {
    EntryWriter writer = fixture.responses().begin(draft(KEY).build());
    writer.write(ByteBuffer.wrap(content(500_000, 1)));
    fixture.reopen();
    writer.close();

    assertThat(fixture.responses().candidates(KEY)).isEmpty();
    assertThat(fixture.responses().stats(fixture.clock().instant())).isEmpty();
    fixture.store(draft(KEY), content(500_000, 2));
    assertThat(Arrays.equals(fixture.content(fixture.only(KEY, "").id()), content(500_000, 2)))
        .isTrue();
  }

  @Test
  default void usesAndEvictionOrderSurviveReopening(StorageFixture fixture) {
    EntryId first = fixture.store(draft(KEY), content(10, 1)).id();
    fixture.store(draft("a", "/second"), content(10, 1));
    fixture.advance(Duration.ofSeconds(5));
    fixture.responses().touch(List.of(new Touch(first, fixture.clock().instant())));
    fixture.reopen();

    Instant now = fixture.clock().instant();
    assertThat(fixture.responses().prune(new PruneLimits(now, 1, 1 << 30, 10)))
        .isEqualTo(new PruneResult(0, 1, false));
    assertThat(fixture.responses().candidates(KEY)).hasSize(1);
  }

  @Test
  default void entryIdIsNotReusedAfterReopening(StorageFixture fixture) {
    EntryId before = fixture.store(draft(KEY), content(10, 1)).id();
    fixture.responses().remove(EntrySelector.ALL);
    fixture.reopen();

    assertThat(fixture.store(draft(KEY), content(10, 1)).id()).isNotEqualTo(before);
    assertThat(fixture.responses().body(before, 0)).isEmpty();
  }

  @Test
  default void secretSurvivesReopening(StorageFixture fixture) {
    byte[] before = fixture.storage().secret();
    fixture.reopen();

    assertThat(fixture.storage().secret()).isEqualTo(before);
  }

  @Test
  default void attemptsAndPenaltiesSurviveReopening(StorageFixture fixture) {
    List<RateLimit> limits = List.of(new RateLimit(2, Duration.ofMinutes(10)));
    PenaltyRule rule = new PenaltyRule(Duration.ofMinutes(5));
    Instant now = fixture.clock().instant();
    fixture.storage().throttle().tryAcquire("a", limits, rule, now);
    fixture.storage().throttle().tryAcquire("a", limits, rule, now);
    fixture.storage().throttle().tryAcquire("a", limits, rule, now);
    fixture.storage().throttle().tryAcquire("b", limits, rule, now);
    fixture.storage().throttle().reset("b");
    fixture.reopen();

    assertThat(fixture.storage().throttle().state("a", limits, now))
        .isEqualTo(new ThrottleState(List.of(2L), Duration.ofSeconds(1)));
    assertThat(fixture.storage().throttle().state("b", limits, now).used()).containsExactly(0L);
    assertThat(fixture.storage().throttle().tryAcquire("a", limits, rule, now.plusMillis(500)))
        .isEqualTo(
            new ThrottleDecision.Refused(
                Duration.ofMinutes(10).minusMillis(500), Duration.ofMillis(500)));
    assertThat(
            fixture
                .storage()
                .throttle()
                .tryAcquire("a", limits, rule, now.plus(Duration.ofMinutes(10))))
        .isInstanceOf(ThrottleDecision.Granted.class);
  }

  @Test
  default void pausesSurviveReopeningUntilTheyAreReset(StorageFixture fixture) {
    Instant now = fixture.clock().instant();
    fixture.storage().throttle().pause("a", Duration.ofMinutes(1), now);
    fixture.storage().throttle().pause("b", Duration.ofMinutes(1), now);
    fixture.reopen();
    assertThat(fixture.storage().throttle().penalties(now.plusSeconds(10)))
        .isEqualTo(Map.of("a", Duration.ofSeconds(50), "b", Duration.ofSeconds(50)));
    fixture.storage().throttle().reset("b");
    fixture.reopen();

    assertThat(fixture.storage().throttle().penalties(now)).containsOnlyKeys("a");
  }

  @Test
  default void attemptsDatedInTheFutureCountAsMadeAtTheStart(StorageFixture fixture) {
    List<RateLimit> limits = List.of(new RateLimit(1, Duration.ofMinutes(1)));
    Instant now = fixture.clock().instant();
    fixture.storage().throttle().tryAcquire("a", limits, PenaltyRule.NONE, now);
    Instant setBack = fixture.clock().advance(Duration.ofHours(-5));
    fixture.reopen();

    assertThat(fixture.storage().throttle().tryAcquire("a", limits, PenaltyRule.NONE, setBack))
        .isEqualTo(new ThrottleDecision.Refused(Duration.ofMinutes(1), Duration.ZERO));
  }

  @Test
  default void attemptsAndPausesCountFromTheStartWhenTheClockWentBackWhileClosed(
      StorageFixture fixture) {
    List<RateLimit> limits = List.of(new RateLimit(1, Duration.ofMinutes(1)));
    Instant now = fixture.clock().instant();
    fixture.storage().throttle().tryAcquire("a", limits, PenaltyRule.NONE, now);
    fixture.storage().throttle().pause("b", Duration.ofMinutes(1), now);
    fixture.storage().close();
    Instant setBack = fixture.clock().advance(Duration.ofHours(-5));
    fixture.reopen();

    assertThat(fixture.storage().throttle().tryAcquire("a", limits, PenaltyRule.NONE, setBack))
        .isEqualTo(new ThrottleDecision.Refused(Duration.ofMinutes(1), Duration.ZERO));
    assertThat(fixture.storage().throttle().penalties(setBack))
        .isEqualTo(Map.of("b", Duration.ofMinutes(1)));
  }

  @Test
  default void attemptsAndPausesSurviveARestartAfterTheClockWasSetForward(StorageFixture fixture) {
    List<RateLimit> limits = List.of(new RateLimit(2, Duration.ofHours(1)));
    Instant now = fixture.clock().instant();
    fixture.storage().throttle().tryAcquire("a", limits, PenaltyRule.NONE, now);
    fixture.storage().throttle().pause("b", Duration.ofMinutes(10), now);
    fixture.advance(Duration.ofMinutes(1));
    Instant setForward = fixture.clock().advance(Duration.ofHours(8)); // like a machine that slept
    fixture
        .storage()
        .throttle()
        .tryAcquire("a", limits, PenaltyRule.NONE, now.plus(Duration.ofMinutes(1)));
    fixture.reopen();

    assertThat(fixture.storage().throttle().tryAcquire("a", limits, PenaltyRule.NONE, setForward))
        .isEqualTo(new ThrottleDecision.Refused(Duration.ofMinutes(59), Duration.ZERO));
    assertThat(fixture.storage().throttle().penalties(setForward))
        .isEqualTo(Map.of("b", Duration.ofMinutes(9)));
  }

  @Test
  default void metricsAndConfigRevisionsSurviveReopeningAndContinue(StorageFixture fixture) {
    Instant minute = ManualClock.START;
    MetricsRow row = new MetricsRow(minute, "a", "GET", "HIT", 2, 1, 10, 100);
    fixture.storage().metrics().append(List.of(row));
    fixture.storage().configHistory().append(minute, "cli", "{}");
    fixture.reopen();
    fixture.storage().metrics().append(List.of(row));
    fixture.storage().configHistory().append(minute, "api", "{\"a\": 1}");

    assertThat(fixture.storage().metrics().summarize(minute, minute.plusSeconds(60)))
        .containsExactly(new MetricsRow(minute, "a", "GET", "HIT", 2, 2, 20, 200));
    assertThat(fixture.storage().configHistory().list(10))
        .containsExactly(
            new ConfigRevision(2, minute, "api", "{\"a\": 1}"),
            new ConfigRevision(1, minute, "cli", "{}"));
    fixture.storage().metrics().removeBefore(minute.plusSeconds(60));
    fixture.reopen();
    assertThat(fixture.storage().metrics().summarize(minute, minute.plusSeconds(60))).isEmpty();
    assertThat(fixture.storage().configHistory().list(10)).hasSize(2);
  }

  @Test
  default void revisionNumbersContinueAfterReopeningThoughTheOldestWereDropped(
      StorageFixture fixture) {
    for (int i = 1; i <= ConfigHistory.MAX_REVISIONS + 2; i++) {
      fixture.storage().configHistory().append(ManualClock.START, "api", "{}");
    }
    fixture.reopen();

    ConfigRevision next = fixture.storage().configHistory().append(ManualClock.START, "api", "{}");
    assertThat(next.number()).isEqualTo(ConfigHistory.MAX_REVISIONS + 3);
  }
}
