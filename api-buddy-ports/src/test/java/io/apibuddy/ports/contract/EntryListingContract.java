package io.apibuddy.ports.contract;

import static io.apibuddy.ports.contract.DraftBuilder.draft;
import static io.apibuddy.ports.contract.Entries.content;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntryPage;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoreCapacity;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredRequest;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.Touch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Contract tests for {@link ResponseStore}: listings and totals. */
public interface EntryListingContract extends StorageFactory {

  private static StoredResponse store(StorageFixture fixture, CacheKey key) {
    return fixture.store(draft(key).respondedAt(fixture.clock().instant()), content(100, 1));
  }

  private static List<StoredResponse> all(
      ResponseStore store, EntrySelector selector, @Nullable StoredRequest similarTo, int limit) {
    List<StoredResponse> all = new ArrayList<>();
    EntryPage page = store.entries(new EntryQuery(selector, similarTo, null, limit));
    while (page.next() != null) {
      assertThat(page.entries()).hasSize(limit);
      all.addAll(page.entries());
      page = store.entries(new EntryQuery(selector, similarTo, page.next(), limit));
    }
    all.addAll(page.entries());
    return all;
  }

  private static List<String> targets(List<StoredResponse> entries) {
    return entries.stream().map(entry -> entry.request().target()).toList();
  }

  @Test
  default void anEmptyStoreHasOneEmptyPage(StorageFixture fixture) {
    assertThat(fixture.responses().entries(EntryQuery.first(EntrySelector.ALL, 10)))
        .isEqualTo(new EntryPage(List.of(), null));
    assertThat(fixture.responses().stats(fixture.clock().instant())).isEmpty();
  }

  @Test
  default void pagesListEveryEntryOnceNewestFirst(StorageFixture fixture) {
    List<EntryId> expected = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      expected.add(0, store(fixture, Entries.key("a", "/" + i)).id());
    }

    for (int limit : List.of(1, 5, 22, 23, 24, 1000)) {
      assertThat(all(fixture.responses(), EntrySelector.ALL, null, limit))
          .as("in pages of %d", limit)
          .extracting(StoredResponse::id)
          .isEqualTo(expected);
    }
    EntryPage all = fixture.responses().entries(EntryQuery.first(EntrySelector.ALL, 23));
    assertThat(all.next()).as("nothing is left").isNull();
  }

  @Test
  default void listingOrderFollowsCommitsNotValidationsOrUses(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    Instant start = fixture.clock().instant();
    List<StoredResponse> stored = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Instant responded = start.minusSeconds(i);
      stored.add(fixture.store(draft("a", "/" + i).respondedAt(responded), content(10, i)));
    }
    Instant later = fixture.clock().advance(Duration.ofSeconds(5));
    StoredResponse first = stored.get(0);
    ResponseHead head = new ResponseHead(203, Headers.of("ETag", "\"2\""));
    Freshness times = new Freshness(later, later, null, later.plusSeconds(60));
    store.freshen(first.id(), head, times);
    store.touch(List.of(new Touch(first.id(), later)));
    fixture.store(draft("a", "/1"), content(10, 4));

    List<StoredResponse> listed = all(store, EntrySelector.ALL, null, 2);
    assertThat(targets(listed)).containsExactly("/1", "/2", "/0");
    assertThat(listed.get(2)).isEqualTo(first.freshened(head, times).withBody(null));
  }

  @Test
  default void entriesMayBeRemovedWhileTheyAreListed(StorageFixture fixture) {
    for (int i = 0; i < 5; i++) {
      store(fixture, Entries.key("a", "/" + i));
    }
    ResponseStore store = fixture.responses();

    EntryQuery.first(EntrySelector.ALL, 2).stream(store::entries)
        .forEach(entry -> store.remove(new EntrySelector.ById(entry.id())));

    assertThat(all(store, EntrySelector.ALL, null, 2)).isEmpty();
  }

  @Test
  default void entriesCommittedAtTheSameInstantAreAllListed(StorageFixture fixture) {
    Instant moment = fixture.clock().instant();
    for (int i = 0; i < 11; i++) {
      fixture.store(draft("a", "/" + i).respondedAt(moment), content(10, i));
      fixture.clock().set(moment);
    }

    assertThat(all(fixture.responses(), EntrySelector.ALL, null, 3))
        .extracting(StoredResponse::id)
        .doesNotHaveDuplicates()
        .hasSize(11);
  }

  @Test
  default void aPageHoldsWholeHeadsButNoBodies(StorageFixture fixture) {
    StoredResponse entry = store(fixture, Entries.key("a", "/x"));

    assertThat(all(fixture.responses(), EntrySelector.ALL, null, 10))
        .containsExactly(entry.withBody(null));
  }

  @Test
  default void aPageListsOnlySelectedEntries(StorageFixture fixture) {
    CacheKey key = Entries.key("a", "GET", "/x", "", "someone");
    StoredResponse own = store(fixture, key);
    store(fixture, Entries.key("a", "/x"));
    store(fixture, Entries.key("a", "/y"));
    store(fixture, Entries.key("ab", "/z"));
    ResponseStore store = fixture.responses();

    assertThat(targets(all(store, new EntrySelector.ByDomain("a"), null, 2)))
        .containsExactly("/y", "/x", "/x");
    assertThat(targets(all(store, new EntrySelector.ByTarget("a", "GET", "/x"), null, 1)))
        .containsExactly("/x", "/x");
    assertThat(all(store, new EntrySelector.ById(own.id()), null, 1)).hasSize(1);
    assertThat(all(store, new EntrySelector.ByDomain("b"), null, 1)).isEmpty();
  }

  @Test
  default void theMostSimilarRequestsComeFirst(StorageFixture fixture) {
    StoredRequest asked = store(fixture, Entries.key("a", "/v1/users?page=2")).request();
    fixture.responses().remove(EntrySelector.ALL);
    store(fixture, Entries.key("a", "/v1/users?page=1"));
    store(fixture, Entries.key("a", "/v2/users"));
    store(fixture, Entries.key("a", "/v1/users"));
    store(fixture, Entries.key("a", "/v1/groups"));
    store(fixture, Entries.key("b", "/v1/users?page=2"));
    store(fixture, Entries.key("a", "POST", "/v1/users?page=2", "", ""));

    for (int limit : List.of(1, 4, 100)) {
      List<StoredResponse> found = all(fixture.responses(), EntrySelector.ALL, asked, limit);
      assertThat(found).extracting(StoredResponse::id).doesNotHaveDuplicates().hasSize(6);
      assertThat(targets(found.subList(0, 4)))
          .containsExactly("/v1/users?page=1", "/v1/users", "/v1/groups", "/v2/users");
    }
    EntrySelector one = new EntrySelector.ByTarget("a", "GET", "/v2/users");
    assertThat(targets(all(fixture.responses(), one, asked, 1))).containsExactly("/v2/users");
    assertThat(all(fixture.responses(), new EntrySelector.ByDomain("b"), asked, 1)).hasSize(1);
  }

  @Test
  default void statsCountEntriesAndBytesOfEachDomain(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    Instant start = fixture.clock().instant();
    EntryId first =
        fixture.store(draft("a", "/x").discardAt(start.plusSeconds(60)), content(100_000, 1)).id();
    fixture.clock().set(start.plusSeconds(30));
    fixture.store(
        draft("a", "/y").respondedAt(start.plusSeconds(30)).discardAt(start.plusSeconds(300)),
        content(11, 1));
    fixture.store(draft("ab", "/x").respondedAt(start.plusSeconds(30)), new byte[0]);
    store.touch(List.of(new Touch(first, start), new Touch(first, start.plusSeconds(1))));

    Map<String, StoreStats> stats = store.stats(start.plusSeconds(61));

    assertThat(stats).containsOnlyKeys("a", "ab");
    assertThat(stats.get("a"))
        .returns(2L, StoreStats::entries)
        .returns(100_011L, StoreStats::bytes)
        .returns(1L, StoreStats::expired)
        .returns(start, StoreStats::oldest)
        .returns(start.plusSeconds(30), StoreStats::newest);
    assertThat(stats.get("ab"))
        .returns(1L, StoreStats::entries)
        .returns(0L, StoreStats::bytes)
        .returns(0L, StoreStats::expired);
  }

  @Test
  default void oldestAndNewestInStatsAreCommitTimesNotResponseOrValidationTimes(
      StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    Instant start = fixture.clock().instant();
    Instant longAgo = start.minusSeconds(1000);
    StoredResponse entry = fixture.store(draft("a", "/x").respondedAt(longAgo), content(10, 1));
    Instant second = fixture.clock().advance(Duration.ofSeconds(30));
    fixture.store(draft("a", "/y").respondedAt(longAgo), content(10, 1));
    fixture.advance(Duration.ofSeconds(30));
    store.freshen(entry.id(), entry.response(), entry.freshness());
    store.touch(List.of(new Touch(entry.id(), fixture.clock().instant())));

    assertThat(store.stats(start).get("a"))
        .isNotNull()
        .returns(start, StoreStats::oldest)
        .returns(second, StoreStats::newest);
    Instant third = fixture.clock().instant();
    fixture.store(draft("a", "/x").respondedAt(longAgo), content(10, 1));
    assertThat(store.stats(start).get("a"))
        .isNotNull()
        .returns(second, StoreStats::oldest)
        .returns(third, StoreStats::newest);
  }

  @Test
  default void entryAtItsDiscardTimeCountsAsExpiredInStats(StorageFixture fixture) {
    Instant now = fixture.clock().instant();
    fixture.store(draft("a", "/x").discardAt(now), content(10, 1));
    fixture.store(draft("a", "/y").discardAt(now.plusMillis(1)), content(10, 1));

    assertThat(fixture.responses().stats(now).get("a"))
        .isNotNull()
        .returns(1L, StoreStats::expired);
  }

  @Test
  default void recordingPastItsDiscardTimeDoesNotCountAsExpired(StorageFixture fixture) {
    Instant start = fixture.clock().instant();
    fixture.store(draft("a", "/x").discardAt(start.plusSeconds(60)).pinned(), content(10, 1));
    fixture.store(draft("a", "/y").discardAt(start.plusSeconds(60)), content(10, 2));

    assertThat(fixture.responses().stats(start.plusSeconds(61)).get("a"))
        .isNotNull()
        .returns(2L, StoreStats::entries)
        .returns(1L, StoreStats::expired);
  }

  @Test
  default void statsFollowReplacementAndRemoval(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    fixture.store(draft("a", "/x"), content(1000, 1));
    fixture.store(draft("a", "/x"), content(70_000, 2));
    fixture.store(draft("b", "/x"), content(10, 3));
    store.remove(new EntrySelector.ByDomain("b"));
    fixture.advance(Duration.ofSeconds(1));

    assertThat(store.stats(fixture.clock().instant())).containsOnlyKeys("a");
    assertThat(store.stats(fixture.clock().instant()).get("a"))
        .returns(1L, StoreStats::entries)
        .returns(70_000L, StoreStats::bytes);
  }

  @Test
  default void holdsLessThanAgreesWithStatsAfterEveryChange(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    assertThat(store.holdsLessThan(new StoreCapacity(1, 1))).isTrue();

    fixture.store(draft("a", "/x").pinned(), content(1000, 1));
    assertHoldsLessThanAgreesWithStats(fixture, 1);
    fixture.store(draft("a", "/x").pinned(), content(70_000, 2));
    fixture.store(draft("a", "/y"), content(10, 3));
    fixture.store(draft("b", "/x"), new byte[0]);
    assertHoldsLessThanAgreesWithStats(fixture, 3);
    try (EntryWriter staged = store.begin(draft("b", "/y").build())) {
      staged.write(ByteBuffer.wrap(content(10, 4)));
      assertHoldsLessThanAgreesWithStats(fixture, 3);
    }
    StoredResponse pinned = fixture.only(Entries.key("a", "/x"), "");
    Headers longer = Headers.of("X-Long", "x".repeat(5000));
    store.freshen(pinned.id(), new ResponseHead(200, longer), pinned.freshness());
    assertHoldsLessThanAgreesWithStats(fixture, 3);
    store.prune(new PruneLimits(fixture.clock().instant(), 2, 1 << 30, 10));
    assertHoldsLessThanAgreesWithStats(fixture, 2);
    store.remove(new EntrySelector.ById(pinned.id()));
    assertHoldsLessThanAgreesWithStats(fixture, 1);
    store.remove(EntrySelector.ALL);
    assertThat(store.holdsLessThan(new StoreCapacity(1, 1))).isTrue();
  }

  private static StoreStats total(StorageFixture fixture) {
    return fixture.responses().stats(fixture.clock().instant()).values().stream()
        .reduce(StoreStats.NONE, StoreStats::plus);
  }

  private static void assertHoldsLessThanAgreesWithStats(StorageFixture fixture, long entries) {
    ResponseStore store = fixture.responses();
    // Before stats, which may wait for pending writes: holdsLessThan must not depend on that.
    boolean less = store.holdsLessThan(new StoreCapacity(entries + 1, 1 << 30));
    boolean equal = store.holdsLessThan(new StoreCapacity(entries, 1 << 30));
    long size = total(fixture).size();

    assertThat(less).isTrue();
    assertThat(equal).isFalse();
    assertThat(store.holdsLessThan(new StoreCapacity(entries + 1, size + 1))).isTrue();
    assertThat(store.holdsLessThan(new StoreCapacity(entries + 1, size))).isFalse();
  }
}
