package io.apibuddy.domain.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.contract.ScriptedBody;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ScratchSpace;
import io.apibuddy.ports.memory.ByteBudget;
import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodiesTest {
  private static final long LIMIT = 200_000;

  private final ByteBudget budget = new ByteBudget(150_000);
  private final CountingScratchSpace scratch = new CountingScratchSpace();
  private final RequestBodies bodies = new RequestBodies(scratch, budget);

  /** Counts scratch space that was opened, and that is open; fails on demand. */
  private static final class CountingScratchSpace implements ScratchSpace {
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private boolean unreadable;
    private int room = Integer.MAX_VALUE;

    @Override
    public Scratch open() throws IOException {
      if (room == 0) {
        throw new IOException("there is no room");
      }
      opened.incrementAndGet();
      open.incrementAndGet();
      Scratch memory = new MemoryScratchSpace().open();
      return new Scratch() {
        @Override
        public OutputStream output() {
          return new FilterOutputStream(memory.output()) {
            private int left = room;

            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
              if (count > left) {
                throw new IOException("there is no more room");
              }
              left -= count;
              out.write(bytes, offset, count);
            }
          };
        }

        @Override
        public InputStream input() throws IOException {
          if (unreadable) {
            throw new IOException("scratch is unreadable");
          }
          return memory.input();
        }

        @Override
        public void close() {
          open.decrementAndGet();
        }
      };
    }
  }

  private static Body stream(byte[] content, long length) {
    return Body.Stream.of(new ByteArrayInputStream(content), length);
  }

  @Test
  void emptyBodyTakesNothingOfTheBudget() throws Exception {
    RequestBodies.Reading reading = bodies.read(Body.EMPTY, LIMIT);

    assertThat(reading.whole()).isSameAs(BufferedBody.NONE);
    assertThat(budget.used()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, RequestBodies.MAX_IN_MEMORY, RequestBodies.MAX_IN_MEMORY + 1, 150_000})
  void aBodyWithinLimitAndBudgetIsReadWholeAndCanBeReadAgain(int size) throws Exception {
    byte[] content = Entries.content(size, size);
    BufferedBody whole =
        Objects.requireNonNull(bodies.read(stream(content, -1), LIMIT).whole(), "too large");

    assertThat(whole.length()).isEqualTo(size);
    assertThat(Entries.read(whole.body())).isEqualTo(content);
    assertThat(whole.stream().readAllBytes()).isEqualTo(content);
    assertThat(whole.body().length()).isEqualTo(size);
    assertThat(budget.used()).isEqualTo(size);
    assertThat(scratch.opened).hasValue(size > RequestBodies.MAX_IN_MEMORY ? 1 : 0);
    whole.close();
    whole.close();
    assertThat(budget.used()).isZero();
    assertThat(scratch.open).hasValue(0);
  }

  @Test
  void shortBodyInMemoryIsNotCopiedButCountsTowardsTheBudget() throws Exception {
    Body.Bytes body = new Body.Bytes(Entries.content(RequestBodies.MAX_IN_MEMORY, 4));
    BufferedBody first = Objects.requireNonNull(bodies.read(body, LIMIT).whole(), "no budget");
    BufferedBody second = Objects.requireNonNull(bodies.read(body, LIMIT).whole(), "no budget");

    assertThat(first.body()).isSameAs(body);
    assertThat(budget.used()).isEqualTo(2L * RequestBodies.MAX_IN_MEMORY);
    RequestBodies.Reading third = bodies.read(body, LIMIT);
    assertThat(third.whole()).isNull();
    assertThat(third.rest()).isSameAs(body);
    assertThat(third.outOfRoom()).isTrue();
    first.close();
    second.close();
    assertThat(budget.used()).isZero();
  }

  @Test
  void aBodyAnnouncedTooLongIsPassedOnUnread() throws Exception {
    Body body = stream(new byte[0], LIMIT + 1);
    RequestBodies.Reading reading = bodies.read(body, LIMIT);

    assertThat(reading.whole()).isNull();
    assertThat(reading.rest()).isSameAs(body);
    assertThat(reading.outOfRoom()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 50_000, 100_000, LIMIT})
  void aBodyThatTurnsOutTooLongIsPassedOnFromItsFirstByte(long limit) throws Exception {
    byte[] content = Entries.content(300_000, 3);
    RequestBodies.Reading reading = bodies.read(stream(content, -1), limit);

    assertThat(reading.whole()).isNull();
    assertThat(reading.rest().length()).isEqualTo(-1);
    assertThat(reading.outOfRoom()).isFalse();
    assertThat(Entries.read(reading.rest())).isEqualTo(content);
    assertThat(budget.used()).isZero();
    assertThat(scratch.open).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1_000, 70_000, 120_000})
  void aBodyForWhichThereIsNoScratchSpaceIsPassedOnFromItsFirstByte(int room) throws Exception {
    scratch.room = room;
    byte[] content = Entries.content(140_000, 3);
    RequestBodies.Reading reading = bodies.read(stream(content, content.length), LIMIT);

    assertThat(reading.whole()).isNull();
    assertThat(reading.rest().length()).isEqualTo(content.length);
    assertThat(reading.outOfRoom()).isTrue();
    assertThat(Entries.read(reading.rest())).isEqualTo(content);
    assertThat(budget.used()).isZero();
    assertThat(scratch.open).hasValue(0);
  }

  @Test
  void bodyThatBreaksOffReleasesBudgetAndScratchSpace() {
    Body broken =
        new ScriptedBody(
            -1, UpstreamAnswer.streamed(200).send(new byte[100_000]).cut().steps(), Headers.EMPTY);

    assertThatThrownBy(() -> bodies.read(broken, LIMIT)).isInstanceOf(IOException.class);
    assertThat(budget.used()).isZero();
    assertThat(scratch.open).hasValue(0);
  }

  @Test
  void bodyThatCannotBeReadBackReleasesBudgetAndScratchSpace() {
    scratch.unreadable = true;

    assertThatThrownBy(() -> bodies.read(stream(new byte[300_000], -1), 100_000))
        .isInstanceOf(IOException.class);
    assertThat(budget.used()).isZero();
    assertThat(scratch.open).hasValue(0);
  }

  @Test
  void handedOverBodyReleasesBudgetAndScratchSpaceWhenItIsClosed() throws Exception {
    BufferedBody whole =
        Objects.requireNonNull(
            bodies.read(stream(new byte[100_000], -1), LIMIT).whole(), "too large");
    Body handedOver = whole.handedOver();

    assertThat(Entries.read(handedOver)).hasSize(100_000);
    assertThat(budget.used()).isZero();
    assertThat(scratch.open).hasValue(0);
  }

  @Test
  void handedOverSmallBodyReleasesItsBudgetToo() throws Exception {
    BufferedBody whole =
        Objects.requireNonNull(bodies.read(stream(new byte[10], -1), LIMIT).whole(), "too large");
    Body handedOver = whole.handedOver();

    assertThat(Entries.read(handedOver)).hasSize(10);
    assertThat(budget.used()).isZero();
  }
}
