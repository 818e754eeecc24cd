package io.apibuddy.ports.contract;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A stream body that follows a script; closing it releases a reader that waits at a gate. */
public final class ScriptedBody implements Body.Stream {

  /** One step of the script. */
  public sealed interface Step {}

  record Send(Body.Bytes piece) implements Step {}

  record Hold(Gate gate) implements Step {}

  record Cut() implements Step {}

  private final long length;
  private final Headers trailers;
  private final Source source;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /**
   * Creates a body.
   *
   * @param length the announced length in bytes, -1 if none is announced
   * @param steps what the reader meets, in order
   * @param trailers the trailer section
   */
  public ScriptedBody(long length, List<Step> steps, Headers trailers) {
    this.length = length;
    this.trailers = trailers;
    this.source = new Source(new ArrayDeque<>(steps));
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream stream() {
    return source;
  }

  @Override
  public Headers trailers() {
    return trailers;
  }

  @Override
  public void close() {
    closed.complete(null);
  }

  private final class Source extends InputStream {
    private final Deque<Step> steps;
    private ByteBuffer piece = Body.EMPTY.buffer();

    Source(Deque<Step> steps) {
      this.steps = steps;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int wanted) throws IOException {
      if (wanted == 0) {
        return 0;
      }
      while (!piece.hasRemaining()) {
        if (closed.isDone()) {
          throw new IOException("closed");
        }
        Step step = steps.poll();
        if (step == null) {
          return -1;
        }
        follow(step);
      }
      int count = Math.min(wanted, piece.remaining());
      piece.get(target, offset, count);
      return count;
    }

    @Override
    public int available() throws IOException {
      if (!piece.hasRemaining() && steps.peek() instanceof Cut cut) {
        follow(cut);
      }
      if (!piece.hasRemaining() && steps.peek() instanceof Send send) {
        steps.poll();
        piece = send.piece().buffer();
      }
      return piece.remaining();
    }

    private void follow(Step step) throws IOException {
      if (step instanceof Send send) {
        piece = send.piece().buffer();
      } else if (step instanceof Hold hold) {
        try {
          hold.gate().passUnless(closed);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw (IOException) new InterruptedIOException().initCause(e);
        }
      } else {
        throw new IOException("connection broken");
      }
    }

    @Override
    public void close() {
      ScriptedBody.this.close();
    }
  }
}
