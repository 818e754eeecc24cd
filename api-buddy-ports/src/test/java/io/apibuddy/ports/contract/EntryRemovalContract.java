package io.apibuddy.ports.contract;

import static io.apibuddy.ports.contract.DraftBuilder.draft;
import static io.apibuddy.ports.contract.Entries.content;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.PruneResult;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.Touch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Contract tests for {@link ResponseStore}: removal and pruning affect exactly the entries that are
 * meant, and pruning never a recording.
 */
public interface EntryRemovalContract extends StorageFactory {

  /** A bound that none of these tests reaches. */
  long PLENTY = 1L << 40;

  /** The keys from which the selectors choose. */
  List<CacheKey> KEYS =
      List.of(
          Entries.key("a", "/x"),
          Entries.key("a", "/x/y"),
          Entries.key("a", "POST", "/x", "ab".repeat(32), ""),
          Entries.key("a", "POST", "/x", "cd".repeat(32), ""),
          Entries.key("a", "GET", "/x", "", "someone"),
          Entries.key("ab", "/x"),
          Entries.key("a%", "/x"),
          Entries.key("A", "/x"));

  private static Set<CacheKey> left(ResponseStore store) {
    Set<CacheKey> left = new HashSet<>();
    for (CacheKey key : KEYS) {
      if (!store.candidates(key).isEmpty()) {
        left.add(key);
      }
    }
    return left;
  }

  @Test
  default void removeDeletesExactlyTheSelectedEntriesAndReturnsTheirNumber(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    for (EntrySelector selector :
        List.of(
            EntrySelector.ALL,
            new EntrySelector.ByDomain("a"),
            new EntrySelector.ByDomain("a%"),
            new EntrySelector.ByDomain("unheard-of"),
            new EntrySelector.ByTarget("a", "GET", "/x"),
            new EntrySelector.ByTarget("a", "POST", "/x"),
            new EntrySelector.ByTarget("a", "GET", "/"))) {
      KEYS.forEach(key -> fixture.store(draft(key), content(100, 1)));
      Set<CacheKey> expected = new HashSet<>(KEYS);
      expected.removeIf(selector::covers);

      assertThat(store.remove(selector))
          .as("%s", selector)
          .isEqualTo(KEYS.size() - expected.size());
      assertThat(left(store)).as("%s", selector).isEqualTo(expected);
    }
  }

  @Test
  default void removeDeletesAllVariantsOfATargetOrOneById(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    CacheKey key = KEYS.get(0);
    EntryId english = fixture.store(draft(key).variant("en"), content(10, 1)).id();
    EntryId german = fixture.store(draft(key).variant("de"), content(10, 2)).id();
    fixture.store(draft(key).variant("fr"), content(10, 3));

    assertThat(store.remove(new EntrySelector.ById(english))).isEqualTo(1);
    assertThat(store.remove(new EntrySelector.ById(english))).isZero();
    assertThat(store.candidates(key)).hasSize(2).extracting(StoredResponse::id).contains(german);
    assertThat(store.remove(target(key))).isEqualTo(2);
    assertThat(store.candidates(key)).isEmpty();
  }

  @Test
  default void removeDeletesRecordingsToo(StorageFixture fixture) {
    fixture.store(draft(KEYS.get(0)).pinned(), content(10, 1));

    assertThat(fixture.responses().remove(new EntrySelector.ByDomain("a"))).isEqualTo(1);
    assertThat(left(fixture.responses())).isEmpty();
  }

  @Test
  default void pruneRemovesExpiredEntriesAndNothingElse(StorageFixture fixture) {
    Instant now = fixture.clock().instant();
    fixture.store(draft(KEYS.get(0)).discardAt(now.minusMillis(1)), content(10, 1));
    fixture.store(draft(KEYS.get(1)).discardAt(now), content(10, 1));
    fixture.store(draft(KEYS.get(2)).discardAt(now.plusMillis(1)), content(10, 1));
    fixture.store(draft(KEYS.get(3)).discardAt(Instant.MAX), content(10, 1));
    fixture.store(draft(KEYS.get(4)).discardAt(Instant.MIN).pinned(), content(10, 1));

    assertThat(fixture.responses().prune(new PruneLimits(now, PLENTY, PLENTY, 100)))
        .isEqualTo(new PruneResult(2, 0, false));
    assertThat(left(fixture.responses()))
        .containsExactlyInAnyOrder(KEYS.get(2), KEYS.get(3), KEYS.get(4));
  }

  @Test
  default void pruneUsesTheDiscardTimeOfTheLastValidation(StorageFixture fixture) {
    Instant now = fixture.clock().instant();
    StoredResponse entry = fixture.store(draft(KEYS.get(0)).discardAt(now), content(10, 1));
    Freshness later = new Freshness(now, now, Duration.ofMinutes(1), now.plus(Duration.ofHours(1)));
    fixture.responses().freshen(entry.id(), entry.response(), later);

    assertThat(fixture.responses().prune(new PruneLimits(now, PLENTY, PLENTY, 100)))
        .isEqualTo(new PruneResult(0, 0, false));
  }

  @Test
  default void pruneWorksInBoundedSteps(StorageFixture fixture) {
    Instant now = fixture.clock().instant();
    KEYS.forEach(key -> fixture.store(draft(key).discardAt(now), content(10, 1)));
    PruneLimits threeAtATime = new PruneLimits(now, PLENTY, PLENTY, 3);

    assertThat(fixture.responses().prune(threeAtATime)).isEqualTo(new PruneResult(3, 0, true));
    assertThat(fixture.responses().prune(threeAtATime)).isEqualTo(new PruneResult(3, 0, true));
    assertThat(fixture.responses().prune(threeAtATime)).isEqualTo(new PruneResult(2, 0, false));
    assertThat(left(fixture.responses())).isEmpty();
  }

  @Test
  default void pruneReportsNoMoreWhenAFullStepRemovedTheLastEntries(StorageFixture fixture) {
    Instant now = fixture.clock().instant();
    KEYS.forEach(key -> fixture.store(draft(key).discardAt(now), content(10, 1)));
    PruneLimits fourAtATime = new PruneLimits(now, 0, PLENTY, 4);

    assertThat(fixture.responses().prune(fourAtATime)).isEqualTo(new PruneResult(4, 0, true));
    assertThat(fixture.responses().prune(fourAtATime)).isEqualTo(new PruneResult(4, 0, false));
    KEYS.forEach(key -> fixture.store(draft(key), content(10, 1)));
    assertThat(fixture.responses().prune(fourAtATime)).isEqualTo(new PruneResult(0, 4, true));
    assertThat(fixture.responses().prune(fourAtATime)).isEqualTo(new PruneResult(0, 4, false));
  }

  @Test
  default void pruneStepLimitCountsExpiredAndEvictedEntriesTogether(StorageFixture fixture) {
    Instant now = fixture.clock().instant();
    KEYS.subList(0, 3).forEach(key -> fixture.store(draft(key).discardAt(now), content(10, 1)));
    KEYS.subList(3, 8).forEach(key -> fixture.store(draft(key), content(10, 1)));
    PruneLimits fourAtATime = new PruneLimits(now, 1, PLENTY, 4);

    assertThat(fixture.responses().prune(fourAtATime)).isEqualTo(new PruneResult(3, 1, true));
    assertThat(fixture.responses().prune(fourAtATime)).isEqualTo(new PruneResult(0, 3, false));
    assertThat(left(fixture.responses())).containsExactly(KEYS.get(7));
  }

  @Test
  default void evictionWorksInBoundedStepsToo(StorageFixture fixture) {
    KEYS.forEach(key -> fixture.store(draft(key), content(10, 1)));
    PruneLimits limits = new PruneLimits(fixture.clock().instant(), 1, PLENTY, 5);

    assertThat(fixture.responses().prune(limits)).isEqualTo(new PruneResult(0, 5, true));
    assertThat(fixture.responses().prune(limits)).isEqualTo(new PruneResult(0, 2, false));
    assertThat(left(fixture.responses())).containsExactly(KEYS.get(7));
  }

  @Test
  default void pruneEvictsTheLeastRecentlyUsedEntry(StorageFixture fixture) {
    EntryId first = fixture.store(draft(KEYS.get(0)), content(10, 1)).id();
    fixture.store(draft(KEYS.get(1)), content(10, 1));
    fixture.store(draft(KEYS.get(2)), content(10, 1));
    fixture.advance(Duration.ofSeconds(5));
    fixture
        .responses()
        .touch(
            List.of(
                new Touch(new EntryId("unheard-of"), fixture.clock().instant()),
                new Touch(first, fixture.clock().instant())));
    fixture.advance(Duration.ofSeconds(5));

    assertThat(
            fixture.responses().prune(new PruneLimits(fixture.clock().instant(), 2, PLENTY, 100)))
        .isEqualTo(new PruneResult(0, 1, false));
    assertThat(left(fixture.responses())).containsExactlyInAnyOrder(KEYS.get(0), KEYS.get(2));
  }

  @Test
  default void evictionOrderFollowsTimesOfUseNotTheOrderOfReports(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    List<EntryId> ids =
        KEYS.subList(0, 4).stream()
            .map(key -> fixture.store(draft(key), content(10, 1)).id())
            .toList();
    fixture.advance(Duration.ofSeconds(5));
    Instant now = fixture.clock().instant();
    store.touch(List.of(new Touch(ids.get(1), now.minusMillis(100))));
    store.touch(
        List.of(
            new Touch(ids.get(1), now.minusMillis(10)),
            new Touch(ids.get(0), now.minusMillis(20)),
            new Touch(ids.get(2), now.minusMillis(30))));
    fixture.advance(Duration.ofSeconds(5));

    List<Set<CacheKey>> left = new ArrayList<>();
    for (int most = 3; most > 0; most--) {
      store.prune(new PruneLimits(fixture.clock().instant(), most, PLENTY, 100));
      left.add(left(store));
    }
    assertThat(left)
        .containsExactly(
            Set.of(KEYS.get(0), KEYS.get(1), KEYS.get(2)),
            Set.of(KEYS.get(0), KEYS.get(1)),
            Set.of(KEYS.get(1)));
  }

  @Test
  default void replacingAnEntryCountsAsAUse(StorageFixture fixture) {
    fixture.store(draft(KEYS.get(0)), content(10, 1));
    fixture.store(draft(KEYS.get(1)), content(10, 1));
    fixture.store(draft(KEYS.get(0)), content(10, 2));
    fixture.responses().prune(new PruneLimits(fixture.clock().instant(), 1, PLENTY, 100));

    assertThat(left(fixture.responses())).containsExactly(KEYS.get(0));
  }

  @Test
  default void pruneRemovesExpiredEntriesBeforeItEvictsOthers(StorageFixture fixture) {
    Instant now = fixture.clock().instant();
    fixture.store(draft(KEYS.get(0)).discardAt(now), content(10, 1));
    KEYS.subList(1, 4).forEach(key -> fixture.store(draft(key), content(10, 1)));
    PruneLimits two = new PruneLimits(now, 2, PLENTY, 100);

    assertThat(fixture.responses().prune(two)).isEqualTo(new PruneResult(1, 1, false));
    assertThat(left(fixture.responses())).containsExactlyInAnyOrder(KEYS.get(2), KEYS.get(3));
    fixture.store(draft(KEYS.get(4)), content(10, 1));
    assertThat(fixture.responses().prune(two)).isEqualTo(new PruneResult(0, 1, false));
    assertThat(fixture.responses().prune(two)).isEqualTo(new PruneResult(0, 0, false));
    assertThat(left(fixture.responses())).containsExactlyInAnyOrder(KEYS.get(3), KEYS.get(4));
  }

  @Test
  default void pruneRemovesAnEntryStoredLaterWithAnEarlierDiscardTime(StorageFixture fixture) {
    Instant now = fixture.clock().instant();
    PruneLimits limits = new PruneLimits(now, PLENTY, PLENTY, 100);
    fixture.store(draft(KEYS.get(0)).discardAt(now), content(10, 1));
    fixture.store(draft(KEYS.get(1)).discardAt(now.plusSeconds(1)), content(10, 1));
    assertThat(fixture.responses().prune(limits)).isEqualTo(new PruneResult(1, 0, false));
    fixture.store(draft(KEYS.get(2)).discardAt(now.minusSeconds(60)), content(10, 1));

    assertThat(fixture.responses().prune(limits)).isEqualTo(new PruneResult(1, 0, false));
    assertThat(left(fixture.responses())).containsExactly(KEYS.get(1));
  }

  @Test
  default void pruneEvictsUntilTheByteBoundHolds(StorageFixture fixture) {
    for (int i = 0; i < 4; i++) {
      fixture.store(draft(KEYS.get(i)), content(100_000, i));
    }

    PruneResult result =
        fixture.responses().prune(new PruneLimits(fixture.clock().instant(), PLENTY, 260_000, 100));

    assertThat(result).isEqualTo(new PruneResult(0, 2, false));
    assertThat(left(fixture.responses())).containsExactlyInAnyOrder(KEYS.get(2), KEYS.get(3));
  }

  @Test
  default void requestsAndHeaderFieldsCountTowardsTheByteBound(StorageFixture fixture) {
    Headers fields = Headers.of("X-Long", "x".repeat(10_000));
    for (int i = 0; i < 4; i++) {
      fixture.store(
          draft(KEYS.get(i)).requestBody(content(30_000, i)).headers(fields),
          content(10, i),
          new EntryCompletion(fields, Map.of()));
    }

    PruneResult result =
        fixture.responses().prune(new PruneLimits(fixture.clock().instant(), PLENTY, 110_000, 100));

    assertThat(result).isEqualTo(new PruneResult(0, 2, false));
    StoreStats left = total(fixture);
    assertThat(left.bytes()).isEqualTo(20);
    assertThat(left.size()).isBetween(100_000L, 110_000L);
    fixture.responses().remove(EntrySelector.ALL);
    fixture.store(draft(KEYS.get(4)), content(10, 4));
    assertThat(
            fixture.responses().prune(new PruneLimits(fixture.clock().instant(), PLENTY, 900, 100)))
        .isEqualTo(new PruneResult(0, 0, false));
  }

  @Test
  default void sizeOfAnEntryFollowsTheHeadOfItsLastValidation(StorageFixture fixture) {
    ResponseHead longer = new ResponseHead(200, Headers.of("X-Long", "x".repeat(40_000)));
    ResponseStore store = fixture.responses();
    for (int i = 0; i < 3; i++) {
      StoredResponse stored = fixture.store(draft(KEYS.get(i)), content(10, i));
      store.freshen(stored.id(), longer, stored.freshness());
      store.freshen(stored.id(), longer, stored.freshness());
    }
    store.settle();
    assertThat(total(fixture).size()).isBetween(120_000L, 124_000L);
    assertThat(store.prune(new PruneLimits(fixture.clock().instant(), PLENTY, 90_000, 100)))
        .isEqualTo(new PruneResult(0, 1, false));

    ResponseHead shorter = new ResponseHead(200, Headers.EMPTY);
    for (CacheKey key : left(store)) {
      StoredResponse stored = fixture.only(key, "");
      store.freshen(stored.id(), shorter, stored.freshness());
    }
    store.settle();
    assertThat(total(fixture).size()).isBetween(20L, 4_000L);
    assertThat(store.prune(new PruneLimits(fixture.clock().instant(), PLENTY, 4_000, 100)))
        .isEqualTo(new PruneResult(0, 0, false));
  }

  private static StoreStats total(StorageFixture fixture) {
    return fixture.responses().stats(fixture.clock().instant()).values().stream()
        .reduce(StoreStats.NONE, StoreStats::plus);
  }

  @Test
  default void replacedRemovedAndEvictedEntriesNoLongerCountTowardsTheBounds(
      StorageFixture fixture) {
    Instant now = fixture.clock().instant();
    PruneLimits sixEntries = new PruneLimits(now, 6, PLENTY, 100);
    assertThat(fixture.responses().prune(sixEntries)).isEqualTo(new PruneResult(0, 0, false));
    KEYS.forEach(key -> fixture.store(draft(key), content(100_000, 1)));
    fixture.store(draft(KEYS.get(0)), content(100_000, 2));
    fixture.store(draft(KEYS.get(1)), content(100_000, 2));
    fixture.responses().remove(target(KEYS.get(7)));

    assertThat(fixture.responses().prune(sixEntries)).isEqualTo(new PruneResult(0, 1, false));
    assertThat(fixture.responses().prune(sixEntries)).isEqualTo(new PruneResult(0, 0, false));
    assertThat(fixture.responses().prune(new PruneLimits(now, PLENTY, 610_000, 100)))
        .isEqualTo(new PruneResult(0, 0, false));
    assertThat(fixture.responses().prune(new PruneLimits(now, PLENTY, 510_000, 100)))
        .isEqualTo(new PruneResult(0, 1, false));
  }

  @Test
  default void pruneNeitherExpiresNorEvictsARecording(StorageFixture fixture) {
    Instant now = fixture.clock().instant();
    byte[] body = content(100_000, 1);
    StoredResponse pinned =
        fixture.store(draft(KEYS.get(0)).pinned().discardAt(Instant.EPOCH), body);
    fixture.store(draft(KEYS.get(1)), content(100_000, 2));

    assertThat(fixture.responses().prune(new PruneLimits(now, 0, 0, 100)))
        .isEqualTo(new PruneResult(0, 1, false));
    assertThat(left(fixture.responses())).containsExactly(KEYS.get(0));
    assertThat(fixture.content(pinned.id())).isEqualTo(body);
  }

  @Test
  default void recordingsCountTowardsTheBoundsThoughTheyStay(StorageFixture fixture) {
    Instant now = fixture.clock().instant();
    KEYS.subList(0, 2).forEach(key -> fixture.store(draft(key).pinned(), content(100_000, 1)));
    KEYS.subList(2, 5).forEach(key -> fixture.store(draft(key), content(100_000, 1)));

    assertThat(fixture.responses().prune(new PruneLimits(now, 4, PLENTY, 100)))
        .isEqualTo(new PruneResult(0, 1, false));
    assertThat(fixture.responses().prune(new PruneLimits(now, PLENTY, 310_000, 100)))
        .isEqualTo(new PruneResult(0, 1, false));
    assertThat(left(fixture.responses()))
        .containsExactlyInAnyOrder(KEYS.get(0), KEYS.get(1), KEYS.get(4));
  }

  private static EntrySelector target(CacheKey key) {
    return new EntrySelector.ByTarget(key.domain(), key.method(), key.target());
  }
}
