package io.apibuddy.domain.content;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.domain.Background;
import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.memory.ByteBudget;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SpoolTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final ByteBudget budget = new ByteBudget(1 << 20);
  private final Spool spool = new Spool(budget, LONG);

  private static SpoolReader join(Spool spool) {
    return Objects.requireNonNull(spool.join(), "too late to join");
  }

  private static void append(Spool spool, String text) {
    spool.append(new Body.Bytes(text.getBytes(US_ASCII)));
  }

  private static String read(SpoolReader reader, int atMost) throws IOException {
    byte[] target = new byte[atMost];
    int count = reader.read(target, 0, atMost);
    return count < 0 ? "(end)" : new String(target, 0, count, US_ASCII);
  }

  @Test
  void everyReaderGetsTheWholeContentEvenIfItJoinsLate() throws Exception {
    SpoolReader early = join(spool);
    append(spool, "abc");
    assertThat(read(early, 2)).isEqualTo("ab");
    SpoolReader late = join(spool);
    append(spool, "def");
    spool.finish(Headers.EMPTY);

    assertThat(read(early, 100)).isEqualTo("cdef");
    assertThat(late.available()).isEqualTo(6);
    assertThat(new String(late.readAllBytes(), US_ASCII)).isEqualTo("abcdef");
    assertThat(read(early, 1)).isEqualTo("(end)");
    assertThat(read(early, 0)).isEmpty();
  }

  @Test
  void aReaderWaitsForTheNextByteAndGetsItAtOnce() throws Exception {
    SpoolReader reader = join(spool);
    Background<String> reading = Background.start(() -> read(reader, 100));
    reading.awaitWaiting();
    append(spool, "x");

    assertThat(reading.get()).isEqualTo("x");
  }

  @Test
  void smallPiecesAreKeptAsOne() throws Exception {
    SpoolReader late = join(spool);
    SpoolReader quick = join(spool);
    for (int i = 0; i < 256; i++) {
      append(spool, "x");
      assertThat(read(quick, 9)).isEqualTo("x");
    }
    spool.finish(Headers.EMPTY);

    assertThat(late.whole()).isEqualTo(new Body.Bytes("x".repeat(256).getBytes(US_ASCII)));
    assertThat(read(late, 999)).isEqualTo("x".repeat(256));
  }

  @Test
  void piecesThatAreLongerTogetherAreKeptApart() throws Exception {
    SpoolReader reader = join(spool);
    append(spool, "x".repeat(256));
    append(spool, "y");
    spool.finish(Headers.EMPTY);

    assertThat(reader.whole()).isNull();
    assertThat(read(reader, 999)).isEqualTo("x".repeat(256) + "y");
  }

  @Test
  void smallPiecesOfAWindowReachTheirReader() throws Exception {
    SpoolReader reader = join(spool);
    spool.becomeWindow();
    append(spool, "a");
    assertThat(read(reader, 9)).isEqualTo("a");
    append(spool, "b");
    append(spool, "c");
    assertThat(read(reader, 1)).isEqualTo("b");
    append(spool, "d");
    assertThat(budget.used()).isEqualTo(2);

    assertThat(read(reader, 9)).isEqualTo("cd");
    assertThat(budget.used()).isZero();
  }

  @Test
  void aFailureComesAfterTheContentBeforeIt() throws Exception {
    SpoolReader reader = join(spool);
    append(spool, "abc");
    spool.fail(new IOException("broken"));
    spool.finish(Headers.EMPTY);

    assertThat(read(reader, 100)).isEqualTo("abc");
    assertThatThrownBy(() -> read(reader, 100))
        .isInstanceOf(IOException.class)
        .hasMessage("broken");
  }

  @Test
  void trailersAreThereOnceTheContentHasEnded() throws Exception {
    SpoolReader reader = join(spool);
    append(spool, "abc");
    assertThat(reader.trailers()).isEqualTo(Headers.EMPTY);
    spool.finish(Headers.of("X-Sum", "7"));

    assertThat(reader.readAllBytes()).hasSize(3);
    assertThat(reader.trailers()).isEqualTo(Headers.of("X-Sum", "7"));
  }

  @Test
  void noReaderCanJoinAfterTheEnd() {
    spool.finish(Headers.EMPTY);

    assertThat(spool.join()).isNull();
  }

  @Test
  void closingFromAnotherThreadWakesAReader() throws Exception {
    SpoolReader reader = join(spool);
    Background<String> reading = Background.start(() -> read(reader, 100));
    reading.awaitWaiting();
    reader.close();

    assertThatThrownBy(reading::get).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read(reader, 1)).isInstanceOf(IOException.class);
  }

  @Test
  void aReaderDoesNotWaitForEver() {
    SpoolReader reader = join(new Spool(budget, SHORT));

    assertThatThrownBy(() -> read(reader, 1)).isInstanceOf(IOException.class);
  }

  @Test
  void anInterruptedReaderFailsAndStaysInterrupted() throws Exception {
    SpoolReader reader = join(spool);
    Background<Boolean> reading =
        Background.start(
            () -> {
              assertThatThrownBy(() -> read(reader, 1)).isInstanceOf(IOException.class);
              return Thread.currentThread().isInterrupted();
            });
    reading.awaitWaiting();
    reading.interrupt();

    assertThat(reading.get()).isTrue();
  }

  /** Starts to wait for room, then appends one byte. */
  private static Background<Boolean> appendOnceThereIsRoom(Spool spool) throws Exception {
    Background<Boolean> writing =
        Background.start(
            () -> {
              spool.awaitRoom();
              append(spool, "x");
              return true;
            });
    writing.awaitWaiting();
    return writing;
  }

  @Test
  void beyondTheBudgetNoReaderJoinsAndTheWriterWaitsForTheSlowestOne() throws Exception {
    Spool narrow = new Spool(new ByteBudget(10), LONG);
    SpoolReader slow = join(narrow);
    SpoolReader quick = join(narrow);
    byte[] content = Entries.content(Spool.UNCOVERED, 1);
    narrow.append(new Body.Bytes(content));
    assertThat(narrow.join()).isNull();
    assertThat(quick.readNBytes(content.length)).isEqualTo(content);

    Background<Boolean> writing = appendOnceThereIsRoom(narrow);
    assertThat(slow.read()).isEqualTo(content[0] & 0xff);
    assertThat(writing.get()).isTrue();
    narrow.finish(Headers.EMPTY);

    assertThat(slow.readAllBytes()).hasSize(content.length);
    assertThat(quick.readAllBytes()).hasSize(1);
  }

  @Test
  void withinTheBudgetTheWriterNeverWaits() throws Exception {
    join(spool);
    byte[] piece = new byte[Spool.UNCOVERED];
    for (int i = 0; i < budget.limit() / piece.length; i++) {
      spool.awaitRoom();
      spool.append(new Body.Bytes(piece));
    }

    assertThat(spool.join()).isNotNull();
  }

  @Test
  void windowIsOfFixedSizeAsLongAsTheBudgetCoversIt() throws Exception {
    SpoolReader reader = join(spool);
    spool.becomeWindow();
    byte[] piece = new byte[Spool.UNCOVERED];
    for (int i = 0; i < Spool.WINDOW / piece.length; i++) {
      spool.awaitRoom();
      spool.append(new Body.Bytes(piece));
    }
    Background<Boolean> writing = appendOnceThereIsRoom(spool);
    assertThat(budget.used()).isEqualTo(Spool.WINDOW);
    reader.close();

    assertThat(writing.get()).isTrue();
  }

  @Test
  void anyNumberOfStalledReadersHoldsHalfOfTheBudgetAndOnePieceEach() throws Exception {
    byte[] piece = new byte[Spool.UNCOVERED];
    long held = 0;
    int stalled = 200;
    for (int i = 0; i < stalled; i++) {
      Spool each = new Spool(budget, LONG);
      SpoolReader reader = join(each);
      each.becomeWindow();
      Background<Boolean> writing =
          Background.start(
              () -> {
                while (true) {
                  each.awaitRoom();
                  each.append(new Body.Bytes(piece));
                }
              });
      writing.awaitWaiting();
      held += reader.available();
      writing.interrupt();
    }

    long half = budget.limit() / 2;
    assertThat(held).isGreaterThan(half).isLessThanOrEqualTo(half + (long) stalled * piece.length);
    spool.append(new Body.Bytes(new byte[(int) half]));
    assertThat(spool.join()).isNotNull();
  }

  @Test
  void aReaderThatLeavesNoLongerHoldsUpTheWriter() throws Exception {
    Spool narrow = new Spool(new ByteBudget(1), LONG);
    SpoolReader reader = join(narrow);
    narrow.append(new Body.Bytes(new byte[Spool.UNCOVERED]));
    Background<Boolean> writing = appendOnceThereIsRoom(narrow);
    reader.close();

    assertThat(writing.get()).isTrue();
  }

  @Test
  void anInterruptedWriterStops() throws Exception {
    Spool narrow = new Spool(new ByteBudget(1), LONG);
    join(narrow);
    narrow.append(new Body.Bytes(new byte[Spool.UNCOVERED]));
    Background<Boolean> writing = appendOnceThereIsRoom(narrow);
    writing.interrupt();

    assertThatThrownBy(writing::get).isInstanceOf(InterruptedException.class);
  }

  @Test
  void stalledReaderIsDroppedSoThatOthersContinue() throws Exception {
    Spool narrow = new Spool(new ByteBudget(1), SHORT);
    AtomicInteger gone = new AtomicInteger();
    narrow.onLastReaderGone(gone::incrementAndGet);
    SpoolReader stuck = join(narrow);
    SpoolReader quick = join(narrow);
    narrow.append(new Body.Bytes(new byte[Spool.UNCOVERED]));
    assertThat(quick.readNBytes(Spool.UNCOVERED)).hasSize(Spool.UNCOVERED);
    narrow.awaitRoom();
    append(narrow, "x");

    assertThat(read(quick, 1)).isEqualTo("x");
    assertThatThrownBy(() -> read(stuck, 1)).isInstanceOf(IOException.class);
    assertThat(gone).hasValue(0);
  }

  @Test
  void droppedReaderRetainsNoLaterContentInMemory() throws Exception {
    Spool narrow = new Spool(new ByteBudget(1), SHORT);
    SpoolReader stuck = join(narrow);
    SpoolReader quick = join(narrow);
    narrow.append(new Body.Bytes(new byte[Spool.UNCOVERED]));
    assertThat(quick.readNBytes(Spool.UNCOVERED)).hasSize(Spool.UNCOVERED);
    narrow.awaitRoom();
    WeakReference<byte[]> held = appendUnheld(narrow);
    append(narrow, "xy");
    assertThat(quick.readNBytes(3)).hasSize(3);

    for (int i = 0; i < 50 && held.get() != null; i++) {
      System.gc();
    }
    assertThat(held.get()).isNull();
    assertThatThrownBy(() -> read(stuck, 1)).isInstanceOf(IOException.class);
  }

  private static WeakReference<byte[]> appendUnheld(Spool spool) {
    byte[] content = new byte[1];
    spool.append(new Body.Bytes(content));
    return new WeakReference<>(content);
  }

  /** Fills a narrow window, which only the returned reader reads, and waits until it wants more. */
  private static Background<String> readerThatWaitsAtTheEnd(Spool narrow) throws Exception {
    SpoolReader quick = join(narrow);
    narrow.append(new Body.Bytes(new byte[Spool.UNCOVERED]));
    assertThat(quick.readNBytes(Spool.UNCOVERED)).hasSize(Spool.UNCOVERED);
    Background<String> reading = Background.start(() -> read(quick, 1));
    reading.awaitWaiting();
    return reading;
  }

  @Test
  void readerThatWaitsBehindAStalledOneDoesNotTimeOut() throws Exception {
    Spool narrow = new Spool(new ByteBudget(1), Duration.ofMillis(500));
    SpoolReader stuck = join(narrow);
    Background<String> reading = readerThatWaitsAtTheEnd(narrow);
    narrow.awaitRoom();
    append(narrow, "x");

    assertThat(reading.get()).isEqualTo("x");
    assertThatThrownBy(() -> read(stuck, 1)).isInstanceOf(IOException.class);
  }

  @Test
  void readerThatWasHeldUpWaitsItsWholeTimeForTheUpstream() throws Exception {
    Duration timeout = Duration.ofMillis(500);
    Spool narrow = new Spool(new ByteBudget(1), timeout);
    SpoolReader stuck = join(narrow);
    Background<String> reading = readerThatWaitsAtTheEnd(narrow);
    Background<Boolean> asking =
        Background.start(
            () -> {
              narrow.awaitRoom();
              return true;
            });
    asking.awaitWaiting();
    long free = System.nanoTime();
    stuck.close();

    assertThatThrownBy(reading::get).hasMessage("nothing more came in time");
    assertThat(System.nanoTime() - free).isGreaterThanOrEqualTo(timeout.toNanos());
    assertThat(asking.get()).isTrue();
  }

  @Test
  void stalledReaderThatHoldsUpNoOtherMayContinueAtAnyTime() throws Exception {
    Spool narrow = new Spool(new ByteBudget(1), Duration.ofMillis(1));
    SpoolReader stalled = join(narrow);
    narrow.append(new Body.Bytes(new byte[Spool.UNCOVERED]));
    Background<Boolean> writing = appendOnceThereIsRoom(narrow);

    assertThat(stalled.readNBytes(Spool.UNCOVERED + 1)).hasSize(Spool.UNCOVERED + 1);
    assertThat(writing.get()).isTrue();
  }

  @Test
  void leavingOfTheLastReaderIsReportedOnceAndOnlyBeforeTheEnd() {
    AtomicInteger gone = new AtomicInteger();
    spool.onLastReaderGone(gone::incrementAndGet);
    SpoolReader one = join(spool);
    SpoolReader other = join(spool);
    one.close();
    assertThat(gone).hasValue(0);
    other.close();
    other.close();
    assertThat(gone).hasValue(1);
    SpoolReader third = join(spool);
    spool.finish(Headers.EMPTY);
    third.close();

    assertThat(gone).hasValue(1);
  }

  @Test
  void spoolCanBeClosedUnreadOnlyIfItHasNoReader() {
    SpoolReader reader = join(spool);

    assertThat(spool.closeUnread()).isFalse();
    SpoolReader other = join(spool);
    reader.close();
    other.close();
    assertThat(spool.closeUnread()).isTrue();
    assertThat(spool.join()).isNull();
  }

  @Test
  void bytesAreReleasedAsSoonAsNoReaderNeedsThem() throws Exception {
    SpoolReader slow = join(spool);
    SpoolReader quick = join(spool);
    append(spool, "0123456789");
    assertThat(quick.readNBytes(10)).hasSize(10);
    assertThat(budget.used()).isEqualTo(10);
    spool.finish(Headers.EMPTY);
    assertThat(budget.used()).isEqualTo(10);
    assertThat(slow.readNBytes(4)).hasSize(4);
    assertThat(budget.used()).isEqualTo(6);
    slow.close();
    assertThat(budget.used()).isZero();
    quick.close();

    assertThat(budget.used()).isZero();
  }

  @Test
  void windowReleasesTheBudgetThatTheSpoolTookBefore() throws Exception {
    SpoolReader reader = join(spool);
    append(spool, "0123456789");
    spool.becomeWindow();
    assertThat(budget.used()).isEqualTo(10);
    assertThat(reader.readNBytes(10)).hasSize(10);
    assertThat(budget.used()).isZero();
    append(spool, "x");
    assertThat(budget.used()).isEqualTo(1);

    assertThat(read(reader, 10)).isEqualTo("x");
    assertThat(budget.used()).isZero();
  }
}
