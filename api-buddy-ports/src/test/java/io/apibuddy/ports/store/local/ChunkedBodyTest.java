package io.apibuddy.ports.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChunkedBodyTest {
  private static final int LENGTH = 3 * Chunking.SIZE + 10;
  private static final byte[] CONTENT = Entries.content(LENGTH, 1);

  @Test
  void contentIsReadCompletelyFromEveryOffset() {
    for (int offset : new int[] {0, 1, Chunking.SIZE - 1, Chunking.SIZE, LENGTH - 11}) {
      Body body = open(new Chunks(), offset);

      assertThat(body).isInstanceOf(ChunkedBody.class);
      assertThat(body.length()).isEqualTo(LENGTH - offset);
      assertThat(Entries.read(body)).isEqualTo(Arrays.copyOfRange(CONTENT, offset, LENGTH));
    }
  }

  @Test
  void restWithinOneChunkIsABodyInMemory() {
    assertThat(open(new Chunks(), LENGTH - 10)).isInstanceOf(Body.Bytes.class);
    assertThat(Entries.read(open(new Chunks(), LENGTH - 3)))
        .isEqualTo(Arrays.copyOfRange(CONTENT, LENGTH - 3, LENGTH));
    assertThat(open(new Chunks(), LENGTH)).isEqualTo(Body.EMPTY);
  }

  @Test
  void anOffsetBeyondTheContentIsRefused() {
    for (long offset : new long[] {-1, LENGTH + 1L}) {
      assertThatThrownBy(() -> ChunkedBody.open(new Chunks(), LENGTH, offset))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void closeReleasesTheChunksOnceAndEndsReads() throws IOException {
    Chunks chunks = new Chunks();
    Body body = open(chunks, 0);
    try (InputStream stream = body.stream()) {
      assertThat(stream.read()).isEqualTo(CONTENT[0] & 0xff);
      body.close();
      body.close();

      assertThat(chunks.closed).isEqualTo(1);
      assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
    }
  }

  @Test
  void closingTheStreamClosesTheBody() throws IOException {
    Chunks chunks = new Chunks();
    Body body = open(chunks, 0);
    InputStream stream = body.stream();
    stream.skipNBytes(Chunking.SIZE);
    stream.close();

    assertThat(chunks.closed).isEqualTo(1);
    assertThat(stream.available()).isZero();
    assertThatThrownBy(() -> stream.read(new byte[0])).isInstanceOf(IOException.class);
    assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
    assertThat(chunks.fetched).as("chunks fetched, none of them after close").isEqualTo(1);
  }

  @Test
  void chunkFetchedWhileTheBodyIsClosedIsNotDelivered() throws IOException {
    Chunks chunks = new Chunks();
    Body body = open(chunks, 0);
    try (InputStream stream = body.stream()) {
      stream.skipNBytes(Chunking.SIZE);
      chunks.onFetch = body::close;

      assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aDamagedFirstChunkMeansNoBody() {
    for (int size : new int[] {0, 5}) {
      Chunks chunks = new Chunks();
      chunks.replacement = ByteBuffer.allocate(size);
      chunks.replaced = 0;

      assertThat(ChunkedBody.open(chunks, LENGTH, 0)).isEmpty();
      assertThat(chunks.damaged).isEqualTo(1);
    }
  }

  @Test
  void damagedLaterChunkFailsEveryReadFromThereOn() throws IOException {
    Chunks chunks = new Chunks();
    chunks.replaced = 2;
    try (Body body = open(chunks, 0);
        InputStream stream = body.stream()) {
      assertThat(stream.readNBytes(2 * Chunking.SIZE)).hasSize(2 * Chunking.SIZE);
      assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
      assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
    }
    assertThat(chunks.damaged).isEqualTo(2);
    assertThat(chunks.closed).isEqualTo(1);
  }

  @Test
  void storeFailureDuringAReadIsAnIoException() throws IOException {
    Chunks chunks = new Chunks();
    try (Body body = open(chunks, 0);
        InputStream stream = body.stream()) {
      chunks.failing = true;
      assertThat(stream.readNBytes(Chunking.SIZE)).hasSize(Chunking.SIZE);
      assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
      chunks.failing = false;
      assertThat(stream.readAllBytes()).hasSize(LENGTH - Chunking.SIZE);
    }
  }

  private static Body open(Chunks chunks, int offset) {
    return ChunkedBody.open(chunks, LENGTH, offset).orElseThrow();
  }

  private static final class Chunks implements ChunkedBody.Source {
    private ByteBuffer replacement = ByteBuffer.allocate(0);
    private int replaced = -1;
    private boolean failing;
    private Runnable onFetch = () -> {};
    private int fetched;
    private int damaged;
    private int closed;

    @Override
    public Optional<ByteBuffer> chunk(long sequence) {
      fetched++;
      onFetch.run();
      if (failing) {
        throw new StoreException(StoreException.Kind.IO, "no");
      }
      if (sequence == replaced) {
        return replacement.hasRemaining() ? Optional.of(replacement) : Optional.empty();
      }
      int from = (int) sequence * Chunking.SIZE;
      return Optional.of(ByteBuffer.wrap(CONTENT, from, Chunking.size(sequence, LENGTH)));
    }

    @Override
    public void damaged() {
      damaged++;
    }

    @Override
    public void close() {
      closed++;
    }
  }
}
