package io.apibuddy.ports.contract;

import static io.apibuddy.ports.contract.DraftBuilder.draft;
import static io.apibuddy.ports.contract.Entries.content;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.PruneResult;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoreCapacity;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.Touch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Contract tests for {@link ResponseStore}: entries are found, whole and byte for byte. */
public interface ResponseStoreContract extends StorageFactory {

  @Test
  default void anEmptyStoreHasNoCandidates(StorageFixture fixture) {
    CacheKey key = Entries.key("a", "/x");

    assertThat(fixture.responses().candidates(key)).isEmpty();
    assertThat(fixture.responses().candidatesInMemory(key)).isEmpty();
  }

  @Test
  default void bodiesOfAnySizeComeBackByteForByte(StorageFixture fixture) {
    for (int size : List.of(0, 1, 4096, 65_535, 65_536, 65_537, 3_000_001)) {
      byte[] expected = content(size, size);
      StoredResponse entry = fixture.store(draft("a", "/" + size), expected);

      assertThat(entry.length()).isEqualTo(size);
      Body body = fixture.responses().body(entry.id(), 0).orElseThrow();
      assertThat(body.length()).isEqualTo(size);
      assertThat(Arrays.equals(Entries.read(body), expected)).as("%d bytes", size).isTrue();
      if (entry.body() != null) {
        assertThat(Arrays.equals(entry.body().toByteArray(), expected)).isTrue();
      }
    }
  }

  @Test
  default void highlyCompressibleBodyComesBackByteForByte(StorageFixture fixture) {
    byte[] zeros = new byte[2_000_000];
    StoredResponse entry = fixture.store(draft("a", "/zeros"), zeros);

    assertThat(entry.length()).isEqualTo(zeros.length);
    assertThat(Arrays.equals(fixture.content(entry.id()), zeros)).isTrue();
  }

  @Test
  default void fieldsComeBackInOrderByteForByte(StorageFixture fixture) {
    StringBuilder latin1 = new StringBuilder();
    for (char c = 1; c < 256; c++) {
      if (c != '\r' && c != '\n') {
        latin1.append(c);
      }
    }
    Headers fields =
        Headers.of(
            "Set-Thing", "one",
            "X-Bytes", latin1.toString(),
            "set-thing", "two",
            "X-Empty", "",
            "X-Long", "v".repeat(4096),
            "Set-Thing", "one");
    Headers trailers = Headers.of("Checksum", "\u00ff\u0080", "checksum", "");
    StoredResponse entry =
        fixture.store(
            draft("a", "/fields").status(999).headers(fields).requestHeaders(fields),
            content(10, 1),
            new EntryCompletion(trailers, Map.of()));

    assertThat(entry.response().status()).isEqualTo(999);
    assertSameLines(entry.response().headers(), fields);
    assertSameLines(entry.request().headers(), fields);
    assertSameLines(entry.completion().trailers(), trailers);
  }

  private static void assertSameLines(Headers actual, Headers expected) {
    assertThat(actual).isEqualTo(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.name(i)).isEqualTo(expected.name(i));
    }
  }

  @Test
  default void storedRequestComesBackUnchanged(StorageFixture fixture) {
    byte[] body = content(65_536, 7);
    CacheKey key =
        new CacheKey(
            "a",
            "https://a.example/base",
            "POST",
            "/v1/ask?q=%C3%A9&key=***",
            "application/json",
            "ab".repeat(32),
            "fingerprint",
            List.of("accept", "text/plain"));
    EntryDraft draft = draft(key).requestBody(body).build();
    StoredResponse entry = fixture.store(draft(key).requestBody(body), content(10, 1));

    assertThat(entry.request()).isEqualTo(draft.request());
    assertThat(entry.request().body()).isEqualTo(new Body.Bytes(body));
  }

  @Test
  default void absentRequestBodyStaysDistinctFromAnEmptyOne(StorageFixture fixture) {
    StoredResponse without = fixture.store(draft("a", "/without"), content(10, 1));
    StoredResponse empty =
        fixture.store(draft("a", "/empty").requestBody(new byte[0]), content(10, 1));

    assertThat(without.request().body()).isNull();
    assertThat(empty.request().body()).isEqualTo(Body.EMPTY);
  }

  @Test
  default void attributesVariantAndPinComeBack(StorageFixture fixture) {
    Map<String, String> attributes =
        Map.of("model", "gr\u00f6\u00dfer \u6a21\u578b \ud83d\ude00", "empty", "");
    String variant = "accept-language=\"d\u00e9\"\u0001;x";
    StoredResponse pinned =
        fixture.store(
            draft("a", "/pinned").variant(variant).pinned(),
            content(10, 1),
            new EntryCompletion(Headers.EMPTY, attributes));
    StoredResponse plain = fixture.store(draft("a", "/plain"), content(10, 1));

    assertThat(pinned.completion().attributes()).isEqualTo(attributes);
    assertThat(pinned.variant()).isEqualTo(variant);
    assertThat(pinned.pinned()).isTrue();
    assertThat(pinned.freshness()).isEqualTo(plain.freshness());
    assertThat(plain.completion()).isEqualTo(EntryCompletion.PLAIN);
    assertThat(plain.pinned()).isFalse();
  }

  @Test
  default void timesComeBackToTheMillisecond(StorageFixture fixture) {
    StoredResponse usual =
        fixture.store(
            draft("a", "/usual")
                .requestedAt(Instant.parse("2026-01-01T00:00:00.001Z"))
                .respondedAt(Instant.parse("2026-01-01T00:00:00.999Z"))
                .lifetime(Duration.ofMillis(1))
                .discardAt(Instant.parse("2027-02-03T04:05:06.789Z")),
            content(10, 1));
    StoredResponse old =
        fixture.store(
            draft("a", "/old")
                .requestedAt(Instant.parse("1969-12-31T23:59:59.998Z"))
                .respondedAt(Instant.parse("1969-12-31T23:59:59.999Z"))
                .lifetime(Duration.ZERO)
                .discardAt(Instant.EPOCH),
            content(10, 1));

    assertThat(usual.freshness())
        .isEqualTo(
            new Freshness(
                Instant.parse("2026-01-01T00:00:00.001Z"),
                Instant.parse("2026-01-01T00:00:00.999Z"),
                Duration.ofMillis(1),
                Instant.parse("2027-02-03T04:05:06.789Z")));
    assertThat(old.freshness())
        .isEqualTo(
            new Freshness(
                Instant.parse("1969-12-31T23:59:59.998Z"),
                Instant.parse("1969-12-31T23:59:59.999Z"),
                Duration.ZERO,
                Instant.EPOCH));
  }

  @Test
  default void timesOutOfRangeSaturate(StorageFixture fixture) {
    Instant farFuture = Instant.parse("9999-12-31T23:59:59Z");
    Freshness extreme =
        fixture
            .store(
                draft("a", "/extreme")
                    .requestedAt(Instant.MIN)
                    .respondedAt(Instant.MAX)
                    .lifetime(Duration.ofSeconds(Long.MAX_VALUE))
                    .discardAt(Instant.MAX),
                content(10, 1))
            .freshness();

    assertThat(extreme.requestedAt()).isBefore(Instant.parse("0000-01-01T00:00:00Z"));
    assertThat(extreme.respondedAt()).isAfter(farFuture);
    assertThat(extreme.discardAt()).isAfter(farFuture);
    assertThat(extreme.lifetime()).isGreaterThan(Duration.ofDays(3_650_000));
  }

  @Test
  default void aLifetimeThatIsNotConfiguredStaysAbsent(StorageFixture fixture) {
    StoredResponse entry = fixture.store(draft("a", "/x").lifetime(null), content(10, 1));

    assertThat(entry.freshness().lifetime()).isNull();
  }

  @Test
  default void aBodyCanBeReadFromAnOffset(StorageFixture fixture) {
    byte[] all = content(200_000, 1);
    StoredResponse entry = fixture.store(draft("a", "/x"), all);

    for (int offset : List.of(0, 1, 65_535, 65_536, 65_537, 131_072, 199_999, 200_000)) {
      Body body = fixture.responses().body(entry.id(), offset).orElseThrow();
      assertThat(body.length()).isEqualTo(200_000L - offset);
      assertThat(Arrays.equals(Entries.read(body), Arrays.copyOfRange(all, offset, all.length)))
          .as("from %d", offset)
          .isTrue();
    }
  }

  @Test
  default void noBodyIsReturnedForARemovedOrUnknownEntry(StorageFixture fixture) {
    EntryId removed = fixture.store(draft("a", "/x"), content(100_000, 1)).id();
    fixture.responses().remove(new EntrySelector.ById(removed));

    assertThat(fixture.responses().body(removed, 0)).isEmpty();
    assertThat(fixture.responses().body(new EntryId("unheard-of"), 0)).isEmpty();
    assertThat(fixture.responses().body(new EntryId("999999999"), 0)).isEmpty();
  }

  @Test
  default void aCommitReplacesItsVariantAndKeepsTheOthers(StorageFixture fixture) {
    CacheKey key = Entries.key("a", "/x");
    fixture.store(draft(key).variant("en"), content(100_000, 1));
    EntryId german = fixture.store(draft(key).variant("de"), content(100_000, 2)).id();
    EntryId english = fixture.store(draft(key).variant("en"), content(100_000, 3)).id();

    assertThat(fixture.responses().candidates(key))
        .extracting(StoredResponse::id)
        .containsExactlyInAnyOrder(german, english);
    assertThat(Arrays.equals(fixture.content(english), content(100_000, 3))).isTrue();
    assertThat(Arrays.equals(fixture.content(german), content(100_000, 2))).isTrue();
  }

  @Test
  default void aRecordingAndAnOrdinaryEntryReplaceEachOther(StorageFixture fixture) {
    CacheKey key = Entries.key("a", "/x");
    fixture.store(draft(key).pinned(), content(100, 1));
    StoredResponse ordinary = fixture.store(draft(key), content(100, 2));

    assertThat(ordinary.pinned()).isFalse();
    assertThat(fixture.content(ordinary.id())).isEqualTo(content(100, 2));
    StoredResponse pinned = fixture.store(draft(key).pinned(), content(100, 3));
    assertThat(pinned.pinned()).isTrue();
    assertThat(fixture.content(pinned.id())).isEqualTo(content(100, 3));
  }

  @Test
  default void theLatestCandidateComesFirst(StorageFixture fixture) {
    CacheKey key = Entries.key("a", "/x");
    for (String variant : List.of("c", "a", "b", "a")) {
      fixture.store(
          draft(key).variant(variant).respondedAt(fixture.clock().instant()), content(10, 1));
    }

    assertThat(fixture.responses().candidates(key))
        .extracting(StoredResponse::variant)
        .containsExactly("a", "b", "c");
  }

  @Test
  default void candidateOrderFollowsCommitsNotValidationsOrUses(StorageFixture fixture) {
    CacheKey key = Entries.key("a", "/x");
    Instant now = fixture.clock().instant();
    StoredResponse first = fixture.store(draft(key).variant("1"), content(10, 1));
    fixture.store(draft(key).variant("2").respondedAt(now.minusSeconds(60)), content(10, 2));
    fixture.advance(Duration.ofSeconds(5));
    Instant later = fixture.clock().instant();
    Freshness times = new Freshness(later, later, null, later.plusSeconds(60));
    fixture.responses().freshen(first.id(), first.response(), times);
    fixture.responses().touch(List.of(new Touch(first.id(), later)));

    assertThat(fixture.responses().candidates(key))
        .extracting(StoredResponse::variant)
        .containsExactly("2", "1");
  }

  @Test
  default void candidatesInMemoryNeverDifferFromCandidates(StorageFixture fixture) {
    CacheKey key = Entries.key("a", "/x");
    ResponseStore store = fixture.responses();
    for (int version = 1; version <= 3; version++) {
      StoredResponse latest = fixture.store(draft(key), content(100, version));
      for (StoredResponse inMemory : store.candidatesInMemory(key)) {
        assertThat(inMemory.id()).isEqualTo(latest.id());
        assertThat(inMemory.body()).isEqualTo(new Body.Bytes(content(100, version)));
      }
    }
    store.remove(new EntrySelector.ByTarget("a", "GET", "/x"));

    assertThat(store.candidatesInMemory(key)).isEmpty();
  }

  @Test
  default void candidatesInMemoryAreAllOrNoneAfterEveryChange(StorageFixture fixture) {
    CacheKey key = Entries.key("a", "/x");
    ResponseStore store = fixture.responses();
    StoredResponse one = fixture.store(draft(key).variant("1"), content(10, 1));
    StoredResponse two = fixture.store(draft(key).variant("2"), content(10, 2));
    fixture.store(draft(key).variant("3"), content(10, 3));
    Instant now = fixture.clock().instant();
    Freshness times = new Freshness(now, now, null, now.plusSeconds(60));

    for (Runnable change :
        List.<Runnable>of(
            () -> {},
            () -> store.freshen(one.id(), new ResponseHead(203, Headers.EMPTY), times),
            () -> store.remove(new EntrySelector.ById(two.id())),
            () -> store.prune(new PruneLimits(now, 1, 1 << 30, 10)),
            () -> store.remove(new EntrySelector.ByDomain("a")),
            () -> fixture.store(draft(key), content(10, 4)),
            () -> store.remove(EntrySelector.ALL))) {
      change.run();
      List<StoredResponse> found = withoutBodies(store.candidates(key));
      List<StoredResponse> inMemory = withoutBodies(store.candidatesInMemory(key));
      assertThat(inMemory).isIn(found, List.of());
    }
  }

  private static List<StoredResponse> withoutBodies(List<StoredResponse> entries) {
    return entries.stream().map(entry -> entry.withBody(null)).toList();
  }

  @Test
  default void visibleEntryIsNeverReportedAsLacking(StorageFixture fixture) {
    CacheKey key = Entries.key("a", "/x");
    ResponseStore store = fixture.responses();
    EntrySelector.ByTarget target = new EntrySelector.ByTarget("a", "GET", "/x");
    store.lacks(key);
    store.lacks(target);
    fixture.store(draft(key).variant("pinned").pinned(), content(100, 1));
    for (String variant : List.of("", "other", "")) {
      assertThat(store.lacks(key)).isFalse();
      assertThat(store.lacks(target)).isFalse();
      fixture.store(draft(key).variant(variant), content(100, 1));
    }
    store.remove(new EntrySelector.ById(fixture.only(key, "").id()));
    assertThat(store.lacks(key)).as("another variant is left").isFalse();
    store.remove(EntrySelector.ALL);
    fixture.store(draft(key), content(100, 1));

    assertThat(store.lacks(key)).as("the entry was stored again").isFalse();
  }

  @Test
  default void keysThatDifferInOnePartAreDifferentEntries(StorageFixture fixture) {
    List<CacheKey> keys =
        List.of(
            new CacheKey("a", "https://u", "GET", "/t", "", "", "", List.of()),
            new CacheKey("b", "https://u", "GET", "/t", "", "", "", List.of()),
            new CacheKey("a", "https://v", "GET", "/t", "", "", "", List.of()),
            new CacheKey("a", "https://u", "POST", "/t", "", "", "", List.of()),
            new CacheKey("a", "https://u", "GET", "/T", "", "", "", List.of()),
            new CacheKey("a", "https://u", "GET", "/t", "text/plain", "", "", List.of()),
            new CacheKey("a", "https://u", "GET", "/t", "", "ab", "", List.of()),
            new CacheKey("a", "https://u", "GET", "/t", "", "", "ab", List.of()),
            new CacheKey("a", "https://u", "GET", "/t", "", "", "", List.of("x", "yz")),
            new CacheKey("a", "https://u", "GET", "/t", "", "", "", List.of("xy", "z")));
    Set<EntryId> ids = new HashSet<>();
    for (int i = 0; i < keys.size(); i++) {
      ids.add(fixture.store(draft(keys.get(i)), content(100, i)).id());
    }

    assertThat(ids).hasSameSizeAs(keys);
    for (int i = 0; i < keys.size(); i++) {
      assertThat(fixture.content(fixture.only(keys.get(i), "").id())).isEqualTo(content(100, i));
    }
  }

  @Test
  default void entryIdsAreNeverReused(StorageFixture fixture) {
    Set<EntryId> ids = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      ids.add(fixture.store(draft("a", "/x"), content(10, i)).id());
      fixture.responses().remove(EntrySelector.ALL);
    }

    assertThat(ids).hasSize(10).allMatch(id -> id.value().matches("[A-Za-z0-9-]+"));
  }

  @Test
  default void freshenChangesHeadAndTimesOnly(StorageFixture fixture) {
    byte[] body = content(100_000, 1);
    CacheKey key = Entries.key("a", "/x");
    StoredResponse before =
        fixture.store(
            draft(key).variant("v").requestBody(content(5, 5)).pinned(),
            body,
            new EntryCompletion(Headers.of("T", "1"), Map.of("model", "m")));
    ResponseHead head = new ResponseHead(203, Headers.of("ETag", "\"2\"", "Age", "0"));
    Freshness times =
        new Freshness(
            ManualClock.START.plusSeconds(60),
            ManualClock.START.plusSeconds(61),
            Duration.ofSeconds(9),
            ManualClock.START.plusSeconds(9000));

    assertThat(fixture.responses().freshen(before.id(), head, times)).isTrue();

    StoredResponse after = fixture.only(key, "v");
    assertThat(after.withBody(null)).isEqualTo(before.freshened(head, times).withBody(null));
    assertThat(Arrays.equals(fixture.content(after.id()), body)).isTrue();
    assertThat(fixture.responses().candidatesInMemory(key))
        .allMatch(inMemory -> inMemory.freshness().equals(times));
  }

  @Test
  default void freshenDoesNotReviveAReplacedOrRemovedEntry(StorageFixture fixture) {
    CacheKey key = Entries.key("a", "/x");
    StoredResponse old = fixture.store(draft(key), content(10, 1));
    StoredResponse latest = fixture.store(draft(key), content(10, 2));

    assertThat(fixture.responses().freshen(old.id(), old.response(), old.freshness())).isFalse();
    fixture.responses().remove(EntrySelector.ALL);
    assertThat(fixture.responses().freshen(latest.id(), latest.response(), latest.freshness()))
        .isFalse();
    assertThat(fixture.responses().candidates(key)).isEmpty();
  }

  @Test
  default void validationDuringARemovalOrReplacementBringsNothingBack(StorageFixture fixture) {
    CacheKey key = Entries.key("a", "/x");
    ResponseStore store = fixture.responses();
    ResponseHead validated = new ResponseHead(203, Headers.of("ETag", "\"2\""));
    for (int round = 0; round < 100; round++) {
      StoredResponse old = fixture.store(draft(key), content(10, 1));
      CompletableFuture<Boolean> validation =
          CompletableFuture.supplyAsync(() -> store.freshen(old.id(), validated, old.freshness()));
      if (round % 2 == 0) {
        assertThat(store.remove(EntrySelector.ALL)).isEqualTo(1);
        validation.join();
        assertThat(store.candidates(key)).as("round %d", round).isEmpty();
      } else {
        StoredResponse latest = fixture.store(draft(key), content(10, 2));
        validation.join();
        assertThat(fixture.only(key, "").withBody(null)).isEqualTo(latest.withBody(null));
        assertThat(fixture.content(latest.id())).isEqualTo(content(10, 2));
      }
    }
  }

  @Test
  default void useOfARemovedEntryLeavesNothingBehind(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    EntryId removed = fixture.store(draft("a", "/x"), content(10, 1)).id();
    store.remove(EntrySelector.ALL);
    Instant now = fixture.clock().instant();
    store.touch(List.of(new Touch(removed, now)));

    assertThat(store.stats(now)).isEmpty();
    assertThat(store.prune(new PruneLimits(now, 0, 0, 10))).isEqualTo(new PruneResult(0, 0, false));
    assertThat(store.holdsLessThan(new StoreCapacity(1, 1))).isTrue();
  }

  @Test
  default void callsOnAClosedStoreFailAsClosed(StorageFixture fixture) {
    CacheKey key = Entries.key("a", "/x");
    StoredResponse entry = fixture.store(draft(key), content(10, 1));
    ResponseStore store = fixture.responses();
    EntryWriter staged = store.begin(draft(Entries.key("a", "/staged")).build());
    staged.write(ByteBuffer.wrap(content(10, 1)));
    fixture.storage().close();
    fixture.storage().close();

    Instant now = fixture.clock().instant();
    ClosedAssertions.assertFailAsClosed(
        () -> store.candidates(key),
        () -> store.body(entry.id(), 0),
        () -> store.begin(draft(key).build()).close(),
        () -> staged.commit(EntryCompletion.PLAIN),
        () -> store.freshen(entry.id(), entry.response(), entry.freshness()),
        () -> store.touch(List.of(new Touch(entry.id(), now))),
        () -> store.remove(EntrySelector.ALL),
        () -> store.removeDurably(EntrySelector.ALL),
        () -> store.prune(new PruneLimits(now, 1000, 1 << 30, 1)),
        () -> store.entries(EntryQuery.first(EntrySelector.ALL, 1)),
        () -> store.holdsLessThan(StoreCapacity.DEFAULT),
        () -> store.stats(now));
    staged.close();
  }

  @Test
  default void closedStoreAnswersNothingFromMemory(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    EntrySelector.ByTarget emptied = new EntrySelector.ByTarget("a", "GET", "/x");
    store.remove(emptied);
    fixture.store(draft("a", "/y"), content(10, 1));
    store.candidatesInMemory(Entries.key("a", "/y"));
    fixture.storage().close();

    assertThat(store.lacks(emptied)).isFalse();
    assertThat(store.lacks(Entries.key("a", "/x"))).isFalse();
    assertThat(store.acceptsAtOnce(0)).isFalse();
    try {
      assertThat(store.candidatesInMemory(Entries.key("a", "/y"))).isEmpty();
    } catch (StoreException e) {
      ClosedAssertions.assertClosed(e);
    }
  }

  @Test
  default void latestCandidateComesFirstAlsoWhenTheClockWentBack(StorageFixture fixture) {
    CacheKey key = Entries.key("a", "/x");
    for (String variant : List.of("1", "2", "3")) {
      fixture.store(draft(key).variant(variant), content(10, 1));
      fixture.clock().advance(Duration.ofHours(-1));
    }
    assertThat(fixture.responses().candidates(key))
        .extracting(StoredResponse::variant)
        .containsExactly("3", "2", "1");

    fixture.reopen();
    fixture.store(draft(key).variant("4"), content(10, 1));
    assertThat(fixture.responses().candidates(key))
        .extracting(StoredResponse::variant)
        .startsWith("4");
  }
}
