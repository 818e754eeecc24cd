package io.apibuddy.ports.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BodyTest {
  private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);

  @Test
  void bytesCanBeReadAnyNumberOfTimes() throws IOException {
    Body.Bytes body = new Body.Bytes(CONTENT.clone());
    body.close();

    assertThat(body.length()).isEqualTo(10);
    assertThat(body.stream().readAllBytes()).isEqualTo(CONTENT);
    assertThat(body.stream().readAllBytes()).isEqualTo(CONTENT);
    assertThat(body.toByteArray()).isEqualTo(CONTENT);
  }

  @Test
  void buffersOfBytesHaveTheirOwnPositionAndAreReadOnly() {
    Body.Bytes body = new Body.Bytes(CONTENT.clone());
    ByteBuffer view = body.buffer();
    view.get();

    assertThat(body.buffer().remaining()).isEqualTo(10);
    assertThatThrownBy(() -> view.put((byte) 0)).isInstanceOf(ReadOnlyBufferException.class);
    body.toByteArray()[0] = 'x';
    assertThat(body.toByteArray()).isEqualTo(CONTENT);
  }

  @Test
  void bytesTakeTheRemainingPartOfABuffer() {
    ByteBuffer direct = ByteBuffer.allocateDirect(10).put(CONTENT).position(2).limit(5);

    assertThat(new Body.Bytes(direct).toByteArray()).isEqualTo(new byte[] {'2', '3', '4'});
    assertThat(direct.position()).isEqualTo(2);
  }

  @Test
  void streamOfBytesReadsThemWithoutACopy() throws IOException {
    byte[] array = CONTENT.clone();
    InputStream content = new Body.Bytes(ByteBuffer.wrap(array, 2, 3)).stream();
    array[3] = 'x';

    assertThat(content.readAllBytes()).isEqualTo(new byte[] {'2', 'x', '4'});
  }

  @Test
  void streamOfBytesReadsBuffersWhoseArrayIsOutOfReach() throws IOException {
    ByteBuffer direct = ByteBuffer.allocateDirect(10).put(CONTENT).flip();

    assertThat(new Body.Bytes(direct).stream().readAllBytes()).isEqualTo(CONTENT);
    assertThat(new Body.Bytes(direct.asReadOnlyBuffer()).stream().readAllBytes())
        .isEqualTo(CONTENT);
    assertThat(new Body.Bytes(ByteBuffer.wrap(CONTENT).asReadOnlyBuffer()).stream().readAllBytes())
        .isEqualTo(CONTENT);
  }

  @Test
  void bytesRunAnActionWhenTheyAreClosedForTheFirstTime() {
    AtomicInteger closed = new AtomicInteger();
    Body.Bytes body = new Body.Bytes(CONTENT.clone());
    Body.Bytes watched = body.onClose(closed::incrementAndGet);
    body.close();
    assertThat(closed).hasValue(0);
    watched.close();
    watched.close();

    assertThat(closed).hasValue(1);
    assertThat(watched).isEqualTo(body);
  }

  @Test
  void bytesCanBeTakenFromAnOffsetWithinTheirLengthOnly() {
    Body.Bytes body = new Body.Bytes(CONTENT.clone());

    assertThat(body.from(7).toByteArray()).isEqualTo(new byte[] {'7', '8', '9'});
    assertThat(body.from(10)).isEqualTo(Body.EMPTY);
    for (long none : new long[] {-1, 11, 1L << 32, -1L << 32}) {
      assertThatThrownBy(() -> body.from(none)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void bytesAreEqualByContentAndNeverPrinted() {
    assertThat(new Body.Bytes(CONTENT.clone()))
        .isEqualTo(new Body.Bytes(ByteBuffer.wrap(CONTENT)))
        .hasSameHashCodeAs(new Body.Bytes(CONTENT.clone()))
        .isNotEqualTo(Body.EMPTY)
        .hasToString("Bytes[10]");
  }

  @Test
  void streamReturnsTheSameObjectOnEveryCall() {
    Body.Stream body = Body.Stream.of(new ByteArrayInputStream(CONTENT), -1);

    assertThat(body.stream()).isSameAs(body.stream());
    assertThat(body.length()).isEqualTo(-1);
    assertThat(body.trailers()).isEqualTo(Headers.EMPTY);
  }

  @Test
  void closingAStreamBodyClosesItsSourceAndIgnoresItsFailure() {
    boolean[] closed = new boolean[1];
    Body.Stream body =
        Body.Stream.of(
            new InputStream() {
              @Override
              public int read() {
                return -1;
              }

              @Override
              public void close() throws IOException {
                closed[0] = true;
                throw new IOException("scripted");
              }
            },
            0);

    assertThatCode(body::close).doesNotThrowAnyException();
    assertThat(closed[0]).isTrue();
  }

  @Test
  void aLengthBelowMinusOneIsRefused() {
    assertThatThrownBy(() -> Body.Stream.of(InputStream.nullInputStream(), -2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readFailsIfTheSourceEndsBeforeTheAnnouncedLength() throws IOException {
    for (int announced : new int[] {4, 5}) {
      InputStream tooShort =
          Body.Stream.of(new ByteArrayInputStream(new byte[3]), announced).stream();
      assertThat(tooShort.read(new byte[9])).isEqualTo(3);
      assertThatThrownBy(() -> tooShort.read(new byte[9])).isInstanceOf(IOException.class);
      assertThatThrownBy(tooShort::read).isInstanceOf(IOException.class);
    }
    for (int announced : new int[] {-1, 3}) {
      InputStream whole = Body.Stream.of(new ByteArrayInputStream(new byte[3]), announced).stream();
      assertThat(whole.skip(1)).isEqualTo(1);
      assertThat(whole.readAllBytes()).hasSize(2);
      assertThat(whole.read()).isEqualTo(-1);
    }
  }
}
