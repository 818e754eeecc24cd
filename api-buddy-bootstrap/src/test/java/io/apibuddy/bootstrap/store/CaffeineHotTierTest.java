package io.apibuddy.bootstrap.store;

import static io.apibuddy.ports.contract.DraftBuilder.draft;
import static io.apibuddy.ports.contract.Entries.content;
import static io.apibuddy.ports.contract.Entries.key;
import static io.apibuddy.ports.contract.Waits.await;
import static io.apibuddy.ports.contract.Waits.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.contract.DraftBuilder;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.memory.ByteBudget;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.ForwardingResponseStore;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoredResponse;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CaffeineHotTierTest {
  private static final CacheKey KEY = key("a", "/x");

  private final InMemoryStorage whole = new InMemoryStorage(AdapterContext.of(Settings.NONE));
  @AutoClose private final BodilessStorage store = new BodilessStorage(whole);
  private final CaffeineHotTier tier = new CaffeineHotTier(store.responses(), 4 << 20);

  static List<EntrySelector> selectorsOfTheEntry() {
    return List.of(
        EntrySelector.ALL,
        new EntrySelector.ByDomain("a"),
        new EntrySelector.ByTarget("a", "GET", "/x"));
  }

  @Test
  void committedEntryIsInMemoryAtOnceWithoutReadingTheStore() {
    byte[] bytes = content(5_000, 1);

    commit(draft(KEY), bytes);

    assertThat(hot()).singleElement().satisfies(entry -> assertContent(entry, bytes));
    assertThat(hot())
        .extracting(e -> e.withBody(null))
        .isEqualTo(store.responses().candidates(KEY));
    assertThat(store.lookups).as("the one above").hasValue(1);
    assertThat(store.reads).hasValue(0);
  }

  @Test
  void replacementOfAnEntryInMemoryIsInMemoryWithoutReadingTheStore() {
    commit(draft(KEY), content(10, 1));
    byte[] replacement = content(20, 2);
    commit(draft(KEY), replacement);

    assertThat(hot()).singleElement().satisfies(entry -> assertContent(entry, replacement));
    assertThat(store.lookups).hasValue(0);
  }

  @Test
  void otherVariantsOfAKeyAreLoadedOnLookup() {
    commitBehindTheTier(draft(KEY).variant("behind"), content(10, 1));
    commit(draft(KEY).variant("one"), content(10, 1));
    commit(draft(KEY).variant("one"), content(10, 2));

    assertThat(hot()).isEmpty();
    assertThat(store.lookups).hasValue(0);
    assertThat(tier.candidates(KEY)).hasSize(2);
    assertThat(hot()).extracting(StoredResponse::variant).containsExactly("one", "behind");
  }

  @ParameterizedTest
  @MethodSource("selectorsOfTheEntry")
  void aRemovalDuringACommitIsSeen(EntrySelector selector) {
    store.afterNextCommit(() -> tier.remove(selector));

    commit(draft(KEY), content(10, 1));

    assertThat(hot()).isEmpty();
    assertThat(tier.candidates(KEY)).isEmpty();
  }

  @Test
  void changeByIdDuringACommitIsSeen() {
    ResponseHead fresh = new ResponseHead(200, Headers.of("ETag", "\"new\""));
    store.afterNextCommit(
        () -> {
          StoredResponse entry = store.responses().candidates(KEY).get(0);
          tier.freshen(entry.id(), fresh, entry.freshness());
        });
    commit(draft(KEY), content(10, 1));
    assertThat(hot()).allMatch(entry -> entry.response().equals(fresh));
    assertThat(tier.candidates(KEY).get(0).response()).isEqualTo(fresh);

    store.afterNextCommit(
        () -> tier.remove(new EntrySelector.ById(store.responses().candidates(KEY).get(0).id())));
    commit(draft(KEY), content(10, 2));

    assertThat(hot()).isEmpty();
    assertThat(tier.candidates(KEY)).isEmpty();
  }

  @Test
  void aPruneDuringACommitIsSeen() {
    store.afterNextCommit(() -> tier.prune(new PruneLimits(Instant.now(), 0, 0, 10)));

    commit(draft(KEY), content(10, 1));

    assertThat(hot()).isEmpty();
  }

  @Test
  void lookedUpEntryIsInMemoryAfterwards() {
    byte[] bytes = content(300_000, 2);
    commitBehindTheTier(draft(KEY), bytes);
    assertThat(hot()).isEmpty();

    assertThat(tier.candidates(KEY))
        .singleElement()
        .satisfies(entry -> assertContent(entry, bytes));

    assertThat(hot()).singleElement().satisfies(entry -> assertContent(entry, bytes));
    assertThat(tier.candidates(KEY)).hasSize(1);
    assertThat(store.lookups).hasValue(1);
  }

  @Test
  void longBodyOfARequestedEntryIsMovedOffHeapAndStaysThere() {
    byte[] bytes = content(OffHeap.MIN_LENGTH, 2);
    commit(draft(KEY), bytes);
    assertThat(hot()).singleElement().satisfies(entry -> assertContent(entry, bytes));
    assertThat(isOffHeap(hot())).isTrue();

    StoredResponse old = hot().get(0);
    tier.freshen(old.id(), old.response(), old.freshness());
    assertThat(tier.candidates(KEY))
        .singleElement()
        .satisfies(entry -> assertContent(entry, bytes));
    assertThat(isOffHeap(hot())).isTrue();
    assertThat(store.reads).hasValue(0);

    commit(draft(KEY), content(OffHeap.MIN_LENGTH, 3));
    assertThat(isOffHeap(hot())).as("its replacement too").isTrue();
  }

  @Test
  void replacementOfANewEntryCountsAsNew() {
    commit(draft(KEY), content(10_000, 1));
    commit(draft(KEY), content(10_000, 2));

    for (int i = 0; i < 100; i++) {
      commit(draft("a", "/" + i), content(10_000, i));
    }

    assertThat(hot()).isEmpty();
  }

  @Test
  void longBodyLoadedFromTheStoreIsOffHeap() {
    byte[] bytes = content(300_000, 2);
    commitBehindTheTier(draft(KEY), bytes);
    tier.candidates(KEY);

    assertThat(hot()).singleElement().satisfies(entry -> assertContent(entry, bytes));
    assertThat(isOffHeap(hot())).isTrue();
  }

  @Test
  void bodyAboveTheReadLimitStaysInTheStore() {
    commit(draft(KEY), content(BodyLoader.MAX_READ + 1, 3));

    assertThat(tier.candidates(KEY)).singleElement().extracting(StoredResponse::body).isNull();
    assertThat(hot()).isEmpty();
    assertThat(store.reads).hasValue(0);
  }

  @Test
  void bodiesReadAtOneTimeShareABoundBeyondWhichTheyStayInTheStore() {
    List<CacheKey> keys = IntStream.range(0, 20).mapToObj(i -> key("a", "/" + i)).toList();
    keys.forEach(each -> commitBehindTheTier(draft(each), new byte[BodyLoader.MAX_READ]));
    AtomicInteger asked = new AtomicInteger();
    store.duringReads(() -> tier.candidates(keys.get(asked.incrementAndGet())));
    tier.candidates(keys.get(0));

    assertThat(store.reads).hasValue((int) (BodyLoader.MAX_READING / BodyLoader.MAX_READ));
  }

  @Test
  void variantsOfAKeyAreInMemoryAllOrNone() {
    commit(draft(KEY).variant("one"), content(10, 1));
    commitBehindTheTier(draft(KEY).variant("two"), content(BodyLoader.MAX_READ + 1, 2));
    commit(draft(KEY).variant("three"), content(10, 3));

    assertThat(hot()).isEmpty();
    assertThat(tier.candidates(KEY)).hasSize(3);
  }

  @Test
  void aReplacementIsSeenAtOnce() {
    commit(draft(KEY), content(10, 1));
    byte[] replacement = content(10, 2);
    commit(draft(KEY), replacement);

    assertThat(hot()).singleElement().satisfies(entry -> assertContent(entry, replacement));
  }

  @ParameterizedTest
  @MethodSource("selectorsOfTheEntry")
  void removedEntryIsGoneAtOnce(EntrySelector selector) {
    commit(draft(KEY), content(10, 1));
    commit(draft("b", "/other"), content(10, 1));

    assertThat(tier.remove(selector)).isPositive();

    assertThat(hot()).isEmpty();
    assertThat(tier.candidates(KEY)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("selectorsOfTheEntry")
  void durablyRemovedEntryIsGoneAtOnce(EntrySelector selector) {
    commit(draft(KEY), content(10, 1));

    assertThat(tier.removeDurably(selector)).isPositive();

    assertThat(hot()).isEmpty();
    assertThat(tier.candidates(KEY)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("selectorsOfTheEntry")
  void durablyRemovedEntryIsGoneWhileTheStoreStillWrites(EntrySelector selector) throws Exception {
    List<Runnable> whileWriting = new ArrayList<>();
    List<StoredResponse> meanwhile = new ArrayList<>();
    ResponseStore writing =
        new ForwardingResponseStore(store.responses()) {
          @Override
          public long removeDurably(EntrySelector removed) {
            long count = super.remove(removed);
            whileWriting.forEach(Runnable::run);
            return count;
          }
        };
    CaffeineHotTier front = new CaffeineHotTier(writing, 4 << 20);
    whileWriting.add(() -> meanwhile.addAll(front.candidates(KEY)));
    try (EntryWriter writer = front.begin(draft(KEY).build())) {
      writer.write(ByteBuffer.wrap(content(10, 1)));
      writer.commit(EntryCompletion.PLAIN);
    }
    assertThat(front.candidates(KEY)).hasSize(1);

    assertThat(front.removeDurably(selector)).isEqualTo(1);

    assertThat(meanwhile).isEmpty();
  }

  @Test
  void entryRemovedByIdIsGoneAtOnce() {
    commit(draft(KEY), content(10, 1));

    tier.remove(new EntrySelector.ById(hot().get(0).id()));

    assertThat(hot()).isEmpty();
  }

  @Test
  void removalLeavesOtherEntriesInMemory() {
    commit(draft(KEY), content(10, 1));

    tier.remove(new EntrySelector.ByTarget("a", "GET", "/other"));
    tier.remove(new EntrySelector.ByTarget("b", "GET", "/y"));
    tier.remove(new EntrySelector.ById(new EntryId("none")));

    assertThat(hot()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("selectorsOfTheEntry")
  void aLookUpThatBeganBeforeARemovalBringsNothingBack(EntrySelector selector) {
    commitBehindTheTier(draft(KEY), content(10, 1));
    store.afterNextLookup(() -> tier.remove(selector));

    tier.candidates(KEY);

    assertThat(hot()).isEmpty();
    assertThat(tier.candidates(KEY)).isEmpty();
  }

  @Test
  void targetIsNotReportedAbsentWhileItsRemovedEntryIsInMemory() {
    EntrySelector.ByTarget target = new EntrySelector.ByTarget("a", "GET", "/x");
    List<Boolean> meanwhile = new ArrayList<>();
    store.afterNextRemoval(() -> meanwhile.add(tier.lacks(target)));

    tier.remove(target);

    assertThat(meanwhile).containsExactly(false);
    assertThat(tier.lacks(target)).isTrue();
  }

  @Test
  void aLookUpThatBeganBeforeARemovalByIdBringsNothingBack() {
    commitBehindTheTier(draft(KEY), content(10, 1));
    EntryId id = store.responses().candidates(KEY).get(0).id();
    store.afterNextLookup(() -> tier.remove(new EntrySelector.ById(id)));

    tier.candidates(KEY);

    assertThat(hot()).isEmpty();
  }

  @Test
  void aLookUpThatBeganBeforeAFreshenBringsNoOldHeadBack() {
    commitBehindTheTier(draft(KEY), content(10, 1));
    StoredResponse old = store.responses().candidates(KEY).get(0);
    ResponseHead fresh = new ResponseHead(200, Headers.of("ETag", "\"new\""));
    store.afterNextLookup(() -> tier.freshen(old.id(), fresh, old.freshness()));

    tier.candidates(KEY);

    assertThat(hot()).isEmpty();
    assertThat(tier.candidates(KEY).get(0).response()).isEqualTo(fresh);
  }

  @Test
  void aLookUpThatBeganBeforeACommitBringsNoOldEntryBack() {
    commitBehindTheTier(draft(KEY), content(10, 1));
    byte[] replacement = content(10, 2);
    store.afterNextLookup(() -> commit(draft(KEY), replacement));

    tier.candidates(KEY);

    assertThat(tier.candidates(KEY))
        .singleElement()
        .satisfies(entry -> assertContent(entry, replacement));
  }

  @Test
  void aLookUpThatBeganBeforeAPruneBringsNothingBack() {
    commitBehindTheTier(draft(KEY), content(10, 1));
    store.afterNextLookup(() -> tier.prune(new PruneLimits(Instant.now(), 0, 0, 10)));

    tier.candidates(KEY);

    assertThat(hot()).isEmpty();
  }

  @Test
  void aFreshenedHeadIsSeenWithoutReadingTheContentAgain() {
    commit(draft(KEY), content(10, 1));
    StoredResponse old = hot().get(0);
    ResponseHead fresh = new ResponseHead(200, Headers.of("ETag", "\"new\""));

    assertThat(tier.freshen(old.id(), fresh, old.freshness())).isTrue();

    assertThat(hot()).isEmpty();
    assertThat(tier.candidates(KEY).get(0).response()).isEqualTo(fresh);
    assertThat(hot()).hasSize(1);
    assertThat(store.reads).hasValue(0);
  }

  @Test
  void prunedEntryIsGoneAndTheRestIsNotReadAgain() {
    commit(draft("a", "/old"), content(10, 1));
    commit(draft(KEY), content(10, 2));

    tier.prune(new PruneLimits(Instant.EPOCH, 1, Long.MAX_VALUE, 10));

    assertThat(tier.candidates(key("a", "/old"))).isEmpty();
    assertThat(tier.candidates(KEY)).hasSize(1);
    assertThat(store.reads).hasValue(0);
  }

  @Test
  void newEntryIsEvictedByNewerOnesUnlessItWasRequested() {
    commit(draft(KEY), content(10_000, 1));
    commit(draft("a", "/forgotten"), content(10_000, 1));
    assertThat(hot()).hasSize(1);

    for (int i = 0; i < 100; i++) {
      commit(draft("a", "/" + i), content(10_000, i));
    }

    assertThat(hot()).hasSize(1);
    assertThat(tier.candidatesInMemory(key("a", "/forgotten"))).isEmpty();
    assertThat(tier.candidatesInMemory(key("a", "/99"))).hasSize(1);
    assertThat(tier.candidates(key("a", "/forgotten"))).hasSize(1);
    assertThat(tier.candidatesInMemory(key("a", "/forgotten"))).hasSize(1);
  }

  @Test
  void replacementOfARequestedEntryDoesNotCountAsNew() {
    commit(draft(KEY), content(10_000, 1));
    assertThat(hot()).hasSize(1);
    byte[] replacement = content(10_000, 2);
    commit(draft(KEY), replacement);

    for (int i = 0; i < 100; i++) {
      commit(draft("a", "/" + i), content(10_000, i));
    }

    assertThat(hot()).singleElement().satisfies(entry -> assertContent(entry, replacement));
  }

  @Test
  void withoutMemoryTheTierHoldsNothing() {
    CaffeineHotTier none = new CaffeineHotTier(whole.responses(), 0);
    commit(none.begin(draft(KEY).build()), content(OffHeap.MIN_LENGTH, 1));

    assertThat(none.candidatesInMemory(KEY)).isEqualTo(whole.responses().candidatesInMemory(KEY));
    assertThat(isOffHeap(none.candidates(KEY))).isFalse();
    tier.resize(0);
    commit(draft(KEY), content(10, 1));
    assertThat(hot()).isEmpty();
    assertThat(tier.candidates(KEY)).hasSize(1);
    assertThat(hot()).isEmpty();
  }

  @Test
  void newEntryIsEvictedWhenTheMemoryIsReduced() {
    commit(draft(KEY), content(10_000, 1));
    tier.resize(100_000);

    assertThat(hot()).isEmpty();
  }

  @Test
  void staysWithinItsBound() {
    for (int i = 0; i < 100; i++) {
      commit(draft("a", "/" + i), content(200_000, i));
      assertThat(tier.candidates(key("a", "/" + i))).hasSize(1);
    }

    await()
        .untilAsserted(
            () ->
                assertThat(IntStream.range(0, 100).mapToObj(i -> key("a", "/" + i)))
                    .filteredOn(key -> !tier.candidatesInMemory(key).isEmpty())
                    .hasSizeBetween(1, 20));
  }

  @Test
  void stagedCopiesShareABudgetThatIsReturned() {
    ByteBudget budget = new ByteBudget(10_000);
    StagedCopy known = new StagedCopy(budget, 6_000);
    StagedCopy refused = new StagedCopy(budget, 6_000);
    StagedCopy growing = new StagedCopy(budget, -1);
    for (int i = 0; i < 4; i++) {
      known.append(ByteBuffer.wrap(content(1_500, i)));
      growing.append(ByteBuffer.wrap(content(1_500, i)));
    }

    assertThat(Objects.requireNonNull(known.content()).length()).isEqualTo(6_000);
    assertThat(refused.content()).isNull();
    assertThat(growing.content()).isNull();
    known.release();
    known.release();
    assertThat(budget.used()).isZero();
  }

  @Test
  void stagedCopyReusesASinglePieceAndJoinsSeveralInOrder() {
    StagedCopy copy = new StagedCopy(new ByteBudget(100), -1);
    assertThat(copy.content()).isNull(); // more than the budget has

    ByteBudget budget = new ByteBudget(20_000);
    copy = new StagedCopy(budget, -1);
    assertThat(copy.content()).isEqualTo(Body.EMPTY);
    Body.Bytes piece = new Body.Bytes(content(5_000, 1));
    copy.append(piece);
    assertThat(copy.content()).isSameAs(piece);
    copy.append(ByteBuffer.wrap(content(1_000, 2)));
    copy.append(new Body.Bytes(content(3_000, 3)));

    ByteBuffer all = ByteBuffer.allocate(9_000);
    all.put(content(5_000, 1)).put(content(1_000, 2)).put(content(3_000, 3));
    assertThat(copy.content()).isEqualTo(new Body.Bytes(all.flip()));
    copy.append(new Body.Bytes(content(20_000, 4)));
    assertThat(copy.content()).isNull();
    assertThat(budget.used()).isZero();
  }

  @Test
  void stagedCopyAcceptsEmptyPiecesAnywhere() {
    StagedCopy copy = new StagedCopy(new ByteBudget(20_000), -1);
    copy.append(ByteBuffer.allocate(0));
    copy.append(Body.EMPTY);
    assertThat(copy.content()).isEqualTo(Body.EMPTY);
    copy.append(new Body.Bytes(content(1_000, 1)));
    copy.append(ByteBuffer.wrap(content(10, 2)));
    copy.append(Body.EMPTY);
    copy.append(new Body.Bytes(content(5_000, 3)));

    ByteBuffer all = ByteBuffer.allocate(6_010);
    all.put(content(1_000, 1)).put(content(10, 2)).put(content(5_000, 3));
    assertThat(copy.content()).isEqualTo(new Body.Bytes(all.flip()));
  }

  @Test
  void writerClosedWithoutCommitStoresNothing() {
    EntryWriter writer = tier.begin(draft(KEY).build());
    writer.write(ByteBuffer.wrap(content(10, 1)));
    writer.close();

    assertThat(hot()).isEmpty();
    assertThat(tier.candidates(KEY)).isEmpty();
  }

  @Test
  void removedEntriesAreNeverServedUnderConcurrentLoad() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    AtomicBoolean done = new AtomicBoolean();
    List<Future<?>> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      readers.add(
          threads.submit(
              () -> {
                while (!done.get()) {
                  tier.candidates(KEY).forEach(CaffeineHotTierTest::assertConsistent);
                  tier.candidatesInMemory(KEY).forEach(CaffeineHotTierTest::assertConsistent);
                }
              }));
    }
    for (int round = 0; round < 2_000; round++) {
      commit(
          draft(KEY).headers(Headers.of("X-Round", Integer.toString(round))), content(100, round));
      String expected = Integer.toString(round);
      assertThat(tier.candidates(KEY))
          .singleElement()
          .satisfies(
              entry -> {
                assertThat(entry.response().headers().first("X-Round")).isEqualTo(expected);
                assertConsistent(entry);
              });
      tier.remove(selectorsOfTheEntry().get(round % 3));
      assertThat(tier.candidatesInMemory(KEY)).isEmpty();
      assertThat(tier.candidates(KEY)).isEmpty();
    }
    done.set(true);
    for (Future<?> reader : readers) {
      result(reader);
    }
    threads.shutdown();
  }

  private static void assertConsistent(StoredResponse entry) {
    long round = Long.parseLong(String.valueOf(entry.response().headers().first("X-Round")));
    Body.Bytes body = entry.body();
    if (body != null) {
      assertThat(body.toByteArray()).isEqualTo(content(100, round));
    }
  }

  private List<StoredResponse> hot() {
    return tier.candidatesInMemory(KEY);
  }

  private static boolean isOffHeap(List<StoredResponse> entries) {
    return Objects.requireNonNull(entries.get(0).body()).buffer().isDirect();
  }

  private static void assertContent(StoredResponse entry, byte[] bytes) {
    assertThat(Objects.requireNonNull(entry.body()).toByteArray()).isEqualTo(bytes);
  }

  private void commit(DraftBuilder draft, byte[] bytes) {
    commit(tier.begin(draft.build()), bytes);
  }

  private void commitBehindTheTier(DraftBuilder draft, byte[] bytes) {
    EntryDraft built = draft.build();
    commit(store.responses().begin(built), bytes);
  }

  private static void commit(EntryWriter writer, byte[] bytes) {
    try (writer) {
      for (int at = 0; at < bytes.length; at += 10_000) {
        writer.write(ByteBuffer.wrap(bytes, at, Math.min(10_000, bytes.length - at)));
      }
      assertThat(writer.commit(EntryCompletion.PLAIN)).isTrue();
    }
  }
}
